"""Tell people what became of their wish and when their term ends."""

from typing import Any, Final

from changlai.foundation.people.events import PersonErased
from changlai.foundation.people.public import known_now, phone_to_call, place_of
from changlai.halls.cells.actions import forget_person
from changlai.halls.cells.events import (
    CellGiven,
    CellReturned,
    TermEnding,
    TermRenewed,
    WishEnded,
)
from changlai.halls.cells.models import Allocation, Wish
from changlai.halls.cells.states import WishState
from changlai.kernel.events.public import StoredEvent, reaction
from changlai.kernel.outbox.public import tell
from changlai.kernel.pages.routes import centre_reverse

TEMPLATE: Final = "cells"


def _day(day: Any) -> str:
    return f"{day.month}月{day.day}日"


def _tell(row: Wish | Allocation, event: StoredEvent, text: str, page: str, key: str) -> None:
    """Tell the taker; whoever is known by a number alone is rung up."""
    person = known_now(row.person) if row.person else None
    if row.person is not None and person is None:
        # Whoever asked to be forgotten is told nothing any more.
        return
    number = phone_to_call(person) if person else row.contact_phone
    if person is None and not number:
        return
    no_number = person is not None and person.account_id is None and not number
    tell(
        centre=row.centre_id,
        person_id=person.pk if person else row.pk,
        account_id=person.account_id if person else None,
        text=text,
        at=event.at,
        dedupe=f"{event.name}:{row.pk}:{key}",
        url=centre_reverse(row.centre, page, pk=row.pk) if person else "",
        name_for_list=person.name if person else row.alias,
        phone_for_list=number or None,
        visit_at=place_of(person) if person and no_number else None,
        record_id=row.pk,
        template=TEMPLATE,
    )


@reaction("cells.tell_wisher", events=[WishEnded])
def tell_wisher(event: StoredEvent) -> None:
    """Say why a wish could not be met; who took it back oneself knows."""
    if event.payload["state"] != WishState.DECLINED:
        return
    wish = (
        Wish.objects.of(event.centre_id).select_related("person", "centre").get(pk=event.subject_id)
    )
    _tell(
        wish,
        event,
        f"您申请的{wish.get_kind_display()}这次没能安排：{wish.reason}",
        "cells:wish",
        "declined",
    )


@reaction("cells.tell_holder", events=[CellGiven, TermRenewed, CellReturned, TermEnding])
def tell_holder(event: StoredEvent) -> None:
    """Tell of the cell given, kept longer, taken back, or ending within a week."""
    rows = Allocation.objects.of(event.centre_id).select_related("person", "cell", "centre")
    row = rows.get(pk=event.subject_id)
    name, end = f"{row.cell.get_kind_display()}“{row.cell.name}”", _day(row.ends_on)
    by_staff = event.payload.get("by_staff")
    if event.name == CellGiven.name:
        text = f"{name}分给您了，从{_day(row.starts_on)}用到{end}，到中心拿钥匙。"
    elif event.name == TermEnding.name:
        text = f"您用的{name}到{end}到期。还要用请续期，不用了请退还，后面的人在等。"
    elif not by_staff:
        return
    elif event.name == TermRenewed.name:
        text = f"您用的{name}续到{end}。"
    else:
        text = f"您用的{name}已办退还：{row.return_note}"
    _tell(row, event, text, "cells:allocation", str(event.at.timestamp()))


@reaction("cells.person_erased", events=[PersonErased])
def forget_the_person(event: StoredEvent) -> None:
    """Take number and sign of whoever asked to be forgotten out of their rows."""
    if event.subject_id is not None:
        forget_person(centre_id=event.centre_id, person_id=event.subject_id)
