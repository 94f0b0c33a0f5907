"""Pages of the village's money: entered, signed, published, read and asked about."""

import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from changlai.engines.cases.public import (
    Case,
    accept_case,
    allow_publishing,
    answer_case,
    publish_answer,
    redact_case,
)
from changlai.governance.funds.models import FundEntry, FundSource, Voucher
from changlai.kernel.ids import uuid7
from changlai.kernel.records.public import Visibility, put
from changlai.kernel.registry.public import collect
from tests.cast import NOW
from tests.governance.funds.conftest import FEBRUARY, JANUARY, TODAY, Purse

IN_FEBRUARY = FEBRUARY + timedelta(days=9)


@pytest.fixture(autouse=True)
def the_day() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def served(village: Any) -> Purse:
    for pack in collect("pack"):
        pack.unpack(village.centre, NOW)
    return Purse(village)


def typed(money: FundSource, **more: Any) -> dict[str, Any]:
    return {
        "form_id": uuid7(),
        "direction": "out",
        "amount": "１２．５０",
        "occurred_on": "2026-03-17",
        "source": money.pk,
        "purpose": "office",
        "words": "买纸笔",
        "party": "王小二",
        "party_kind": "person",
        "project": "",
        "voucher_number": "12345678901234567",
    } | more


def picture() -> bytes:
    body = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(body, "PNG")
    return body.getvalue()


def words(response: Any) -> str:
    return str(response.content.decode())


def test_f43_the_clerk_enters_the_supervisor_signs_and_it_is_in_the_ledger(purse: Purse) -> None:
    source = purse.source()
    purse.book(source, "in", 10_000)
    clerk = purse.client(purse.village.clerk)
    assert clerk.get(purse.url("desk_voucher_add")).status_code == 200
    photo = SimpleUploadedFile("发票.png", picture(), content_type="image/png")
    sent = clerk.post(purse.url("desk_voucher_add"), typed(source, photo=photo))
    voucher = Voucher.objects.of(purse.centre).get(state="drafted")
    here = purse.url("desk_voucher", pk=voucher.pk)
    assert (sent.status_code, sent["Location"]) == (302, here)
    assert voucher.cents == 1_250
    page = words(clerk.get(here))
    assert "发票" in page
    assert "王某" in page
    assert "我复核过了" not in page
    supervisor = purse.client(purse.village.supervisor)
    assert "我复核过了" in words(supervisor.get(here))
    assert supervisor.post(here, {"verb": "sign", "version": 1}).status_code == 302
    line = FundEntry.objects.of(purse.centre).get(voucher=voucher)
    assert "已入账" in words(clerk.get(purse.url("desk_line", pk=line.pk)))
    late = supervisor.post(here, {"verb": "sign", "version": 1})
    assert late.status_code == 409
    assert "已经有人复核、入账" in words(late)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"amount": "1.234"}, "金额最多写到分"),
        ({"amount": "三百"}, "金额请写成数字"),
        ({"amount": ""}, "请写金额"),
        ({"occurred_on": "2026-03-19"}, "日期还没有到"),
        ({"occurred_on": "昨天"}, "日期看不懂"),
        ({"source": ""}, "请选这笔钱属于哪一笔资金"),
        ({"words": "转给19900001234"}, "电话号码"),
    ],
)
def test_f43_what_is_wrong_is_one_sentence_and_nothing_typed_is_lost(
    purse: Purse, more: dict[str, Any], sentence: str
) -> None:
    source = purse.source()
    clerk = purse.client(purse.village.clerk)
    answer = clerk.post(purse.url("desk_voucher_add"), typed(source, **more))
    page = words(answer)
    assert answer.status_code == 200
    assert sentence in page
    assert 'value="王小二"' in page
    assert Voucher.objects.of(purse.centre).count() == 0


def test_f43_several_are_signed_with_one_press_and_what_fails_is_told(purse: Purse) -> None:
    source = purse.source()
    good = purse.draft(source, "in", 1_000)
    bad = purse.draft(source, "out", 5_000)
    own = purse.draft(source, "in", 1, by=purse.village.secretary)
    secretary, url = purse.client(purse.village.secretary), purse.url("desk_waiting")
    page = words(secretary.get(url))
    assert "另有1笔是您自己记的" in page
    assert secretary.post(url, {}).status_code == 409
    answer = secretary.post(
        url, {"sign": [f"{good.pk}:1", f"{bad.pk}:1", f"{own.pk}:1", "x", f"{uuid7()}:1"]}
    )
    assert answer.status_code == 409
    assert "这一笔要50.00元，不够" in words(answer)
    assert "是您自己记的" in words(answer)
    assert FundEntry.objects.of(purse.centre).count() == 1


