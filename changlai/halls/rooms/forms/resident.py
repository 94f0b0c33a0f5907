"""What a resident fills in: look for a room, and book it."""

from typing import Any
from uuid import uuid4

from django import forms

from changlai.engines.activities.public import Repeat
from changlai.foundation.places.public import Access, Function
from changlai.halls.rooms.actions import Wish
from changlai.halls.rooms.forms.times import InRoomForm, TimesForm
from changlai.kernel.pages.widgets import PLAUSIBLE_DAYS, Day

MOST_PEOPLE = 5000


class FindForm(TimesForm):
    """Find a place for twenty people on Saturday evening."""

    headcount = forms.IntegerField(
        label="几个人",
        min_value=1,
        max_value=MOST_PEOPLE,
        required=False,
        error_messages={
            "min_value": "至少1个人。",
            "max_value": f"最多填{MOST_PEOPLE}。",
            "invalid": "请填人数，比如20。",
        },
    )
    function = forms.ModelChoiceField(
        label="做什么用", queryset=Function.objects.none(), required=False, empty_label="都行"
    )
    access = forms.MultipleChoiceField(
        label="要方便老人和轮椅",
        choices=Access.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, functions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["function"]
        field.queryset = functions


class WordsForm(forms.Form):
    """What a booking is for, how many come, what they need; of a new one or of one that stands."""

    purpose = forms.CharField(
        label="做什么用",
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": "比如：舞蹈队排练"}),
        error_messages={"required": "请写一下做什么用，比如“舞蹈队排练”。"},
    )
    headcount = forms.IntegerField(
        label="大约几个人",
        min_value=1,
        max_value=MOST_PEOPLE,
        error_messages={
            "required": "请填大约几个人。",
            "min_value": "至少1个人。",
            "max_value": f"最多填{MOST_PEOPLE}。",
            "invalid": "请填人数，比如20。",
        },
    )
    needs = forms.CharField(
        label="要用的设备",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "比如：音响、投影"}),
    )


class BookForm(InRoomForm, WordsForm):
    """Book one room: when, what for, how many; weekly for those who come each week."""

    keeps_longest = True
    """Whether only lengths are offered for which the room is lent."""

    group_name = forms.CharField(
        label="队伍或单位",
        max_length=40,
        required=False,
        help_text="替文艺队、协会约，就写上名字；自己用不用填。",
    )
    weekly = forms.BooleanField(label="每周这个时间都用", required=False)
    until = forms.DateField(label="用到哪天", required=False, widget=Day, validators=PLAUSIBLE_DAYS)
    skip = forms.BooleanField(
        label="有几天约不上也没关系，约得上的先约", required=False, initial=True
    )
    agree = forms.BooleanField(label="看过借用须知，同意", required=False)
    form_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, room: Any, **kwargs: Any) -> None:
        super().__init__(*args, room=room, **kwargs)
        self.fields["form_id"].initial = uuid4()
        if not room.conditions:
            del self.fields["agree"]
        if self.keeps_longest:
            length: Any = self.fields["length"]
            fits = [one for one in length.choices if int(one[0]) <= room.longest_minutes]
            length.choices = fits or length.choices[:1]
            if self.initial.get("length") not in dict(length.choices):
                self.initial["length"] = length.choices[-1][0]

    def clean(self) -> dict[str, Any]:
        """Ask for the last day of a weekly wish."""
        cleaned = super().clean() or {}
        if cleaned.get("weekly") and not cleaned.get("until") and "until" not in self.errors:
            self.add_error("until", "每周都用的话，请选用到哪天。")
        return cleaned

    def repeat(self) -> Repeat | None:
        """Return the weekly rule asked for; raises BadInput for a last day before the first."""
        cleaned = self.cleaned_data
        if not cleaned.get("weekly"):
            return None
        day = cleaned["day"]
        return Repeat(weekdays=(day.isoweekday(),), first=day, until=cleaned["until"])

    def wish(self, **more: Any) -> Wish:
        """Return the words of the wish; the form is valid."""
        cleaned = self.cleaned_data
        values: dict[str, Any] = {
            "purpose": cleaned["purpose"],
            "headcount": cleaned["headcount"],
            "agrees": bool(cleaned.get("agree")),
            "layout_id": self.layout_id(),
            "part_id": self.part_id(),
            "group_name": cleaned["group_name"],
            "needs": cleaned["needs"],
        }
        return Wish(**(values | more))
