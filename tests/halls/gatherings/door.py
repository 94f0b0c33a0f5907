"""The door of an evening: an activity with its session, and browsers that stand there."""

import json
from typing import Any

from django.test import Client
from django.urls import reverse

from changlai.engines.activities.public import Mark, MarkOutcome, Session, SignUp
from changlai.foundation.people.public import Account
from tests.engines.activities.conftest import Stage, at

SEVEN = at("2026-03-28 19:00")
STAFF = "changlai.foundation.people.backends.StaffBackend"


class Door:
    """One evening of the cast's village."""

    def __init__(self, stage: Stage, **plan: Any) -> None:
        self.stage = stage
        self.centre = stage.centre
        self.activity = stage.plan(**{"seats": 40, **plan})
        self.session = Session.objects.of(self.centre).filter(activity=self.activity)[0]

    def come(self, name: str = "", **more: Any) -> SignUp:
        return self.stage.come(self.activity, self.stage.person(name), **more)

    def url(self, name: str, **kwargs: Any) -> str:
        return reverse(f"gatherings:{name}", kwargs={"code": self.centre.code, **kwargs})

    def page(self, name: str) -> str:
        return self.url(name, pk=self.session.pk)

    def client(self, account: Account, *, backend: str = STAFF) -> Client:
        client = Client()
        client.force_login(account, backend=backend)
        return client

    @property
    def duty(self) -> Client:
        return self.client(self.stage.village.duty)

    def marks(self) -> Any:
        return Mark.objects.of(self.centre).order_by("received_at", "id")

    def taken(self) -> int:
        return int(self.marks().filter(outcome=MarkOutcome.TAKEN).exclude(kind="void").count())


def send(client: Client, url: str, told: Any) -> Any:
    """Send what a phone kept, as its script does."""
    return client.post(url, json.dumps(told), content_type="application/json")


def words(answer: Any) -> str:
    """Return the text of a page without its marks and spaces."""
    return " ".join(answer.content.decode().split())
