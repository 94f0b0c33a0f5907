"""The shelf of the cast's village, and short words for scanning and handing out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from changlai.foundation.people.backends import RESIDENT, STAFF
from changlai.halls.parcels.actions.handing_out import hand_out
from changlai.halls.parcels.actions.taking_in import TakenIn, take_in
from changlai.halls.parcels.models import Parcel
from changlai.kernel.events.public import deliver
from changlai.kernel.outbox.public import messages_of
from tests.cast import NOW, Village


@dataclass(frozen=True)
class Shelf:
    """The parcels of the cast's village."""

    village: Village

    @property
    def centre(self) -> Any:
        return self.village.centre

    @property
    def staff(self) -> Any:
        return self.village.actor(self.village.handler)

    def scan(self, waybill: str = "SF1000001", recipient: str = "", **more: Any) -> TakenIn:
        values: dict[str, Any] = {"actor": self.staff, "at": NOW} | more
        return take_in(centre=self.centre, waybill=waybill, recipient=recipient, **values)

    def put(self, waybill: str = "SF1000001", person: Any = None, **more: Any) -> Parcel:
        whose = person or self.village.resident_person
        return self.scan(waybill, person=whose, **more).parcel

    def out(self, parcel: Parcel, at: datetime = NOW, **more: Any) -> Parcel:
        values: dict[str, Any] = {"actor": self.staff} | more
        return hand_out(centre=self.centre, parcel_id=parcel.pk, at=at, **values)

    def told(self, person: Any) -> list[str]:
        deliver(self.centre.pk)
        return [one.text for one in messages_of(self.centre, person.pk)]

    def page(self, name: str, **kwargs: Any) -> str:
        return reverse(f"parcels:{name}", kwargs={"code": self.centre.code, **kwargs})

    def client(self, account: Any) -> Client:
        client = Client()
        staff = {self.village.secretary, self.village.handler, self.village.duty}
        client.force_login(account, backend=STAFF if account in staff else RESIDENT)
        return client


@pytest.fixture
def shelf(village: Village) -> Shelf:
    return Shelf(village)
