"""The cast's village with a stall, and short words for asking and giving."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from changlai.foundation.people.backends import RESIDENT, STAFF
from changlai.halls.cells import actions
from changlai.halls.cells.models import Allocation, Cell, Wish
from changlai.kernel.ids import uuid7
from tests.cast import NOW, Village

TODAY = timezone.localdate(NOW)


@dataclass(frozen=True)
class Row:
    """The cells of the cast's village."""

    village: Village

    @property
    def centre(self) -> Any:
        return self.village.centre

    @property
    def staff(self) -> Any:
        return self.village.actor(self.village.handler)

    def cell(self, name: str = "一号摊位", kind: str = "stall", **more: Any) -> Cell:
        values = {"rules": "收摊扫干净。", "term_days": 90} | more
        return actions.put_cell(
            centre=self.centre, actor=self.staff, at=NOW, name=name, kind=kind, **values
        )

    def wish(self, person: Any, at: datetime = NOW, kind: str = "stall", **more: Any) -> Wish:
        values: dict[str, Any] = {"purpose": "修鞋", "actor": self.staff, "form_id": uuid7()} | more
        return actions.wish_for_cell(centre=self.centre, kind=kind, person=person, at=at, **values)

    def give(self, cell: Cell, wish: Wish, at: datetime = NOW, **more: Any) -> Allocation:
        values: dict[str, Any] = {
            "actor": self.staff,
            "starts_on": TODAY,
            "ends_on": TODAY + timedelta(days=90),
        } | more
        return actions.give_cell(
            centre=self.centre, cell_id=cell.pk, wish_id=wish.pk, at=at, **values
        )

    def held(self, ends_on: date | None = None, person: Any = None) -> Allocation:
        cell = self.cell()
        wish = self.wish(person or self.village.resident_person)
        return self.give(cell, wish, **({"ends_on": ends_on} if ends_on else {}))

    def page(self, name: str, **kwargs: Any) -> str:
        return reverse(f"cells:{name}", kwargs={"code": self.centre.code, **kwargs})

    def client(self, account: Any) -> Client:
        client = Client()
        staff = {self.village.secretary, self.village.handler, self.village.duty}
        client.force_login(account, backend=STAFF if account in staff else RESIDENT)
        return client


@pytest.fixture
def row(village: Village) -> Row:
    return Row(village)
