"""Hang a work, say that its author agrees, and take it down the moment they no longer do."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.engines.activities.public import Activity, ActivityState, Document
from changlai.foundation.people.public import Actor, Person
from changlai.halls.gatherings import policies
from changlai.halls.gatherings.events import WorkChanged, WorkRemoved
from changlai.halls.gatherings.models import Work
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.files.public import drop_files
from changlai.kernel.policies import require


@transaction.atomic
def add_work(
    *,
    centre: Any,
    activity_id: UUID,
    actor: Actor,
    at: datetime,
    title: str,
    author_name: str,
    image: Any,
    shown_from: date,
    shown_until: date,
    author: Person | None = None,
    note: str = "",
    consent_note: str = "",
) -> Work:
    """Register a work; with `consent_note`, which says how the author agreed, it is shown.

    An `author` known to the centre may take it down without asking; `author_name` is how it is
    signed, as with a pen name, and is the author's own name when left out.

    Raises NotAllowed; BadInput where the preset shows no works, once the activity is cancelled,
    or without title or author.
    """
    activity = (
        Activity.objects.of(centre)
        .select_for_update(of=("self",))
        .select_related("version")
        .get(pk=activity_id)
    )
    require(policies.may_manage, actor, centre)
    if Document.WORKS not in activity.version.documents:
        raise BadInput("这类活动不展作品，可以在活动类型里加上“展出作品”。")
    if activity.state == ActivityState.CANCELLED:
        raise BadInput("这个展览取消了，不能再登记作品。")
    row = Work(
        centre_id=activity.centre_id,
        activity=activity,
        author=author,
        image=image,
        at=at,
        by_id=actor.account_id,
    )
    _say(row, title, author_name, note, shown_from, shown_until)
    _agree(row, consent_note, at)
    row.save(force_insert=True)
    _publish(row, actor, at)
    return row


@transaction.atomic
def change_work(
    *,
    centre: Any,
    work_id: UUID,
    actor: Actor,
    at: datetime,
    title: str,
    author_name: str,
    shown_from: date,
    shown_until: date,
    author: Person | None = None,
    note: str = "",
    consent_note: str = "",
) -> Work:
    """Change what is said of a work and how its author agreed; no word of consent takes it down.

    Raises NotAllowed, BadInput.
    """
    row = Work.objects.of(centre).select_for_update().get(pk=work_id)
    require(policies.may_manage, actor, centre)
    row.author = author
    _say(row, title, author_name, note, shown_from, shown_until)
    if consent_note.strip():
        _agree(row, consent_note, at)
    elif row.consented_at is not None and row.withdrawn_at is None:
        row.withdrawn_at = at
    row.save()
    _publish(row, actor, at)
    return row


@transaction.atomic
def withdraw_work(*, centre: Any, work_id: UUID, actor: Actor, at: datetime) -> Work:
    """Take a work out of sight, by its author's word or the desk's; said twice it is once.

    Raises NotAllowed for somebody else's.
    """
    row = Work.objects.of(centre).select_for_update().get(pk=work_id)
    require(policies.may_withdraw_work, actor, row)
    if row.withdrawn_at is None:
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        _publish(row, actor, at)
    return row


@transaction.atomic
def remove_work(*, centre: Any, work_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Delete a work and its picture for good; return the exhibition. Raises NotAllowed."""
    row = Work.objects.of(centre).select_for_update().get(pk=work_id)
    require(policies.may_manage, actor, centre)
    gone = WorkRemoved(
        centre_id=row.centre_id,
        at=at,
        actor_id=actor.account_id,
        subject_id=row.pk,
        activity_id=row.activity_id,
    )
    row.delete()
    drop_files(centre=centre, file_ids=[row.image_id])
    publish(gone)
    return gone.activity_id


def _say(
    row: Work, title: str, author_name: str, note: str, shown_from: date, shown_until: date
) -> None:
    title, author_name = " ".join(title.split()), " ".join(author_name.split())
    author_name = author_name or (row.author.name if row.author else "")
    if not title or not author_name:
        raise BadInput("请写作品名和作者。")
    if shown_until < shown_from:
        raise BadInput("撤展的日子不能早于展出的日子。")
    row.title, row.author_name = title[:60], author_name[:40]
    row.note = " ".join(note.split())[:120]
    row.shown_from, row.shown_until = shown_from, shown_until


def _agree(row: Work, consent_note: str, at: datetime) -> None:
    row.consent_note = " ".join(consent_note.split())[:60]
    if row.consent_note:
        row.consented_at = at if row.withdrawn_at or row.consented_at is None else row.consented_at
        row.withdrawn_at = None


def _publish(row: Work, actor: Actor, at: datetime) -> None:
    publish(
        WorkChanged(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            activity_id=row.activity_id,
            has_consent=row.consented_at is not None and row.withdrawn_at is None,
        )
    )
