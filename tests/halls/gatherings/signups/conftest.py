"""The cast's village with an activity to sign up for, and browsers of those who want to come."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from changlai.engines.activities.public import (
    Activity,
    SignUp,
    SignUpRule,
    TicketKind,
)
from changlai.foundation.people.backends import RESIDENT, STAFF
from changlai.foundation.people.public import Account, Person
from tests.cast import NOW, Village
from tests.engines.activities.conftest import Stage, make_stage

HOUR = timedelta(hours=1)
CLOSES = NOW + timedelta(days=5)


@dataclass(frozen=True)
class Hall:
    """The gatherings hall of the cast's village, as its pages show it."""

    stage: Stage

    @property
    def village(self) -> Village:
        return self.stage.village

    @property
    def centre(self) -> Any:
        return self.village.centre

    def page(self, name: str, **kwargs: Any) -> str:
        return reverse(f"gatherings:{name}", kwargs={"code": self.centre.code, **kwargs})

    def client(self, account: Account) -> Client:
        client = Client()
        is_staff = account.username is not None
        client.force_login(account, backend=STAFF if is_staff else RESIDENT)
        return client

    def as_person(self, person: Person) -> Client:
        assert person.account is not None
        return self.client(person.account)

    def ticket(self, activity: Activity, number: int = 0) -> TicketKind:
        rows = TicketKind.objects.of(self.centre).filter(activity=activity).order_by("order")
        return rows[number]

    def wish(self, activity: Activity, **more: Any) -> dict[str, Any]:
        return {"ticket": str(self.ticket(activity).pk), "heads": "1", **more}

    def join(self, activity: Activity, person: Person, **more: Any) -> SignUp:
        """Sign a person up through the page."""
        at = self.page("sign_up", pk=activity.pk)
        response = self.as_person(person).post(at, self.wish(activity, **more))
        assert response.status_code == 302, response.content.decode()
        return SignUp.objects.get(activity=activity, person=person, state__in=LIVE)

    def drawn_activity(self, seats: int = 2, **more: Any) -> Activity:
        return self.stage.plan(seats, rule=SignUpRule.DRAW, closes_at=CLOSES, **more)


LIVE = ("applied", "confirmed", "waiting", "offered")


@pytest.fixture
def hall(village: Village) -> Hall:
    return Hall(make_stage(village))


@pytest.fixture
def clock() -> Any:
    """The village's clock, standing still until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def move(clock: Any, to: datetime) -> None:
    clock.move_to(to)
