"""The cast's village with the voices hall set up, and shortcuts that open a voice."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from changlai.engines.cases.public import Case, OpenedCase, open_case
from changlai.foundation.people.public import Account, Actor, actor_of
from changlai.halls.voices.pack import PACK
from tests.cast import Village


@dataclass(frozen=True)
class Hall:
    """The voices hall of the cast's village."""

    village: Village

    @property
    def centre(self) -> Any:
        return self.village.centre

    def actor(self, account: Account) -> Actor:
        return actor_of(account=account, centre=self.centre, at=timezone.now())

    def voice(self, text: str = "二组路灯不亮，晚上看不见路。", **more: Any) -> Case:
        return self.opened(text, **more).case

    def opened(self, text: str = "二组路灯不亮，晚上看不见路。", **more: Any) -> OpenedCase:
        values = {"kind": "help", "channel": "online", "contact_phone": "13900001234"} | more
        actor = values.pop("actor", Actor.anonymous(self.centre.pk))
        at = values.pop("at", timezone.now())
        return open_case(centre=self.centre, text=text, at=at, actor=actor, **values)

    def page(self, name: str, **kwargs: Any) -> str:
        return reverse(f"voices:{name}", kwargs={"code": self.centre.code, **kwargs})

    def client(self, account: Account) -> Client:
        """Return a browser in which this member of staff is signed in."""
        client = Client()
        client.force_login(account, backend="changlai.foundation.people.backends.StaffBackend")
        return client


@pytest.fixture
def hall(village: Village) -> Hall:
    for pack in PACK:
        pack.unpack(village.centre, timezone.now())
    return Hall(village)
