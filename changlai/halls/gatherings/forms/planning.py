"""Shapes of a plan: what it is, when, where, how people get a seat."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from changlai.engines.activities.public import (
    Activity,
    KeptFor,
    KeptPlan,
    QuotaPlan,
    Repeat,
    SeatPool,
    Session,
    SessionPlan,
    SignUpPlan,
    SignUpRule,
    TicketKind,
    Visibility,
    Words,
)
from changlai.halls.gatherings.forms.moments import clock_field, day_field, moment_field, span_of
from changlai.halls.gatherings.queries.places import Where
from changlai.kernel.errors import BadInput

SPARE_DAYS = 6
QUOTAS = 3
WEEKDAYS = [(str(day), f"周{word}") for day, word in enumerate("一二三四五六日", 1)]


def lines_of(text: str) -> tuple[str, ...]:
    """Return the words of a field where commas or lines part them."""
    for mark in "，、,;；":
        text = text.replace(mark, "\n")
    return tuple(dict.fromkeys(word.strip() for word in text.splitlines() if word.strip()))


class AboutForm(forms.Form):
    """What an activity is called and what is said of it."""

    title = forms.CharField(
        label="活动名称", max_length=60, error_messages={"required": "请填写活动名称。"}
    )
    summary = forms.CharField(
        label="一句话介绍", max_length=120, required=False, help_text="列表里就显示这一句。"
    )
    body = forms.CharField(
        label="详细说明", max_length=4000, required=False, widget=forms.Textarea({"rows": 5})
    )
    audiences = forms.CharField(
        label="适合谁", max_length=100, required=False, help_text="比如：老人、孩子、种植户"
    )
    visibility = forms.ChoiceField(label="谁看得到", choices=Visibility.choices)

    def words(self, extra: dict[str, Any]) -> Words:
        """Return what is said, with the answers to the kind's own questions."""
        said = self.cleaned_data
        return Words(
            summary=said["summary"],
            body=said["body"],
            extra=extra,
            audiences=lines_of(said["audiences"])[:10],
            visibility=said["visibility"],
        )


