"""What keeps the food safe, each written down where the work happens; and what was given."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from changlai.halls.canteen.models.menus import Menu
from changlai.halls.canteen.money import yuan
from changlai.halls.canteen.states import (
    CERTIFICATE_WARNING,
    LEAST_GRAMS,
    MOST_FEN,
    MOST_GRAMS,
    DonationKind,
    LogKind,
)
from changlai.kernel.crypto.public import EncryptedTextField
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK

ACCOUNT = settings.AUTH_USER_MODEL
MOST_KILOS = 2_000
MOST_MINUTES = 24 * 60


class KitchenHand(Owned):
    """Somebody who works in the kitchen, with the last day of the health certificate (健康证)."""

    centre = CentreKey()
    name = models.CharField("姓名", max_length=40)
    work = models.CharField("做什么", max_length=20, blank=True)
    certificate = models.CharField("健康证号", max_length=40, blank=True)
    certificate_until = models.DateField("健康证到哪天", null=True, blank=True)
    is_active = models.BooleanField("还在食堂", default=True)

    class Meta(Owned.Meta):
        verbose_name = "食堂人员"
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["centre", "name"], name="canteen_hand")]

    def __str__(self) -> str:
        return self.name

    def is_certified(self, day: date) -> bool:
        """Say whether the health certificate holds on a day (食品安全法第四十五条)."""
        return self.certificate_until is not None and self.certificate_until >= day

    def ends_soon(self, day: date) -> bool:
        """Say whether the certificate ends within thirty days, or has ended."""
        return self.certificate_until is None or self.certificate_until <= day + CERTIFICATE_WARNING


class MorningCheck(Owned):
    """How somebody of the kitchen was found in the morning (晨检), and whether they are on duty."""

    centre = CentreKey()
    hand = SameCentreFK(KitchenHand, models.PROTECT, related_name="checks")
    day = models.DateField("哪天")
    is_fit = models.BooleanField("没有发热、腹泻、伤口")
    on_duty = models.BooleanField("上岗")
    note = models.CharField("情况", max_length=60, blank=True)
    at = models.DateTimeField("检查时间")
    by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")

    class Meta(Owned.Meta):
        verbose_name = "晨检"
        constraints = [
            models.UniqueConstraint(fields=["centre", "hand", "day"], name="canteen_check_once"),
            models.CheckConstraint(
                condition=Q(on_duty=False) | Q(is_fit=True), name="canteen_unfit_off_duty"
            ),
        ]
        indexes = [models.Index(fields=["centre", "-day"], name="canteen_check_day")]

    def __str__(self) -> str:
        return f"{self.day}"


class PurchaseCheck(Owned):
    """What was bought, checked as it came in (进货查验), kept as long as the law asks."""

    centre = CentreKey()
    name = models.CharField("品名", max_length=40)
    spec = models.CharField("规格", max_length=40, blank=True)
    quantity = models.CharField("数量", max_length=20)
    batch = models.CharField("生产批号", max_length=40, blank=True)
    made_on = models.DateField("生产日期", null=True, blank=True)
    shelf_life_days = models.PositiveSmallIntegerField("保质期(天)", null=True, blank=True)
    came_on = models.DateField("进货日期")
    supplier = models.CharField("供货者", max_length=40)
    address = models.CharField("供货者地址", max_length=80)
    contact = EncryptedTextField("供货者电话")
    voucher = models.CharField("票据", max_length=60, blank=True)
    note = models.CharField("查验情况", max_length=60, blank=True)
    keep_until = models.DateField("存到哪天")
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    form_id = models.UUIDField("表单编号")

    class Meta(Owned.Meta):
        verbose_name = "进货查验"
        constraints = [
            models.UniqueConstraint(fields=["centre", "form_id"], name="canteen_purchase_form"),
            models.CheckConstraint(
                condition=Q(keep_until__gt=F("came_on")), name="canteen_purchase_kept"
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "-came_on", "-id"], name="canteen_purchases"),
            models.Index(fields=["keep_until", "centre"], name="canteen_purge_x"),
        ]

    def __str__(self) -> str:
        return self.name


class FoodSample(Owned):
    """What was kept of a dish (留样): at least 125 g, in the fridge, for at least 48 hours."""

    centre = CentreKey()
    menu = SameCentreFK(Menu, models.PROTECT, related_name="samples")
    dish = models.CharField("菜", max_length=20)
    grams = models.PositiveSmallIntegerField("重量(克)")
    fridge = models.CharField("放在哪里", max_length=20)
    kept_at = models.DateTimeField("留样时间")
    kept_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    destroy_from = models.DateTimeField("最早销毁时间")
    destroyed_at = models.DateTimeField("销毁时间", null=True, blank=True)
    destroyed_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")

    class Meta(Owned.Meta):
        verbose_name = "留样"
        constraints = [
            models.UniqueConstraint(fields=["centre", "menu", "dish"], name="canteen_sample_once"),
            models.CheckConstraint(
                condition=Q(grams__range=(LEAST_GRAMS, MOST_GRAMS)), name="canteen_sample_grams"
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True) | Q(destroyed_at__gte=F("destroy_from")),
                name="canteen_sample_hours",
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "destroy_from"],
                condition=Q(destroyed_at__isnull=True),
                name="canteen_in_fridge",
            ),
            models.Index(fields=["centre", "-kept_at", "-id"], name="canteen_samples"),
        ]

    def __str__(self) -> str:
        return self.dish

    def is_due(self, at: datetime) -> bool:
        """Say whether it may be destroyed now."""
        return self.destroyed_at is None and at >= self.destroy_from


class KitchenLog(Owned):
    """One line of the kitchen's day: disinfection, a look around, what was thrown away."""

    centre = CentreKey()
    kind = models.CharField("哪一种", max_length=14, choices=LogKind.choices)
    what = models.CharField("什么", max_length=60)
    how = models.CharField("怎么做的", max_length=60, blank=True)
    minutes = models.PositiveSmallIntegerField("多少分钟", null=True, blank=True)
    kilos = models.DecimalField("多少公斤", max_digits=6, decimal_places=1, null=True, blank=True)
    is_fine = models.BooleanField("没有问题", default=True)
    note = models.CharField("问题和改正", max_length=120, blank=True)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    form_id = models.UUIDField("表单编号")

    class Meta(Owned.Meta):
        verbose_name = "食堂记录"
        constraints = [
            models.UniqueConstraint(fields=["centre", "form_id"], name="canteen_log_form"),
            models.CheckConstraint(condition=Q(kind__in=LogKind.values), name="canteen_log_kind"),
            models.CheckConstraint(
                condition=Q(kilos__isnull=True) | Q(kilos__gt=0, kilos__lte=MOST_KILOS),
                name="canteen_log_kilos",
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__range=(1, MOST_MINUTES)),
                name="canteen_log_minutes",
            ),
        ]
        indexes = [models.Index(fields=["centre", "kind", "-at"], name="canteen_logs")]

    def __str__(self) -> str:
        return self.what


