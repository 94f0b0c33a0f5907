"""A doctor who sits on a Saturday morning, and people who want to see her."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from changlai.engines.appointments.public import (
    Provider,
    Sitting,
    Slot,
    book_slot,
    lay_sitting,
    put_provider,
)
from changlai.foundation.people.public import Actor, Person
from tests.cast import NOW, Village

SHANGHAI = ZoneInfo("Asia/Shanghai")
STARTS = datetime(2026, 3, 21, 9, tzinfo=SHANGHAI)


@dataclass
class Clinic:
    """A sitting of four slots."""

    village: Village
    provider: Provider
    sitting: Sitting

    @property
    def centre(self) -> Any:
        return self.village.centre

    @property
    def staff(self) -> Actor:
        return self.village.actor(self.village.duty)

    def slots(self) -> list[Slot]:
        return list(Slot.objects.of(self.centre).filter(sitting=self.sitting).order_by("starts"))

    def book(self, slot: int, person: Person | None = None, **more: Any) -> Any:
        by = self.staff if person is None or person.account is None else self.actor(person)
        words = {"actor": by, "at": NOW, "channel": "online", "person": person, **more}
        return book_slot(centre=self.centre, slot_id=self.slots()[slot].pk, **words)

    def actor(self, person: Person) -> Actor:
        assert person.account is not None
        return self.village.actor(person.account)


def make_clinic(village: Village) -> Clinic:
    secretary = village.actor(village.secretary)
    provider = put_provider(
        centre=village.centre, actor=secretary, name="沈医生", title="全科医生", unit="镇卫生院"
    )
    sitting = lay_sitting(
        centre=village.centre,
        actor=secretary,
        at=NOW,
        provider=provider,
        title="健康义诊",
        starts=STARTS,
        ends=STARTS + timedelta(minutes=65),
    )
    return Clinic(village, provider, sitting)


@pytest.fixture
def clinic(village: Village) -> Clinic:
    return make_clinic(village)
