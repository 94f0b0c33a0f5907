"""Where money comes from, what it is planned for, the vouchers, the lines, the months."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from changlai.engines.ledger.public import Direction, yuan
from changlai.governance.funds.names import shown_party
from changlai.governance.funds.states import (
    TONES,
    VOUCHER_NEXT,
    PartyKind,
    Purpose,
    SourceKind,
    VoucherState,
    month_of,
    month_words,
)
from changlai.kernel.errors import WrongStep
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK

ACCOUNT = settings.AUTH_USER_MODEL


class FundSource(Owned):
    """One source of money (一笔资金来源, F43), with the paper it stands on and its own book.

    `promised_cents` is what was said to come; what came is in the ledger. A restricted source
    may be spent on its own `purpose` alone, unless a decision says otherwise.
    """

    centre = CentreKey()
    kind = models.CharField("来源", max_length=12, choices=SourceKind.choices)
    title = models.CharField("名称", max_length=60)
    document = models.CharField("依据(文件、协议)", max_length=120, blank=True)
    promised_cents = models.BigIntegerField("答应的金额(分)", null=True, blank=True)
    purpose = models.CharField("用途", max_length=12, choices=Purpose.choices)
    is_restricted = models.BooleanField("专款专用", default=False)
    starts_on = models.DateField("从哪天起用", null=True, blank=True)
    ends_on = models.DateField("用到哪天", null=True, blank=True)
    book = SameCentreFK("ledger.Book", models.PROTECT, related_name="+")
    made_at = models.DateTimeField("登记时间")
    made_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    form_id = models.UUIDField("表单编号")

    class Meta(Owned.Meta):
        verbose_name = "资金来源"
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "title"], name="funds_source_title"),
            models.UniqueConstraint(fields=["centre", "book"], name="funds_source_book"),
            models.UniqueConstraint(fields=["centre", "form_id"], name="funds_source_form"),
            models.CheckConstraint(
                condition=Q(kind__in=SourceKind.values) & Q(purpose__in=Purpose.values),
                name="funds_source_words",
            ),
            models.CheckConstraint(
                condition=Q(promised_cents__isnull=True) | Q(promised_cents__gt=0),
                name="funds_source_promised",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="funds_source_span",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def is_gift(self) -> bool:
        """Whether it comes from givers, who are named by leave only."""
        return self.kind == SourceKind.DONATION


class FundProject(Owned):
    """Something money is spent on, with a budget for each purpose; public unless said."""

    centre = CentreKey()
    title = models.CharField("项目", max_length=60)
    about = models.CharField("做什么", max_length=200, blank=True)
    starts_on = models.DateField("开始", null=True, blank=True)
    ends_on = models.DateField("结束", null=True, blank=True)
    is_public = models.BooleanField("大家看得到", default=True)
    made_at = models.DateTimeField("登记时间")
    made_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    form_id = models.UUIDField("表单编号")

    class Meta(Owned.Meta):
        verbose_name = "资金项目"
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "title"], name="funds_project_title"),
            models.UniqueConstraint(fields=["centre", "form_id"], name="funds_project_form"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="funds_project_span",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class FundPlan(Owned):
    """What a project may cost for one purpose (预算)."""

    centre = CentreKey()
    project = SameCentreFK(FundProject, models.CASCADE, related_name="plans")
    purpose = models.CharField("用途", max_length=12, choices=Purpose.choices)
    cents = models.BigIntegerField("预算(分)")

    class Meta(Owned.Meta):
        verbose_name = "预算"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "project", "purpose"], name="funds_plan_purpose"
            ),
            models.CheckConstraint(
                condition=Q(cents__gt=0) & Q(purpose__in=Purpose.values), name="funds_plan_says"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {yuan(self.cents)}"


class Voucher(Owned):
    """What somebody wrote down to be booked, with the names that are never published as they are.

    Drafted by one, signed by another: only then a FundEntry stands in the ledger and this row is
    closed. `version` counts changes, so that nobody signs other words than the ones they read.
    `external_number` is the township's own number of an imported row. The other party's name is
    kept here alone; the lines of the ledger hold none.
    """

    centre = CentreKey()
    source = SameCentreFK(FundSource, models.PROTECT, related_name="vouchers")
    direction = models.CharField("收支", max_length=3, choices=Direction.choices)
    cents = models.BigIntegerField("金额(分)")
    occurred_on = models.DateField("日期")
    purpose = models.CharField("用途", max_length=12, choices=Purpose.choices)
    project = SameCentreFK(
        FundProject, models.PROTECT, null=True, blank=True, related_name="vouchers"
    )
    words = models.CharField("做什么用", max_length=80)
    party = models.CharField("对方", max_length=60, blank=True)
    party_kind = models.CharField(
        "对方是", max_length=6, choices=PartyKind.choices, default=PartyKind.ORG
    )
    may_name = models.BooleanField("捐赠人同意公开名字", default=False)
    voucher_number = models.CharField("凭证号", max_length=40, blank=True)
    external_number = models.CharField("代理记账的编号", max_length=60, blank=True)
    state = models.CharField("情况", max_length=8, choices=VoucherState.choices)
    version = models.PositiveIntegerField("第几版", default=1)
    reverses = SameCentreFK("self", models.PROTECT, null=True, blank=True, related_name="undone_by")
    reason = models.CharField("为什么", max_length=120, blank=True)
    prepared_by = models.ForeignKey(ACCOUNT, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField("记账时间")
    decided_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("复核时间", null=True, blank=True)
    form_id = models.UUIDField("表单编号")

    class Meta(Owned.Meta):
        verbose_name = "收支单"
        ordering = ["-occurred_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "form_id"], name="funds_voucher_form"),
            models.UniqueConstraint(
                fields=["centre", "external_number"],
                condition=~Q(external_number=""),
                name="funds_voucher_external",
            ),
            models.UniqueConstraint(
                fields=["centre", "reverses"],
                condition=Q(reverses__isnull=False) & ~Q(state=VoucherState.DROPPED),
                name="funds_voucher_undone_once",
            ),
            models.CheckConstraint(
                condition=Q(cents__gt=0)
                & Q(direction__in=Direction.values)
                & Q(purpose__in=Purpose.values)
                & Q(party_kind__in=PartyKind.values)
                & Q(state__in=VoucherState.values)
                & ~Q(words=""),
                name="funds_voucher_says",
            ),
            models.CheckConstraint(
                condition=~Q(state=VoucherState.BOOKED)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("prepared_by"))),
                name="funds_voucher_two",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | ~Q(reason=""), name="funds_voucher_why"
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "state", "-occurred_on", "-id"], name="funds_voucher_waiting"
            ),
            models.Index(fields=["centre", "-occurred_on", "-id"], name="funds_voucher_list"),
        ]

    def __str__(self) -> str:
        return f"{self.get_direction_display()}{yuan(self.cents)}元 {self.words}"

    @property
    def is_reversal(self) -> bool:
        """Whether it takes back a line that stands in the ledger."""
        return self.reverses_id is not None

    @property
    def side(self) -> str:
        """Return on which side it counts: what takes an outlay back is an outlay less."""
        if not self.is_reversal:
            return str(self.direction)
        return Direction.OUT if self.direction == Direction.IN else Direction.IN

    @property
    def side_label(self) -> str:
        """Return that side in words."""
        return Direction(self.side).label

    @property
    def counted(self) -> int:
        """Return the cents with which it counts there."""
        return -self.cents if self.is_reversal else self.cents

    @property
    def tone(self) -> str:
        """Return the tone of the state's tag."""
        return TONES[VoucherState(self.state)]

    @property
    def shown_party(self) -> str:
        """Return how the other side is named in public."""
        is_gift = self.source.is_gift and self.side == Direction.IN
        return shown_party(self.party, self.party_kind, is_gift=is_gift, may_name=self.may_name)

    def move_to(self, state: str) -> None:
        """Take a step; the only writer of `state`. Raises WrongStep, saying what came before."""
        if state not in VOUCHER_NEXT[VoucherState(self.state)]:
            raise WrongStep(
                {
                    VoucherState.BOOKED: "这一笔已经有人复核、入账了，不能再改；记错了请用“冲正”。",
                    VoucherState.DROPPED: "这一笔已经作废了。",
                    VoucherState.RETURNED: "这一笔退回修改了，等记账的人改好再复核。",
                    VoucherState.DRAFTED: "这一步现在不能做，请刷新后再看。",
                }[VoucherState(self.state)]
            )
        self.state = state


