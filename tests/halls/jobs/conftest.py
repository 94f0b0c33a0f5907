"""The cast's village with its gig station, and short words for offering and asking for work."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from changlai.foundation.people.backends import RESIDENT, STAFF
from changlai.halls.jobs import actions
from changlai.halls.jobs.models import Employer, JobMatch, JobPost, WorkerCard
from changlai.kernel.ids import uuid7
from tests.cast import NOW, Village, phone

TODAY = timezone.localdate(NOW)
"""A Wednesday."""


@dataclass(frozen=True)
class Station:
    """The gig station of the cast's village."""

    village: Village

    @property
    def centre(self) -> Any:
        return self.village.centre

    @property
    def staff(self) -> Any:
        return self.village.actor(self.village.handler)

    @property
    def words(self) -> dict[str, Any]:
        return {"centre": self.centre, "actor": self.staff, "at": NOW}

    def employer(self, *, checked: bool = True, **more: Any) -> Employer:
        said: dict[str, Any] = {
            "name": "青禾合作社",
            "kind": "cooperative",
            "contact_name": "钱广田",
            "phone": phone(801),
        }
        row = actions.put_employer(**self.words | said | more)
        return self.check(row) if checked else row

    def check(self, row: Employer) -> Employer:
        return actions.check_employer(employer_id=row.pk, how="phoned", **self.words)

    def work(self, **more: Any) -> actions.Work:
        said: dict[str, Any] = {
            "title": "贴地砖",
            "place": "榕树头二号院",
            "hamlet": self.village.hamlet,
            "starts_on": TODAY + timedelta(days=7),
            "ends_on": TODAY + timedelta(days=7),
            "hours": "早上7点到下午5点",
            "headcount": 1,
            "pay": Decimal("180"),
            "pay_unit": "day",
            "pay_how": "当天付现金",
            "skills": ["贴砖"],
        }
        return actions.Work(**said | more)

    def draft(self, employer: Employer | None = None, **more: Any) -> JobPost:
        return actions.hand_in_post(
            employer_id=(employer or self.employer()).pk,
            work=self.work(**more),
            form_id=uuid7(),
            channel="counter",
            **self.words,
        )

    def post(self, employer: Employer | None = None, **more: Any) -> JobPost:
        draft = self.draft(employer, **more)
        return actions.publish_post(post_id=draft.pk, **self.words)

    def card(self, person: Any = None, at: datetime = NOW, **more: Any) -> WorkerCard:
        offer = {
            name: more.pop(name)
            for name in ("skills", "more_skills", "places", "weekdays", "hours")
            if name in more
        }
        said: dict[str, Any] = {"birth_year": 1975, "form_id": uuid7(), "channel": "counter"}
        return actions.make_card(
            person=person,
            offer=actions.Offer(**{"skills": ["贴砖"]} | offer),
            **self.words | {"at": at} | said | more,
        )

    def wanted(self, post: JobPost, person: Any = None, **more: Any) -> JobMatch:
        said: dict[str, Any] = {"birth_year": 1975, "person": person}
        if person is None:
            said["person"] = self.village.resident_person
        return actions.want_post(post_id=post.pk, **self.words | said | more)

    def agreed(self, post: JobPost | None = None, person: Any = None) -> JobMatch:
        match = self.wanted(post or self.post(), person)
        return actions.agree(match_id=match.pk, **self.words)

    def page(self, name: str, **kwargs: Any) -> str:
        return reverse(f"jobs:{name}", kwargs={"code": self.centre.code, **kwargs})

    def client(self, account: Any) -> Client:
        client = Client()
        staff = {self.village.secretary, self.village.handler, self.village.duty}
        client.force_login(account, backend=STAFF if account in staff else RESIDENT)
        return client


def later(days: int) -> datetime:
    return NOW + timedelta(days=days)


def coming(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.fixture
def station(village: Village) -> Station:
    return Station(village)
