"""Keep the village's reporting tree, such as 133: its headings, and what counts under each."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.engines.activities.public import Preset, tag_preset
from changlai.foundation.people.public import Actor
from changlai.insights.figures import policies
from changlai.insights.figures.events import TagPut
from changlai.insights.figures.models import Tag, TaggedSource
from changlai.insights.figures.queries.coming import sources
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require

LONGEST_TITLE = 40
DEEPEST = 4
MOST = 99


@transaction.atomic
def put_tag(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    title: str,
    parent_id: UUID | None = None,
    tag_id: UUID | None = None,
    order: int | None = None,
    is_active: bool = True,
    code: str = "",
) -> Tag:
    """Add a heading below another, or change the one of `tag_id`; its code stays for ever.

    Raises NotAllowed without the power; BadInput for no words, or a tree too deep or too wide.
    """
    require(policies.may_arrange, actor, centre)
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE:
        raise BadInput(f"请填写提法，最多{LONGEST_TITLE}个字。")
    # All of them, so that two new ones do not get one code.
    rows = {row.pk: row for row in Tag.objects.of(centre).select_for_update()}
    row = rows[tag_id] if tag_id else None
    if row is None:
        parent = rows[parent_id] if parent_id else None
        there = sum(one.parent_id == parent_id for one in rows.values())
        if there >= MOST:
            raise BadInput(f"一个提法下面最多{MOST}条。")
        if parent and parent.code.count(".") + 2 > DEEPEST:
            raise BadInput(f"最多分{DEEPEST}层。")
        row = Tag(centre=centre, parent=parent, order=there)
        row.code = code or _free_code(parent, {one.code for one in rows.values()})
        row.title, row.is_active = title, is_active
        row.save(force_insert=True)
    else:
        row.title, row.is_active = title, is_active
        row.order = row.order if order is None else order
        row.save(update_fields=["title", "is_active", "order"])
    _say(row, actor, at)
    return row


@transaction.atomic
def put_uses(
    *,
    centre: Any,
    tag_id: UUID,
    actor: Actor,
    at: datetime,
    presets: Collection[str],
    source_codes: Collection[str],
) -> Tag:
    """Say which kinds of activity and which sources of encounters count under a heading.

    Raises NotAllowed; codes that are no source are left out.
    """
    require(policies.may_arrange, actor, centre)
    tag: Tag = Tag.objects.of(centre).select_for_update().get(pk=tag_id)
    for preset in Preset.objects.of(centre):
        wanted = set(preset.tags) - {tag.code} | ({tag.code} if preset.code in presets else set())
        if wanted != set(preset.tags):
            tag_preset(centre=centre, preset_id=preset.pk, actor=actor, tags=wanted)
    TaggedSource.objects.of(centre).filter(tag=tag).delete()
    TaggedSource.objects.bulk_create(
        TaggedSource(centre_id=tag.centre_id, tag=tag, source=source.code)
        for source in sources()
        if source.code in source_codes
    )
    _say(tag, actor, at)
    return tag


def _free_code(parent: Tag | None, taken: Collection[str]) -> str:
    before = f"{parent.code}." if parent else ""
    return next(code for n in range(1, MOST + 2) if (code := f"{before}{n}") not in taken)


def _say(tag: Tag, actor: Actor, at: datetime) -> None:
    publish(
        TagPut(
            centre_id=tag.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=tag.pk,
            tag=tag.code,
            is_active=tag.is_active,
        )
    )
