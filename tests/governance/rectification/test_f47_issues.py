"""F47: an issue has an owner and a day, is closed by somebody else, with what shows it."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import docx
import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from changlai.engines.cases.public import Case, open_case, steps_for
from changlai.foundation.people.public import start_act_for
from changlai.foundation.people.queries import actor_of
from changlai.governance.rectification import actions, policies
from changlai.governance.rectification.kinds import KIND, MENDING
from changlai.governance.rectification.mine import MINE
from changlai.governance.rectification.models import Issue
from changlai.governance.rectification.registers import REGISTERS
from changlai.governance.rectification.today import TODAY
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.models import Entry
from changlai.kernel.outbox.public import messages_of
from changlai.kernel.records import public as records
from tests.cast import NOW, make_person
from tests.governance.rectification.conftest import DAY, Issues

pytestmark = pytest.mark.django_db
SECTIONS = {one.code: one for one in TODAY}


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def titles(issues: Issues, section: str, who: str, at: Any = NOW) -> list[str]:
    lines, total = SECTIONS[section].lines(issues.by(who)["actor"], at)
    assert total == len(lines)
    return [one.title for one in lines]


# ── owner is not verifier ─────────────────────────────────────────────────────────────────────


def test_f47_owner_is_not_verifier_in_policy_action_and_database(issues: Issues) -> None:
    case = issues.submitted("handler")
    actor = issues.by("handler")["actor"]
    assert not policies.may_verify(actor, case)
    with pytest.raises(NotAllowed):
        actions.verify_issue(**issues.by("handler"), case_id=case.pk, is_mended=True)
    row = issues.row(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=row.pk).update(
            verified_by=issues.village.handler, verified_at=NOW, kept_records=["x"]
        )
    actions.verify_issue(**issues.by("supervisor"), case_id=case.pk, is_mended=True)
    row.refresh_from_db()
    assert row.verified_by == issues.village.supervisor
    assert row.done_by == issues.village.handler
    assert issues.again(case).state_label == "已销号"


def test_f47_the_page_has_no_tick_for_ones_own_and_says_so(issues: Issues) -> None:
    case = issues.submitted("handler")
    own = issues.client("handler")
    page = own.get(issues.page("desk_issue", pk=case.pk))
    step = issues.page("desk_issue_step", pk=case.pk, verb="call_back")
    assert step not in page.content.decode()
    told = own.post(step, {"is_mended": "yes"})
    assert told.status_code == 409
    assert "没有办理这一步的权限" in told.content.decode()
    assert (
        step
        in issues.client("supervisor").get(issues.page("desk_issue", pk=case.pk)).content.decode()
    )


def test_f47_the_resident_who_raised_it_may_look_by_themselves(issues: Issues) -> None:
    person = issues.village.resident_person
    case = issues.submitted(source="people", person=person)
    lines, _ = MINE[0].lines(issues.by("resident")["actor"], NOW)
    assert [one.next for one in lines] == ["中心说改好了，请您看一看"]
    client = issues.client("resident")
    page = issues.page("issue", pk=case.pk)
    assert "改好了吗" in client.get(page).content.decode()
    told = client.post(page, {"is_mended": "no", "note": ""})
    assert "哪里还没改好" in told.content.decode()
    client.post(page, {"is_mended": "yes"})
    row = issues.row(case)
    assert (row.case.state, row.verified_by) == ("closed", issues.village.resident)
    for other in ("second", "neighbour"):
        assert issues.client(other).get(page).status_code in {302, 404}


def test_f47_an_owner_acting_for_that_resident_is_still_the_owner(issues: Issues) -> None:
    village = issues.village
    case = issues.submitted(source="people", person=village.resident_person)
    start = start_act_for(
        centre=issues.centre,
        person_id=village.resident_person.pk,
        reason="asked",
        channel="counter",
        actor=issues.by("handler")["actor"],
        at=NOW,
    )
    acting = actor_of(
        account=village.handler, centre=issues.centre, at=NOW, acting_session_id=start.pk
    )
    with pytest.raises(NotAllowed):
        actions.verify_issue(
            centre=issues.centre, case_id=case.pk, actor=acting, at=NOW, is_mended=True
        )


# ── closing ───────────────────────────────────────────────────────────────────────────────────


def test_f47_closing_needs_a_result_and_a_record_or_the_reason_why_none(issues: Issues) -> None:
    case = issues.claimed()
    by = issues.by("handler")
    with pytest.raises(BadInput, match="改成什么样"):
        actions.submit_issue(**by, case_id=case.pk, result="  ")
    with pytest.raises(BadInput, match="至少一条已有的记录"):
        actions.submit_issue(**by, case_id=case.pk, result="贴好了。")
    record = issues.record()
    actions.link_record(**by, case_id=case.pk, record_id=record.pk)
    actions.submit_issue(**by, case_id=case.pk, result="贴好了。")
    # Taken away between, it is asked for again: nothing is closed on what is not there.
    records.unlink(issues.centre, case.pk, record.pk, "evidence")
    look = {**issues.by("supervisor"), "case_id": case.pk, "is_mended": True}
    with pytest.raises(BadInput, match="至少一条已有的记录"):
        actions.verify_issue(**look)
    assert issues.again(case).state == "to_check"
    actions.link_record(**issues.by("supervisor"), case_id=case.pk, record_id=record.pk)
    actions.verify_issue(**look)
    assert issues.row(case).kept_records == [str(record.pk)]


def test_f47_the_reason_why_there_is_no_record_is_enough(issues: Issues) -> None:
    case = issues.closed(shown=False)
    assert case.state == "closed"
    assert issues.row(case).no_record_reason
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(case_id=case.pk).update(no_record_reason="")


def test_f47_a_record_deleted_later_is_said_and_the_closing_stays(issues: Issues) -> None:
    case = issues.closed()
    records.drop(issues.centre, records.links_of(issues.centre, [case.pk], "evidence")[0].record_id)
    page = issues.client("secretary").get(issues.page("desk_issue", pk=case.pk)).content.decode()
    assert "销号时关联的1条记录，后来有1条删掉了。销号不变。" in page
    assert "已销号" in page


def test_f47_sent_back_it_goes_round_again_with_what_is_missing(issues: Issues) -> None:
    case = issues.submitted()
    look = {**issues.by("supervisor"), "case_id": case.pk, "is_mended": False}
    with pytest.raises(BadInput, match="哪里还没改好"):
        actions.verify_issue(**look)
    later = NOW.date() + 30 * DAY
    actions.verify_issue(**look, note="字太小，看不清。", due_on=later)
    row = issues.row(case)
    assert (row.case.state, row.done_by, row.due_on) == ("returned", None, later)
    actions.submit_issue(**issues.by("handler"), case_id=case.pk, result="换了大字。")
    actions.verify_issue(**look | {"is_mended": True})
    assert issues.row(case).case.state == "closed"


def test_two_one_after_the_other_count_once(issues: Issues) -> None:
    case = issues.closed()
    with pytest.raises(WrongStep, match="刚才有人验收过了"):
        actions.verify_issue(**issues.by("secretary"), case_id=case.pk, is_mended=True)
    assert Entry.objects.filter(name="rectification.issue.verified").count() == 1


# ── repeats and relapses ──────────────────────────────────────────────────────────────────────


def test_f47_what_is_like_it_within_a_year_is_shown_and_staff_decide(issues: Issues) -> None:
    old = issues.opened(at=NOW - 370 * DAY, place="村口公厕")
    first = issues.closed(place="村口公厕")
    with time_machine.travel(NOW + 40 * DAY, tick=False):
        second = issues.opened(at=NOW + 40 * DAY, place="村口公厕", title="公厕又没灯")
        page = issues.client("secretary").get(issues.page("desk_issue", pk=second.pk))
        told = page.content.decode()
        assert first.number in told
        assert old.number not in told
        assert issues.row(second).repeat_of is None
        issues.client("secretary").post(
            issues.page("desk_issue", pk=second.pk), {"verb": "tie", "record": str(first.pk)}
        )
    row = issues.row(second)
    assert row.repeat_of == issues.row(first)
    assert row.is_relapse


def test_f47_the_same_source_record_is_a_sign_of_a_repeat(issues: Issues) -> None:
    record = issues.record("检查表")
    first = issues.opened(origin_id=record.pk)
    second = issues.opened(origin_id=record.pk, at=NOW + DAY)
    page = issues.client("handler").get(issues.page("desk_issue", pk=second.pk)).content.decode()
    assert first.number in page
    with pytest.raises(NotAllowed):
        actions.tie_issue(**issues.by("handler"), case_id=second.pk, earlier_id=first.pk)
    with pytest.raises(BadInput):
        actions.tie_issue(**issues.by("secretary"), case_id=second.pk, earlier_id=second.pk)
    row = actions.tie_issue(**issues.by("secretary"), case_id=second.pk, earlier_id=first.pk)
    assert not row.is_relapse


def test_f47_asked_after_some_weeks_a_relapse_counts(issues: Issues) -> None:
    case = issues.closed()
    later = NOW + 31 * DAY
    assert titles(issues, "issues_look", "secretary") == []
    assert titles(issues, "issues_look", "secretary", later) == [case.title]
    assert titles(issues, "issues_look", "handler", later) == []
    look = {"case_id": case.pk, "outcome": "again", "note": "时间表掉了。"}
    with pytest.raises(NotAllowed):
        actions.look_again(**issues.by("handler", later), **look)
    again = actions.look_again(**issues.by("supervisor", later), **look)
    assert again is not None
    row = issues.row(again)
    assert row.is_relapse
    assert row.repeat_of is not None
    assert row.repeat_of.case_id == case.pk
    assert issues.again(case).state == "closed"
    with pytest.raises(WrongStep, match="回头看过了"):
        actions.look_again(**issues.by("secretary", later), **look)


# ── reached from elsewhere ────────────────────────────────────────────────────────────────────


def test_f47_another_part_opens_one_by_the_engine_alone(issues: Issues) -> None:
    record = issues.record("总结会定的事")
    case = open_case(
        centre=issues.centre,
        kind="issue",
        title="标识牌多了两块",
        text="标识牌多了两块",
        channel="online",
        at=NOW,
        actor=issues.by("handler")["actor"],
        origin_id=record.pk,
    ).case
    client = issues.client("handler")
    # Also in the moment before the fact of it arrives.
    assert client.get(issues.page("desk_issue", pk=case.pk)).status_code == 200
    assert not Issue.objects.filter(case_id=case.pk).exists()
    issues.deliver()
    row = issues.row(case)
    assert row.source == "self"
    assert row.due_on > NOW.date()
    actions.claim_issue(**issues.by("handler"), case_id=case.pk)
    assert issues.again(case).state == "in_hand"


def test_f47_a_prefilled_form_brings_title_source_and_origin(issues: Issues) -> None:
    record = issues.record("半年检查")
    client = issues.client("handler")
    page = f"{issues.page('desk_issue_add')}?title=公开栏旧了&source=above&origin={record.pk}"
    told = client.get(page).content.decode()
    assert "公开栏旧了" in told
    assert "从“半年检查”来的" in told
    once = str(uuid4())
    said = {"title": "公开栏旧了", "source": "above", "origin": str(record.pk), "form_id": once}
    assert "限期" in client.post(page, said).content.decode()
    said["due_on"] = "2026-04-10"
    for _ in range(2):
        assert client.post(page, said).status_code == 302
    case = Case.objects.get(family="issues")
    assert (case.origin_record_id, issues.row(case).source) == (record.pk, "above")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": " "}, "请写是什么问题"),
        ({"title": "长" * 81}, "最多80个字"),
        ({"source": "moon"}, "从哪里来"),
        ({"due_on": NOW.date() - DAY}, "限期"),
        ({"due_on": NOW.date() + 400 * DAY}, "限期"),
        ({"origin_id": uuid4()}, "来源的那条记录"),
    ],
)
def test_what_cannot_be_taken_is_told_in_one_sentence(
    issues: Issues, typed: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        issues.opened(**typed)
    assert not Issue.objects.exists()


# ── who is told of what ───────────────────────────────────────────────────────────────────────


def test_f47_lateness_is_told_to_owner_and_secretary_alone(issues: Issues) -> None:
    case = issues.claimed()
    late = NOW + 20 * DAY
    with time_machine.travel(late, tick=False):
        for who, is_told in {
            "handler": True,
            "secretary": True,
            "handler_b": False,
            "supervisor": False,
        }.items():
            assert (titles(issues, "issues_due", who, late) == [case.title]) is is_told, who
            client = issues.client(who)
            for page in ("desk_issues", "desk_issue"):
                keys = {"pk": case.pk} if page == "desk_issue" else {}
                told = client.get(issues.page(page, **keys)).content.decode()
                assert ("过了限期" in told) is is_told, (who, page)


def test_f47_the_township_opens_none_of_it(issues: Issues) -> None:
    case = issues.opened()
    for who in ("township", "county", "resident", "clerk", "duty", "other_secretary"):
        actor = issues.by(who)["actor"]
        assert not policies.visible_issues(actor).exists(), who
        page = issues.client(who).get(issues.page("desk_issue", pk=case.pk))
        assert page.status_code in {302, 404}, who


def test_who_was_given_one_is_told(issues: Issues) -> None:
    person = make_person(issues.centre, "陈小满", account=issues.village.handler)
    case = issues.opened()
    actions.assign_issue(**issues.by("secretary"), case_id=case.pk, handler=issues.village.handler)
    issues.deliver()
    words = [one.text for one in messages_of(issues.centre, person.pk)]
    assert words == [f"有一个问题请您来改：“{case.title}”。"]


# ── states and policies ───────────────────────────────────────────────────────────────────────

WAY = {
    "new": {"accept": "in_hand", "assign": "in_hand", "refuse": "dropped"},
    "in_hand": {"answer": "to_check", "extend": "extended", "refuse": "dropped"},
    "returned": {"answer": "to_check", "extend": "extended", "refuse": "dropped"},
    "extended": {"answer": "to_check", "refuse": "dropped"},
    "to_check": {"redo": "returned", "close": "closed"},
    "closed": {},
    "dropped": {},
}


@pytest.mark.parametrize("state", WAY)
def test_the_way_of_an_issue_is_as_drawn(state: str) -> None:
    steps = {
        one.code: one.to_state
        for one in KIND.workflow.next_steps(state)
        if one.to_state is not None
    }
    assert steps == WAY[state]


@pytest.mark.parametrize(
    ("who", "state", "steps"),
    [
        ("secretary", "new", {"accept", "assign", "refuse", "note"}),
        ("handler", "new", {"accept", "note"}),
        ("supervisor", "new", set()),
        ("handler", "in_hand", {"answer", "extend", "note"}),
        ("handler_b", "in_hand", {"note"}),
        ("secretary", "in_hand", {"assign", "extend", "refuse", "note"}),
        ("handler", "to_check", {"note"}),
        ("supervisor", "to_check", {"call_back", "redo"}),
        ("handler_b", "to_check", {"call_back", "redo", "note"}),
        ("supervisor", "closed", set()),
        ("secretary", "closed", {"note"}),
    ],
)
def test_role_by_state(issues: Issues, who: str, state: str, steps: set[str]) -> None:
    make = {
        "new": issues.opened,
        "in_hand": issues.claimed,
        "to_check": issues.submitted,
        "closed": issues.closed,
    }
    case = issues.again(make[state]())
    assert set(steps_for(issues.by(who)["actor"], case)) == steps


def test_put_off_once_before_the_day_with_a_reason(issues: Issues) -> None:
    case = issues.claimed()
    by, due = issues.by("handler"), issues.row(case).due_on
    with pytest.raises(BadInput, match="比原来的晚"):
        actions.extend_issue(**by, case_id=case.pk, due_on=due, reason="等材料")
    actions.extend_issue(**by, case_id=case.pk, due_on=due + 7 * DAY, reason="等材料")
    row = issues.row(case)
    assert (row.due_on, row.case.state) == (due + 7 * DAY, "extended")
    with pytest.raises(WrongStep):
        actions.extend_issue(**by, case_id=case.pk, due_on=due + 14 * DAY, reason="再等")
    late = issues.claimed(at=NOW)
    with pytest.raises(WrongStep, match="限期已经过了"):
        actions.extend_issue(
            **issues.by("handler", NOW + 60 * DAY),
            case_id=late.pk,
            due_on=NOW.date() + 90 * DAY,
            reason="忘了",
        )


def test_what_is_closed_stays_as_it_was(issues: Issues) -> None:
    case = issues.closed()
    by = issues.by("secretary")
    record = issues.record()
    with pytest.raises(WrongStep):
        actions.link_record(**by, case_id=case.pk, record_id=record.pk)
    plan = {"centre": issues.centre, "case_id": case.pk, "actor": by["actor"]}
    with pytest.raises(WrongStep):
        actions.plan_issue(**plan, root_cause="别的", measure="别的")
    with pytest.raises(WrongStep):
        actions.submit_issue(
            **issues.by("handler"), case_id=case.pk, result="又改", no_record_reason="无"
        )


# ── pages, papers, statements ─────────────────────────────────────────────────────────────────


def test_one_form_goes_all_the_way_on_the_pages(issues: Issues) -> None:
    case = issues.opened()
    owner, looker = issues.client("handler"), issues.client("supervisor")
    page = issues.page("desk_issue", pk=case.pk)

    def step(client: Any, verb: str, **said: str) -> Any:
        return client.post(issues.page("desk_issue_step", pk=case.pk, verb=verb), said)

    assert step(owner, "accept", root_cause="没人管", measure="定人管").status_code == 302
    plan = {"root_cause": "没有定人", "measure": "值班的人管", "source": "above"}
    assert owner.post(issues.page("desk_issue_plan", pk=case.pk), plan).status_code == 302
    assert issues.row(case).source == "above"
    refused = step(owner, "answer", result="贴好了。")
    assert refused.status_code == 200
    assert "贴好了。" in refused.content.decode()
    record = issues.record("公开栏更新")
    found = owner.get(page, {"evidence": "公开栏"}).content.decode()
    assert "公开栏更新" in found
    owner.post(page, {"verb": "link_record", "record": str(record.pk)})
    assert step(owner, "answer", result="贴好了。").status_code == 302
    assert step(looker, "call_back", is_mended="yes").status_code == 302
    told = looker.get(page).content.decode()
    assert "已销号" in told
    assert "韩守正" in told
    with time_machine.travel(NOW + timedelta(days=40), tick=False):
        looker = issues.client("supervisor")
        look = issues.page("desk_issue_look", pk=case.pk)
        assert looker.post(look, {"outcome": "still_good"}).status_code == 302
        assert "还好好的" in looker.get(page).content.decode()


def test_f47_one_table_as_register_xlsx_and_docx(issues: Issues) -> None:
    case = issues.closed()
    issues.claimed(title="公厕没灯")
    client = issues.client("supervisor")
    shown = client.get(f"/c/{issues.centre.code}/desk/registers/issues/")
    assert "问题清单·责任清单·整改台账" in shown.content.decode()
    (register,) = REGISTERS
    rows = list(register.rows(issues.by("supervisor")["actor"], {"standing": "closed"}))
    assert [one.case for one in rows] == [case]
    sheet = client.get(f"/c/{issues.centre.code}/desk/registers/issues/xlsx/")
    cells = [c.value for row in load_workbook(BytesIO(sheet.content)).active for c in row]
    assert "公厕没灯" in cells
    assert "韩守正" in cells
    paper = client.get(issues.page("desk_issues_docx"))
    table = docx.Document(BytesIO(paper.content)).tables[0]
    words = [cell.text for row in table.rows for cell in row.cells]
    assert "公厕没灯" in words
    assert any("已销号" in one for one in words)


@pytest.mark.parametrize("name", ["desk_issues", "desk_issues_docx"])
def test_a_list_asks_as_often_for_thirty_as_for_three(issues: Issues, name: str) -> None:
    client = issues.client("secretary")

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(issues.page(name)).status_code == 200
        return len(found)

    for _ in range(3):
        issues.claimed()
    asked()
    few = asked()
    for _ in range(27):
        issues.claimed()
    assert asked() == few
    assert few <= 15


def test_today_asks_two_statements_a_section(issues: Issues) -> None:
    for _ in range(12):
        issues.submitted()
    actor = issues.by("secretary")["actor"]
    for section in TODAY:
        with CaptureQueriesContext(connection) as found:
            section.lines(actor, NOW)
        assert len(found) <= 2, section.code


def test_every_running_state_is_one_of_the_mending(issues: Issues) -> None:
    running = {one.code for one in KIND.workflow.states if one.type == "open"}
    assert running == {"new", *MENDING}
