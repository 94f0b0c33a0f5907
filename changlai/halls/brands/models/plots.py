"""A tree, a bed, a length of road or water, and who looks after it for a time."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from changlai.halls.brands.models.brands import Brand
from changlai.halls.brands.states import (
    ADOPTION_NEXT,
    ADOPTION_TONES,
    PLOT_ICONS,
    RENEW_DAYS,
    Adopter,
    AdoptionState,
    PlotKind,
)
from changlai.kernel.errors import WrongStep
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK

ACCOUNT = settings.AUTH_USER_MODEL
TAKEN = "已有人认领"


class Plot(Owned):
    """Something in the village that somebody may look after, and what there is to do for it."""

    centre = CentreKey()
    brand = SameCentreFK(Brand, models.PROTECT, related_name="plots")
    name = models.CharField("名称", max_length=40)
    place = models.CharField("在哪里", max_length=80)
    kind = models.CharField("是什么", max_length=10, choices=PlotKind.choices)
    to_do = models.CharField("要做什么", max_length=200, blank=True)
    is_open = models.BooleanField("可以认领", default=True)
    order = models.PositiveSmallIntegerField("顺序", default=0)
    made_at = models.DateTimeField("登记时间")
    form_id = models.UUIDField("表单编号")

    class Meta(Owned.Meta):
        verbose_name = "认领地"
        ordering = ["order", "made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "form_id"], name="brands_plot_form"),
            models.CheckConstraint(condition=Q(kind__in=PlotKind.values), name="brands_plot_kind"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(place=""), name="brands_plot_is_somewhere"
            ),
        ]
        indexes = [models.Index(fields=["centre", "brand", "order"], name="brands_plots")]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def icon(self) -> str:
        """Return the drawing of its kind."""
        return PLOT_ICONS[PlotKind(self.kind)]


class Adoption(Owned):
    """Somebody looks after a plot for some months, of their own will; nobody marks how well.

    The database allows one living adoption of a plot. `called` is how the adopter is called,
    `is_named` that they agreed to stand on public pages under it. `person` is whom the centre
    speaks with; for a group it may be nobody the centre knows.
    """

    centre = CentreKey()
    plot = SameCentreFK(Plot, models.PROTECT, related_name="adoptions")
    adopter = models.CharField("谁认领", max_length=10, choices=Adopter.choices)
    called = models.CharField("叫什么", max_length=40)
    person = SameCentreFK("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    is_named = models.BooleanField("同意公开名字", default=False)
    months = models.PositiveSmallIntegerField("几个月")
    starts_on = models.DateField("从哪天")
    ends_on = models.DateField("到哪天")
    state = models.CharField("状态", max_length=10, choices=AdoptionState.choices)
    channel = models.CharField("怎么认领的", max_length=10, default="online")
    entered_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("登记时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    reminded_for = models.DateField("提醒过的到期日", null=True, blank=True)
    form_id = models.UUIDField("表单编号")

    class Meta(Owned.Meta):
        verbose_name = "认领"
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "form_id"], name="brands_adoption_form"),
            models.UniqueConstraint(
                fields=["centre", "plot"],
                condition=Q(state="living"),
                name="brands_one_living_adoption",
            ),
            models.CheckConstraint(
                condition=Q(state__in=AdoptionState.values) & Q(adopter__in=Adopter.values),
                name="brands_adoption_words",
            ),
            models.CheckConstraint(
                condition=Q(state="living", ended_at__isnull=True)
                | (~Q(state="living") & Q(ended_at__isnull=False)),
                name="brands_adoption_ended",
            ),
            models.CheckConstraint(
                condition=~Q(called="") & Q(ends_on__gt=F("starts_on")),
                name="brands_adoption_term",
            ),
            models.CheckConstraint(
                condition=Q(adopter="group") | Q(person__isnull=False) | ~Q(state="living"),
                name="brands_adoption_person",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "person", "state"], name="brands_adopted_by"),
            models.Index(fields=["centre", "state", "ends_on"], name="brands_adoption_end"),
        ]

    def __str__(self) -> str:
        return f"{self.called} {self.get_state_display()}"

    @property
    def is_living(self) -> bool:
        """Whether somebody looks after the plot by it now."""
        return bool(self.state == AdoptionState.LIVING)

    @property
    def tone(self) -> str:
        """Return the tone of the state's tag."""
        return ADOPTION_TONES[AdoptionState(self.state)]

    @property
    def public_name(self) -> str:
        """Return what others may read: the name only of who agreed to it."""
        return f"{self.called}认领" if self.is_named and self.is_living else TAKEN

    def may_renew(self, today: date) -> bool:
        """Say whether it may go on: living, and within a month of its end."""
        return self.is_living and self.ends_on <= today + timedelta(days=RENEW_DAYS)

    def move_to(self, state: str, at: datetime) -> None:
        """Take a step; the only writer of `state`. Raises WrongStep."""
        if state not in ADOPTION_NEXT[AdoptionState(self.state)]:
            raise WrongStep("这次认领已经结束了。")
        self.state, self.ended_at = state, at
