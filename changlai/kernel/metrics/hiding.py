"""Hide small groups in a table with sums, so that no sum gives them away by subtraction."""

from collections.abc import Sequence

from changlai.kernel.metrics.declarations import FLOOR

SMALL = f"<{FLOOR}"
WITHHELD = "—"
"""Shown instead of a number that would give a small one away."""

Shown = int | str


def hide_small(cells: Sequence[Sequence[int]], floor: int = FLOOR) -> list[list[Shown]]:
    """Return the table with a column and a row of sums, small groups hidden and kept hidden.

    A group of less than `floor` (but not none) is hidden. Where the rest of its row or column
    and the sum would give it back, the smallest other number of that line is hidden too: a line
    that shows its sum hides at least two numbers, or none, and hides `floor` heads or more.
    """
    width = len(cells[0]) if cells else 0
    table = [[*row, sum(row)] for row in cells]
    table.append([sum(row[place] for row in table) for place in range(width + 1)])
    high = len(table)
    lines = [[(y, x) for x in range(width + 1)] for y in range(high)]
    lines += [[(y, x) for y in range(high)] for x in range(width + 1)]
    small = {(y, x) for y in range(high) for x in range(width + 1) if 0 < table[y][x] < floor}
    withheld: set[tuple[int, int]] = set()
    while True:
        more = next(
            (one for line in lines if (one := _to_withhold(table, line, small | withheld, floor))),
            None,
        )
        if more is None:
            break
        withheld.add(more)
    return [
        [
            SMALL if (y, x) in small else WITHHELD if (y, x) in withheld else table[y][x]
            for x in range(width + 1)
        ]
        for y in range(high)
    ]


def _to_withhold(
    table: list[list[int]],
    line: list[tuple[int, int]],
    hidden: set[tuple[int, int]],
    floor: int,
) -> tuple[int, int] | None:
    """Return the number of a line that must be hidden as well, or None if the line keeps still."""
    gone = [(y, x) for y, x in line if (y, x) in hidden]
    if not gone:
        return None
    total = line[-1]
    enough = total in hidden or sum(table[y][x] for y, x in gone) >= floor
    if len(gone) > 1 and enough:
        return None
    rest = [(y, x) for y, x in line if (y, x) not in hidden and table[y][x]]
    # A sum is hidden last: it is what people came to read.
    return min(rest, key=lambda cell: (cell == total, table[cell[0]][cell[1]]), default=None)
