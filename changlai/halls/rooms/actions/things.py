"""Look after facilities and signs: check, hang, merge, clear, and set how many may hang."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.foundation.people.public import Actor
from changlai.foundation.places.public import Condition, may_manage, note_condition
from changlai.halls.rooms.models import FacilityCheck, Sign, SignLimit
from changlai.halls.rooms.things import Position, SignState
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.policies import require


@transaction.atomic
def check_facility(
    *,
    centre: Any,
    facility_id: UUID,
    actor: Actor,
    at: datetime,
    condition: str,
    note: str = "",
) -> FacilityCheck:
    """Write down a look at a facility; the next one is due after its own number of days.

    Raises NotAllowed without the power over places; BadInput for words that are too long.
    """
    day = timezone.localdate(at)
    facility = note_condition(
        centre=centre,
        facility_id=facility_id,
        actor=actor,
        condition=condition,
        checked_on=day,
    )
    row = FacilityCheck(
        centre=centre,
        facility=facility,
        on=day,
        condition=Condition(condition),
        note=line(note, "", 120),
        by_id=actor.account_id,
    )
    row.save(force_insert=True)
    return row


@transaction.atomic
def put_sign(
    *,
    centre: Any,
    actor: Actor,
    text: str,
    position: str,
    sign_id: UUID | None = None,
    room: Any = None,
    place: str = "",
    purpose: str = "",
    basis: str = "",
    installed_on: date | None = None,
    photo: Any = None,
) -> Sign:
    """Register a sign, or change what is said of it; too many are told of, never refused.

    A rule may be new, wrong or from elsewhere: the wall is what it is, and the register says so.
    Raises NotAllowed; BadInput without words; WrongStep for one that was taken down.
    """
    require(may_manage, actor, centre)
    rows = Sign.objects.of(centre).select_for_update()
    sign = rows.get(pk=sign_id) if sign_id else Sign(centre=centre)
    if sign.state == SignState.CLEARED:
        raise WrongStep("这块牌子已经清理了，不能再改。")
    sign.text = line(text, "请写牌上的字。", 60)
    sign.position, sign.room = Position(position), room
    sign.place, sign.purpose = line(place, "", 60), line(purpose, "", 60)
    sign.basis, sign.installed_on = line(basis, "", 120), installed_on
    if photo is not None:
        sign.photo = photo
    sign.save()
    return sign


@transaction.atomic
def mark_to_merge(*, centre: Any, sign_id: UUID, actor: Actor) -> Sign:
    """Say that a sign is to be merged or taken down. Raises NotAllowed, WrongStep."""
    sign = _locked(centre, sign_id, actor)
    sign.move_to(SignState.TO_MERGE)
    sign.save(update_fields=["state"])
    return sign


@transaction.atomic
def keep_sign(*, centre: Any, sign_id: UUID, actor: Actor) -> Sign:
    """Say that a sign stays after all. Raises NotAllowed, WrongStep."""
    sign = _locked(centre, sign_id, actor)
    sign.move_to(SignState.IN_USE)
    sign.save(update_fields=["state"])
    return sign


@transaction.atomic
def clear_sign(
    *,
    centre: Any,
    sign_id: UUID,
    actor: Actor,
    removed_on: date,
    merged_into: UUID | None = None,
) -> Sign:
    """Take a sign down, or merge it into another one that stays.

    Raises NotAllowed, WrongStep; BadInput for a day before it was hung, or a merge into itself
    or into one that does not hang.
    """
    sign = _locked(centre, sign_id, actor)
    if sign.installed_on and removed_on < sign.installed_on:
        raise BadInput("取下的日子不能早于挂上的日子。")
    if merged_into is not None:
        other = Sign.objects.of(centre).hanging().filter(pk=merged_into).first()
        if other is None or other.pk == sign.pk:
            raise BadInput("请选一块还挂着的别的牌子。")
        sign.merged_into = other
    sign.move_to(SignState.CLEARED)
    sign.removed_on = removed_on
    sign.save(update_fields=["state", "removed_on", "merged_into"])
    return sign


@transaction.atomic
def set_sign_limit(
    *,
    centre: Any,
    actor: Actor,
    position: str,
    most: int,
    source: str,
    valid_from: date,
    named: str = "",
) -> SignLimit:
    """Write down how many signs may hang at a position from a day on, and who says so.

    Raises NotAllowed; BadInput without a source, or for a second rule from the same day.
    """
    require(may_manage, actor, centre)
    if not 0 <= most <= 99:
        raise BadInput("块数请填0到99。")
    row = SignLimit(
        centre=centre,
        position=Position(position),
        most=most,
        named=line(named, "", 120),
        source=line(source, "请写明规定的出处。", 120),
        valid_from=valid_from,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise BadInput("同一天已经有一条规定了，请换一个起用日期。") from None
    return row


def line(text: str, missing: str, longest: int) -> str:
    """Return words on one line; raises BadInput when they are missing or too long."""
    words = " ".join(text.split())
    if not words and missing:
        raise BadInput(missing)
    if len(words) > longest:
        raise BadInput(f"“{words[:8]}…”太长了，最多{longest}个字。")
    return words


def _locked(centre: Any, sign_id: UUID, actor: Actor) -> Sign:
    sign = Sign.objects.of(centre).select_for_update().get(pk=sign_id)
    require(may_manage, actor, centre)
    return sign
