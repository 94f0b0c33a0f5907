"""Shapes of what is typed about brands, routes, plots, old stories and tables."""

import contextlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils import timezone

from changlai.engines.content.public import WordingForm
from changlai.foundation.places.public import Room
from changlai.halls.brands.actions.brands import Saying
from changlai.halls.brands.actions.days import Day as PlannedDay
from changlai.halls.brands.actions.plots import Place
from changlai.halls.brands.actions.route import Stop
from changlai.halls.brands.models import Brand, Plot, RouteStop
from changlai.halls.brands.states import (
    LONGEST_STORY,
    MONTHS,
    TERMS,
    Adopter,
    BrandPart,
    Certainty,
    Colour,
    PlotKind,
)
from changlai.kernel.pages.once import OnceForm
from changlai.kernel.pages.widgets import PLAUSIBLE_DAYS, Day

SAID = ("name", "slogan", "story", "owner", "began_on", "colour", "parts", "route_title")
STOP = ("title", "place", "words", "see", "walk_minutes", "order")
PLOT = ("name", "place", "kind", "to_do", "is_open")
TERM_WORDS = tuple((number, f"{number}个月") for number in TERMS)


class BrandForm(OnceForm):
    """What a brand is and what its page offers."""

    name = forms.CharField(label="名称", max_length=20, help_text="四个字最好记，例如：书香门第。")
    slogan = forms.CharField(
        label="一句话", max_length=60, required=False, help_text="做什么、图什么，一句说完。"
    )
    story = forms.CharField(
        label="来历和做法",
        max_length=LONGEST_STORY,
        required=False,
        help_text="空一行是新的一段。行首写“- ”是一条一条列。",
        widget=forms.Textarea({"rows": 8, "data-rich": ""}),
    )
    parts = forms.MultipleChoiceField(
        label="页面上有什么",
        required=False,
        choices=BrandPart.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="都不勾也行；办的活动、写的内容挂上来，自己会显示。",
    )
    colour = forms.ChoiceField(label="颜色", choices=Colour.choices, widget=forms.RadioSelect)
    owner = forms.CharField(
        label="谁来管",
        max_length=60,
        required=False,
        help_text="写岗位，例如：村委会副主任；写名字要本人同意。",
    )
    began_on = forms.DateField(label="从哪天开始", widget=Day, validators=PLAUSIBLE_DAYS)
    route_title = forms.CharField(
        label="路线的名字", max_length=30, required=False, help_text="有路线才写。"
    )
    logo = forms.FileField(
        label="图标",
        required=False,
        widget=forms.FileInput({"accept": "image/*"}),
        help_text="没有就不放，不用专门去做。",
    )
    slug = forms.SlugField(
        label="网址里的名字",
        max_length=30,
        required=False,
        help_text="英文字母，例如 books。不填自动给一个；定了不再改，二维码才不会失效。",
    )

    def __init__(self, *args: Any, brand: Brand | None = None, **kwargs: Any) -> None:
        if brand is not None:
            kwargs["initial"] = {name: getattr(brand, name) for name in SAID}
        else:
            kwargs["initial"] = {"colour": Colour.RED} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        if brand is not None:
            del self.fields["slug"]

    def saying(self) -> Saying:
        """Return what was typed."""
        said = {name: self.cleaned_data[name] for name in SAID}
        return Saying(slug=self.cleaned_data.get("slug", ""), **said)


class StopForm(OnceForm):
    """A stop of the route."""

    title = forms.CharField(label="这一站叫什么", max_length=40)
    place = forms.CharField(
        label="在哪里", max_length=80, help_text="用话写，例如：村口往东第二个路口。"
    )
    walk_minutes = forms.IntegerField(
        label="从上一站走几分钟", min_value=0, max_value=240, initial=5
    )
    see = forms.CharField(label="看什么", max_length=120, required=False)
    words = forms.CharField(
        label="这里的故事",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
    )
    order = forms.IntegerField(
        label="第几站", min_value=1, max_value=99, required=False, help_text="不填排在最后。"
    )

    def __init__(self, *args: Any, stop: RouteStop | None = None, **kwargs: Any) -> None:
        if stop is not None:
            kwargs["initial"] = {name: getattr(stop, name) for name in STOP}
        super().__init__(*args, **kwargs)

    def stop(self) -> Stop:
        """Return what was typed."""
        said = {name: self.cleaned_data[name] for name in STOP}
        return Stop(**said | {"order": said["order"] or 0})


class PlotForm(OnceForm):
    """A plot that somebody may look after."""

    name = forms.CharField(label="叫什么", max_length=40, help_text="例如：村口老樟树。")
    place = forms.CharField(label="在哪里", max_length=80, help_text="用话写，大家都找得到。")
    kind = forms.ChoiceField(label="是什么", choices=PlotKind.choices, widget=forms.RadioSelect)
    to_do = forms.CharField(
        label="要做什么", max_length=200, required=False, help_text="例如：天旱浇水，落叶扫一扫。"
    )
    is_open = forms.BooleanField(label="可以认领", required=False, initial=True)

    def __init__(self, *args: Any, plot: Plot | None = None, **kwargs: Any) -> None:
        if plot is not None:
            kwargs["initial"] = {name: getattr(plot, name) for name in PLOT}
        super().__init__(*args, **kwargs)

    def plot(self) -> Place:
        """Return what was typed."""
        return Place(**{name: self.cleaned_data[name] for name in PLOT})


