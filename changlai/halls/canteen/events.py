"""What happened in the canteen, as facts: ids, codes and counts, never for whom or which class."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class MenuPut(Event):
    """A meal's menu was written or changed; `subject_id` is the menu."""

    name: ClassVar[str] = "canteen.menu.put"
    on: date
    meal: str
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class MenuPublished(Event):
    """A meal's menu stands for everybody to read and order from."""

    name: ClassVar[str] = "canteen.menu.published"
    on: date
    meal: str


@dataclass(frozen=True, kw_only=True)
class MenuCancelled(Event):
    """A meal is off; so many orders fell with it."""

    name: ClassVar[str] = "canteen.menu.cancelled"
    on: date
    meal: str
    orders: int


@dataclass(frozen=True, kw_only=True)
class MealOrdered(Event):
    """Portions of a meal were ordered; `subject_id` is the order."""

    name: ClassVar[str] = "canteen.order.made"
    menu_id: UUID
    kind: str
    portions: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(Event):
    """An order was taken back, by its eater or by the canteen."""

    name: ClassVar[str] = "canteen.order.cancelled"
    menu_id: UUID
    ended_by: str


@dataclass(frozen=True, kw_only=True)
class MealServed(Event):
    """A meal reached its eater: `heads` portions on a day."""

    name: ClassVar[str] = "canteen.meal.served"
    kind: str
    heads: int
    on: date


@dataclass(frozen=True, kw_only=True)
class MealUnticked(Event):
    """A meal that was ticked by mistake, counted `on` a day, was not served."""

    name: ClassVar[str] = "canteen.meal.unticked"
    kind: str
    heads: int
    on: date


@dataclass(frozen=True, kw_only=True)
class StandingPut(Event):
    """Somebody wants a meal every week, or no more; `subject_id` is the standing order."""

    name: ClassVar[str] = "canteen.standing.put"
    meal: str
    is_live: bool
    channel: str


@dataclass(frozen=True, kw_only=True)
class StandingMissed(Event):
    """A meal wanted every week could not be ordered; `subject_id` is the standing order."""

    name: ClassVar[str] = "canteen.standing.missed"
    menu_id: UUID


@dataclass(frozen=True, kw_only=True)
class DietSaid(Event):
    """Somebody agreed that the canteen knows what they must not eat, or took that back."""

    name: ClassVar[str] = "canteen.diet.said"
    is_kept: bool
    channel: str


@dataclass(frozen=True, kw_only=True)
class TierPut(Event):
    """A class of eaters was written; no fact says who belongs to which."""

    name: ClassVar[str] = "canteen.tier.put"


@dataclass(frozen=True, kw_only=True)
class EaterTierPut(Event):
    """The clerk noted an eater's class; `subject_id` is the note."""

    name: ClassVar[str] = "canteen.eater.tier_put"


@dataclass(frozen=True, kw_only=True)
class MonthClosed(Event):
    """A month was settled."""

    name: ClassVar[str] = "canteen.month.closed"
    month: date
    eaters: int
    portions: int


@dataclass(frozen=True, kw_only=True)
class LinePaid(Event):
    """An eater paid for a month, or that was ticked by mistake."""

    name: ClassVar[str] = "canteen.line.paid"
    is_paid: bool


@dataclass(frozen=True, kw_only=True)
class HandPut(Event):
    """Somebody works in the kitchen, or their certificate was renewed, or they left."""

    name: ClassVar[str] = "canteen.hand.put"
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class MorningChecked(Event):
    """Somebody of the kitchen was looked at in the morning."""

    name: ClassVar[str] = "canteen.hand.checked"
    on: date
    is_fit: bool
    on_duty: bool


@dataclass(frozen=True, kw_only=True)
class PurchaseChecked(Event):
    """What was bought was checked and written down."""

    name: ClassVar[str] = "canteen.purchase.checked"
    came_on: date
    keep_until: date


@dataclass(frozen=True, kw_only=True)
class PurchasesPurged(Event):
    """So many purchase records were destroyed, whose time was over."""

    name: ClassVar[str] = "canteen.purchases.purged"
    purchases: int


@dataclass(frozen=True, kw_only=True)
class SampleKept(Event):
    """A sample of a dish was put into the fridge."""

    name: ClassVar[str] = "canteen.sample.kept"
    grams: int


@dataclass(frozen=True, kw_only=True)
class SampleDestroyed(Event):
    """A sample was destroyed after so many whole hours."""

    name: ClassVar[str] = "canteen.sample.destroyed"
    hours: int


@dataclass(frozen=True, kw_only=True)
class KitchenLogged(Event):
    """A line was written in the kitchen's day."""

    name: ClassVar[str] = "canteen.log.put"
    kind: str
    is_fine: bool


@dataclass(frozen=True, kw_only=True)
class DonationNoted(Event):
    """Somebody gave food or money to the canteen."""

    name: ClassVar[str] = "canteen.donation.noted"
    kind: str


@dataclass(frozen=True, kw_only=True)
class RulesPut(Event):
    """The centre said which meals it cooks, for how much, and until when one may order."""

    name: ClassVar[str] = "canteen.rules.put"
