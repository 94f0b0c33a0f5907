"""A doctor who sits in the cast's village, and browsers of residents and staff."""

from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from changlai.engines.appointments.public import Appointment
from changlai.foundation.people.backends import RESIDENT, STAFF
from changlai.foundation.people.public import Account, Person
from tests.cast import NOW, Village
from tests.engines.appointments.conftest import Clinic, make_clinic


@dataclass(frozen=True)
class Room:
    """A clinic of four slots, as its pages show it."""

    clinic: Clinic

    @property
    def village(self) -> Village:
        return self.clinic.village

    @property
    def centre(self) -> Any:
        return self.village.centre

    def page(self, name: str, **kwargs: Any) -> str:
        return reverse(f"gatherings:{name}", kwargs={"code": self.centre.code, **kwargs})

    def of_sitting(self, name: str) -> str:
        return self.page(name, pk=self.clinic.sitting.pk)

    def step(self, row: Appointment, verb: str) -> str:
        return self.page("desk_appointment_step", pk=row.pk, verb=verb)

    def client(self, account: Account) -> Client:
        client = Client()
        client.force_login(account, backend=RESIDENT if account.username is None else STAFF)
        return client

    def as_person(self, person: Person) -> Client:
        assert person.account is not None
        return self.client(person.account)

    def slot(self, number: int) -> str:
        return str(self.clinic.slots()[number].pk)


@pytest.fixture
def room(village: Village) -> Room:
    return Room(make_clinic(village))


@pytest.fixture
def clock() -> Any:
    """The village's clock, standing still until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller
