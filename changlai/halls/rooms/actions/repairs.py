"""Report what is broken, take it on, and say that it works again: one case, one thing, one room."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.engines.cases import public as cases
from changlai.engines.cases.public import Case, OpenedCase, Urgency
from changlai.foundation.people.public import Actor
from changlai.foundation.places.public import (
    Closure,
    Condition,
    Facility,
    Room,
    close_room,
    note_condition,
)
from changlai.halls.rooms.models import Repair
from changlai.halls.rooms.repairs import REPAIR
from changlai.kernel.errors import BadInput


@transaction.atomic
def report_fault(
    *,
    centre: Any,
    text: str,
    actor: Actor,
    at: datetime,
    channel: str,
    room: Room | None = None,
    facility: Facility | None = None,
    person: Any = None,
    alias: str = "",
    phone: str = "",
    is_urgent: bool = False,
    form_id: UUID | None = None,
    files: Iterable[Any] = (),
) -> OpenedCase:
    """Take in what is broken as a case of the kind repair; nobody has to say who they are.

    The thing keeps its condition until a colleague has looked: whoever passes by may be wrong.
    The same form again is the same repair. Raises BadInput for missing words or a wrong number.
    """
    place = " ".join(str(one.name) for one in (room, facility) if one is not None)
    opened = cases.open_case(
        centre=centre,
        kind=REPAIR,
        text=text,
        title=f"{place}：{' '.join(text.split())}"[:80] if place else "",
        channel=channel,
        at=at,
        actor=actor,
        person=person,
        urgency=Urgency.URGENT if is_urgent else Urgency.NORMAL,
        reporter_alias=alias,
        contact_phone=phone,
        is_anonymous=person is None and not alias.strip() and not phone.strip(),
        place_text=place,
        form_id=form_id,
        files=files,
    )
    if opened.is_new:
        Repair(centre=centre, case=opened.case, room=room, facility=facility).save(
            force_insert=True
        )
    return opened


@transaction.atomic
def accept_repair(*, centre: Any, case_id: UUID, actor: Actor, at: datetime) -> Case:
    """Take a repair on; the thing stands as broken from now on, and is not offered.

    Raises NotAllowed, WrongStep.
    """
    case = cases.accept_case(centre=centre, case_id=case_id, actor=actor, at=at)
    _note(centre, case_id, actor, Condition.BROKEN)
    return case


@transaction.atomic
def finish_repair(
    *,
    centre: Any,
    case_id: UUID,
    actor: Actor,
    at: datetime,
    text: str,
    condition: str = Condition.GOOD,
    cost: Decimal | None = None,
    files: Iterable[Any] = (),
) -> Case:
    """Say what was done; the thing has its new condition, and the cost goes to the register.

    Raises NotAllowed unless the one who took it on; WrongStep; BadInput for missing words, a
    thing that is mended and broken, or a cost below nothing.
    """
    if condition == Condition.BROKEN:
        raise BadInput("修好了就不是“坏了，待修”；修不好的请选“已报废”。")
    if cost is not None and cost < 0:
        raise BadInput("花费不能小于0。")
    case = cases.answer_case(
        centre=centre, case_id=case_id, actor=actor, text=text, at=at, files=files
    )
    _note(centre, case_id, actor, condition)
    Repair.objects.of(centre).filter(case_id=case_id).update(cost=cost)
    return case


@transaction.atomic
def close_for_repair(
    *,
    centre: Any,
    case_id: UUID,
    actor: Actor,
    at: datetime,
    starts: datetime,
    ends: datetime,
    reason: str,
) -> Closure:
    """Close the room while it is mended; whoever had it then is told by the hall of rooms.

    Raises NotAllowed, BadInput and RoomTaken as places.close_room; BadInput without a room.
    """
    repair = Repair.objects.of(centre).select_for_update().get(case_id=case_id)
    if repair.room_id is None:
        raise BadInput("这件报修没有写是哪间场所，不能从这里暂停。")
    closure = close_room(
        centre=centre,
        room_id=repair.room_id,
        starts=starts,
        ends=ends,
        reason=reason,
        actor=actor,
        at=at,
    )
    repair.closure = closure
    repair.save(update_fields=["closure"])
    return closure


def _note(centre: Any, case_id: UUID, actor: Actor, condition: str) -> None:
    repair = Repair.objects.of(centre).filter(case_id=case_id).first()
    if repair is not None and repair.facility_id is not None:
        note_condition(
            centre=centre, facility_id=repair.facility_id, actor=actor, condition=condition
        )
