"""The verbs of the cells hall: make a cell, ask, give, renew, return, remind."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.foundation.people.public import Actor
from changlai.halls.cells import policies, queries
from changlai.halls.cells.events import (
    CellGiven,
    CellPut,
    CellReturned,
    CellWished,
    TermEnding,
    TermRenewed,
    WishEnded,
)
from changlai.halls.cells.models import Allocation, Cell, Wish
from changlai.halls.cells.states import (
    LONGEST_TERM_DAYS,
    REMIND_DAYS,
    AllocationState,
    CellKind,
    WishState,
)
from changlai.kernel.crypto.phones import normalise_cn
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require
from changlai.kernel.records import public as records
from changlai.kernel.records.public import Visibility

TAKEN = "这个格子间刚刚分出去了，请看看别的。"


@transaction.atomic
def put_cell(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    name: str,
    kind: str,
    cell_id: UUID | None = None,
    room: Any = None,
    place: str = "",
    note: str = "",
    rules: str = "",
    fee_note: str = "",
    term_days: int = 180,
    order: int = 0,
    is_active: bool = True,
) -> Cell:
    """Register a cell, or change what is said of it; terms that run keep what was agreed.

    Raises NotAllowed; BadInput for a missing or taken name, a term of no days, or a cell that
    should be closed or change its kind while somebody has it.
    """
    require(policies.may_manage, actor, centre)
    rows = Cell.objects.of(centre).select_for_update()
    cell = rows.get(pk=cell_id) if cell_id else Cell(centre=centre)
    name = _line(name, "请填写名称。", 30)
    if not 1 <= term_days <= LONGEST_TERM_DAYS:
        raise BadInput("一期请填1到1098天。")
    is_held = cell_id is not None and Allocation.objects.of(centre).active().filter(cell=cell)
    if is_held and is_held.exists() and (not is_active or CellKind(kind) != cell.kind):
        raise BadInput("这个格子间还有人在用，先办退还，再停用或改种类。")
    cell.name, cell.kind, cell.room = name, CellKind(kind), room
    cell.place, cell.note = _line(place, "", 60), _line(note, "", 120)
    cell.rules, cell.fee_note = rules.strip()[:1000], _line(fee_note, "", 60) or "不收费"
    cell.term_days, cell.order, cell.is_active = term_days, order, is_active
    try:
        with transaction.atomic():
            cell.save()
    except IntegrityError:
        raise BadInput(f"已经有叫“{name}”的格子间了。") from None
    publish(
        CellPut(
            centre_id=cell.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=cell.pk,
            kind=cell.kind,
            is_active=is_active,
        )
    )
    return cell


@transaction.atomic
def wish_for_cell(
    *,
    centre: Any,
    kind: str,
    purpose: str,
    actor: Actor,
    at: datetime,
    form_id: UUID,
    person: Any = None,
    alias: str = "",
    contact_phone: str = "",
    shown_as: str = "",
    hours: str = "",
    channel: str = "online",
) -> Wish:
    """Put a wish at the end of its kind's line; the same form again is the same wish.

    Raises NotAllowed for somebody else's person; BadInput without a purpose or a name, for a
    wrong number, or when the person waits for this kind already.
    """
    require(policies.may_wish, actor, centre, person.pk if person else None)
    first = Wish.objects.of(centre).filter(form_id=form_id).first()
    if first is not None:
        return first
    wish = Wish(
        centre=centre,
        kind=CellKind(kind),
        state=WishState.WAITING,
        person=person,
        alias="" if person else _line(alias, "请填写称呼。", 40),
        contact_phone=normalise_cn(contact_phone) if contact_phone.strip() else "",
        purpose=_line(purpose, "请写一句用来做什么。", 60),
        shown_as=_line(shown_as, "", 30),
        hours=_line(hours, "", 60),
        channel=channel[:10],
        entered_by_id=actor.account_id if policies.may_take_in(actor, centre) else None,
        asked_at=at,
        form_id=form_id,
    )
    try:
        with transaction.atomic():
            wish.save(force_insert=True)
    except IntegrityError:
        # Two taps at one moment, or a second wish of one person.
        first = Wish.objects.of(centre).filter(form_id=form_id).first()
        if first is not None:
            return first
        raise BadInput("已经在排这一种了，不用再申请；进“我的”可以看排到第几位。") from None
    title = f"申请{wish.get_kind_display()}"
    _record(wish, "cell_wish", title, at, "cells:wish")
    publish(
        CellWished(
            centre_id=wish.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=wish.pk,
            kind=wish.kind,
            person_id=wish.person_id,
            place=queries.before(wish) + 1,
            channel=wish.channel,
        )
    )
    return wish


@transaction.atomic
def end_wish(*, centre: Any, wish_id: UUID, actor: Actor, at: datetime, reason: str = "") -> Wish:
    """Take a wish out of the line: its owner no longer wants it, or staff say why it cannot be.

    Raises NotAllowed, WrongStep once it is over; BadInput when staff give no reason.
    """
    wish = Wish.objects.of(centre).select_for_update().get(pk=wish_id)
    require(policies.may_end_wish, actor, wish)
    own = policies.is_own(actor, wish)
    wish.move_to(WishState.WITHDRAWN if own else WishState.DECLINED)
    wish.reason = _line(reason, "" if own else "请写明原因，对方会看到。", 120)
    wish.ended_at = at
    wish.save(update_fields=["state", "reason", "ended_at"])
    publish(
        WishEnded(
            centre_id=wish.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=wish.pk,
            state=wish.state,
            person_id=wish.person_id,
        )
    )
    return wish


@transaction.atomic
def give_cell(
    *,
    centre: Any,
    cell_id: UUID,
    wish_id: UUID,
    actor: Actor,
    at: datetime,
    starts_on: date,
    ends_on: date,
    fee_note: str | None = None,
    rules: str | None = None,
    out_of_turn: str = "",
) -> Allocation:
    """Give a free cell to somebody who waits, for a term, under the rules as they stand.

    Whoever waited longest comes first: to pass somebody over the reason is written down.

    Raises NotAllowed; WrongStep for a wish that is over; BadInput for a cell that is closed,
    taken or of another kind, an impossible term, or a place in line left out without a reason.
    """
    cell = Cell.objects.of(centre).select_for_update().get(pk=cell_id)
    require(policies.may_manage, actor, centre)
    wish = Wish.objects.of(centre).select_for_update().get(pk=wish_id)
    if not cell.is_active:
        raise BadInput("这个格子间已经停用，不能再分。")
    if wish.kind != cell.kind:
        raise BadInput(f"对方排的是{wish.get_kind_display()}，这个是{cell.get_kind_display()}。")
    _check_term(starts_on, ends_on, timezone.localdate(at))
    passed = queries.before(wish)
    out_of_turn = _line(out_of_turn, "", 120)
    wish.move_to(WishState.GIVEN)
    if passed and not out_of_turn:
        raise BadInput(f"前面还有{passed}位在等；要先给后面的，请写明为什么。")
    wish.ended_at = at
    wish.save(update_fields=["state", "ended_at"])
    row = Allocation(
        centre=centre,
        cell=cell,
        wish=wish,
        person=wish.person,
        alias=wish.alias,
        contact_phone=wish.contact_phone,
        purpose=wish.purpose,
        shown_as=wish.shown_as,
        hours=wish.hours,
        rules=cell.rules if rules is None else rules.strip()[:1000],
        fee_note=cell.fee_note if fee_note is None else _line(fee_note, "", 60),
        starts_on=starts_on,
        ends_on=ends_on,
        state=AllocationState.ACTIVE,
        out_of_turn=out_of_turn if passed else "",
        given_at=at,
        given_by_id=actor.account_id,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise BadInput(TAKEN) from None
    _record(row, "cell", f"{cell.get_kind_display()} {cell.name}", at, "cells:allocation")
    publish(
        CellGiven(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            cell_id=cell.pk,
            person_id=row.person_id,
            passed_over=passed,
        )
    )
    return row


@transaction.atomic
def renew_term(
    *,
    centre: Any,
    allocation_id: UUID,
    actor: Actor,
    at: datetime,
    ends_on: date | None = None,
) -> Allocation:
    """Let somebody keep a cell longer: by one more term, or until a day that staff choose.

    The holder may do so in the last thirty days, if nobody waits for this kind; otherwise staff
    talk with both. Raises NotAllowed; WrongStep when it was returned; BadInput as said.
    """
    row = Allocation.objects.of(centre).select_for_update().get(pk=allocation_id)
    require(policies.may_change, actor, row)
    _require_active(row)
    cell = Cell.objects.of(centre).get(pk=row.cell_id)
    today = timezone.localdate(at)
    by_staff = policies.may_manage(actor, centre) and not policies.is_own(actor, row)
    if not by_staff:
        ends_on = None
        if why := queries.why_no_renewal(row, today):
            raise BadInput(why)
    until = ends_on or max(row.ends_on, today) + timedelta(days=cell.term_days)
    if until <= row.ends_on:
        raise BadInput("新的到期日要晚于现在的到期日。")
    _check_term(row.ends_on, until, today)
    row.ends_on, row.renewals = until, row.renewals + 1
    row.save(update_fields=["ends_on", "renewals"])
    publish(
        TermRenewed(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            cell_id=row.cell_id,
            person_id=row.person_id,
            by_staff=by_staff,
        )
    )
    return row


@transaction.atomic
def return_cell(
    *, centre: Any, allocation_id: UUID, actor: Actor, at: datetime, note: str = ""
) -> Allocation:
    """Take a cell back; it is free for the next. Raises NotAllowed, WrongStep when it is already.

    A cell taken back by staff needs a word why: raises BadInput without.
    """
    row = Allocation.objects.of(centre).select_for_update().get(pk=allocation_id)
    require(policies.may_change, actor, row)
    own = policies.is_own(actor, row)
    row.move_to(AllocationState.RETURNED)
    row.returned_at = at
    row.return_note = _line(note, "" if own else "请写一句退还的情况。", 120)
    row.save(update_fields=["state", "returned_at", "return_note"])
    publish(
        CellReturned(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            cell_id=row.cell_id,
            person_id=row.person_id,
            by_staff=not own,
        )
    )
    return row


@transaction.atomic
def change_sign(
    *, centre: Any, allocation_id: UUID, actor: Actor, shown_as: str, hours: str
) -> Allocation:
    """Change what the catalogue says: who is there under what sign, and when.

    Raises NotAllowed; WrongStep once the cell was returned.
    """
    row = Allocation.objects.of(centre).select_for_update().get(pk=allocation_id)
    require(policies.may_change, actor, row)
    _require_active(row)
    row.shown_as, row.hours = _line(shown_as, "", 30), _line(hours, "", 60)
    row.save(update_fields=["shown_as", "hours"])
    return row


def remind_ending(at: datetime) -> int:
    """Remind whoever has a cell whose term ends within a week, once for each end; return how many.

    Each reminder is a transaction of its own, so that one that fails keeps no other back.
    """
    until = timezone.localdate(at) + timedelta(days=REMIND_DAYS)
    rows = Allocation.objects.active().filter(ends_on__lte=until)
    # A week before is soon enough that a reminder of an older end says nothing of this one.
    due = [
        row
        for row in rows.only("pk", "centre_id", "ends_on", "reminded_for")
        if row.reminded_for != row.ends_on
    ]
    return sum(_remind(row.centre_id, row.pk, until, at) for row in due)


@transaction.atomic
def _remind(centre_id: UUID, allocation_id: UUID, until: date, at: datetime) -> bool:
    row = Allocation.objects.of(centre_id).select_for_update().active().get(pk=allocation_id)
    if row.ends_on > until or row.reminded_for == row.ends_on:
        return False
    row.reminded_for = row.ends_on
    row.save(update_fields=["reminded_for"])
    publish(
        TermEnding(
            centre_id=row.centre_id,
            at=at,
            actor_id=None,
            subject_id=row.pk,
            cell_id=row.cell_id,
            person_id=row.person_id,
        )
    )
    return True


def _require_active(row: Allocation) -> None:
    if row.state != AllocationState.ACTIVE:
        raise WrongStep("这个格子间已经退还了。")


def _check_term(starts_on: date, ends_on: date, today: date) -> None:
    if ends_on <= starts_on:
        raise BadInput("到期日要晚于开始日。")
    if ends_on <= today:
        raise BadInput("到期日已经过去了。")
    if (ends_on - starts_on).days > LONGEST_TERM_DAYS:
        raise BadInput("一期最长三年。")


def _record(row: Wish | Allocation, kind: str, title: str, at: datetime, url_name: str) -> None:
    records.put(
        row.centre_id,
        row.pk,
        kind,
        title,
        at,
        Visibility.PERSON if row.person_id else Visibility.STAFF,
        row.person_id,
        url_name if row.person_id else "",
    )


def _line(text: str, missing: str, longest: int) -> str:
    line = " ".join(text.split())
    if not line and missing:
        raise BadInput(missing)
    if len(line) > longest:
        raise BadInput(f"“{line[:8]}…”太长了，最多{longest}个字。")
    return line


@transaction.atomic
def forget_person(*, centre_id: UUID, person_id: UUID) -> int:
    """Take number and sign of somebody who asked to be forgotten out of their rows."""
    changed = 0
    for model in (Wish, Allocation):
        rows = model.objects.of(centre_id).filter(person_id=person_id)
        changed += rows.update(alias="", contact_phone="", shown_as="")
    return changed