def test_f43_given_back_changed_and_dropped_on_the_page(purse: Purse) -> None:
    source = purse.source()
    voucher = purse.draft(source, "in", 1_000)
    here = purse.url("desk_voucher", pk=voucher.pk)
    supervisor, clerk = purse.client(purse.village.supervisor), purse.client(purse.village.clerk)
    assert "请写哪里不对" in words(supervisor.post(here, {"verb": "return", "reason": ""}))
    assert supervisor.post(here, {"verb": "return", "reason": "少一位"}).status_code == 302
    change = purse.url("desk_voucher_change", pk=voucher.pk)
    assert "少一位" in words(clerk.get(change))
    assert clerk.post(change, typed(source, direction="in")).status_code == 302
    assert "作废以后" in words(clerk.get(here, {"confirm": "drop"}))
    assert clerk.post(here, {"verb": "drop"}).status_code == 302
    assert clerk.post(here, {"verb": "drop"}).status_code == 409
    assert "作废" in words(clerk.get(purse.url("desk_vouchers"), {"state": "dropped"}))
    assert clerk.post(change, typed(source)).status_code == 409
    assert supervisor.post(here, {"verb": "nonsense"}).status_code == 200


def test_f43_a_decision_is_chosen_from_the_records(purse: Purse) -> None:
    grant = purse.grant()
    purse.book(grant, "in", 10_000)
    voucher = purse.draft(grant, "out", 500, purpose="activity")
    decision = uuid7()
    put(purse.centre, decision, "decision", "同意改用途", NOW, Visibility.STAFF)
    here = purse.url("desk_voucher", pk=voucher.pk)
    clerk, supervisor = purse.client(purse.village.clerk), purse.client(purse.village.supervisor)
    refused = supervisor.post(here, {"verb": "sign", "version": 1})
    assert refused.status_code == 409
    assert "专款专用" in words(refused)
    assert "同意改用途" in words(clerk.get(here, {"evidence": "改用途"}))
    link = {"verb": "link_record", "record": decision}
    assert clerk.post(here, link).status_code == 302
    assert clerk.post(here, link | {"verb": "unlink_record"}).status_code == 302
    assert clerk.post(here, link).status_code == 302
    assert supervisor.post(here, {"verb": "sign", "version": 4}).status_code == 302
    line = FundEntry.objects.of(purse.centre).get(voucher=voucher)
    assert line.decision_id == decision


def test_f43_a_line_is_taken_back_on_the_page_with_a_reason(purse: Purse) -> None:
    line = purse.book(purse.source(), "in", 500)
    clerk, url = purse.client(purse.village.clerk), purse.url("desk_reverse", pk=line.pk)
    assert "要冲正这一笔吗" in words(clerk.get(url))
    assert "请写原因" in words(clerk.post(url, {"reason": ""}))
    assert clerk.post(url, {"reason": "记重了", "form_id": uuid7()}).status_code == 302
    again = clerk.post(url, {"reason": "记重了", "form_id": uuid7()})
    assert again.status_code == 409
    assert "正等复核" in words(again)
    asked = Voucher.objects.of(purse.centre).get(reverses__isnull=False)
    purse.sign(asked)
    assert "已冲正" in words(clerk.get(purse.url("desk_line", pk=line.pk)))


def _published(purse: Purse) -> tuple[FundEntry, FundEntry]:
    gifts = purse.source("修桥捐款", kind="donation", purpose="repair")
    gift = purse.book(
        gifts, "in", 50_000, occurred_on=IN_FEBRUARY, party="钱广田", party_kind="person"
    )
    paid = purse.book(
        gifts,
        "out",
        12_000,
        occurred_on=IN_FEBRUARY,
        party="王小二",
        party_kind="person",
        words="请人修桥栏杆",
    )
    purse.publish(FEBRUARY)
    return gift, paid


