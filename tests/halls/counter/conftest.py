"""A counter with its starting items, and short words for going through a request."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from changlai.engines.cases import public as cases
from changlai.engines.cases.public import Case
from changlai.foundation.people.backends import RESIDENT, STAFF
from changlai.foundation.people.public import Account, Actor
from changlai.halls.counter.actions.requests import make_request
from changlai.halls.counter.models import ServiceItem, ServiceRequest
from changlai.halls.counter.pack import PACK
from changlai.kernel.events.public import deliver
from tests.cast import NOW, Village


@dataclass
class Counter:
    """The counter of the cast's village."""

    village: Village

    @property
    def centre(self) -> Any:
        return self.village.centre

    @property
    def clerk(self) -> Actor:
        return self.village.actor(self.village.handler)

    @property
    def resident(self) -> Actor:
        return self.village.actor(self.village.resident)

    @property
    def second(self) -> Actor:
        return self.village.actor(self.village.second)

    def item(self, code: str) -> ServiceItem:
        return ServiceItem.objects.of(self.centre).get(code=code)

    def ask(self, code: str = "elder_card", at: datetime = NOW, **more: Any) -> ServiceRequest:
        values: dict[str, Any] = {"answers": {}, "actor": self.resident, "form_id": uuid4()} | more
        opened = make_request(centre=self.centre, item_id=self.item(code).pk, at=at, **values)
        found: ServiceRequest = ServiceRequest.objects.of(self.centre).get(case=opened.case)
        return found

    def in_hand(self, row: ServiceRequest, at: datetime = NOW) -> None:
        who = {"centre": self.centre, "case_id": row.case_id, "actor": self.clerk, "at": at}
        cases.accept_case(**who)
        cases.start_case(**who)

    def done(self, row: ServiceRequest, at: datetime = NOW) -> Case:
        self.in_hand(row, at)
        return cases.answer_case(
            centre=self.centre, case_id=row.case_id, actor=self.clerk, at=at, text="证办好了。"
        )

    def client(self, account: Account, *, staff: bool = False) -> Client:
        client = Client()
        client.force_login(account, backend=STAFF if staff else RESIDENT)
        return client

    @property
    def desk(self) -> Client:
        return self.client(self.village.handler, staff=True)

    def page(self, name: str, **kwargs: Any) -> str:
        return reverse(f"counter:{name}", kwargs={"code": self.centre.code, **kwargs})

    def deliver(self) -> None:
        deliver(self.centre.pk)
        deliver(self.centre.pk)


@pytest.fixture
def counter(village: Village) -> Iterator[Counter]:
    # The book gives places by when its keys were made, so all of them are made on the same day.
    with time_machine.travel(NOW, tick=False):
        for pack in PACK:
            pack.unpack(village.centre, NOW)
        yield Counter(village)
