"""A brand, and the stops of its route."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from changlai.halls.brands.states import (
    BRAND_NEXT,
    BRAND_TONES,
    PART_ICONS,
    BrandPart,
    BrandState,
    Colour,
)
from changlai.kernel.errors import WrongStep
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK


class Brand(Owned):
    """What a village is known for (特色服务品牌, F55): a name, a story, and what belongs to it.

    Nothing about a brand is code: three come from the pack, a fourth is made in the browser.
    What it gathers are links of records (role "brand"), so that every number on its page is
    counted from them. `parts` are codes of what its page offers. `owner` says in words who
    answers for it; a post, not a person, unless that person wishes so.
    """

    centre = CentreKey()
    slug = models.SlugField("网址里的名字", max_length=30, db_index=False)
    name = models.CharField("名称", max_length=20)
    slogan = models.CharField("一句话", max_length=60, blank=True)
    story = models.TextField("来历和做法", blank=True)
    logo = SameCentreFK("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    colour = models.CharField("颜色", max_length=10, choices=Colour.choices, default=Colour.RED)
    owner = models.CharField("谁来管", max_length=60, blank=True)
    began_on = models.DateField("从哪天开始")
    state = models.CharField("状态", max_length=10, choices=BrandState.choices)
    parts = models.JSONField("页面上有什么", default=list, blank=True)
    route_title = models.CharField("路线的名字", max_length=30, blank=True)
    order = models.PositiveSmallIntegerField("顺序", default=0)
    made_at = models.DateTimeField("建立时间")
    shown_at = models.DateTimeField("公开时间", null=True, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    form_id = models.UUIDField("表单编号")

    class Meta(Owned.Meta):
        verbose_name = "品牌"
        ordering = ["order", "made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "slug"], name="brands_brand_slug"),
            models.UniqueConstraint(fields=["centre", "name"], name="brands_brand_name"),
            models.UniqueConstraint(fields=["centre", "form_id"], name="brands_brand_form"),
            models.CheckConstraint(
                condition=Q(state__in=BrandState.values), name="brands_brand_state"
            ),
            models.CheckConstraint(
                condition=Q(colour__in=Colour.values), name="brands_brand_colour"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(slug=""), name="brands_brand_is_named"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(shown_at__isnull=False), name="brands_brand_shown"
            ),
        ]
        indexes = [models.Index(fields=["centre", "state", "order"], name="brands_brands")]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def tone(self) -> str:
        """Return the tone of the state's tag."""
        return BRAND_TONES[BrandState(self.state)]

    @property
    def part_labels(self) -> list[str]:
        """Return what its page offers, in words."""
        return [str(one.label) for one in BrandPart if one.value in self.parts]

    @property
    def icon(self) -> str:
        """Return the drawing of what its page offers first."""
        return PART_ICONS[BrandPart(self.parts[0])] if self.parts else "award"

    def offers(self, part: str) -> bool:
        """Say whether its page offers a part."""
        return part in self.parts

    def move_to(self, state: str, at: datetime) -> None:
        """Take a step; the only writer of `state`. Raises WrongStep."""
        if state not in BRAND_NEXT[BrandState(self.state)]:
            raise WrongStep
        self.state = state
        if state == BrandState.SHOWN:
            self.shown_at, self.ended_at = self.shown_at or at, None
        if state == BrandState.ENDED:
            self.ended_at = at


class RouteStop(Owned):
    """A stop of a brand's route: where in words and what to see; no position, no map service.

    `walk_minutes` is how long one walks from the stop before, at an old person's pace.
    """

    centre = CentreKey()
    brand = SameCentreFK(Brand, models.CASCADE, related_name="stops")
    order = models.PositiveSmallIntegerField("第几站")
    title = models.CharField("名称", max_length=40)
    place = models.CharField("在哪里", max_length=80)
    words = models.TextField("这里的故事", blank=True)
    see = models.CharField("看什么", max_length=120, blank=True)
    walk_minutes = models.PositiveSmallIntegerField("从上一站走几分钟", default=0)
    form_id = models.UUIDField("表单编号")

    class Meta(Owned.Meta):
        verbose_name = "路线的一站"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "form_id"], name="brands_stop_form"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(place=""), name="brands_stop_is_somewhere"
            ),
        ]
        indexes = [models.Index(fields=["centre", "brand", "order"], name="brands_stops")]

    def __str__(self) -> str:
        return str(self.title)