class AdoptForm(OnceForm):
    """Look after a plot."""

    adopter = forms.ChoiceField(
        label="谁来管", choices=Adopter.choices, widget=forms.RadioSelect, initial=Adopter.PERSON
    )
    called = forms.CharField(
        label="队伍、小组的名字",
        max_length=40,
        required=False,
        help_text="选“一个队伍、小组”才写，例如：三组妇女队。",
    )
    months = forms.TypedChoiceField(
        label="管多久", choices=TERM_WORDS, coerce=int, widget=forms.RadioSelect, initial=12
    )
    is_named = forms.BooleanField(
        label="愿意公开名字",
        required=False,
        help_text="勾了，大家看得到是谁认领的；不勾只写“已有人认领”。随时能改。",
    )

    def adopting(self) -> dict[str, Any]:
        """Return what was typed."""
        names = ("adopter", "called", "months", "is_named")
        return {name: self.cleaned_data[name] for name in names}


class DeskAdoptForm(AdoptForm):
    """The same, written down for somebody who came or telephoned."""

    channel = forms.ChoiceField(
        label="怎么来的",
        choices=[("counter", "到窗口"), ("phone", "打电话"), ("visit", "上门时")],
        widget=forms.RadioSelect,
        initial="counter",
    )


class HeritageForm(WordingForm):
    """An old story or thing: who tells it, what it is, where, when and how sure that is."""

    more_fields: ClassVar[tuple[str, ...]] = (
        "narrator",
        "object",
        "where",
        "period",
        "certainty",
    )

    narrator = forms.CharField(label="讲述人", max_length=40, required=False)
    object = forms.CharField(
        label="老物件", max_length=60, required=False, help_text="讲的是一件东西才写。"
    )
    where = forms.CharField(label="在哪里", max_length=80, required=False)
    period = forms.CharField(
        label="什么年代", max_length=40, required=False, help_text="例如：1952年，五十年代。"
    )
    certainty = forms.ChoiceField(
        label="年代有多确切",
        required=False,
        choices=[("", "没写年代"), *Certainty.choices],
        help_text="记不清就选“大约”，听来的选“听说”。",
    )
    field_order = (
        "title",
        "summary",
        "narrator",
        "object",
        "where",
        "period",
        "certainty",
        "body",
        "source",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = "讲的话、东西的来历"
        self.fields["body"].help_text = "照原话写。有录音也要写，听不清的人看文字。"
        del self.fields["starts_on"], self.fields["ends_on"]

    def wording(self) -> Any:
        """Return what was typed, with the brand from whose page the form was opened."""
        return _with_brand(super().wording(), self.initial)


class TipForm(WordingForm):
    """A small way of the household."""

    field_order = ("title", "summary", "body", "source", "starts_on", "ends_on")

    def wording(self) -> Any:
        """Return what was typed, with the brand from whose page the form was opened."""
        return _with_brand(super().wording(), self.initial)


def _with_brand(wording: Any, initial: Mapping[str, Any]) -> Any:
    with contextlib.suppress(ValueError):
        wording.more["brand"] = str(UUID(str(initial.get("brand", ""))))
    return wording


class SoundForm(forms.Form):
    """The narrator's voice."""

    file = forms.FileField(label="选一段录音", widget=forms.FileInput({"accept": "audio/*"}))


class DayForm(OnceForm):
    """A table of neighbours or a clean-up day."""

    title = forms.CharField(label="叫什么", max_length=60, help_text="例如：十二月百家宴。")
    day = forms.DateField(label="哪天", widget=Day, validators=PLAUSIBLE_DAYS)
    starts = forms.TimeField(label="几点开始", widget=forms.TimeInput({"type": "time"}))
    ends = forms.TimeField(label="几点结束", widget=forms.TimeInput({"type": "time"}))
    room = forms.ModelChoiceField(
        label="在哪间屋", queryset=Room.objects.none(), required=False, empty_label="不在屋里"
    )
    place = forms.CharField(
        label="在哪里", max_length=80, required=False, help_text="不在屋里才写，例如：村口晒场。"
    )
    seats = forms.IntegerField(label="多少个位子", min_value=2, max_value=500, initial=20)
    host = forms.CharField(
        label="谁张罗", max_length=40, required=False, help_text="写组、队伍，或本人同意的名字。"
    )
    bring = forms.CharField(
        label="请带什么", max_length=120, required=False, help_text="例如：一家一个菜。"
    )

    def __init__(self, *args: Any, rooms: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if rooms is not None:
            self.fields["room"].queryset = rooms  # type: ignore[attr-defined]

    def planned(self, part: str) -> PlannedDay:
        """Return what was typed; an end that is no later than the start is told by the action."""
        said = self.cleaned_data
        room = said["room"]
        return PlannedDay(
            part=part,
            title=said["title"],
            starts=_moment(said["day"], said["starts"]),
            ends=_moment(said["day"], said["ends"]),
            seats=said["seats"],
            place="" if room else said["place"],
            room_id=room.pk if room else None,
            host=said["host"],
            bring=said["bring"],
        )


def _moment(day: date, clock: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


class MonthForm(forms.Form):
    """In which month somebody would like to celebrate."""

    month = forms.TypedChoiceField(label="几月过生日", choices=MONTHS, coerce=int)
    agrees = forms.BooleanField(
        label="愿意和大家一起过",
        required=False,
        help_text="只记月份，不问哪天、不问哪年；只有中心看得到，随时可以删掉。",
    )
