"""Disclosure in the cast's village, and short words for writing, signing and letting out."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from changlai.engines.content.public import Version, Wording, open_version
from changlai.foundation.people.backends import RESIDENT, STAFF
from changlai.halls.disclosure.actions import signing
from changlai.halls.disclosure.actions.asking import ask_about
from changlai.halls.disclosure.actions.drafting import Line, begin_disclosure
from changlai.halls.disclosure.models import Disclosure, DisclosureItem
from changlai.halls.disclosure.queries.signing import digest_of
from changlai.halls.disclosure.starters import unpack
from changlai.halls.voices import pack as voices_pack
from changlai.kernel.events.public import deliver
from tests.cast import NOW, Village

LINES = (
    Line("路灯维修两盏", 26_000, "票据两张"),
    Line("山塘承包款收入", 1_200_000, "合同第三年"),
)


@dataclass(frozen=True)
class Board:
    """What the village discloses: the clerk writes, the supervisor and the secretary sign."""

    village: Village

    @property
    def centre(self) -> Any:
        return self.village.centre

    def actor(self, part: str) -> Any:
        return self.village.actor(getattr(self.village, part))

    def who(self, part: str = "clerk", at: datetime = NOW) -> dict[str, Any]:
        return {"centre": self.centre, "actor": self.actor(part), "at": at}

    def item(self, code: str = "finance_book", since: date | None = None) -> DisclosureItem:
        row = DisclosureItem.objects.of(self.centre).get(code=code)
        if since is not None:
            row.since = since
            row.save(update_fields=["since"])
        return row

    def draft(
        self,
        code: str = "finance_book",
        period: str = "2026-Q1",
        *,
        title: str = "第一季度收入和支出",
        lines: Any = LINES,
        part: str = "clerk",
        at: datetime = NOW,
        form_id: Any = None,
        **wording: Any,
    ) -> Disclosure:
        return begin_disclosure(
            **self.who(part, at),
            item_id=self.item(code).pk,
            period=period,
            wording=Wording(title=title, **wording),
            lines=lines,
            form_id=form_id or uuid4(),
        )

    def open(self, row: Disclosure) -> Version:
        version = open_version(self.centre, row.pk)
        assert version is not None
        return version

    def hand_in(self, row: Disclosure, part: str = "clerk", at: datetime = NOW) -> Disclosure:
        signing.hand_in(**self.who(part, at), disclosure_id=row.pk)
        return row

    def declared(self, at: datetime = NOW) -> None:
        signing.declare(**self.who("supervisor", at), is_true=True)

    def supervise(self, row: Disclosure, part: str = "supervisor", **said: Any) -> Any:
        at = said.pop("at", NOW)
        said = {"digest": digest_of(self.open(row)), "verdict": "agreed"} | said
        return signing.supervise(**self.who(part, at), disclosure_id=row.pk, **said)

    def approve(self, row: Disclosure, part: str = "secretary", **said: Any) -> Any:
        at = said.pop("at", NOW)
        said = {"digest": digest_of(self.open(row)), "verdict": "agreed"} | said
        return signing.approve(**self.who(part, at), disclosure_id=row.pk, **said)

    def signed(self, row: Disclosure | None = None, at: datetime = NOW) -> Disclosure:
        row = row or self.draft(at=at)
        self.declared(at)
        self.hand_in(row, at=at)
        self.supervise(row, at=at)
        return row

    def live(self, row: Disclosure | None = None, at: datetime = NOW, **said: Any) -> Disclosure:
        row = self.signed(row, at)
        self.approve(row, at=at, **said)
        return row

    def ask(self, row: Disclosure, line: Any = None, **said: Any) -> Any:
        said = {
            "text": "票据在哪里看？",
            "actor": self.actor("resident"),
            "person": self.village.resident_person,
            "at": NOW,
            "form_id": uuid4(),
        } | said
        return ask_about(
            centre=self.centre,
            disclosure_id=row.pk,
            line_id=line.pk if line else None,
            **said,
        )

    def page(self, name: str, **kwargs: Any) -> str:
        return reverse(f"disclosure:{name}", kwargs={"code": self.centre.code, **kwargs})

    def client(self, part: str = "") -> Client:
        client = Client()
        if part:
            backend = RESIDENT if part in {"resident", "second", "neighbour"} else STAFF
            client.force_login(getattr(self.village, part), backend=backend)
        return client

    def deliver(self) -> None:
        deliver(self.centre.pk)
        deliver(self.centre.pk)


def make_board(village: Village) -> Board:
    """Give the village its calendar and its kinds of voice."""
    unpack(village.centre, NOW)
    voices_pack.unpack(village.centre, NOW)
    return Board(village)


@pytest.fixture
def board(village: Village) -> Board:
    return make_board(village)
