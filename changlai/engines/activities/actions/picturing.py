"""Keep the pictures of an activity: who is in them, who sees them, and those that must go."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.engines.activities import policies
from changlai.engines.activities.events import PhotoChanged, PhotoRemoved
from changlai.engines.activities.models import Activity, Photo, PhotoPerson
from changlai.engines.activities.states import ActivityState
from changlai.foundation.people.public import Actor
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.files.public import drop_files
from changlai.kernel.policies import require


@transaction.atomic
def add_photo(
    *,
    centre: Any,
    activity_id: UUID,
    actor: Actor,
    at: datetime,
    file: Any,
    caption: str = "",
    shows_people: bool = True,
    person_ids: Iterable[UUID] = (),
) -> Photo:
    """Add a picture that was kept; nobody else sees it before it is published.

    Raises NotAllowed, and BadInput for an activity that was never announced.
    """
    activity = Activity.objects.of(centre).select_for_update().get(pk=activity_id)
    require(policies.may_plan, actor, centre)
    if activity.state == ActivityState.DRAFT:
        raise BadInput("活动还没有发布，先不放照片。")
    row = Photo(
        centre_id=activity.centre_id,
        activity=activity,
        file=file,
        caption=" ".join(caption.split())[:80],
        shows_people=shows_people,
        by_id=actor.account_id,
        at=at,
    )
    row.save(force_insert=True)
    _name_people(row, person_ids)
    publish(_pictured(row, actor, at))
    return row


@transaction.atomic
def change_photo(
    *,
    centre: Any,
    photo_id: UUID,
    actor: Actor,
    at: datetime,
    published: bool,
    shows_people: bool,
    person_ids: Iterable[UUID] = (),
    caption: str = "",
) -> Photo:
    """Say who can be recognised in a picture, and let others see it or no longer.

    Published is a wish: it is seen only while everyone in it agrees (queries.shown_photos).
    Raises NotAllowed; BadInput to publish a picture with people of whom none is named.
    """
    row = Photo.objects.of(centre).select_for_update().get(pk=photo_id)
    require(policies.may_plan, actor, centre)
    people = set(person_ids)
    if published and shows_people and not people:
        raise BadInput("照片里认得出人，请先写上是谁，或者换一张认不出人的。")
    row.caption = " ".join(caption.split())[:80]
    row.shows_people = shows_people
    row.published_at = (row.published_at or at) if published else None
    row.save(update_fields=["caption", "shows_people", "published_at"])
    PhotoPerson.objects.of(centre).filter(photo=row).exclude(person_id__in=people).delete()
    _name_people(row, people)
    publish(_pictured(row, actor, at))
    return row


@transaction.atomic
def remove_photo(*, centre: Any, photo_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Delete a picture, who is in it, and its file; return the activity it was of.

    A picture nobody should have taken, as of a child, must be able to go for good and not only
    out of sight. Raises NotAllowed.
    """
    row = Photo.objects.of(centre).select_for_update().get(pk=photo_id)
    require(policies.may_plan, actor, centre)
    gone = PhotoRemoved(
        centre_id=row.centre_id,
        at=at,
        actor_id=actor.account_id,
        subject_id=row.pk,
        activity_id=row.activity_id,
    )
    row.delete()
    drop_files(centre=centre, file_ids=[row.file_id])
    publish(gone)
    return gone.activity_id


def _name_people(row: Photo, person_ids: Iterable[UUID]) -> None:
    there = set(
        PhotoPerson.objects.of(row.centre_id).filter(photo=row).values_list("person_id", flat=True)
    )
    for key in sorted(set(person_ids) - there):
        PhotoPerson(centre_id=row.centre_id, photo=row, person_id=key).save(force_insert=True)


def _pictured(row: Photo, actor: Actor, at: datetime) -> PhotoChanged:
    return PhotoChanged(
        centre_id=row.centre_id,
        at=at,
        actor_id=actor.account_id,
        subject_id=row.pk,
        activity_id=row.activity_id,
        is_published=row.published_at is not None,
    )