class Donation(Owned):
    """What somebody gave to the canteen (捐赠); public, by name only with the giver's leave."""

    centre = CentreKey()
    giver = EncryptedTextField("谁捐的")
    is_named = models.BooleanField("同意公开名字", default=False)
    kind = models.CharField("捐的什么", max_length=10, choices=DonationKind.choices)
    what = models.CharField("品名和数量", max_length=60, blank=True)
    amount_fen = models.PositiveIntegerField("多少钱", null=True, blank=True)
    given_on = models.DateField("哪天")
    use = models.CharField("用在哪里", max_length=60, blank=True)
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    form_id = models.UUIDField("表单编号")

    class Meta(Owned.Meta):
        verbose_name = "捐赠"
        constraints = [
            models.UniqueConstraint(fields=["centre", "form_id"], name="canteen_gift_form"),
            models.CheckConstraint(
                condition=(Q(kind=DonationKind.MONEY, amount_fen__gt=0))
                | (Q(kind=DonationKind.FOOD, amount_fen__isnull=True) & ~Q(what="")),
                name="canteen_gift_what",
            ),
        ]
        indexes = [models.Index(fields=["centre", "-given_on", "-id"], name="canteen_gifts")]

    def __str__(self) -> str:
        return self.gift

    @property
    def public_giver(self) -> str:
        """Return by which name everybody reads it."""
        return self.giver if self.is_named else "爱心人士"

    @property
    def gift(self) -> str:
        """Say what was given."""
        return yuan(self.amount_fen) if self.amount_fen else self.what


MOST_GIFT_FEN = MOST_FEN * 1_000
