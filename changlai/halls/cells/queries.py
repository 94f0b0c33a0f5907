"""Named reads of the cells hall: the catalogue, the line of those who wait, what ends soon."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from changlai.halls.cells.models import Allocation, Cell, Wish
from changlai.halls.cells.states import HINTS, REMIND_DAYS, RENEW_DAYS, CellKind, WishState


@dataclass(frozen=True)
class KindShelf:
    """One kind of cell as the catalogue shows it: its cells, how many are free, how many wait."""

    kind: CellKind
    cells: list[Any]
    free: int
    waiting: int

    @property
    def title(self) -> str:
        """The word for the kind."""
        return str(self.kind.label)

    @property
    def hint(self) -> str:
        """What the kind is good for."""
        return HINTS[self.kind]


def with_taker(cells: Any) -> Any:
    """Return cells with their active allocation in `taken`, read in two statements."""
    active = Allocation.objects.active().select_related("person")
    return cells.select_related("room").prefetch_related(
        Prefetch("allocations", active, to_attr="taken")
    )


def shelves(centre: Any, cells: Any) -> list[KindShelf]:
    """Return the cells by kind, with the length of each line."""
    rows = list(with_taker(cells))
    waiting = dict(
        Wish.objects.of(centre)
        .filter(state=WishState.WAITING)
        .values_list("kind")
        .annotate(many=Count("pk"))
        .order_by()
    )
    found = []
    for kind in CellKind:
        mine = [cell for cell in rows if cell.kind == kind]
        free = sum(1 for cell in mine if not cell.taken and cell.is_active)
        if mine or waiting.get(kind):
            found.append(KindShelf(kind, mine, free, waiting.get(kind, 0)))
    return found


def before(wish: Wish) -> int:
    """Return how many of the kind have waited longer than this one."""
    return int(
        Wish.objects.of(wish.centre_id)
        .waiting()
        .filter(kind=wish.kind)
        .filter(Q(asked_at__lt=wish.asked_at) | Q(asked_at=wish.asked_at, pk__lt=wish.pk))
        .count()
    )


def with_place(wishes: Any) -> Any:
    """Return wishes with `earlier`: how many of the kind have waited longer, in one statement."""
    sooner = Q(asked_at__lt=OuterRef("asked_at")) | Q(
        asked_at=OuterRef("asked_at"), pk__lt=OuterRef("pk")
    )
    line = (
        Wish.objects.filter(
            sooner,
            centre_id=OuterRef("centre_id"),
            kind=OuterRef("kind"),
            state=WishState.WAITING,
        )
        .order_by()
        .values("kind")
        .annotate(many=Count("pk"))
        .values("many")
    )
    return wishes.annotate(earlier=Coalesce(Subquery(line), 0))


def why_no_renewal(row: Allocation, today: date) -> str:
    """Say why a holder cannot keep a cell longer just now; empty when they can."""
    if row.ends_on > today + timedelta(days=RENEW_DAYS):
        return f"到期前{RENEW_DAYS}天以内才能续，现在还早。"
    if Wish.objects.of(row.centre_id).waiting().filter(kind=row.cell.kind).exists():
        return "有人在排队等这一种，续期请到中心商量，或打电话。"
    return ""


def place_in_line(wish: Wish) -> int | None:
    """Return the place of a wish among those of its kind, 1 for the next; None once it is over."""
    return before(wish) + 1 if wish.state == WishState.WAITING else None


def line(centre: Any, kind: str = "") -> list[Wish]:
    """Return those who wait, by kind and in order, each with its `place`."""
    rows = Wish.objects.of(centre).waiting().select_related("person__hamlet")
    if kind:
        rows = rows.filter(kind=kind)
    places: dict[str, int] = {}
    found = []
    for wish in rows:
        wish.place = places[wish.kind] = places.get(wish.kind, 0) + 1
        found.append(wish)
    ranks = {one: place for place, one in enumerate(CellKind.values)}
    return sorted(found, key=lambda one: (ranks[one.kind], one.place))


def ending(centre: Any, day: date) -> Any:
    """Return active allocations that end within a week of `day` or are over, the latest last."""
    rows = Allocation.objects.of(centre).active()
    return rows.filter(ends_on__lte=day + timedelta(days=REMIND_DAYS)).order_by("ends_on", "id")


def free_with_line(centre: Any) -> Any:
    """Return the free cells of kinds for which somebody waits."""
    kinds = Wish.objects.of(centre).waiting().order_by().values_list("kind", flat=True).distinct()
    taken = Allocation.objects.of(centre).active().values("cell_id")
    return (
        Cell.objects.of(centre)
        .filter(is_active=True, kind__in=list(kinds))
        .exclude(pk__in=taken)
        .order_by("order", "name", "id")
    )