def test_f43_everyone_reads_the_month_line_by_line_without_a_private_name(purse: Purse) -> None:
    visitor = purse.client()
    assert "还没有公开的月份" in words(visitor.get(purse.url("months")))
    _published(purse)
    for name in ("months", "month_print"):
        page = words(visitor.get(purse.url(name)))
        assert "爱心人士" in page
        assert "王某" in page
        assert "请人修桥栏杆" in page
        assert "120.00" in page
        assert "380.00" in page
        for private in ("钱广田", "王小二"):
            assert private not in page
    assert purse.centre.phone in words(visitor.get(purse.url("months")))


def test_f43_what_is_not_published_is_not_there(purse: Purse) -> None:
    _published(purse)
    march = purse.book(FundSource.objects.of(purse.centre).get(), "in", 100, words="三月的收入")
    visitor = purse.client()
    assert visitor.get(purse.url("months"), {"month": "2026-03"}).status_code == 404
    assert visitor.get(purse.url("months"), {"month": "no"}).status_code == 404
    assert visitor.get(purse.url("line", pk=march.pk)).status_code == 404
    assert "三月的收入" not in words(visitor.get(purse.url("months"), {"month": "2026-02"}))
    resident = purse.client(purse.village.resident)
    assert resident.get(purse.url("ask", pk=march.pk)).status_code == 404


def test_f43_a_resident_asks_about_a_line_and_its_answer_is_counted_once_published(
    served: Purse,
) -> None:
    purse = served
    _, paid = _published(purse)
    url = purse.url("ask", pk=paid.pk)
    assert "/sign-in" in purse.client().get(url)["Location"]
    resident = purse.client(purse.village.resident)
    assert "请人修桥栏杆，支出120.00元，对方：王某" in words(resident.get(url))
    assert "请写您想问什么" in words(resident.post(url, {"question": " "}))
    form = {"question": "修了几天？", "may_publish": "on", "form_id": uuid7()}
    sent = resident.post(url, form)
    case = Case.objects.of(purse.centre).get(origin_record_id=paid.pk)
    assert sent["Location"].endswith(f"/voices/{case.pk}/")
    assert resident.post(url, form)["Location"] == sent["Location"]
    assert (case.kind, case.person_id) == ("consult", purse.village.resident_person.pk)
    assert "2026年2月资金公开里的这一笔" in case.text
    assert case.text.endswith("修了几天？")
    visitor = purse.client()
    assert "人问过" not in words(visitor.get(purse.url("months")))
    _answer(purse, case)
    assert "有1人问过" in words(visitor.get(purse.url("months")))
    page = words(visitor.get(purse.url("line", pk=paid.pk)))
    assert "修了两天" in page
    assert purse.village.resident_person.name not in page


def _answer(purse: Purse, case: Case) -> None:
    def by(account: Any) -> dict[str, Any]:
        actor = purse.village.actor(account)
        return {"centre": purse.centre, "case_id": case.pk, "actor": actor, "at": NOW}

    accept_case(**by(purse.village.handler))
    answer_case(**by(purse.village.handler), text="修了两天。")
    allow_publishing(**by(purse.village.resident), is_allowed=True)
    redact_case(**by(purse.village.handler), reason="已核对，没有个人信息")
    publish_answer(
        **by(purse.village.secretary), question="修了几天？", answer="修了两天。", post="报账岗"
    )


def test_f43_the_secretary_publishes_a_month_and_others_do_not(purse: Purse) -> None:
    purse.book(purse.source(), "in", 100, occurred_on=IN_FEBRUARY)
    url, month = purse.url("desk_months"), {"month": "2026-02"}
    clerk, secretary = purse.client(purse.village.clerk), purse.client(purse.village.secretary)
    assert "由书记公开" in words(clerk.get(url))
    assert clerk.post(url, month).status_code == 409
    assert "公开出去就是这样" in words(secretary.get(url))
    assert secretary.post(url, month).status_code == 302
    again = secretary.post(url, month)
    assert again.status_code == 409
    assert "已经公开过了" in words(again)
    assert "过完的月份都公开了" in words(secretary.get(url))
    assert secretary.post(url, {"month": "soon"}).status_code == 302


