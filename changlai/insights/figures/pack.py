"""What a new village gets: the tree 133, whose headings it puts into its own words.

One line, three standpoints, three hearts; the wording differs from place to place, so the house
gives the places in the tree and leaves the words to the village.
"""

from datetime import datetime
from typing import Any

from changlai.engines.activities.public import Preset
from changlai.foundation.people.public import Actor
from changlai.insights.figures.actions.tags import put_tag, put_uses
from changlai.insights.figures.models import Tag
from changlai.insights.figures.queries.coming import sources
from changlai.kernel.registry.contributions import Pack

ROOT = "133"
TREE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("一条主线", ()),
    ("三个立足", ("立足一", "立足二", "立足三")),
    ("三颗心", ("心一", "心二", "心三")),
)


def unpack(centre: Any, at: datetime) -> None:
    """Plant the tree where there is none; a village that changed its own keeps it."""
    if Tag.objects.of(centre).exists():
        return
    facts: dict[str, Any] = {"centre": centre, "actor": Actor.system(centre.pk), "at": at}
    root = put_tag(**facts, title=ROOT, code=ROOT)
    # The whole line counts whatever brings people here; the headings below take their own part.
    everything = [source.code for source in sources()]
    kinds = [preset.code for preset in Preset.objects.of(centre) if ROOT in preset.tags]
    put_uses(**facts, tag_id=root.pk, presets=kinds, source_codes=everything)
    for title, leaves in TREE:
        branch = put_tag(**facts, title=title, parent_id=root.pk)
        for leaf in leaves:
            put_tag(**facts, title=leaf, parent_id=branch.pk)


PACK = [Pack(code="figures", order=80, unpack=unpack)]
