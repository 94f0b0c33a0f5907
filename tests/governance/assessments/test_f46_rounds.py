"""One assessment from frozen figures to what everybody reads."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from changlai.engines.cases.public import (
    Case,
    KindDefinition,
    Level,
    Span,
    adopt_kind,
    standard_workflow,
)
from changlai.engines.faces.public import ask, enter_face
from changlai.foundation.areas.public import Area
from changlai.foundation.people.public import Actor
from changlai.governance.assessments.actions import rounds
from changlai.governance.assessments.actions.rounds import Judged
from changlai.governance.assessments.actions.sets import Wanted
from changlai.governance.assessments.models import (
    AboveLook,
    Assessment,
    Frozen,
    Indicator,
    Review,
)
from changlai.governance.assessments.policies import visible_assessments
from changlai.governance.assessments.states import GONE, NEXT, State
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.public import deliver
from changlai.kernel.metrics.public import add
from tests.cast import NOW, make_staff
from tests.governance.assessments.conftest import CASES, HAPPY, LATE, ORDER, SINCE, UNTIL, Round

pytestmark = pytest.mark.django_db

DIMS = dict.fromkeys(("family", "kind", "channel", "category", "urgency"), "none")


def received(assessed: Round, count: int, day: date = date(2026, 2, 3)) -> None:
    for _ in range(count):
        add(assessed.centre.pk, "cases.received", day, **DIMS)


def rated(assessed: Round, faces: list[int | None]) -> None:
    """Let so many people be asked after a parcel; None said nothing."""
    village = assessed.village
    for number, face in enumerate(faces):
        asked = ask(
            centre=assessed.centre,
            kind="parcels",
            subject_id=UUID(int=1000 + number),
            at=NOW - timedelta(days=3),
            title="取快递",
            served_by=village.duty.pk,
        )
        if face is not None:
            enter_face(
                centre=assessed.centre,
                asked_id=asked.pk,
                actor=village.actor(village.handler),
                at=NOW - timedelta(days=2),
                face=face,
                channel="paper",
            )
    deliver(assessed.centre.pk)


def frozen(row: Assessment, title: str) -> Frozen:
    found: Frozen = Frozen.objects.get(assessment=row, title=title)
    return found


def test_f46_reopening_a_closed_period_shows_the_snapshot_unchanged_after_later_edits(
    assessed: Round,
) -> None:
    received(assessed, 7)
    rated(assessed, [4, 4, 4, 4, 1, None])
    row = assessed.start()
    page = assessed.page("desk_one", pk=row.pk)
    before = assessed.client().get(page).content.decode()
    assert "7件" in before
    assert "80%" in before
    # Records of the period come and go afterwards.
    received(assessed, 30)
    rated(assessed, [1, 1, 1, 1, 1, 1, 1, 1])
    again = assessed.client().get(page).content.decode()
    for said in ("7件", "80%", "4÷5；问了6人，5人评价"):
        assert said in again
    assert "37件" not in again
    one = frozen(row, CASES.title)
    for change in (
        lambda: Frozen.objects.filter(pk=one.pk).update(value=99),
        lambda: Frozen.objects.filter(pk=one.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    # A new round of the next period counts anew; the closed one keeps its own.
    assert frozen(row, CASES.title).value == 7


def test_f46_fewer_than_five_answers_are_neither_shown_nor_kept(assessed: Round) -> None:
    rated(assessed, [4, 4, 1, None, None])
    row = assessed.start()
    one = frozen(row, HAPPY.title)
    assert (one.value, one.above, one.below, one.asked, one.count) == (None, None, None, None, 0)
    assert one.is_hidden
    assert not one.is_missed
    text = assessed.client().get(assessed.page("desk_one", pk=row.pk)).content.decode()
    assert "不足5人，不显示" in text


def test_f46_a_source_that_is_gone_is_said_and_not_scored(assessed: Round) -> None:
    chosen = assessed.set()
    Indicator.objects.filter(set=chosen, title=LATE.title).update(source="measure:gone.away")
    row = assessed.start(chosen)
    one = frozen(row, LATE.title)
    assert one.shown == GONE
    assert not one.is_missed
    assert not one.is_met
    assert GONE in assessed.client().get(assessed.page("desk_one", pk=row.pk)).content.decode()


def test_f46_a_period_that_runs_on_or_was_begun_is_refused(assessed: Round) -> None:
    chosen = assessed.set()
    form_id = uuid4()
    first = assessed.start(chosen, form_id=form_id)
    assert assessed.start(chosen, form_id=form_id).pk == first.pk
    with pytest.raises(BadInput, match="已经开始过"):
        assessed.start(chosen)
    with pytest.raises(BadInput, match="没有过完"):
        assessed.start(chosen, until=NOW.date())
    with pytest.raises(BadInput, match="日子不对"):
        assessed.start(chosen, since=UNTIL, until=SINCE)
    assert Assessment.objects.count() == 1
    assert Frozen.objects.count() == 3


STEPS: dict[str, Callable[[Round, Assessment], Any]] = {
    State.NOTED: lambda it, row: it.noted(row),
    State.SENT: lambda it, row: rounds.send_up(**it.who(), assessment_id=row.pk),
    State.REVIEWED: lambda it, row: rounds.review_assessment(
        **it.above, assessment_id=row.pk, judged=it.judged(row)
    ),
    State.APPEALED: lambda it, row: rounds.appeal(
        **it.who(), assessment_id=row.pk, words="不同意。"
    ),
    State.ANSWERED: lambda it, row: rounds.answer_appeal(
        **it.above, assessment_id=row.pk, words="知道了。"
    ),
    State.PUBLISHED: lambda it, row: rounds.publish_assessment(**it.who(), assessment_id=row.pk),
}


@pytest.mark.parametrize("then", STEPS)
@pytest.mark.parametrize("now", State.values)
def test_f46_an_assessment_goes_only_its_way(assessed: Round, now: str, then: str) -> None:
    makers = {
        State.DRAFT: assessed.start,
        State.NOTED: assessed.noted,
        State.SENT: assessed.sent,
        State.REVIEWED: assessed.reviewed,
        State.APPEALED: assessed.appealed,
        State.ANSWERED: assessed.answered,
        State.PUBLISHED: assessed.published,
    }
    row = makers[State(now)]()
    if then == State.SENT and now == State.DRAFT:
        with pytest.raises(BadInput, match="自评"):
            STEPS[then](assessed, row)
    elif then in NEXT[State(now)] or (now, then) == (State.NOTED, State.NOTED):
        assert STEPS[then](assessed, row).state == then
    else:
        with pytest.raises(WrongStep):
            STEPS[then](assessed, row)


def test_f46_the_township_acts_only_on_its_own_subtree(assessed: Round) -> None:
    row = assessed.sent()
    Area.objects.create(
        code="990102104", level=4, name="别镇", parent_code="990102", full_name="别镇"
    )
    elsewhere = make_staff("bie", "township", name="别镇小胡", area="990102104")
    county = assessed.village.county
    for account in (
        elsewhere,
        county,
        assessed.village.secretary,
        assessed.village.other_secretary,
    ):
        with pytest.raises(NotAllowed):
            rounds.review_assessment(
                **assessed.who(account), assessment_id=row.pk, judged=assessed.judged(row)
            )
        with pytest.raises(NotAllowed):
            rounds.look_from_above(**assessed.who(account), assessment_id=row.pk)
    page = assessed.page("above_one", pk=row.pk)
    assert assessed.client(elsewhere).get(page).status_code == 404
    assert assessed.client(assessed.village.township).get(page).status_code == 200
    with pytest.raises(NotAllowed):
        rounds.review_assessment(
            centre=assessed.centre,
            actor=Actor.system(assessed.centre.pk),
            at=NOW,
            assessment_id=row.pk,
            judged=assessed.judged(row),
        )


def test_f46_the_township_reads_what_was_sent_and_the_village_sees_every_look(
    assessed: Round,
) -> None:
    township = assessed.village.township
    received(assessed, 7)
    draft = assessed.noted()
    client = assessed.client(township)
    page = assessed.page("above_one", pk=draft.pk)
    assert client.get(page).status_code == 404
    assert client.get(assessed.page("desk_one", pk=draft.pk)).status_code == 404
    assert not visible_assessments(assessed.above["actor"], assessed.centre).exists()
    rounds.send_up(**assessed.who(), assessment_id=draft.pk)
    text = client.get(page).content.decode()
    assert "每天扫。" in text
    for name in ("周春生", "何惠兰", "郑阿婆", "林向荣", "陈小满"):
        assert name not in text
    # Counts, and no way to the rows behind them.
    assert "去看现在的" not in text
    assert "7件" in text
    assert "7条记录" in text
    client.get(page)
    assert AboveLook.objects.filter(assessment=draft).count() == 2
    seen = assessed.client().get(assessed.page("desk_one", pk=draft.pk)).content.decode()
    assert seen.count("镇上小梁") == 2
    assert "0条记录，<a href" in seen


@pytest.mark.parametrize("words", ["周春生家门口没扫。", "电话19900000001。", "找 zhiban 问。"])
def test_f46_what_goes_up_or_comes_down_names_nobody(assessed: Round, words: str) -> None:
    row = assessed.noted(text=words)
    with pytest.raises(BadInput, match="不说人"):
        rounds.send_up(**assessed.who(), assessment_id=row.pk)
    assessed.noted(row)
    rounds.send_up(**assessed.who(), assessment_id=row.pk)
    it = {**assessed.above, "assessment_id": row.pk}
    with pytest.raises(BadInput) as refused:
        rounds.review_assessment(**it, judged=assessed.judged(row, remark=words))
    # The refusal must not tell the level above who lives here.
    assert "周春生" not in refused.value.sentence
    with pytest.raises(BadInput):
        rounds.review_assessment(**it, judged=assessed.judged(row), words=words)
    rounds.review_assessment(**it, judged=assessed.judged(row))
    with pytest.raises(BadInput, match="不说人"):
        rounds.appeal(**assessed.who(), assessment_id=row.pk, words=words)


def test_f46_points_only_where_people_judge_and_within_bounds(assessed: Round) -> None:
    row = assessed.sent()
    it = {**assessed.above, "assessment_id": row.pk}
    key, counted = assessed.indicator(row).pk, assessed.indicator(row, LATE.title).pk
    for judged in (
        {},
        {key: Judged(11)},
        {key: Judged(-1)},
        {key: Judged(5), counted: Judged(5)},
    ):
        with pytest.raises(BadInput):
            rounds.review_assessment(**it, judged=judged)
        assert not Review.objects.exists()
    row.refresh_from_db()
    assert row.state == State.SENT
    rounds.review_assessment(**it, judged={key: Judged(0), counted: Judged(None, "还要快。")})
    assert Review.objects.get(indicator_id=counted).score is None


def test_f46_appeal_answer_and_review_are_published_together(assessed: Round) -> None:
    row = assessed.answered()
    page = assessed.page("one", pk=row.pk)
    assert Client().get(page).status_code == 404
    assert "还没有公布过" in Client().get(assessed.page("all")).content.decode()
    rounds.publish_assessment(**assessed.who(), assessment_id=row.pk)
    text = Client().get(page).content.decode()
    for said in ("公厕没纸。", "7分", "当天就补了", "下次再看", "每天扫。", "怎么算的"):
        assert said in text
    for never in ("排名", "名次", "镇上小梁", "总分"):
        assert never not in text
    assert row.set.title in Client().get(assessed.page("all")).content.decode()


def issues_kept(assessed: Round) -> None:
    adopt_kind(
        centre=assessed.centre,
        definition=KindDefinition(
            code="issue",
            title="问题",
            family="issues",
            workflow=standard_workflow(),
            levels=(Level(resolution=Span(working_days=10)),),
        ),
        at=NOW,
        actor=Actor.system(assessed.centre.pk),
    )


def test_f46_a_gap_becomes_an_issue_once_where_the_centre_keeps_issues(assessed: Round) -> None:
    row = assessed.reviewed()
    page = assessed.page("desk_one", pk=row.pk)
    said = {"verb": "issue", "indicator": str(assessed.indicator(row).pk)}
    assert "记成问题" not in assessed.client().get(page).content.decode()
    refused = assessed.client().post(page, said)
    assert "没有用“问题整改”" in refused.content.decode()
    issues_kept(assessed)
    assert "记成问题" in assessed.client().get(page).content.decode()
    for _ in range(2):
        assert assessed.client().post(page, said).status_code == 302
    case = Case.objects.of(assessed.centre).get(kind="issue")
    assert case.title == "院子干净没有达到"
    assert "得7分，满分10分" in case.text
    assert case.origin_record_id == row.pk
    met = {**said, "indicator": str(assessed.indicator(row, CASES.title).pk)}
    assert "没有差距" in assessed.client().post(page, met).content.decode()


def test_f46_pages_walk_the_whole_way(assessed: Round) -> None:
    village = assessed.village
    chosen = assessed.set()
    desk, above = assessed.client(), assessed.client(village.township)
    start = {"set": chosen.pk, "since": "2026-01-01", "until": "2026-03-17", "form_id": uuid4()}
    assert desk.post(assessed.page("desk_start"), start).status_code == 302
    row = Assessment.objects.get()
    order = assessed.indicator(row)
    page = assessed.page("desk_one", pk=row.pk)
    note = {f"note_{order.pk}": "每天扫。"}
    handler = assessed.client(village.handler)
    assert handler.post(assessed.page("desk_notes", pk=row.pk), note).status_code == 302
    assert handler.post(page, {"verb": "send"}).status_code == 409
    assert "收不回来" not in desk.get(page, {"confirm": "publish"}).content.decode()
    assert "交给镇里以后" in desk.get(page, {"confirm": "send"}).content.decode()
    assert desk.post(page, {"verb": "send"}).status_code == 302
    assert desk.post(assessed.page("desk_notes", pk=row.pk), note).status_code == 409
    up = assessed.page("above_one", pk=row.pk)
    wrong = above.post(up, {"verb": "review", f"score_{order.pk}": "99", "words": "留着"})
    assert wrong.status_code == 200
    assert "最多10分" in wrong.content.decode()
    assert "留着" in wrong.content.decode()
    review = {"verb": "review", f"score_{order.pk}": "7", f"remark_{order.pk}": "公厕没纸。"}
    assert above.post(up, review).status_code == 302
    assert above.post(up, review).status_code == 409
    empty = desk.post(page, {"verb": "appeal", "words": ""})
    assert "请写几句话" in empty.content.decode()
    assert desk.post(page, {"verb": "appeal", "words": "当天补了。"}).status_code == 302
    assert above.post(up, {"verb": "answer", "words": "好。"}).status_code == 302
    assert desk.post(page, {"verb": "publish"}).status_code == 302
    assert Client().get(assessed.page("one", pk=row.pk)).status_code == 200


def test_f46_the_pages_cost_the_same_for_many_indicators(assessed: Round) -> None:
    def cost(count: int, day: date) -> list[int]:
        wanted = [LATE, CASES, HAPPY, ORDER]
        wanted += [
            Wanted(f"第{number}项", "manual", criterion="好。", score=5) for number in range(count)
        ]
        row = assessed.start(assessed.set(*wanted, title=f"评估{count}"), until=day)
        notes = {
            one.pk: "好。" for one in Indicator.objects.of(assessed.centre).filter(set=row.set)
        }
        rounds.note_self(**assessed.who(), assessment_id=row.pk, notes=notes)
        rounds.send_up(**assessed.who(), assessment_id=row.pk)
        found = []
        for client, name in ((assessed.client(), "desk_one"), (assessed.client(), "desk_set")):
            key = row.set_id if name == "desk_set" else row.pk
            client.get(assessed.page(name, pk=key))
            with CaptureQueriesContext(connection) as seen:
                assert client.get(assessed.page(name, pk=key)).status_code == 200
            found.append(len(seen))
        return found

    few = cost(1, UNTIL)
    assert cost(28, date(2026, 3, 16)) == few


def test_f46_the_register_reads_the_frozen_rows(assessed: Round) -> None:
    from changlai.governance.assessments.registers import REGISTERS

    assessed.published()
    actor = assessed.who()["actor"]
    lines = list(REGISTERS[0].rows(actor, {}))
    assert [one.title for one in lines] == [LATE.title, CASES.title, HAPPY.title, ORDER.title]
    assert [one.score for one in lines] == [None, None, None, 7]
    assert list(REGISTERS[0].rows(actor, {"since": date(2026, 4, 1)})) == []
