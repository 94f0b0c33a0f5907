"""Keep what others told of the village, and take out what was noted by mistake."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from changlai.foundation.people.public import Actor
from changlai.halls.publishing import policies
from changlai.halls.publishing.events import ClipDropped, ClipKept
from changlai.halls.publishing.models import MediaClip
from changlai.halls.publishing.states import Level, Outlet
from changlai.kernel.crypto.marks import marks_in, words_of
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.files.public import drop_files
from changlai.kernel.policies import require


@dataclass(frozen=True, kw_only=True)
class Clip:
    """A report about the village, as it was typed."""

    title: str
    outlet_name: str
    outlet: str
    level: str
    told_on: date
    link: str = ""


@transaction.atomic
def keep_clip(
    *,
    centre: Any,
    clip: Clip,
    actor: Actor,
    at: datetime,
    form_id: UUID,
    clip_id: UUID | None = None,
    scan: Any = None,
) -> MediaClip:
    """Note a report, or change one that was noted; one form is one clip.

    Raises NotAllowed; BadInput for a day to come, an unknown outlet, or a personal number in it.
    """
    require(policies.may_keep_clips, actor, centre)
    rows = MediaClip.objects.of(centre)
    if clip_id is None:
        first = rows.filter(form_id=form_id).first()
        if first is not None:
            return first
        row = MediaClip(centre=centre, form_id=form_id, noted_at=at, noted_by_id=actor.account_id)
    else:
        row = rows.select_for_update().get(pk=clip_id)
    if clip.told_on > timezone.localdate(at):
        raise BadInput("报道的日子还没有到，请改一下。")
    if clip.outlet not in Outlet.values or clip.level not in Level.values:
        raise BadInput("请选是什么媒体、哪一级。")
    if found := marks_in(f"{clip.title}\n{clip.outlet_name}"):
        raise BadInput(f"里面有{words_of(found)}，请先去掉。")
    for name in ("title", "outlet_name", "outlet", "level", "told_on", "link"):
        setattr(row, name, getattr(clip, name))
    replaced = row.scan_id if scan is not None and row.scan_id else None
    if scan is not None:
        row.scan = scan
    row.save()
    if replaced is not None:
        drop_files(centre=centre, file_ids=[replaced])
    publish(
        ClipKept(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            outlet=row.outlet,
            level=row.level,
        )
    )
    return row


@transaction.atomic
def drop_clip(*, centre: Any, clip_id: UUID, actor: Actor, at: datetime) -> None:
    """Take out a clip that was noted by mistake, with its scan. Raises NotAllowed."""
    row = MediaClip.objects.of(centre).select_for_update().get(pk=clip_id)
    require(policies.may_keep_clips, actor, row.centre_id)
    scan = row.scan_id
    publish(
        ClipDropped(centre_id=row.centre_id, at=at, actor_id=actor.account_id, subject_id=row.pk)
    )
    row.delete()
    if scan is not None:
        drop_files(centre=centre, file_ids=[scan])
