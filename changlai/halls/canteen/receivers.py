"""Tell eaters what changed, follow people who merge or leave, and keep the figures."""

from typing import Any, Final

from changlai.engines.faces.public import ask, take_back
from changlai.foundation.people.events import PersonErased, PersonsMerged
from changlai.foundation.people.public import known_now, phone_to_call, place_of
from changlai.halls.canteen import metrics
from changlai.halls.canteen.actions.keeping import forget_eater, merge_eaters
from changlai.halls.canteen.events import (
    MealServed,
    MealUnticked,
    MenuCancelled,
    OrderCancelled,
    StandingMissed,
)
from changlai.halls.canteen.models import MealOrder, Menu, StandingOrder
from changlai.halls.canteen.states import EndedBy
from changlai.kernel.events.public import StoredEvent, projection, reaction
from changlai.kernel.metrics.public import add, clearing, day_of
from changlai.kernel.outbox.public import tell
from changlai.kernel.pages.routes import centre_reverse

TEMPLATE: Final = "meals"
ASK_APART_DAYS: Final = 30


def _tell(order: MealOrder, event: StoredEvent, text: str) -> None:
    """Tell an eater; whoever has no screen is rung up, whoever has no number is visited."""
    _say(order.person, order.centre, event, text, f"{event.name}:{event.subject_id}")


def _say(eater: Any, centre: Any, event: StoredEvent, text: str, dedupe: str) -> None:
    person = known_now(eater) if eater else None
    if person is None:
        return
    number = phone_to_call(person)
    tell(
        centre=centre.pk,
        person_id=person.pk,
        account_id=person.account_id,
        text=text,
        at=event.at,
        dedupe=dedupe,
        url=centre_reverse(centre, "canteen:mine"),
        name_for_list=person.name,
        phone_for_list=number,
        visit_at=place_of(person) if person.account_id is None and not number else None,
        template=TEMPLATE,
    )


@reaction("canteen.tell_meal_off", events=[MenuCancelled])
def tell_meal_off(event: StoredEvent) -> None:
    """Tell everybody who ordered a meal that it is off, and why."""
    rows = MealOrder.objects.of(event.centre_id).filter(
        menu_id=event.subject_id, ended_by=EndedBy.MENU
    )
    for order in rows.select_related("person", "menu", "centre").order_by("number"):
        why = order.menu.reason.rstrip("。")
        _tell(order, event, f"您订的{order.menu.title}停了：{why}。这份不收钱。")


@reaction("canteen.tell_order_off", events=[OrderCancelled])
def tell_order_off(event: StoredEvent) -> None:
    """Tell an eater that the canteen took their order back."""
    if event.payload["ended_by"] != EndedBy.STAFF:
        return
    rows = MealOrder.objects.of(event.centre_id).select_related("person", "menu", "centre")
    order = rows.get(pk=event.subject_id)
    _tell(order, event, f"食堂替您取消了{order.menu.title}，不收钱。不对请打电话告诉我们。")


@reaction("canteen.tell_standing_missed", events=[StandingMissed])
def tell_standing_missed(event: StoredEvent) -> None:
    """Tell whoever eats every week that this meal was not ordered for them, and what to do."""
    rows = StandingOrder.objects.of(event.centre_id).select_related("person", "centre")
    row = rows.filter(pk=event.subject_id).first()
    menu = Menu.objects.of(event.centre_id).filter(pk=event.uuid("menu_id")).first()
    if row is None or menu is None:
        return
    text = f"您每周订的{menu.title}这次没订上：份数满了，或者公布时已经截止。想吃请打电话给食堂。"
    _say(row.person, row.centre, event, text, f"{event.name}:{menu.pk}:{row.pk}")


@reaction("canteen.ask_how_it_was", events=[MealServed, MealUnticked])
def ask_how_it_was(event: StoredEvent) -> None:
    """Ask an eater how it was, once a month; a tick made by mistake asks nobody."""
    if event.name == MealUnticked.name:
        if event.subject_id is not None:
            take_back(
                centre=event.centre_id, kind="canteen", subject_id=event.subject_id, at=event.at
            )
        return
    rows = MealOrder.objects.of(event.centre_id).select_related("person", "menu")
    order = rows.get(pk=event.subject_id)
    person = known_now(order.person) if order.person else None
    if person is None:
        return
    ask(
        centre=event.centre_id,
        kind="canteen",
        subject_id=order.pk,
        at=event.at,
        title=f"食堂{order.menu.get_meal_display()}",
        person=person,
        served_by=order.served_by_id,
        apart_days=ASK_APART_DAYS,
    )


@reaction("canteen.persons_merged", events=[PersonsMerged])
def keep_with_person(event: StoredEvent) -> None:
    """Move what a person has here to the entry they turned out to be."""
    merge_eaters(
        centre_id=event.centre_id,
        kept_id=event.subject_id,
        merged_id=event.uuid("merged_id"),
        at=event.at,
    )


@reaction("canteen.person_erased", events=[PersonErased])
def forget_person(event: StoredEvent) -> None:
    """Take whoever asked to be forgotten out of the canteen."""
    forget_eater(centre_id=event.centre_id, person_id=event.subject_id, at=event.at)


@projection("canteen.figures", events=[MealServed, MealUnticked], reset=clearing(*metrics.ALL))
def figures(event: StoredEvent) -> None:
    """Count portions that reached their eaters; a tick made by mistake is taken off its day."""
    said = event.payload
    sign = 1 if event.name == MealServed.name else -1
    add(event.centre_id, metrics.SERVED, day_of(event), sign * said["heads"], kind=said["kind"])
