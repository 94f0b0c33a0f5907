"""Who eats regularly, what somebody must not eat, and who pays what: read by few."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from changlai.halls.canteen.money import yuan
from changlai.halls.canteen.states import MOST_FEN, MOST_OF_ONE, Channel, Diet, Meal, OrderKind
from changlai.kernel.crypto.public import EncryptedTextField
from changlai.kernel.pages.words import WEEKDAYS
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK

ACCOUNT = settings.AUTH_USER_MODEL


class StandingOrder(Owned):
    """A meal that somebody wants on the same days of every week (长期订), until it is ended."""

    centre = CentreKey()
    person = SameCentreFK("people.Person", models.PROTECT, related_name="+")
    meal = models.CharField("哪一顿", max_length=10, choices=Meal.choices)
    weekdays = models.JSONField("周几", default=list)
    kind = models.CharField("怎么吃", max_length=10, choices=OrderKind.choices)
    portions = models.PositiveSmallIntegerField("几份", default=1)
    place = models.CharField("送到哪里", max_length=120, blank=True)
    channel = models.CharField("怎么订的", max_length=10, choices=Channel.choices)
    entered_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    put_at = models.DateTimeField("订的时间")
    ended_at = models.DateTimeField("停的时间", null=True, blank=True)

    class Meta(Owned.Meta):
        verbose_name = "长期订餐"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "person", "meal"],
                condition=Q(ended_at__isnull=True),
                name="canteen_standing_once",
            ),
            models.CheckConstraint(
                condition=Q(portions__range=(1, MOST_OF_ONE)), name="canteen_standing_portions"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days}{self.get_meal_display()}"

    @property
    def days(self) -> str:
        """Say on which days of the week: 每周一三五."""
        return "每周" + "".join(WEEKDAYS[number] for number in sorted(self.weekdays))


class DietMark(Owned):
    """What somebody must not eat, or soft food (忌口), by their own consent and never why.

    The kitchen reads a count; whoever hands the meal over reads it at the name.
    """

    centre = CentreKey()
    person = SameCentreFK("people.Person", models.PROTECT, related_name="+")
    marks = EncryptedTextField("忌口")
    agreed_at = models.DateTimeField("同意时间")
    channel = models.CharField("怎么说的", max_length=10, choices=Channel.choices)
    entered_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")

    class Meta(Owned.Meta):
        verbose_name = "忌口"
        constraints = [
            models.UniqueConstraint(fields=["centre", "person"], name="canteen_diet_one"),
        ]

    def __str__(self) -> str:
        return "忌口"

    @property
    def codes(self) -> list[str]:
        """Return the marks as codes, in the order of the list."""
        said = self.marks.split(",")
        return [one.value for one in Diet if one.value in said]


class PriceTier(Owned):
    """How much of a portion is paid for an eater of one class (补贴档); kept by the clerk."""

    centre = CentreKey()
    name = models.CharField("档名", max_length=20)
    subsidy_fen = models.PositiveIntegerField("每份补多少")
    is_active = models.BooleanField("还在用", default=True)

    class Meta(Owned.Meta):
        verbose_name = "补贴档"
        ordering = ["-subsidy_fen", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "name"], name="canteen_tier_name"),
            models.CheckConstraint(
                condition=Q(subsidy_fen__lte=MOST_FEN), name="canteen_tier_amount"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subsidy(self) -> str:
        """Say how much is paid for a portion."""
        return yuan(self.subsidy_fen)


class EaterTier(Owned):
    """To which class an eater belongs from a day on: ciphertext, read for settling alone."""

    centre = CentreKey()
    person = SameCentreFK("people.Person", models.PROTECT, related_name="+")
    tier_key = EncryptedTextField("补贴档", blank=True)
    since = models.DateField("从哪天起")
    put_at = models.DateTimeField("登记时间")
    put_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")

    class Meta(Owned.Meta):
        verbose_name = "用餐人补贴"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "person", "since"], name="canteen_eater_since"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since}"


class Settlement(Owned):
    """A month that was settled (结算): what stands in its lines changes no more."""

    centre = CentreKey()
    month = models.DateField("哪个月")
    closed_at = models.DateTimeField("结算时间")
    closed_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")

    class Meta(Owned.Meta):
        verbose_name = "月结算"
        constraints = [
            models.UniqueConstraint(fields=["centre", "month"], name="canteen_month_once"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class SettlementLine(Owned):
    """What one eater ate in a month, what was paid for them, and whether the rest is paid."""

    centre = CentreKey()
    settlement = SameCentreFK(Settlement, models.PROTECT, related_name="lines")
    person = SameCentreFK("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    is_walk_in = models.BooleanField("散客", default=False)
    portions = models.PositiveIntegerField("几份")
    gross_fen = models.PositiveIntegerField("餐费")
    tier = EncryptedTextField("补贴档", blank=True)
    subsidy = EncryptedTextField("补贴", blank=True)
    paid_at = models.DateTimeField("付的时间", null=True, blank=True)
    paid_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")

    class Meta(Owned.Meta):
        verbose_name = "结算单"
        indexes = [models.Index(fields=["centre", "settlement"], name="canteen_lines")]

    def __str__(self) -> str:
        return f"{self.portions}"

    @property
    def subsidy_fen(self) -> int:
        """Return what was paid for the eater."""
        return int(self.subsidy or 0)

    @property
    def pay_fen(self) -> int:
        """Return what the eater pays."""
        return self.gross_fen - self.subsidy_fen

    @property
    def who(self) -> str:
        """Return whose line it is."""
        if self.is_walk_in:
            return "散客"
        return str(self.person.name) if self.person_id and self.person else "已注销"

    @property
    def gross(self) -> str:
        """Say what the meals cost."""
        return yuan(self.gross_fen)

    @property
    def subsidised(self) -> str:
        """Say what was paid for the eater."""
        return yuan(self.subsidy_fen)

    @property
    def pay(self) -> str:
        """Say what the eater pays."""
        return yuan(self.pay_fen)
