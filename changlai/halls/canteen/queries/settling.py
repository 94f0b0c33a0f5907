"""Reads for settling a month: who ate how much, what is paid for them; never for the counter."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from changlai.halls.canteen.models import EaterTier, MealOrder, PriceTier, Settlement
from changlai.halls.canteen.money import yuan
from changlai.halls.canteen.states import Channel, OrderState

GONE = "已注销"


def month_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """Return the first day of the month after."""
    return (month + timedelta(days=32)).replace(day=1)


@dataclass(frozen=True)
class Account:
    """What one eater ate in a month, as it stands now or as it was settled."""

    key: UUID | None
    person_id: UUID | None
    who: str
    is_walk_in: bool
    tier: str
    portions: int
    gross_fen: int
    subsidy_fen: int
    is_paid: bool = False

    @property
    def pay_fen(self) -> int:
        """Return what the eater pays."""
        return self.gross_fen - self.subsidy_fen

    @property
    def gross(self) -> str:
        """Say what the meals cost."""
        return yuan(self.gross_fen)

    @property
    def subsidy(self) -> str:
        """Say what is paid for the eater."""
        return yuan(self.subsidy_fen)

    @property
    def pay(self) -> str:
        """Say what the eater pays."""
        return yuan(self.pay_fen)


def tiers_of(centre: Any) -> dict[str, PriceTier]:
    """Return the classes of a centre by their key as text."""
    return {str(one.pk): one for one in PriceTier.objects.of(centre)}


def notes_of(centre: Any) -> dict[UUID, list[EaterTier]]:
    """Return who belongs to which class from when on, the latest first."""
    found: dict[UUID, list[EaterTier]] = {}
    for row in EaterTier.objects.of(centre).order_by("-since", "-id"):
        found.setdefault(row.person_id, []).append(row)
    return found


def tier_on(notes: list[EaterTier], tiers: dict[str, PriceTier], day: date) -> PriceTier | None:
    """Return an eater's class on a day; None for nobody's."""
    for note in notes:
        if note.since <= day:
            return tiers.get(note.tier_key)
    return None


def accounts(centre: Any, month: date) -> list[Account]:
    """Count a month as it stands: what was served, at the price of ordering, less what is paid.

    One portion of a meal is subsidised, the eater's own; what they take along is at full price.
    """
    rows = (
        MealOrder.objects.of(centre)
        .filter(state=OrderState.SERVED, menu__day__gte=month, menu__day__lt=next_month(month))
        .select_related("menu", "person")
        .order_by("person__name", "person_id", "id")
    )
    tiers, notes = tiers_of(centre), notes_of(centre)
    sums: dict[tuple[UUID | None, bool], list[Any]] = {}
    for row in rows:
        # Whoever asked to be forgotten in an open month ate on account and paid nothing yet.
        is_walk_in = row.person_id is None and row.channel == Channel.WALK_IN
        is_gone = row.person_id is None and not is_walk_in
        who = GONE if is_gone else row.who
        one = sums.setdefault((row.person_id, is_walk_in), [who, set(), 0, 0, 0])
        one[2] += row.portions
        one[3] += row.amount_fen
        tier = tier_on(notes.get(row.person_id, []), tiers, row.menu.day)
        if tier is not None:
            one[1].add(tier.name)
            one[4] += min(tier.subsidy_fen, row.price_fen)
    return [
        Account(None, key, who, is_walk_in, "、".join(sorted(names)), many, gross, subsidy)
        for (key, is_walk_in), (who, names, many, gross, subsidy) in sums.items()
    ]


def settled(settlement: Settlement) -> list[Account]:
    """Return a month as it was settled."""
    rows = settlement.lines.select_related("person").order_by("person__name", "person_id", "id")
    return [
        Account(
            row.pk,
            row.person_id,
            row.who,
            row.is_walk_in,
            row.tier,
            row.portions,
            row.gross_fen,
            row.subsidy_fen,
            row.paid_at is not None,
        )
        for row in rows
    ]


def settlement_of(centre: Any, month: date) -> Settlement | None:
    """Return the settlement of a month, None while it is open."""
    rows = Settlement.objects.of(centre).filter(month=month).select_related("closed_by")
    found: Settlement | None = rows.first()
    return found


def unsettled(centre: Any, at: datetime) -> date | None:
    """Return the latest month that is over, was eaten in and is not settled; None without one."""
    this = month_of(timezone.localdate(at))
    done = Settlement.objects.of(centre).values_list("month", flat=True)
    rows = MealOrder.objects.of(centre).filter(state=OrderState.SERVED, menu__day__lt=this)
    days = rows.order_by("-menu__day").values_list("menu__day", flat=True).distinct()
    months = dict.fromkeys(month_of(day) for day in days[:62])
    return next((month for month in months if month not in set(done)), None)


def month_accounts(centre: Any, month: date) -> tuple[Settlement | None, list[Account]]:
    """Return a month as it was settled, or as it stands."""
    found = settlement_of(centre, month)
    return found, settled(found) if found else accounts(centre, month)
