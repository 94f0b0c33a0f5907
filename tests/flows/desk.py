"""The village as its people meet it: pages asked for by a browser, words put into forms."""

import html
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from changlai.engines.cases.public import (
    Case,
    OpenedCase,
    accept_case,
    answer_case,
    open_case,
)
from changlai.foundation.people.public import Account, Actor, actor_of
from tests.cast import Village

SAID = "二组路灯不亮，晚上看不见路。"


def seen(answer: Any) -> str:
    """Return a page as a reader has it: entities resolved."""
    return html.unescape(answer.content.decode())


def hidden(answer: Any, name: str) -> str:
    """Return what a page carries in a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    assert found, f"no field {name} in the page"
    return html.unescape(found[1])


def upload(body: bytes, name: str) -> SimpleUploadedFile:
    """Return a file as a browser sends it, whatever it really is."""
    return SimpleUploadedFile(name, body, "image/jpeg")


@dataclass(frozen=True)
class Desk:
    """The cast's village with its hall, as pages and as actions."""

    village: Village

    @property
    def centre(self) -> Any:
        """The village's centre."""
        return self.village.centre

    def page(self, name: str, **parts: Any) -> str:
        """Return the address of a page at this centre."""
        return reverse(name, kwargs={"code": self.centre.code, **parts})

    def staff(self, account: Account) -> Client:
        """Return a browser in which this member of staff is signed in."""
        client = Client(raise_request_exception=False)
        client.force_login(account, backend="changlai.foundation.people.backends.StaffBackend")
        return client

    def resident(self, account: Account) -> Client:
        """Return a browser in which this resident is signed in."""
        client = Client(raise_request_exception=False)
        client.force_login(account, backend="changlai.foundation.people.backends.ResidentBackend")
        return client

    def actor(self, account: Account) -> Actor:
        """Return an account as the actor it is here now."""
        return actor_of(account=account, centre=self.centre, at=timezone.now())

    def opened(self, text: str = SAID, **more: Any) -> OpenedCase:
        """Open a voice as somebody on the page would."""
        values: dict[str, Any] = {
            "kind": "help",
            "channel": "online",
            "contact_phone": "19900000042",
            "actor": Actor.anonymous(self.centre.pk),
            "at": timezone.now(),
        }
        return open_case(centre=self.centre, text=text, **values | more)

    def accepted(self, at: datetime | None = None, **more: Any) -> OpenedCase:
        """Open a voice and have the handler take it."""
        opened = self.opened(**more)
        accept_case(**self.by_handler(opened.case))
        return opened

    def answered(self, **more: Any) -> OpenedCase:
        """Open a voice and have the handler answer it."""
        opened = self.accepted(**more)
        answer_case(**self.by_handler(opened.case), text="路灯已经修好。")
        return opened

    def by_handler(self, case: Case) -> dict[str, Any]:
        """Return what every verb of the handler wants."""
        return {
            "centre": self.centre,
            "case_id": case.pk,
            "actor": self.actor(self.village.handler),
            "at": timezone.now(),
        }

    def cases(self) -> Any:
        """Return the cases of the village."""
        return Case.objects.of(self.centre)
