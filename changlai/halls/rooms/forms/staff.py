"""What the desk fills in: filters, a booking for somebody, a reason, another place, a closure."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from changlai.foundation.places.public import Room
from changlai.halls.rooms.forms.resident import BookForm
from changlai.halls.rooms.forms.times import InRoomForm
from changlai.halls.rooms.queries.bookings import DateFilter
from changlai.halls.rooms.states import DateState, Priority
from changlai.kernel.pages.widgets import PLAUSIBLE_DAYS, Day, Phone


class DatesFilterForm(forms.Form):
    """Filters above the list of bookings."""

    words = forms.CharField(label="用途、队伍、姓名", required=False, max_length=40)
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *DateState.choices]
    )
    room = forms.ModelChoiceField(
        label="场所", queryset=Room.objects.none(), required=False, empty_label="全部"
    )
    priority = forms.TypedChoiceField(
        label="谁用",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "全部"), *Priority.choices],
    )
    since = forms.DateField(label="从", required=False, widget=Day, validators=PLAUSIBLE_DAYS)
    until = forms.DateField(label="到", required=False, widget=Day, validators=PLAUSIBLE_DAYS)

    def __init__(self, *args: Any, rooms: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["room"]
        field.queryset = rooms

    def as_filter(self) -> DateFilter:
        """Return what can be understood of the filters; the rest is told beside its field."""
        self.is_valid()
        said = self.cleaned_data
        room = said.get("room")
        return DateFilter(
            words=said.get("words") or "",
            state=said.get("state") or "",
            room_id=room.pk if room else None,
            since=said.get("since"),
            until=said.get("until"),
            priority=said.get("priority"),
        )


class DeskBookForm(BookForm):
    """A booking written down for somebody, or for the village itself."""

    keeps_longest = False
    priority = forms.TypedChoiceField(
        label="谁用", coerce=int, choices=Priority.choices, initial=Priority.PRIVATE
    )
    contact_name = forms.CharField(label="联系人", max_length=40, required=False)
    contact_phone = forms.CharField(label="联系电话", max_length=30, required=False, widget=Phone)
    channel = forms.ChoiceField(
        label="怎么来的",
        choices=[("counter", "到窗口"), ("phone", "打电话"), ("paper", "纸质表")],
    )
    ignore_hours = forms.BooleanField(label="不在开放时间也安排(有人开门)", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "agree" in self.fields:
            self.fields["agree"].label = "借用须知已经说给对方听，对方同意"


class RoomChoiceForm(forms.Form):
    """Which room the desk books."""

    room = forms.ModelChoiceField(
        label="场所", queryset=Room.objects.none(), error_messages={"required": "请选场所。"}
    )

    def __init__(self, *args: Any, rooms: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["room"]
        field.queryset = rooms


class ReasonForm(forms.Form):
    """Why: read by whoever booked, word for word."""

    reason = forms.CharField(
        label="原因",
        max_length=120,
        help_text="对方会看到这句话。",
        error_messages={"required": "请写一句原因，对方会看到。"},
    )


class MoveForm(InRoomForm):
    """Another time for a date, in the room chosen before."""

    ignore_hours = forms.BooleanField(label="不在开放时间也安排(有人开门)", required=False)


class CloseForm(forms.Form):
    """Take a room out of use for a time."""

    first = forms.DateField(
        label="从哪天",
        widget=Day,
        validators=PLAUSIBLE_DAYS,
        error_messages={"required": "请选哪天开始。"},
    )
    first_clock = forms.TimeField(
        label="几点",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        initial="08:00",
        error_messages={"required": "请填几点开始。", "invalid": "请填几点，比如08:00。"},
    )
    last = forms.DateField(
        label="到哪天",
        widget=Day,
        validators=PLAUSIBLE_DAYS,
        error_messages={"required": "请选到哪天。"},
    )
    last_clock = forms.TimeField(
        label="几点",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        initial="21:00",
        error_messages={"required": "请填到几点。", "invalid": "请填几点，比如21:00。"},
    )
    reason = forms.CharField(
        label="原因",
        max_length=80,
        help_text="会写在门口和场所页上，比如“换灯”。",
        error_messages={"required": "请写明原因，门口会写出来。"},
    )
    part = forms.ChoiceField(label="哪里", required=False)

    def __init__(self, *args: Any, room: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(room.live_parts) < 2:
            del self.fields["part"]
        else:
            field: Any = self.fields["part"]
            field.choices = [("", "整间"), *((str(p.pk), p.name) for p in room.live_parts)]

    def span(self) -> tuple[datetime, datetime]:
        """Return the moments; the form is valid."""
        said, zone = self.cleaned_data, timezone.get_default_timezone()
        return (
            datetime.combine(said["first"], said["first_clock"], zone),
            datetime.combine(said["last"], said["last_clock"], zone),
        )

    def part_ids(self) -> list[UUID] | None:
        """Return the part that is closed, None for the whole room."""
        typed = self.cleaned_data.get("part")
        return [UUID(typed)] if typed else None


def day_asked(typed: str, today: date) -> date:
    """Return the day an address asks for; today for none, or for one that is none."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return today
    return day if timedelta(0) <= abs(day - today) <= timedelta(days=3660) else today
