"""Issues of the cast's village, and short words for opening, mending and looking at one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from changlai.engines.cases.public import Case
from changlai.foundation.people.backends import RESIDENT, STAFF
from changlai.governance.rectification import actions, pack
from changlai.governance.rectification.models import Issue
from changlai.kernel.events.public import deliver
from changlai.kernel.ids import uuid7
from changlai.kernel.records import public as records
from changlai.kernel.records.public import Record
from tests.cast import NOW, Village

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Issues:
    """The issues of the cast's village."""

    village: Village

    @property
    def centre(self) -> Any:
        return self.village.centre

    def by(self, name: str, at: datetime = NOW) -> dict[str, Any]:
        """Return who acts when; `name` is a part of the cast."""
        actor = self.village.actor(getattr(self.village, name))
        return {"centre": self.centre, "actor": actor, "at": at}

    def opened(self, who: str = "secretary", at: datetime = NOW, **more: Any) -> Case:
        values = {"title": "便民服务台没写开放时间", "due_on": at.date() + 14 * DAY} | more
        values.setdefault("form_id", uuid4())
        return actions.open_issue(**self.by(who, at), **values).case

    def claimed(self, owner: str = "handler", **more: Any) -> Case:
        case = self.opened(**more)
        return actions.claim_issue(**self.by(owner), case_id=case.pk, measure="贴一张时间表")

    def record(self, title: str = "张贴时间表的照片记录") -> Record:
        key = uuid7()
        records.put(self.centre, key, "activity", title, NOW, "staff")
        return Record.objects.get(pk=key)

    def submitted(self, owner: str = "handler", *, shown: bool = True, **more: Any) -> Case:
        case = self.claimed(owner, **more)
        by = self.by(owner)
        if shown:
            actions.link_record(**by, case_id=case.pk, record_id=self.record().pk)
        reason = "" if shown else "牌子就在门口，没有别的记录"
        return actions.submit_issue(
            **by, case_id=case.pk, result="贴好了。", no_record_reason=reason
        )

    def closed(self, looker: str = "supervisor", **more: Any) -> Case:
        case = self.submitted(**more)
        actions.verify_issue(**self.by(looker), case_id=case.pk, is_mended=True)
        return self.again(case)

    def again(self, case: Case) -> Case:
        return Case.objects.get(pk=case.pk)

    def row(self, case: Case) -> Issue:
        return Issue.objects.select_related("case").get(case_id=case.pk)

    def page(self, name: str, **kwargs: Any) -> str:
        return reverse(f"rectification:{name}", kwargs={"code": self.centre.code, **kwargs})

    def client(self, who: str) -> Client:
        client = Client()
        backend = RESIDENT if who in {"resident", "second", "neighbour"} else STAFF
        client.force_login(getattr(self.village, who), backend=backend)
        return client

    def deliver(self) -> None:
        deliver(self.centre.pk)
        deliver(self.centre.pk)


def make_issues(village: Village) -> Issues:
    pack.unpack(village.centre, NOW)
    return Issues(village)


@pytest.fixture
def issues(village: Village) -> Issues:
    return make_issues(village)
