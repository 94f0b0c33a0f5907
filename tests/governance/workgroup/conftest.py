"""A work group of the cast's village with a goal, and short words for setting tasks."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from changlai.foundation.people.backends import STAFF
from changlai.governance.workgroup.actions import groups, tasks
from changlai.governance.workgroup.actions.groups import Duty
from changlai.governance.workgroup.actions.tasks import Wanted
from changlai.governance.workgroup.models import Goal, Task, WorkGroup
from changlai.kernel.ids import uuid7
from changlai.kernel.records import public as records
from changlai.kernel.records.public import Record
from tests.cast import NOW, Village
from tests.halls.rooms.conftest import Rooms, make_rooms

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Work:
    """The work group of the cast's village."""

    village: Village
    rooms: Rooms

    @property
    def centre(self) -> Any:
        return self.village.centre

    def by(self, name: str, at: datetime = NOW) -> dict[str, Any]:
        actor = self.village.actor(getattr(self.village, name))
        return {"centre": self.centre, "actor": actor, "at": at}

    def group(self, **more: Any) -> WorkGroup:
        values: dict[str, Any] = {
            "title": "工作领导小组",
            "head": self.village.secretary,
            "set_up_on": date(2026, 1, 10),
            "term_from": date(2026, 1, 10),
            "term_until": date(2028, 12, 31),
            "members": [
                Duty(name="", account=self.village.handler, duty="窗口和诉求"),
                Duty(name="镇上老梁", post="驻村干部", duty="联系镇里"),
            ],
            "form_id": uuid4(),
        }
        return groups.set_up_group(**self.by("secretary"), **values | more)

    def goal(self, group: WorkGroup | None = None, **more: Any) -> Goal:
        values = {"year": 2026, "title": "把中心用起来", "form_id": uuid4()} | more
        group = group or self.group()
        return tasks.set_goal(**self.by("secretary"), group_id=group.pk, **values)

    def wanted(self, **more: Any) -> Wanted:
        values: dict[str, Any] = {
            "title": "每间房都能约",
            "owner": self.village.handler,
            "due_on": NOW.date() + 30 * DAY,
        }
        return Wanted(**values | more)

    def task(self, goal: Goal | None = None, at: datetime = NOW, **more: Any) -> Task:
        origin = more.pop("origin_id", None)
        form_id = more.pop("form_id", None) or uuid4()
        return tasks.set_task(
            **self.by("secretary", at),
            goal_id=(goal or self.goal()).pk,
            form_id=form_id,
            wanted=self.wanted(**more),
            origin_id=origin,
        )

    def counted(self, target: int = 2, goal: Goal | None = None, **more: Any) -> Task:
        return self.task(
            goal, measure="rooms.to_book", comparison="at_least", target=target, **more
        )

    def record(self, title: str = "春季义诊", kind: str = "activity") -> Record:
        key = uuid7()
        records.put(self.centre, key, kind, title, NOW, "staff")
        return Record.objects.get(pk=key)

    def finished(self) -> Task:
        task = self.task()
        by = self.by("handler")
        tasks.link_record(**by, task_id=task.pk, record_id=self.record().pk)
        return tasks.finish_task(**by, task_id=task.pk, result="都能约了。")

    def again(self, task: Task) -> Task:
        return Task.objects.get(pk=task.pk)

    def page(self, name: str, **kwargs: Any) -> str:
        return reverse(f"workgroup:{name}", kwargs={"code": self.centre.code, **kwargs})

    def client(self, who: str) -> Client:
        client = Client()
        client.force_login(getattr(self.village, who), backend=STAFF)
        return client


@pytest.fixture
def work(village: Village) -> Work:
    return Work(village, make_rooms(village))
