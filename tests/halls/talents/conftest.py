"""Talents of the cast's village, and short words for leaving a card."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from changlai.foundation.people.backends import RESIDENT, STAFF
from changlai.halls.talents.actions import Talent, invite, leave_card
from changlai.halls.talents.models import Invitation, TalentCard
from changlai.kernel.events.public import deliver
from tests.cast import NOW, Village


@dataclass(frozen=True)
class Talents:
    """The talents of the cast's village."""

    village: Village

    @property
    def centre(self) -> Any:
        return self.village.centre

    @property
    def staff(self) -> Any:
        return self.village.actor(self.village.handler)

    @property
    def who(self) -> dict[str, Any]:
        return {"centre": self.centre, "actor": self.staff, "at": NOW}

    def card(
        self, skills: str = "会嫁接果树", person: Any = None, at: datetime = NOW, **more: Any
    ) -> TalentCard:
        fields = {"agrees": True, "channel": "phone", "form_id": uuid4(), "actor": self.staff}
        values = fields | {name: more.pop(name) for name in list(more) if name in fields}
        return leave_card(
            centre=self.centre,
            person=person or self.village.resident_person,
            talent=Talent(skills=skills, **more),
            at=at,
            **values,
        )

    def own(self, **more: Any) -> TalentCard:
        actor = self.village.actor(self.village.resident)
        return self.card(actor=actor, channel="online", **more)

    def invited(self, card: TalentCard, about: str = "讲一课嫁接") -> Invitation:
        return invite(**self.who, card_id=card.pk, about=about, form_id=uuid4())

    def page(self, name: str, **kwargs: Any) -> str:
        return reverse(f"talents:{name}", kwargs={"code": self.centre.code, **kwargs})

    def client(self, account: Any) -> Client:
        client = Client()
        staff = {self.village.secretary, self.village.handler, self.village.duty}
        client.force_login(account, backend=STAFF if account in staff else RESIDENT)
        return client

    def deliver(self) -> None:
        deliver(self.centre.pk)
        deliver(self.centre.pk)


@pytest.fixture
def talents(village: Village) -> Talents:
    return Talents(village)
