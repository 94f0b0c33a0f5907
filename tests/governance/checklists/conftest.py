"""A checklist of the cast's village with a house that can be counted, and short words for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from changlai.foundation.people.backends import STAFF
from changlai.governance.checklists import actions
from changlai.governance.checklists.actions import Line
from changlai.governance.checklists.models import Checklist, ChecklistVersion, Run, RunLine
from changlai.kernel.registry.public import collect
from tests.cast import NOW, Village
from tests.halls.rooms.conftest import Rooms, make_rooms

LINES = (
    Line(group="场所", text="有房间能约", measure="rooms.to_book", comparison="at_least", target=1),
    Line(
        group="标识",
        text="牌子都有依据",
        measure="rooms.signs_without_basis",
        comparison="at_most",
        target=0,
    ),
    Line(group="场所", text="轮椅进得来"),
    Line(group="公开", text="公开栏是这个月的"),
)


@dataclass(frozen=True)
class Lists:
    """A checklist of the cast's village."""

    village: Village
    rooms: Rooms

    @property
    def centre(self) -> Any:
        return self.village.centre

    def by(self, name: str, at: datetime = NOW) -> dict[str, Any]:
        actor = self.village.actor(getattr(self.village, name))
        return {"centre": self.centre, "actor": actor, "at": at}

    def version(self, lines: Iterable[Line] = LINES, based_on: int = 0) -> ChecklistVersion:
        return actions.put_version(
            **self.by("secretary"), code="look", title="看一看", lines=lines, based_on=based_on
        )

    @property
    def checklist(self) -> Checklist:
        return Checklist.objects.of(self.centre).get(code="look")

    def run(self, at: datetime = NOW, form_id: UUID | None = None) -> Run:
        return actions.start_run(
            **self.by("handler", at),
            checklist_id=self.checklist.pk,
            form_id=form_id or uuid4(),
        )

    def line(self, run: Run, text: str) -> RunLine:
        return RunLine.objects.of(self.centre).get(run=run, text=text)

    def answered(self, run: Run, text: str, verdict: str = "met", note: str = "") -> RunLine:
        line = self.line(run, text)
        actions.answer_items(
            **self.by("handler"), run_id=run.pk, answers={line.pk: (verdict, note)}
        )
        return self.line(run, text)

    def finished(self) -> Run:
        run = self.run()
        self.answered(run, "轮椅进得来")
        self.answered(run, "公开栏是这个月的", "gap", "还是上个月的")
        return actions.finish_run(**self.by("handler"), run_id=run.pk)

    def page(self, name: str, **kwargs: Any) -> str:
        return reverse(f"checklists:{name}", kwargs={"code": self.centre.code, **kwargs})

    def client(self, who: str) -> Client:
        client = Client()
        client.force_login(getattr(self.village, who), backend=STAFF)
        return client


def make_lists(village: Village) -> Lists:
    for pack in collect("pack"):
        if pack.code == "rectification":
            pack.unpack(village.centre, NOW)
    lists = Lists(village, make_rooms(village))
    lists.version()
    return lists


@pytest.fixture
def lists(village: Village) -> Lists:
    return make_lists(village)
