"""A member's card, and what of it hangs on a wall."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from changlai.halls.membercards.states import Crop, Standing
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK

ACCOUNT = settings.AUTH_USER_MODEL


class MemberCard(Owned):
    """What the village would show of a member (党员形象栏, F03).

    The row is what staff wrote down with the person's yes; what anybody sees of it is worked out
    for each request from the consents that stand in that moment, and is never kept. `group` is
    the branch group under which it stands. No day of joining, no number, no address, no score.
    """

    centre = CentreKey()
    person = SameCentreFK("people.Person", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("第几号")
    group = models.CharField("党小组", max_length=30, blank=True)
    group_order = models.PositiveSmallIntegerField("党小组顺序", default=0)
    role = models.CharField("职务、岗位", max_length=40, blank=True)
    duty = models.CharField("设岗定责", max_length=120, blank=True)
    standing = models.CharField("党龄", max_length=10, choices=Standing.choices, blank=True)
    promise = models.CharField("承诺", max_length=200, blank=True)
    honours = models.CharField("荣誉", max_length=200, blank=True)
    photo = SameCentreFK(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    crop = models.CharField("照片显示", max_length=10, choices=Crop.choices, default=Crop.TOP)
    made_at = models.DateTimeField("登记时间")
    made_by: Any = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    form_id = models.UUIDField("表单编号")

    class Meta(Owned.Meta):
        verbose_name = "党员形象卡"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "person"], name="membercards_person"),
            models.UniqueConstraint(fields=["centre", "number"], name="membercards_number"),
            models.UniqueConstraint(fields=["centre", "form_id"], name="membercards_form"),
            models.CheckConstraint(
                condition=Q(standing="") | Q(standing__in=Standing.values),
                name="membercards_standing",
            ),
        ]

    def __str__(self) -> str:
        return self.record_number

    @property
    def record_number(self) -> str:
        """Return the number that stands on the consent sheet."""
        return f"形象栏同意书{self.number:03d}号"


class SheetPrint(Owned):
    """The sheet was printed for the wall on a day."""

    centre = CentreKey()
    at = models.DateTimeField("印的时间")
    by: Any = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    form_id = models.UUIDField("表单编号")

    class Meta(Owned.Meta):
        verbose_name = "印过的形象栏"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "form_id"], name="membercards_print_form")
        ]
        indexes = [models.Index(fields=["centre", "at"], name="membercards_printed_at")]

    def __str__(self) -> str:
        return str(self.at)


class PrintedCard(Owned):
    """What of one card stood on a printed sheet, until staff took the paper off the wall.

    `matters` are the consents under which it was printed. Without a `card`, its person is gone
    and asked to be forgotten: the paper is to be taken off all the same.
    """

    centre = CentreKey()
    sheet = SameCentreFK(SheetPrint, models.CASCADE, related_name="cards")
    card = SameCentreFK(MemberCard, models.CASCADE, null=True, blank=True, related_name="printed")
    number = models.PositiveIntegerField("第几号")
    matters = models.JSONField("印了什么", default=list)
    taken_off_at = models.DateTimeField("取下的时间", null=True, blank=True)
    taken_off_by: Any = models.ForeignKey(
        ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        verbose_name = "墙上的一张"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "sheet", "number"], name="membercards_printed_once"
            )
        ]
        indexes = [models.Index(fields=["centre", "taken_off_at"], name="membercards_hanging")]

    def __str__(self) -> str:
        return f"{self.number}号"
