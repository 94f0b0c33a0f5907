"""Shapes of the roll: a code or a name at the door, a sheet of paper, the people without a name."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from changlai.engines.activities.public import MOST_GUESTS, RollLine, Session
from changlai.halls.gatherings.queries.showing import moment
from changlai.kernel.errors import BadInput
from changlai.kernel.pages.once import OnceForm

NO_AUTOFILL = {"autocomplete": "off", "data-private": ""}


class ScanForm(OnceForm):
    """A code: typed, or written by a scanner that is a keyboard to the browser."""

    code = forms.CharField(
        label="报名码",
        max_length=200,
        help_text="扫码枪对准报名码，或照着打上去再按回车。",
        widget=forms.TextInput(attrs={**NO_AUTOFILL, "autocapitalize": "characters"}),
        error_messages={"required": "请扫或打上报名码。"},
    )

    def clean_code(self) -> str:
        """Take the code out of an address, when the scanner read a QR with one."""
        typed: str = self.cleaned_data["code"]
        return typed.strip().rstrip("/").replace("=", "/").rpartition("/")[2]


class WalkInForm(OnceForm):
    """Somebody who just came, by what people call them."""

    alias = forms.CharField(
        label="怎么称呼",
        max_length=40,
        widget=forms.TextInput(attrs=NO_AUTOFILL),
        error_messages={"required": "请写上来的人怎么称呼。"},
    )


class GuestsForm(forms.Form):
    """How many came whose names nobody took."""

    guests = forms.IntegerField(
        label="没留名的有几人",
        min_value=0,
        max_value=MOST_GUESTS,
        initial=0,
        help_text="没签到也算参加，数个大概就行。",
        error_messages={"invalid": "请填数字。", "required": "没有就填0。"},
    )


class EndForm(forms.Form):
    """How many came to each session whose names nobody took."""

    def __init__(self, *args: Any, sessions: list[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sessions = sessions
        for one in sessions:
            self.fields[f"guests_{one.order}"] = forms.IntegerField(
                label=f"{moment(one.starts)}没留名的有几人",
                min_value=0,
                max_value=MOST_GUESTS,
                required=False,
                help_text="签到里已经有的人不用再算。",
            )

    @property
    def guests(self) -> dict[UUID, int]:
        """Return the number of each session."""
        return {one.pk: self.cleaned_data.get(f"guests_{one.order}") or 0 for one in self.sessions}


class SheetForm(OnceForm):
    """A sign-in sheet of paper: who is ticked, who is written below, and from when."""

    ticked = forms.MultipleChoiceField(
        label="打了勾的", required=False, widget=forms.CheckboxSelectMultiple
    )
    names = forms.CharField(
        label="另外写上的名字",
        required=False,
        max_length=2000,
        help_text="一行一个。",
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 2000, "data-private": ""}),
    )
    came_at = forms.TimeField(
        label="几点到的",
        required=False,
        help_text="不填就按开始时间算。",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "请填几点几分，如 19:05。"},
    )

    def __init__(self, *args: Any, session: Session, lines: list[RollLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        field: Any = self.fields["ticked"]
        field.choices = [
            (str(one.sign_up.pk), named(number, one))
            for number, one in enumerate(lines, 1)
            if one.sign_up is not None
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for somebody, and put the time of day onto the session's day."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not found.get("ticked") and not found.get("names", "").strip():
            raise forms.ValidationError("请勾上来的人，或者写上名字。")
        if not self.errors:
            found["came_at"] = moment_of(self.session, found.get("came_at"))
        return found


def named(number: int, line: RollLine) -> str:
    """Return how a line is called on the sheet and where it is entered: number, name, party."""
    return f"{number}. {line.name}" + (f"（{line.heads}人）" if line.heads > 1 else "")


def moment_of(session: Session, clock: time | None) -> datetime:
    """Return a time of day within a session, which may go past midnight."""
    if clock is None:
        return session.starts
    starts = timezone.localtime(session.starts)
    found = starts.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    if found < starts and timezone.localtime(session.ends).date() > starts.date():
        after = timezone.localtime(session.ends)
        found = after.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return found


def parsed_moment(text: Any) -> datetime:
    """Return a moment that a phone wrote; raises BadInput for what is none."""
    try:
        found = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    except ValueError:
        raise BadInput("收到的时间读不出来，请重新上传。") from None
    if found.tzinfo is None:
        raise BadInput("收到的时间读不出来，请重新上传。")
    return found