def test_f43_a_month_not_published_stands_on_today_of_the_secretary(purse: Purse) -> None:
    purse.book(purse.source(), "in", 100, occurred_on=IN_FEBRUARY)
    purse.draft(FundSource.objects.of(purse.centre).get(), "in", 5, words="等复核的")
    section = {one.code: one for one in collect("today")}

    def lines(code: str, account: Any, at: Any = NOW) -> list[Any]:
        actor = purse.village.actor(account, at=at)
        assert section[code].shown(actor)
        found, total = section[code].lines(actor, at)
        assert total == len(found)
        return list(found)

    secretary, supervisor = purse.village.secretary, purse.village.supervisor
    month = lines("funds_months", secretary)[0]
    assert (month.title, month.late) == ("公开2026年2月的收支", True)
    in_time = NOW.replace(day=10)
    assert [one.late for one in lines("funds_months", secretary, in_time)] == [False]
    assert [one.title for one in lines("funds_waiting", supervisor)] == ["收入0.05元 等复核的"]
    assert not section["funds_months"].shown(purse.village.actor(supervisor))
    purse.publish(FEBRUARY)
    assert lines("funds_months", secretary) == []


def test_f43_a_project_shows_budget_and_what_was_spent(purse: Purse) -> None:
    project = purse.project()
    source = purse.source()
    purse.book(source, "in", 200_000, occurred_on=IN_FEBRUARY)
    for cents, day in ((30_000, IN_FEBRUARY), (80_000, TODAY)):
        purse.book(source, "out", cents, occurred_on=day, project_id=project.pk, purpose="canteen")
    purse.publish(FEBRUARY)
    visitor = purse.client()
    page = words(visitor.get(purse.url("project", pk=project.pk)))
    # What is not published yet is not counted in public, but at the desk.
    assert "300.00" in page
    assert "超出预算" not in page
    assert "1,000.00" in words(visitor.get(purse.url("projects")))
    desk = purse.client(purse.village.supervisor)
    assert "比预算多花了100.00元" in words(desk.get(purse.url("desk_project", pk=project.pk)))
    hidden = purse.project("不公开的", is_public=False)
    assert visitor.get(purse.url("project", pk=hidden.pk)).status_code == 404


def test_f43_sources_and_projects_are_written_down_and_changed(purse: Purse) -> None:
    clerk = purse.client(purse.village.clerk)
    add, said = purse.url("desk_source_add"), {"title": "设备补助", "kind": "upper"}
    said |= {"purpose": "equipment", "promised": "50000", "is_restricted": "on"}
    assert "请" in words(clerk.post(add, said | {"title": " "}))
    assert clerk.post(add, said | {"form_id": uuid7()}).status_code == 302
    again = clerk.post(add, said | {"form_id": uuid7()})
    assert "已经有一笔叫这个名字的资金" in words(again)
    source = FundSource.objects.of(purse.centre).get()
    change = purse.url("desk_source_change", pk=source.pk)
    assert "50,000.00" in words(clerk.get(change))
    assert clerk.post(change, said | {"title": "镇设备补助"}).status_code == 302
    assert "镇设备补助" in words(clerk.get(purse.url("desk_source", pk=source.pk)))
    bad = said | {"starts_on": "2026-03-02", "ends_on": "2026-03-01"}
    assert "结束的日期比开始早" in words(clerk.post(change, bad))
    add = purse.url("desk_project_add")
    form = {"title": "敬老饭", "is_public": "on", "plan_canteen": "1000", "form_id": uuid7()}
    sent = clerk.post(add, form)
    assert clerk.post(add, form)["Location"] == sent["Location"]
    assert "1,000.00" in words(clerk.get(sent["Location"]))
    assert clerk.post(f"{sent['Location']}change/", {"title": "重阳饭"}).status_code == 302
    assert "还没有写预算" in words(clerk.get(sent["Location"]))
    record = uuid7()
    put(purse.centre, record, "activity", "重阳节", NOW, Visibility.PUBLIC)
    clerk.post(sent["Location"], {"verb": "link_record", "record": record})
    assert "重阳节" in words(clerk.get(sent["Location"]))


