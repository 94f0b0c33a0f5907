"""今天谁在: who is here in each part of a day, by first name, and what they help with (F10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from changlai.foundation.people.models import StaffCard
from changlai.foundation.people.names import first_name
from changlai.foundation.people.queries import duty_week, part_of_day
from changlai.foundation.people.states import DayPart, DutyKind


@dataclass(frozen=True)
class Colleague:
    """Somebody on duty as villagers read of them: no family name, no number of their own."""

    called: str
    helps: str
    answers: bool
    """Whether they are the one who answers the telephone."""


@dataclass(frozen=True)
class PartOfBoard:
    """A part of a day with whoever is on duty in it."""

    title: str
    people: tuple[Colleague, ...]
    is_now: bool


@dataclass(frozen=True)
class DayOfBoard:
    """A day with its parts; one without any has no roster yet."""

    day: date
    parts: tuple[PartOfBoard, ...]


def helps_of(centre: Any, account_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return what colleagues help with, by their account."""
    rows = StaffCard.objects.of(centre).filter(account_id__in=list(account_ids))
    return dict(rows.values_list("account_id", "helps"))


def board(centre: Any, at: datetime, days: int = 7) -> list[DayOfBoard]:
    """Return today and the days after it in two statements; who is in twice stands once."""
    today, now = timezone.localdate(at), part_of_day(at)
    last = today + timedelta(days=days - 1)
    turns = list(duty_week(centre, today, last).filter(account__is_active=True))
    helps = helps_of(centre, {turn.account_id for turn in turns})
    found: dict[tuple[date, str], dict[UUID, Colleague]] = {}
    # Whoever answers the telephone first: that is whom most people need.
    for turn in sorted(turns, key=lambda one: one.kind != DutyKind.PHONE):
        there = found.setdefault((turn.day, turn.part), {})
        there.setdefault(
            turn.account_id,
            Colleague(
                first_name(turn.account.shown_name),
                helps.get(turn.account_id, ""),
                turn.kind == DutyKind.PHONE,
            ),
        )
    return [
        DayOfBoard(
            day,
            tuple(
                PartOfBoard(
                    str(part.label),
                    tuple(found[day, part.value].values()),
                    day == today and part == now,
                )
                for part in DayPart
                if (day, part.value) in found
            ),
        )
        for day in (today + timedelta(days=ahead) for ahead in range(days))
    ]