class TimesForm(forms.Form):
    """Once, on some days, or each week until a day; each date with its own sign-up if wanted."""

    repeat = forms.ChoiceField(
        label="办几次",
        choices=[("once", "办一次"), ("several", "分几天办"), ("weekly", "每周办")],
        widget=forms.RadioSelect,
        initial="once",
    )
    day = day_field("日期", error_messages={"required": "请选日期。"})
    starts = clock_field("几点开始", error_messages={"required": "请选开始时间。"})
    ends = clock_field(
        "几点结束",
        help_text="比开始早就算到第二天。",
        error_messages={"required": "请选结束时间。"},
    )
    weekdays = forms.MultipleChoiceField(
        label="每周哪几天",
        choices=WEEKDAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    until = day_field("办到哪天为止", required=False)
    every_weeks = forms.IntegerField(
        label="隔几周一次", min_value=1, max_value=12, required=False, initial=1
    )
    skip_holidays = forms.BooleanField(label="放假的日子不办", required=False, initial=True)
    is_separate = forms.BooleanField(
        label="每次单独报名",
        required=False,
        help_text="勾上就是一次一个活动；不勾就是一个活动分许多场，报一次名场场都能来。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(2, SPARE_DAYS + 1):
            self.fields[f"day_{place}"] = day_field(f"第{place}天", required=False)
            self.fields[f"starts_{place}"] = clock_field("开始", required=False)
            self.fields[f"ends_{place}"] = clock_field("结束", required=False)

    @property
    def more_days(self) -> list[tuple[Any, Any, Any]]:
        """Return the rows of further days: (day, starts, ends)."""
        return [
            (self[f"day_{place}"], self[f"starts_{place}"], self[f"ends_{place}"])
            for place in range(2, SPARE_DAYS + 1)
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen way needs."""
        said = super().clean() or {}
        if said.get("repeat") == "weekly":
            if not said.get("weekdays"):
                self.add_error("weekdays", "请选每周的哪几天。")
            if not said.get("until"):
                self.add_error("until", "请选办到哪天为止。")
            elif said.get("day") and said["until"] < said["day"]:
                self.add_error("until", "最后一天不能早于第一天。")
        return said

    @property
    def rule(self) -> Repeat | None:
        """Return the rule of a weekly plan; raises BadInput for one that cannot be."""
        said = self.cleaned_data
        if said["repeat"] != "weekly":
            return None
        return Repeat(
            weekdays=tuple(int(day) for day in said["weekdays"]),
            first=said["day"],
            until=said["until"],
            every_weeks=said["every_weeks"] or 1,
            skip_holidays=said["skip_holidays"],
        )

    def spans(self, days: Iterable[date] | None) -> list[tuple[datetime, datetime]]:
        """Return the spans of all sessions; `days` are those of the weekly rule."""
        said = self.cleaned_data
        starts, ends = said["starts"], said["ends"]
        if days is not None:
            return [span_of(day, starts, ends) for day in days]
        found = [span_of(said["day"], starts, ends)]
        if said["repeat"] == "several":
            for place in range(2, SPARE_DAYS + 1):
                if day := said[f"day_{place}"]:
                    one = said[f"starts_{place}"] or starts
                    other = said[f"ends_{place}"] or ends
                    found.append(span_of(day, one, other))
        return sorted(found)


class PlaceForm(forms.Form):
    """A room of the centre with how it is set up, or a place in words."""

    where = forms.ChoiceField(
        label="用哪个场所",
        required=False,
        error_messages={"invalid_choice": "没有这个场所，请重新选。"},
    )
    place_text = forms.CharField(
        label="别的地点",
        max_length=80,
        required=False,
        help_text="不在中心的房间里办，写在哪，比如：村口大榕树下",
    )

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        said = super().clean() or {}
        if not said.get("where") and not said.get("place_text") and not self.errors:
            self.add_error("where", "请选一个场所，或者在下面写明地点。")
        return said

    def place(self) -> dict[str, Any]:
        """Return the place as a session's plan takes it."""
        said = self.cleaned_data
        found = Where.parse(said["where"])
        if found is None:
            return {"place_text": said["place_text"]}
        return {
            "room_id": found.room_id,
            "layout_id": found.layout_id,
            "part_ids": (found.part_id,) if found.part_id else None,
            "place_text": said["place_text"],
        }


_SEATS = [MinValueValidator(1), MaxValueValidator(20_000)]


class SeatsForm(forms.Form):
    """How people get a seat: the rule, the seats, who has some kept, until when."""

    rule = forms.ChoiceField(label="报名方式", choices=SignUpRule.choices)
    party_limit = forms.IntegerField(
        label="一次最多报几人", min_value=1, max_value=50, initial=1, help_text="含本人"
    )
    household_limit = forms.IntegerField(
        label="一户最多几人", min_value=1, max_value=50, required=False, help_text="不限就空着"
    )
    opens_at = moment_field("报名开始", help_text="空着就是发布以后马上能报")
    closes_at = moment_field("报名截止", help_text="空着就是开始以前都能报")
    cancel_until = moment_field("最晚什么时候能自己取消", help_text="空着就是开始以前")
    has_waiting_list = forms.BooleanField(label="满了可以候补", required=False, initial=True)
    offer_hours = forms.IntegerField(
        label="候补到名额后保留几小时", min_value=0, max_value=168, initial=12
    )
    kept_elders = forms.IntegerField(label="给老年人留几个", min_value=0, required=False)
    kept_first = forms.IntegerField(label="给第一次来的人留几个", min_value=0, required=False)
    release_at = moment_field("留的名额什么时候放开", help_text="空着就在开始前一天放开")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(1, QUOTAS + 1):
            self.fields[f"name_{place}"] = forms.CharField(
                label="名额叫什么", max_length=30, required=False
            )
            self.fields[f"seats_{place}"] = forms.IntegerField(
                label="多少个", required=False, validators=_SEATS
            )
            self.fields[f"tickets_{place}"] = forms.CharField(
                label="报名种类",
                max_length=200,
                required=False,
                help_text="几种合用名额，用逗号隔开",
            )

    @property
    def quotas(self) -> list[tuple[Any, Any, Any]]:
        """Return the rows of quotas: (name, seats, tickets)."""
        return [
            (self[f"name_{place}"], self[f"seats_{place}"], self[f"tickets_{place}"])
            for place in range(1, QUOTAS + 1)
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for seats where people sign up."""
        said = super().clean() or {}
        counted = [place for place in range(1, QUOTAS + 1) if said.get(f"seats_{place}")]
        if said.get("rule") != SignUpRule.NONE and not counted and "seats_1" not in self.errors:
            self.add_error("seats_1", "要报名的活动请填名额。")
        # Without it nobody could draw before the activity has begun.
        is_draw = said.get("rule") == SignUpRule.DRAW
        if is_draw and not said.get("closes_at") and "closes_at" not in self.errors:
            self.add_error("closes_at", "抽签要填报名截止，截止以后才能抽。")
        return said

    def plan(self, first_starts: datetime) -> SignUpPlan:
        """Return how people get a seat; raises BadInput for what cannot be."""
        said = self.cleaned_data
        if said["rule"] == SignUpRule.NONE:
            return SignUpPlan()
        if said["rule"] == SignUpRule.DRAW and said["closes_at"] >= first_starts:
            raise BadInput("抽签的报名截止要早于活动开始，好留出时间抽签和告诉大家。")
        release = said["release_at"] or first_starts - timedelta(days=1)
        kept = tuple(
            KeptPlan(KeptFor(kind), said[name], release)
            for kind, name in (
                (KeptFor.ELDERS, "kept_elders"),
                (KeptFor.FIRST_TIMERS, "kept_first"),
            )
            if said[name]
        )
        quotas: list[QuotaPlan] = []
        for place in range(1, QUOTAS + 1):
            if seats := said[f"seats_{place}"]:
                name = " ".join(said[f"name_{place}"].split()) or f"名额{place}"
                tickets = lines_of(said[f"tickets_{place}"]) or (name if place > 1 else "报名",)
                quotas.append(QuotaPlan(name, seats, tickets, kept if not quotas else ()))
        names = [name for one in quotas for name in one.tickets]
        if len(set(names)) < len(names) or len({one.name for one in quotas}) < len(quotas):
            raise BadInput("两个名额或报名种类用了同一个名称，请改一个。")
        return SignUpPlan(
            rule=SignUpRule(said["rule"]),
            quotas=tuple(quotas),
            opens_at=said["opens_at"],
            closes_at=said["closes_at"],
            cancel_until=said["cancel_until"],
            party_limit=said["party_limit"],
            household_limit=said["household_limit"],
            has_waiting_list=said["has_waiting_list"],
            offer_hours=said["offer_hours"],
        )


class SessionForm(forms.Form):
    """When one session is to be."""

    day = day_field("日期", error_messages={"required": "请选日期。"})
    starts = clock_field("几点开始", error_messages={"required": "请选开始时间。"})
    ends = clock_field(
        "几点结束",
        help_text="比开始早就算到第二天。",
        error_messages={"required": "请选结束时间。"},
    )

    def span(self) -> tuple[datetime, datetime]:
        """Return the span."""
        said = self.cleaned_data
        return span_of(said["day"], said["starts"], said["ends"])


class ReasonForm(forms.Form):
    """Why something will not be."""

    reason = forms.CharField(
        label="为什么取消",
        max_length=120,
        help_text="报了名的人会看到这句话。",
        error_messages={"required": "请写明取消的原因，报了名的人会看到。"},
    )


def about_of(activity: Activity) -> dict[str, Any]:
    """Return what AboutForm shows of an activity."""
    return {
        "title": activity.title,
        "summary": activity.summary,
        "body": activity.body,
        "audiences": "、".join(activity.audiences),
        "visibility": activity.visibility,
    }


def session_of(session: Session) -> dict[str, Any]:
    """Return what SessionForm shows of a session."""
    starts, ends = timezone.localtime(session.starts), timezone.localtime(session.ends)
    return {
        "day": starts.date(),
        "starts": time(starts.hour, starts.minute),
        "ends": time(ends.hour, ends.minute),
    }


def seats_form_of(
    activity: Activity, pools: Iterable[SeatPool], tickets: Iterable[TicketKind]
) -> dict[str, Any]:
    """Return what SeatsForm shows of an activity."""
    found: dict[str, Any] = {
        "rule": activity.sign_up_rule,
        "party_limit": activity.party_limit,
        "household_limit": activity.household_limit,
        "opens_at": activity.opens_at,
        "closes_at": activity.closes_at,
        "cancel_until": activity.cancel_until,
        "has_waiting_list": activity.has_waiting_list,
        "offer_hours": activity.offer_hours,
    }
    pools, tickets = list(pools), list(tickets)
    quotas: dict[UUID, Any] = {pool.quota_id: pool.quota for pool in pools}
    for place, quota in enumerate(sorted(quotas.values(), key=lambda one: one.order), 1):
        found[f"name_{place}"] = quota.name
        found[f"seats_{place}"] = sum(one.seats for one in pools if one.quota_id == quota.pk)
        found[f"tickets_{place}"] = "、".join(
            one.name for one in tickets if one.quota_id == quota.pk
        )
    for pool in pools:
        if pool.released_at is None and pool.kept_for != KeptFor.EVERYONE:
            name = "kept_elders" if pool.kept_for == KeptFor.ELDERS else "kept_first"
            found[name], found["release_at"] = pool.seats, pool.release_at
    return found


def sessions_at(
    spans: Iterable[tuple[datetime, datetime]], place: dict[str, Any]
) -> list[SessionPlan]:
    """Return the sessions of some spans at one place."""
    return [SessionPlan(starts, ends, **place) for starts, ends in spans]