def test_f43_lists_are_found_by_words_source_side_purpose_and_month(purse: Purse) -> None:
    source, other = purse.source(), purse.grant()
    purse.book(source, "in", 1_000, words="一月租金", occurred_on=JANUARY)
    purse.book(other, "in", 1_000, words="补助到账")
    line = purse.book(source, "out", 100, words="买纸")
    purse.undo(line)
    desk, url = purse.client(purse.village.supervisor), purse.url("desk_lines")
    for narrowed, wanted, other_words in (
        ({"q": "租金"}, "一月租金", "补助到账"),
        ({"source": other.pk}, "补助到账", "一月租金"),
        ({"side": "out"}, "买纸", "一月租金"),
        ({"purpose": "equipment"}, "补助到账", "一月租金"),
        ({"month": "2026-01"}, "一月租金", "补助到账"),
    ):
        page = words(desk.get(url, narrowed))
        assert wanted in page
        assert other_words not in page
    assert "没有找到" in words(desk.get(url, {"q": "飞机"}))
    assert "买纸" in words(desk.get(url, {"side": "x", "source": "x", "month": "x"}))


def test_f43_registers_give_true_names_to_staff_and_the_sum_of_the_ledger(purse: Purse) -> None:
    gift, _ = _published(purse)
    purse.undo(purse.book(gift.source, "in", 700))
    found = {one.code: one for one in collect("registers")}
    actor = purse.village.actor(purse.village.supervisor)
    rows = list(found["funds"].rows(actor, {}))
    came = next(one for one in found["funds"].columns if one.title == "收入")
    went = next(one for one in found["funds"].columns if one.title == "支出")
    total = sum(came.of(row) or 0 for row in rows) - sum(went.of(row) or 0 for row in rows)
    assert total == 380
    gifts = list(found["fund_gifts"].rows(actor, {}))
    assert sum(row.entry.counted for row in gifts) == 50_000
    desk = purse.client(purse.village.supervisor)
    page = desk.get(f"/c/{purse.centre.code}/desk/registers/fund_gifts/")
    assert "钱广田" in words(page)
    narrowed = {"kind": "upper", "since": JANUARY, "until": TODAY, "purpose": "repair"}
    assert list(found["funds"].rows(actor, narrowed)) == []
    stranger = purse.village.actor(purse.village.handler)
    assert list(found["funds"].rows(stranger, {})) == []


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("desk", "handler"),
        ("desk_voucher_add", "supervisor"),
        ("desk_waiting", "clerk"),
        ("desk_import", "supervisor"),
        ("desk_source_add", "supervisor"),
        ("desk_months", "duty"),
    ],
)
def test_f43_what_is_not_theirs_is_not_there(purse: Purse, name: str, who: str) -> None:
    client = purse.client(getattr(purse.village, who))
    assert client.get(purse.url(name)).status_code == 404


def test_f43_another_village_reads_nothing_of_it(purse: Purse) -> None:
    line = purse.book(purse.source(), "in", 100)
    client = purse.client(purse.village.other_secretary)
    url = purse.url("desk_line", pk=line.pk).replace(purse.centre.code, "wanhe")
    assert client.get(url).status_code == 404


def test_pages_ask_no_more_for_thirty_lines_than_for_three(purse: Purse) -> None:
    source, project = purse.source(), purse.project()

    def book(count: int) -> None:
        for _ in range(count):
            purse.book(source, "in", 100, occurred_on=JANUARY, project_id=project.pk)
            purse.draft(source, "in", 5)
            purse.draft(source, "in", 5, by=purse.village.secretary)

    book(3)
    purse.publish(JANUARY)
    purse.book(source, "in", 1)
    secretary, visitor = purse.client(purse.village.secretary), purse.client()
    pages = [
        *((secretary, purse.url(name)) for name in ("desk", "desk_lines", "desk_vouchers")),
        *((secretary, purse.url(name)) for name in ("desk_waiting", "desk_months")),
        (secretary, purse.url("desk_source", pk=source.pk)),
        (secretary, purse.url("desk_project", pk=project.pk)),
        *((visitor, purse.url(name)) for name in ("months", "month_print", "projects")),
        (visitor, purse.url("project", pk=project.pk)),
    ]

    def costs() -> list[int]:
        found = []
        for client, url in pages:
            client.get(url)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(url).status_code == 200
            found.append(len(seen))
        return found

    few = costs()
    book(27)
    # What came late stands in February, which is the newest month then.
    assert purse.publish(FEBRUARY).lines == 27
    # No month waits any more, so the page of months has less to ask.
    assert [new - old for new, old in zip(costs(), few, strict=True) if new > old] == []
    assert max(few) <= 17