class FundEntry(Owned):
    """A line of the village's money: in the ledger, signed by two, in one month for good.

    `month` is the month it is published in: that of its day, or the first one still open where
    that month was published before. Written once, like the ledger's entry beside it.
    """

    append_only: ClassVar[bool] = True

    centre = CentreKey()
    voucher = SameCentreFK(Voucher, models.PROTECT, related_name="lines")
    entry = SameCentreFK("ledger.Entry", models.PROTECT, related_name="+")
    source = SameCentreFK(FundSource, models.PROTECT, related_name="+")
    project = SameCentreFK(FundProject, models.PROTECT, null=True, blank=True, related_name="lines")
    month = models.DateField("算在哪个月")
    words = models.CharField("做什么用", max_length=80)
    reason = models.CharField("为什么冲正", max_length=120, blank=True)
    decision_id = models.UUIDField("改变用途的决定", null=True, blank=True)
    prepared_by = models.ForeignKey(ACCOUNT, models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(ACCOUNT, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField("复核时间")

    class Meta(Owned.Meta):
        verbose_name = "收支"
        ordering = ["month", "id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "voucher"], name="funds_entry_voucher"),
            models.UniqueConstraint(fields=["centre", "entry"], name="funds_entry_entry"),
            models.CheckConstraint(
                condition=~Q(prepared_by=F("signed_by")), name="funds_entry_two"
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "month", "source"], name="funds_entry_months"),
            models.Index(fields=["centre", "project", "month"], name="funds_entry_project"),
        ]

    def __str__(self) -> str:
        return str(self.words)

    @property
    def is_late(self) -> bool:
        """Whether its own month was published before it came."""
        return bool(self.month != month_of(self.entry.occurred_on))

    @property
    def purpose_label(self) -> str:
        """Return what it was for, in words."""
        return Purpose(self.entry.purpose).label

    @property
    def side_label(self) -> str:
        """Return on which side it counts, in words."""
        return Direction(self.entry.side).label


class OpenMonth(Owned):
    """From which month on nothing is published yet; the one lock of a centre's money.

    Whoever signs and whoever publishes holds it, so that no line slips into a month that is being
    published. `first` is empty until the first line.
    """

    centre = CentreKey()
    first = models.DateField("还没公开的第一个月", null=True, blank=True)

    class Meta(Owned.Meta):
        verbose_name = "还没公开的月份"
        constraints = [models.UniqueConstraint(fields=["centre"], name="funds_open_month_one")]

    def __str__(self) -> str:
        return month_words(self.first) if self.first else ""


class PublishedMonth(Owned):
    """A month as it was published, with its sums; a later reversal stands in its own month."""

    append_only: ClassVar[bool] = True

    centre = CentreKey()
    month = models.DateField("月份")
    opening = models.BigIntegerField("上月结余(分)")
    came = models.BigIntegerField("收入(分)")
    went = models.BigIntegerField("支出(分)")
    closing = models.BigIntegerField("本月结余(分)")
    lines = models.PositiveIntegerField("几笔")
    published_at = models.DateTimeField("公开时间")
    published_by = models.ForeignKey(ACCOUNT, models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        verbose_name = "公开的月份"
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "month"], name="funds_month_once"),
            models.CheckConstraint(
                condition=Q(closing=F("opening") + F("came") - F("went")),
                name="funds_month_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return the month in words."""
        month: date = self.month
        return month_words(month)

    @property
    def code(self) -> str:
        """Return the month as the address writes it."""
        month: date = self.month
        return f"{month:%Y-%m}"
