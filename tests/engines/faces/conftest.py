"""The cast's village asks after its services, and short words for asking and answering."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from changlai.engines.faces.models import Asked
from changlai.engines.faces.public import ask, enter_face, tap_face
from changlai.foundation.people.backends import RESIDENT, STAFF
from changlai.foundation.people.public import Actor
from changlai.kernel.events.public import deliver
from tests.cast import NOW, Village


@dataclass(frozen=True)
class Asking:
    """What the cast's village asks."""

    village: Village

    @property
    def centre(self) -> Any:
        return self.village.centre

    def ask(self, kind: str = "parcels", at: datetime = NOW, **more: Any) -> Asked:
        values: dict[str, Any] = {
            "subject_id": uuid4(),
            "title": "取快递",
            "person": self.village.resident_person,
            "served_by": self.village.handler.pk,
        } | more
        found = ask(centre=self.centre, kind=kind, at=at, **values)
        assert found is not None
        return found

    def tap(self, row: Asked, face: int = 4, at: datetime = NOW, **more: Any) -> Asked:
        values: dict[str, Any] = {"actor": Actor.anonymous(self.centre.pk)} | more
        return tap_face(centre=self.centre, token=row.token, at=at, face=face, **values)

    def enter(self, row: Asked, face: int = 4, **more: Any) -> Asked:
        values: dict[str, Any] = {
            "actor": self.village.actor(self.village.secretary),
            "channel": "phone",
            "at": NOW,
        } | more
        return enter_face(centre=self.centre, asked_id=row.pk, face=face, **values)

    def page(self, name: str, **kwargs: Any) -> str:
        return reverse(f"faces:{name}", kwargs={"code": self.centre.code, **kwargs})

    def client(self, account: Any) -> Client:
        client = Client()
        staff = {self.village.secretary, self.village.handler, self.village.duty}
        client.force_login(account, backend=STAFF if account in staff else RESIDENT)
        return client

    def deliver(self) -> None:
        # Twice: what a reaction says has receivers too.
        deliver(self.centre.pk)
        deliver(self.centre.pk)


@pytest.fixture
def asking(village: Village) -> Asking:
    return Asking(village)
