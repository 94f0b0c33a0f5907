"""The reporting tree with what counts under each heading; a heading counts all below it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from changlai.engines.activities.public import Preset
from changlai.insights.figures.models import Tag, TaggedSource
from changlai.insights.figures.queries.coming import Sources
from changlai.insights.figures.queries.holding import Kinds
from changlai.insights.figures.spans import Span
from changlai.kernel.metrics.hiding import WITHHELD
from changlai.kernel.metrics.public import shown


@dataclass(frozen=True)
class Branch:
    """A heading in the tree, `depth` below the root, with what hangs on itself."""

    tag: Tag
    depth: int
    presets: tuple[Preset, ...]
    sources: frozenset[str]


@dataclass(frozen=True)
class TagRow:
    """What counts under a heading in a span."""

    tag: Tag
    depth: int
    activities: int
    heads: int | str


def tree(centre: Any, *, with_closed: bool = False) -> list[Branch]:
    """Return the headings in order, each with the kinds and sources on itself: three statements."""
    rows = list(Tag.objects.of(centre))
    presets = list(Preset.objects.of(centre))
    tagged: dict[Any, set[str]] = {}
    for tag_id, source in TaggedSource.objects.of(centre).values_list("tag_id", "source"):
        tagged.setdefault(tag_id, set()).add(source)
    below: dict[Any, list[Tag]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    found: list[Branch] = []

    def walk(parent: Any, depth: int) -> None:
        for row in below.get(parent, ()):
            if row.is_active or with_closed:
                on_it = tuple(preset for preset in presets if row.code in preset.tags)
                found.append(Branch(row, depth, on_it, frozenset(tagged.get(row.pk, ()))))
                walk(row.pk, depth + 1)

    walk(None, 0)
    return found


def under(branches: list[Branch], branch: Branch) -> tuple[set[str], set[str]]:
    """Return the codes of the kinds and of the sources under a heading, its own included."""
    place = branches.index(branch)
    found = [branch]
    for one in branches[place + 1 :]:
        if one.depth <= branch.depth:
            break
        found.append(one)
    return (
        {preset.code for one in found for preset in one.presets},
        {code for one in found for code in one.sources},
    )


def counted(branches: list[Branch], kinds: Kinds, table: Sources, span: Span) -> list[TagRow]:
    """Return what counts under each heading; a thing under two headings below it counts once."""
    held = kinds.of(span)
    heads = {source.code: number for source, number in table.of(span)}
    rows = []
    for branch in branches:
        presets, met = under(branches, branch)
        rows.append(
            TagRow(
                branch.tag,
                branch.depth,
                sum(held.get(code, 0) for code in presets),
                _sum({code: heads.get(code, 0) for code in met}),
            )
        )
    return rows


def _sum(heads: Mapping[str, int | str]) -> int | str:
    """Add up what is shown; a sum with a hidden number in it would give it away."""
    numbers = [number for number in heads.values() if isinstance(number, int)]
    return shown(sum(numbers)) if len(numbers) == len(heads) else WITHHELD
