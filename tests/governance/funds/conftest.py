"""The money of the cast's village, and short words for entering, signing and publishing."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from changlai.foundation.people.backends import RESIDENT, STAFF
from changlai.governance.funds.actions.publishing import publish_month
from changlai.governance.funds.actions.signing import sign_voucher
from changlai.governance.funds.actions.sources import (
    ProjectWords,
    SourceWords,
    put_project,
    put_source,
)
from changlai.governance.funds.actions.vouchers import (
    VoucherWords,
    ask_reversal,
    draft_voucher,
)
from changlai.governance.funds.models import (
    FundEntry,
    FundProject,
    FundSource,
    PublishedMonth,
    Voucher,
)
from changlai.kernel.ids import uuid7
from tests.cast import NOW, SHANGHAI, Village

TODAY = NOW.date()
MARCH, FEBRUARY, JANUARY = date(2026, 3, 1), date(2026, 2, 1), date(2026, 1, 1)
LATER = datetime(2026, 4, 3, 9, 0, tzinfo=SHANGHAI)
"""After March has ended, within the ten days."""


@dataclass(frozen=True)
class Purse:
    """The money of the cast's village."""

    village: Village

    @property
    def centre(self) -> Any:
        return self.village.centre

    def who(self, account: Any = None, at: datetime = NOW) -> dict[str, Any]:
        actor = self.village.actor(account or self.village.clerk, at=at)
        return {"centre": self.centre, "actor": actor, "at": at}

    def source(self, title: str = "茶园租金", at: datetime = NOW, **more: Any) -> FundSource:
        said: dict[str, Any] = {"kind": "collective", "purpose": "office"} | more
        words = SourceWords(title=title, **said)
        return put_source(words=words, form_id=uuid7(), **self.who(at=at))

    def grant(self, **more: Any) -> FundSource:
        said: dict[str, Any] = {"kind": "upper", "purpose": "equipment", "is_restricted": True}
        return self.source("设备补助", **said | more)

    def project(self, title: str = "重阳敬老饭", **more: Any) -> FundProject:
        words = ProjectWords(title=title, plans={"canteen": 100_000}, **more)
        return put_project(words=words, form_id=uuid7(), **self.who())

    def words(self, source: FundSource, direction: str, cents: int, **more: Any) -> VoucherWords:
        said: dict[str, Any] = {
            "occurred_on": TODAY,
            "purpose": source.purpose,
            "words": "买纸笔" if direction == "out" else "租金到账",
            "party": "云溪文具店",
        }
        return VoucherWords(source_id=source.pk, direction=direction, cents=cents, **said | more)

    def draft(
        self,
        source: FundSource,
        direction: str,
        cents: int,
        *,
        by: Any = None,
        at: datetime = NOW,
        form_id: Any = None,
        **more: Any,
    ) -> Voucher:
        words = self.words(source, direction, cents, **more)
        return draft_voucher(words=words, form_id=form_id or uuid7(), **self.who(by, at))

    def sign(
        self, voucher: Voucher, *, by: Any = None, at: datetime = NOW, version: int | None = None
    ) -> FundEntry:
        return sign_voucher(
            voucher_id=voucher.pk,
            version=voucher.version if version is None else version,
            **self.who(by or self.village.supervisor, at),
        )

    def book(
        self,
        source: FundSource,
        direction: str,
        cents: int,
        *,
        at: datetime = NOW,
        **more: Any,
    ) -> FundEntry:
        return self.sign(self.draft(source, direction, cents, at=at, **more), at=at)

    def undo(self, line: FundEntry, *, at: datetime = NOW) -> FundEntry:
        return self.sign(self.ask_undo(line, at=at), at=at)

    def ask_undo(self, line: FundEntry, *, at: datetime = NOW, reason: str = "记错了") -> Voucher:
        return ask_reversal(
            voucher_id=line.voucher_id, reason=reason, form_id=uuid7(), **self.who(at=at)
        )

    def publish(self, month: date, at: datetime = NOW) -> PublishedMonth:
        return publish_month(month=month, **self.who(self.village.secretary, at))

    def client(self, account: Any = None) -> Client:
        client = Client()
        if account is not None:
            residents = {self.village.resident.pk, self.village.second.pk}
            backend = RESIDENT if account.pk in residents else STAFF
            client.force_login(account, backend=backend)
        return client

    def url(self, name: str, **kwargs: Any) -> str:
        return reverse(f"funds:{name}", kwargs={"code": self.centre.code} | kwargs)


@pytest.fixture
def purse(village: Village) -> Purse:
    return Purse(village)
