"""Cells, the wishes for them in their order, and who has which one until when."""

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from changlai.halls.cells.states import (
    ALLOCATION_NEXT,
    WISH_NEXT,
    WISH_TONES,
    AllocationState,
    CellKind,
    WishState,
)
from changlai.kernel.crypto.public import EncryptedTextField
from changlai.kernel.errors import WrongStep
from changlai.kernel.tenancy.models import CentreKey, Owned, OwnedQuerySet, SameCentreFK

ACCOUNT = settings.AUTH_USER_MODEL


class Cell(Owned):
    """A small unit of the centre that one person or service has for a term (便民格子间, F09)."""

    centre = CentreKey()
    name = models.CharField("名称", max_length=30)
    kind = models.CharField("种类", max_length=10, choices=CellKind.choices)
    room = SameCentreFK("places.Room", models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField("在哪里", max_length=60, blank=True)
    note = models.CharField("大小和设施", max_length=120, blank=True)
    rules = models.TextField("使用约定", max_length=1000, blank=True)
    fee_note = models.CharField("收费", max_length=60, default="不收费")
    term_days = models.PositiveSmallIntegerField("一期几天", default=180)
    order = models.PositiveSmallIntegerField("顺序", default=0)
    is_active = models.BooleanField("在用", default=True)

    class Meta(Owned.Meta):
        verbose_name = "格子间"
        ordering = ["order", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "name"], name="cells_cell_name"),
            models.CheckConstraint(condition=Q(kind__in=CellKind.values), name="cells_cell_kind"),
            models.CheckConstraint(condition=Q(term_days__gte=1), name="cells_cell_term"),
        ]

    def __str__(self) -> str:
        return self.name


class Taker(Owned):
    """Who wants or has a cell: a person of the centre, or a name and perhaps a number."""

    person = SameCentreFK("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    alias = models.CharField("称呼", max_length=40, blank=True)
    contact_phone = EncryptedTextField("联系电话", blank=True, default="")
    purpose = models.CharField("用来做什么", max_length=60)
    shown_as = models.CharField("招牌", max_length=30, blank=True)
    hours = models.CharField("几点在", max_length=60, blank=True)

    class Meta(Owned.Meta):
        abstract = True

    @property
    def who(self) -> str:
        """Return the name for staff."""
        return str(self.person.name) if self.person_id and self.person else self.alias or "未留名"


class WishQuerySet(OwnedQuerySet):
    """Words for reading wishes."""

    def waiting(self) -> Self:
        """Keep wishes that wait, in their order."""
        return self.filter(state=WishState.WAITING).order_by("asked_at", "id")


class Wish(Taker):
    """A wish for a cell of a kind; those of one kind wait in the order in which they came.

    `form_id` is the form's own number: sent twice it is one wish.
    """

    centre = CentreKey()
    kind = models.CharField("种类", max_length=10, choices=CellKind.choices)
    state = models.CharField("状态", max_length=10, choices=WishState.choices)
    channel = models.CharField("怎么提的", max_length=10, default="online")
    entered_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("提出时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    reason = models.CharField("原因", max_length=120, blank=True)
    form_id = models.UUIDField("表单编号")

    place: int = 0
    """Its place among those of its kind, where `queries.line` has counted; no column."""

    objects: ClassVar[Any] = WishQuerySet.as_manager()

    class Meta(Owned.Meta):
        verbose_name = "格子间申请"
        constraints = [
            models.UniqueConstraint(fields=["centre", "form_id"], name="cells_wish_form"),
            models.UniqueConstraint(
                fields=["centre", "person", "kind"],
                condition=Q(state=WishState.WAITING, person__isnull=False),
                name="cells_wish_once",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(alias=""), name="cells_wish_somebody"
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "kind", "asked_at", "id"],
                condition=Q(state=WishState.WAITING),
                name="cells_wish_line",
            ),
            models.Index(fields=["centre", "person", "-asked_at"], name="cells_wish_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.purpose}"

    @property
    def tone(self) -> str:
        """Return the tone of the state's tag."""
        return WISH_TONES[WishState(self.state)]

    def move_to(self, state: str) -> None:
        """Take a step; the only writer of `state`. Raises WrongStep."""
        if state not in WISH_NEXT[WishState(self.state)]:
            raise WrongStep
        self.state = state


class AllocationQuerySet(OwnedQuerySet):
    """Words for reading allocations."""

    def active(self) -> Self:
        """Keep those that hold their cell."""
        return self.filter(state=AllocationState.ACTIVE)


class Allocation(Taker):
    """A cell given for a term under its rules; a cell has at most one that is active (F09).

    `reminded_for` is the end of which the holder was reminded, so that a renewed term is
    reminded of anew. `out_of_turn` is why somebody who waited longer was passed over.
    """

    centre = CentreKey()
    cell = SameCentreFK(Cell, models.PROTECT, related_name="allocations")
    wish = SameCentreFK(Wish, models.PROTECT, null=True, blank=True, related_name="+")
    rules = models.TextField("使用约定", blank=True)
    fee_note = models.CharField("收费", max_length=60, blank=True)
    starts_on = models.DateField("从")
    ends_on = models.DateField("到")
    state = models.CharField("状态", max_length=10, choices=AllocationState.choices)
    renewals = models.PositiveSmallIntegerField("续期几次", default=0)
    reminded_for = models.DateField("提醒过的到期日", null=True, blank=True)
    out_of_turn = models.CharField("为什么不按顺序", max_length=120, blank=True)
    given_at = models.DateTimeField("分配时间")
    given_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField("退还时间", null=True, blank=True)
    return_note = models.CharField("退还情况", max_length=120, blank=True)

    objects: ClassVar[Any] = AllocationQuerySet.as_manager()

    class Meta(Owned.Meta):
        verbose_name = "格子间分配"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "cell"],
                condition=Q(state=AllocationState.ACTIVE),
                name="cells_one_active",
            ),
            models.UniqueConstraint(
                fields=["centre", "wish"],
                condition=Q(wish__isnull=False),
                name="cells_wish_fulfilled",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")), name="cells_term_order"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(alias=""), name="cells_taker_somebody"
            ),
        ]
        indexes = [
            models.Index(
                fields=["ends_on", "centre"],
                condition=Q(state=AllocationState.ACTIVE),
                name="cells_ending_x",
            ),
            models.Index(fields=["centre", "person", "-given_at"], name="cells_of_person"),
            models.Index(fields=["centre", "-starts_on", "-id"], name="cells_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.cell_id} {self.starts_on}–{self.ends_on}"

    def move_to(self, state: str) -> None:
        """Take a step; the only writer of `state`. Raises WrongStep."""
        if state not in ALLOCATION_NEXT[AllocationState(self.state)]:
            raise WrongStep("这个格子间已经退还了。")
        self.state = state

    def is_over(self, day: date) -> bool:
        """Say whether the term has ended though the cell was not returned."""
        return self.state == AllocationState.ACTIVE and self.ends_on < day

    @property
    def sign(self) -> str:
        """Return what the public catalogue says of it; nobody's own name unless they chose it."""
        return self.shown_as or "有人在用"
