"""F41: a work group whose head is the branch secretary, with duties in words, on paper."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction

from changlai.foundation.people.models import RoleGrant
from changlai.governance.workgroup import policies
from changlai.governance.workgroup.actions import groups, tasks
from changlai.governance.workgroup.actions.groups import Duty
from changlai.governance.workgroup.models import Member, WorkGroup
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from tests.cast import NOW
from tests.governance.workgroup.conftest import Work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_f41_the_head_is_the_branch_secretary(work: Work) -> None:
    for other in (work.village.handler, work.village.other_secretary, work.village.supervisor):
        with pytest.raises(BadInput, match="现任的书记"):
            work.group(head=other)
    assert work.group().head == work.village.secretary
    RoleGrant.objects.filter(account=work.village.secretary).update(ends_on=date(2026, 3, 1))
    assert not policies.is_secretary(work.centre, work.village.secretary.pk, NOW)


def test_f41_members_have_duties_in_words_and_it_prints(work: Work) -> None:
    group = work.group(document="经村党支部会议研究，成立本小组。")
    assert [one.name for one in group.members.all()] == ["陈小满", "镇上老梁"]
    with pytest.raises(BadInput, match="管什么"):
        work.group(members=[Duty(name="老王", duty=" ")])
    with pytest.raises(BadInput, match="姓名"):
        work.group(members=[Duty(name=" ", duty="管账")])
    twice = [Duty(name="", account=work.village.handler, duty=one) for one in ("账", "章")]
    with pytest.raises(BadInput, match="写了两次"):
        work.group(members=twice)
    paper = work.client("supervisor").get(work.page("desk_group_sheet", pk=group.pk))
    told = paper.content.decode()
    for words in ("林向荣", "组长", "镇上老梁", "驻村干部", "联系镇里", "成立本小组"):
        assert words in told


def test_f41_a_group_is_set_up_changed_linked_and_ended_on_pages(work: Work) -> None:
    client = work.client("secretary")
    once = str(uuid4())
    said = {
        "form_id": once,
        "title": "工作领导小组",
        "head": str(work.village.secretary.pk),
        "set_up_on": "2026-01-10",
        "term_from": "2026-01-10",
        "term_until": "2025-12-31",
        "rows": "2",
        "0-account": str(work.village.handler.pk),
        "0-duty": "窗口",
        "1-name": "",
    }
    late = client.post(work.page("desk_group_add"), said)
    assert "不能比开始早" in late.content.decode()
    assert "窗口" in late.content.decode()
    said["term_until"] = "2028-12-31"
    for _ in range(2):
        assert client.post(work.page("desk_group_add"), said).status_code == 302
    group = WorkGroup.objects.get()
    page = work.page("desk_group", pk=group.pk)
    record = work.record("支部会议")
    client.post(page, {"verb": "link_record", "record": str(record.pk)})
    assert "支部会议" in client.get(page).content.decode()
    client.post(page, {"verb": "unlink_record", "record": str(record.pk)})
    change = said | {"0-duty": "窗口和电话"}
    assert client.post(work.page("desk_group_change", pk=group.pk), change).status_code == 302
    assert Member.objects.get().duty == "窗口和电话"
    assert client.post(work.page("desk_group_end", pk=group.pk), {"reason": "换届"})
    group.refresh_from_db()
    assert group.ended_on == NOW.date()
    with pytest.raises(WrongStep, match="已经撤销"):
        groups.end_group(**work.by("secretary"), group_id=group.pk, reason="又撤")
    with pytest.raises(WrongStep, match="已经撤销"):
        tasks.set_goal(
            **work.by("secretary"), group_id=group.pk, year=2026, title="x", form_id=uuid4()
        )
    assert "换届" in client.get(page).content.decode()


def test_a_term_cannot_end_before_it_begins(work: Work) -> None:
    group = work.group()
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkGroup.objects.filter(pk=group.pk).update(term_until=date(2020, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkGroup.objects.filter(pk=group.pk).update(ended_on=date(2026, 3, 1))


@pytest.mark.parametrize(
    ("who", "sees", "manages"),
    [
        ("secretary", True, True),
        ("handler", True, False),
        ("supervisor", True, False),
        ("duty", False, False),
        ("clerk", False, False),
        ("other_secretary", False, False),
        ("township", False, False),
        ("resident", False, False),
    ],
)
def test_who_may_what(work: Work, who: str, sees: bool, manages: bool) -> None:
    group = work.group()
    by: dict[str, Any] = work.by(who)
    assert policies.visible_groups(by["actor"]).exists() is sees
    assert policies.may_manage(by["actor"], work.centre) is manages
    if who != "resident":
        page = work.client(who).get(work.page("desk_group", pk=group.pk))
        assert (page.status_code == 200) is sees
    if not manages:
        with pytest.raises(NotAllowed):
            groups.end_group(**by | {"centre": work.centre}, group_id=group.pk, reason="x")
