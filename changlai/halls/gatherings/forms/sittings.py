"""Shapes of clinics and legal aid: a slot, who sits when, whom staff write down; no talk."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from changlai.engines.appointments.public import Provider, Slot
from changlai.halls.gatherings.forms.signups import NO_AUTOFILL
from changlai.kernel.pages.once import OnceForm
from changlai.kernel.pages.widgets import PLAUSIBLE_DAYS, Day

TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
WRONG_TIME = {"invalid": "时间请写成 9:30 的样子。", "required": "请填时间。"}
LONGEST = 240


class BookForm(OnceForm):
    """One tap on a time; which are free is asked only where the form is shown."""

    slot = forms.UUIDField(
        label="选一个时间",
        widget=forms.RadioSelect,
        error_messages={"required": "请选一个时间。", "invalid": "请选一个时间。"},
    )

    def offer(self, slots: Iterable[Slot]) -> None:
        """Lay out the free slots."""
        self.fields["slot"].widget.choices = [(str(slot.pk), clock_of(slot)) for slot in slots]


def clock_of(slot: Slot) -> str:
    """Return the time of a slot as it is chosen: 9:15-9:30."""
    starts, ends = timezone.localtime(slot.starts), timezone.localtime(slot.ends)
    return f"{starts.hour}:{starts:%M}-{ends.hour}:{ends:%M}"


class DeskBookForm(OnceForm):
    """Somebody staff write down: into a slot, or into the queue of those who just came."""

    alias = forms.CharField(
        label="怎么称呼", max_length=40, required=False, widget=forms.TextInput(NO_AUTOFILL)
    )
    slot = forms.UUIDField(label="时间", required=False, widget=forms.Select)
    channel = forms.ChoiceField(
        label="怎么来的",
        choices=[("counter", "到窗口来的"), ("phone", "打电话来的"), ("visit", "上门时说的")],
        initial="counter",
    )

    def offer(self, slots: Iterable[Slot], *, takes_walk_ins: bool) -> None:
        """Lay out the free slots, and the queue where the sitting takes those who just came."""
        first = [("", "人在这里，排到队尾")] if takes_walk_ins else [("", "请选时间")]
        choices = [*first, *((str(slot.pk), clock_of(slot)) for slot in slots)]
        self.fields["slot"].widget.choices = choices


class ProviderForm(forms.Form):
    """A professional who comes to sit, with the licence to do so."""

    name = forms.CharField(label="姓名", max_length=40, error_messages={"required": "请填写姓名。"})
    title = forms.CharField(
        label="职业",
        help_text="比如全科医生、律师。",
        max_length=40,
        error_messages={"required": "请填写职业。"},
    )
    unit = forms.CharField(label="单位", max_length=80, required=False)
    licence = forms.CharField(label="执业证号", max_length=60, required=False)
    licence_until = forms.DateField(
        label="证件有效期至", required=False, widget=Day, validators=PLAUSIBLE_DAYS
    )
    note = forms.CharField(
        label="擅长", help_text="写给村民看，一句话。", max_length=120, required=False
    )
    is_active = forms.BooleanField(label="还在来", required=False, initial=True)


class SittingForm(forms.Form):
    """When somebody sits, and how long each talk is."""

    provider = forms.ModelChoiceField(
        label="谁来坐诊",
        empty_label="请选",
        queryset=Provider.objects.none(),
        error_messages={
            "required": "请选谁来坐诊。",
            "invalid_choice": "没有找到这位专业人员，请重新选。",
        },
    )
    title = forms.CharField(
        label="名称",
        help_text="比如健康义诊、法律咨询。不填就用职业。",
        max_length=60,
        required=False,
    )
    day = forms.DateField(
        label="哪一天",
        widget=Day,
        validators=PLAUSIBLE_DAYS,
        error_messages={"required": "请选哪一天。"},
    )
    opens = forms.TimeField(label="几点开始", widget=TIME, error_messages=WRONG_TIME)
    closes = forms.TimeField(label="几点结束", widget=TIME, error_messages=WRONG_TIME)
    slot_minutes = forms.IntegerField(
        label="每人多少分钟",
        initial=15,
        min_value=5,
        max_value=LONGEST,
        error_messages={
            "required": "请填每人多少分钟。",
            "invalid": "请填数字。",
            "min_value": "每人至少5分钟。",
            "max_value": f"每人最多{LONGEST}分钟。",
        },
    )
    place_text = forms.CharField(label="在哪里", max_length=80, required=False)
    takes_walk_ins = forms.BooleanField(label="没约的人来了也排队", required=False, initial=True)

    def __init__(self, *args: Any, providers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["provider"]
        field.queryset = providers
        field.label_from_instance = _named

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Return begin and end of the sitting."""
        said = self.cleaned_data
        return (
            timezone.make_aware(datetime.combine(said["day"], said["opens"])),
            timezone.make_aware(datetime.combine(said["day"], said["closes"])),
        )

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        said = super().clean() or {}
        if said.get("opens") and said.get("closes") and said["closes"] <= said["opens"]:
            self.add_error("closes", "结束时间要晚于开始时间。")
        return said


class MoveSittingForm(forms.Form):
    """When a sitting begins now and where; its times move along."""

    day = forms.DateField(
        label="哪一天",
        widget=Day,
        validators=PLAUSIBLE_DAYS,
        error_messages={"required": "请选哪一天。"},
    )
    opens = forms.TimeField(label="几点开始", widget=TIME, error_messages=WRONG_TIME)
    place_text = forms.CharField(label="在哪里", max_length=80, required=False)

    @property
    def starts(self) -> datetime:
        """Return the new beginning."""
        said = self.cleaned_data
        return timezone.make_aware(datetime.combine(said["day"], said["opens"]))


def _named(provider: Provider) -> str:
    unit = f"，{provider.unit}" if provider.unit else ""
    return f"{provider.name}（{provider.title}{unit}）"
