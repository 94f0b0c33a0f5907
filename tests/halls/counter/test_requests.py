"""F26: entrusted, everything missing said once, done, handed over, scans gone; by every way in."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from changlai.engines.cases import public as cases
from changlai.engines.cases.public import Case
from changlai.engines.faces.public import Asked
from changlai.foundation.people.events import PersonErased
from changlai.foundation.people.public import Scope, give_delegation, start_act_for
from changlai.foundation.people.sessions import ACTING
from changlai.halls.counter.actions.requests import (
    deliver,
    make_request,
    mark_materials,
    purge_scans,
    tell_missing,
)
from changlai.halls.counter.models import Material, Notice, Scan, ServiceRequest
from changlai.halls.counter.registers import REGISTERS
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.models import Entry
from changlai.kernel.events.public import publish
from changlai.kernel.files.public import StoredFile, file_url
from changlai.kernel.outbox.public import Message, Sending
from tests.cast import NOW
from tests.halls.counter.conftest import Counter

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def who(counter: Counter, row: ServiceRequest, at: datetime = NOW) -> dict[str, Any]:
    return {"centre": counter.centre, "case_id": row.case_id, "actor": counter.clerk, "at": at}


def told(counter: Counter) -> list[str]:
    counter.deliver()
    rows = Message.objects.of(counter.centre).order_by("at", "id")
    return [one.text for one in rows.filter(person_id=counter.village.resident_person.pk)]


def test_f26_the_promised_day_is_the_items_own_on_the_working_calendar(counter: Counter) -> None:
    # 28 September 2026 is a Monday. Ten working days of the item: 29, 30 September, then the
    # holiday of the first week of October, with its make-up days as the notice has them.
    asked = datetime(2026, 9, 28, 10, 0, tzinfo=SHANGHAI)
    with time_machine.travel(asked, tick=False):
        row = counter.ask("elder_card", at=asked)
    due = timezone.localtime(row.case.resolution_due)
    by_hand = [
        "09-29",
        "09-30",
        "10-08",
        "10-09",
        "10-10",
        "10-12",
        "10-13",
        "10-14",
        "10-15",
        "10-16",
    ]
    assert f"{due:%m-%d}" == by_hand[-1]
    assert row.case.own_days == 10
    quick = counter.ask("living_proof")
    assert quick.case.own_days == 1


def test_f26_the_notice_lists_everything_at_once_and_a_second_needs_a_reason(
    counter: Counter,
) -> None:
    row = counter.ask("hardship")
    counter.in_hand(row)
    page = counter.page("step", pk=row.case_id, verb="ask")
    body = text(counter.desk.get(page))
    for paper in ("身份证(看一下)", "户口簿(留复印件)"):
        assert paper in body, "what is needed and not seen is listed to start from"
    assert "看病的单子" not in body, "what may be missing is not asked for"
    with pytest.raises(BadInput, match="一次说全"):
        tell_missing(**who(counter, row), lines=[" ", ""])
    tell_missing(**who(counter, row), lines=["身份证", "户口簿"])
    said = told(counter)
    assert any("还缺：身份证、户口簿" in one for one in said), said
    row.case.refresh_from_db()
    assert (row.case.state_type, row.case.resolution_due) == ("waiting", None)
    resident = counter.client(counter.village.resident)
    shown = text(resident.get(counter.page("request", pk=row.case_id)))
    assert "还缺这些" in shown
    answer = resident.post(
        counter.page("request", pk=row.case_id), {"verb": "reply", "text": "补上了"}
    )
    assert answer.status_code == 302
    again = {"lines": "收入证明", "reason": ""}
    refused = text(counter.desk.post(page, again))
    assert "要写明为什么上次没说" in refused
    assert "收入证明" in refused, "what was typed stays"
    assert counter.desk.post(page, again | {"reason": "镇里新要的"}).status_code == 302
    numbers = Notice.objects.of(counter.centre).values_list("number", "reason")
    assert list(numbers) == [(1, ""), (2, "镇里新要的")]


def test_f26_originals_are_back_before_it_counts_as_delivered(counter: Counter) -> None:
    row = counter.ask("elder_card")
    counter.done(row)
    photo = Material.objects.of(counter.centre).get(request=row, how="keep")
    mark_materials(
        centre=counter.centre, case_id=row.case_id, actor=counter.clerk, states={photo.pk: "kept"}
    )
    with pytest.raises(BadInput, match="原件还没有还：一寸照片"):
        deliver(**who(counter, row), how="fetched")
    form = {str(one.pk): "seen" for one in row.materials.all()} | {str(photo.pk): "returned"}
    assert counter.desk.post(counter.page("desk_papers", pk=row.case_id), form).status_code == 302
    with pytest.raises(BadInput, match="谁代取"):
        deliver(**who(counter, row), how="proxy")
    page = counter.page("step", pk=row.case_id, verb="deliver")
    said = {"how": "proxy", "handed_to": "儿子小军"}
    assert counter.desk.post(page, said).status_code == 302
    row.refresh_from_db()
    assert (row.handing, row.handed_to) == ("proxy", "儿子小军")
    assert row.case.state == "delivered"
    with pytest.raises(WrongStep):
        deliver(**who(counter, row), how="fetched")
    cases.close_case(**who(counter, row))
    row.case.refresh_from_db()
    assert row.case.state == "finished"


def hang_scan(counter: Counter, row: ServiceRequest) -> StoredFile:
    drawn = BytesIO()
    Image.new("RGB", (900, 700), "white").save(drawn, "PNG")
    upload = SimpleUploadedFile("身份证.png", drawn.getvalue(), "image/png")
    page = counter.page("desk_scan", pk=row.case_id)
    assert counter.desk.post(page, {"title": "身份证", "file": upload}).status_code == 302
    return Scan.objects.of(counter.centre).select_related("file").get(request=row).file


def test_f26_scans_are_gone_after_the_purge_job_with_a_proof(counter: Counter) -> None:
    row = counter.ask("elder_card")
    kept = hang_scan(counter, row)
    counter.done(row)
    deliver(**who(counter, row), how="fetched")
    desk_page = counter.page("desk_request", pk=row.case_id)
    address = file_url(kept)
    assert f"/{kept.pk}" in text(counter.desk.get(desk_page))
    streaming = counter.desk.get(address)
    begun = iter(streaming.streaming_content)
    first = next(begun)
    assert purge_scans(NOW + timedelta(days=29)) == 0
    assert StoredFile.objects.of(counter.centre).filter(pk=kept.pk).exists()
    assert purge_scans(NOW + timedelta(days=30)) == 1
    assert purge_scans(NOW + timedelta(days=31)) == 0
    # Whoever was downloading it in that moment has it whole; nobody gets it after that.
    assert len(first + b"".join(begun)) == kept.size
    assert counter.desk.get(address).status_code == 404
    assert not StoredFile.objects.of(counter.centre).filter(pk=kept.pk).exists()
    assert not Scan.objects.of(counter.centre).exists()
    proof = Entry.objects.filter(name="counter.request.scans_purged", subject_id=row.case_id).get()
    assert proof.payload["scans"] == 1
    assert "扫描件已删除" in text(counter.desk.get(desk_page))


def test_f26_scans_of_what_was_refused_or_taken_back_go_too(counter: Counter) -> None:
    row = counter.ask("elder_card")
    hang_scan(counter, row)
    counter.in_hand(row)
    cases.refuse_case(**who(counter, row), reason="要到户口所在地办。")
    assert purge_scans(NOW + timedelta(days=29)) == 0
    assert purge_scans(NOW + timedelta(days=30)) == 1
    assert not Scan.objects.of(counter.centre).exists()


def test_whoever_is_forgotten_is_forgotten_at_the_counter_too(counter: Counter) -> None:
    row = counter.ask("living_proof", answers={"used_for": "孩子上学"})
    other = counter.ask("living_proof", answers={"used_for": "别人的"}, actor=counter.second)
    hang_scan(counter, row)
    publish(
        PersonErased(
            centre_id=counter.centre.pk,
            at=NOW,
            actor_id=None,
            subject_id=counter.village.resident_person.pk,
        )
    )
    counter.deliver()
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.answers, row.item) == ("", counter.item("living_proof"))
    assert "别人的" in other.answers
    assert not Scan.objects.of(counter.centre).exists()


def test_two_taps_of_one_form_are_one_request_with_the_same_code(counter: Counter) -> None:
    client = counter.client(counter.village.resident)
    page, form = counter.page("ask", pk=counter.item("elder_card").pk), {"form_id": str(uuid4())}
    receipts = [text(client.get(client.post(page, form)["Location"])) for _ in range(2)]
    codes = [one.split('查询码</dt><dd><strong class="num">')[1][:6] for one in receipts]
    assert codes[0] == codes[1]
    assert ServiceRequest.objects.of(counter.centre).count() == 1


def test_a_villager_without_a_phone_is_served_at_the_desk_and_told(counter: Counter) -> None:
    person = counter.village.phoneless_person
    item = counter.item("living_proof")
    page = counter.page("desk_take")
    chosen = text(counter.desk.get(page, {"item": item.pk, "q": person.name}))
    assert f"person={person.pk}" in chosen
    form = {"item": item.pk, "person": person.pk, "channel": "counter", "form_id": str(uuid4())}
    form |= {"q-used_for": "办低保", "on_paper": "on"}
    answer = counter.desk.post(page, form)
    assert answer.status_code == 302
    assert "查询码" in text(counter.desk.get(answer["Location"]))
    again = counter.desk.post(page, form)
    assert again.status_code == 302, "the same form twice is one request"
    row = ServiceRequest.objects.of(counter.centre).get()
    assert (row.case.person, row.case.channel) == (person, "counter")
    assert row.is_entrusted_on_paper
    counter.done(row)
    counter.deliver()
    waiting = Sending.objects.of(counter.centre).waiting().select_related("message")
    assert [one.message.person_id for one in waiting if "办好了" in one.message.text] == [person.pk]


def test_a_name_needs_a_number_so_that_it_can_be_told(counter: Counter) -> None:
    item = counter.item("living_proof")
    form = {"item": item.pk, "alias": "路过的老李", "channel": "phone", "q-used_for": "上学"}
    body = text(counter.desk.post(counter.page("desk_take"), form))
    assert "留下电话" in body
    assert "路过的老李" in body
    wrong = text(counter.desk.post(counter.page("desk_take"), form | {"phone": "12"}))
    assert "上学" in wrong
    assert not ServiceRequest.objects.of(counter.centre).exists()
    done = counter.desk.post(counter.page("desk_take"), form | {"phone": "19900000444"})
    assert done.status_code == 302


def test_f53_what_was_opened_by_telephone_is_followed_by_code_and_rated_when_handed_over(
    counter: Counter,
) -> None:
    opened = make_request(
        centre=counter.centre,
        item_id=counter.item("elder_card").pk,
        actor=counter.clerk,
        at=NOW,
        answers={},
        by_staff=True,
        alias="何大娘",
        phone="19900000444",
        channel="phone",
        form_id=uuid4(),
    )
    row = ServiceRequest.objects.of(counter.centre).get(case=opened.case)
    counter.done(row)
    client = Client()
    page = counter.page("progress")
    wrong = text(client.post(page, {"number": opened.case.number, "code": "XXXXXX"}))
    assert "编号或查询码不对" in wrong
    answer = client.post(page, {"number": opened.case.number, "code": opened.code})
    body = text(client.get(answer["Location"]))
    assert "办好了，待取" in body
    assert "何大娘" not in body
    assert "办得怎么样" not in body
    deliver(centre=counter.centre, case_id=row.case_id, actor=counter.clerk, at=NOW, how="fetched")
    counter.deliver()
    asked = Asked.objects.of(counter.centre).get(subject_id=row.case_id)
    tap = f"/c/{counter.centre.code}/faces/{asked.token}/"
    assert f'action="{tap}"' in text(client.get(answer["Location"]))
    assert client.post(tap, {"face": "3"}).status_code == 302
    assert "点的是：满意" in text(client.get(tap))
    # There is nothing else to be done by code.
    assert client.post(answer["Location"], {"verb": "withdraw"}).status_code == 409


def delegate(counter: Counter, *scopes: Scope) -> Client:
    given = give_delegation(
        centre=counter.centre,
        principal_id=counter.village.resident_person.pk,
        delegate_phone="19900000002",
        scopes=list(scopes),
        expires_on=NOW.date() + timedelta(days=10),
        actor=counter.resident,
        at=NOW,
    )
    client = counter.client(counter.village.second)
    client.post(f"/c/{counter.centre.code}/me/delegates/{given.pk}/act")
    return client


def test_f11_a_delegate_for_other_matters_entrusts_nothing(counter: Counter) -> None:
    row = counter.ask("job_card")
    client = delegate(counter, Scope.ROOMS)
    page = counter.page("ask", pk=counter.item("elder_card").pk)
    assert client.post(page, {"form_id": str(uuid4())}).status_code == 409
    assert client.get(counter.page("request", pk=row.case_id)).status_code == 404


def test_f11_a_delegate_for_services_entrusts_in_anothers_name(counter: Counter) -> None:
    page = counter.page("ask", pk=counter.item("elder_card").pk)
    client = delegate(counter, Scope.SERVICES)
    assert client.post(page, {"form_id": str(uuid4())}).status_code == 302
    row = ServiceRequest.objects.of(counter.centre).get()
    assert row.case.person == counter.village.resident_person
    assert client.get(counter.page("request", pk=row.case_id)).status_code == 200


def test_staff_acting_for_somebody_entrust_it_in_their_name(counter: Counter) -> None:
    session = start_act_for(
        centre=counter.centre,
        person_id=counter.village.phoneless_person.pk,
        actor=counter.clerk,
        at=NOW,
        channel="phone",
        reason="no_phone",
    )
    client = counter.desk
    store = client.session
    store[ACTING] = {str(counter.centre.pk): str(session.pk)}
    store.save()
    page = counter.page("ask", pk=counter.item("elder_card").pk)
    assert client.post(page, {"form_id": str(uuid4())}).status_code == 302
    row = ServiceRequest.objects.of(counter.centre).get()
    assert (row.case.person, row.case.channel) == (counter.village.phoneless_person, "phone")


def test_nobody_else_sees_or_moves_anothers_request(counter: Counter) -> None:
    row = counter.ask("elder_card")
    second = counter.client(counter.village.second)
    assert second.get(counter.page("request", pk=row.case_id)).status_code == 404
    assert second.get(counter.page("desk_request", pk=row.case_id)).status_code in {302, 403, 404}
    with pytest.raises(NotAllowed):
        mark_materials(
            centre=counter.centre, case_id=row.case_id, actor=counter.resident, states={}
        )
    own = counter.client(counter.village.resident)
    page = counter.page("request", pk=row.case_id)
    assert "确定吗" in text(own.get(page, {"confirm": "withdraw"}))
    assert own.post(page, {"verb": "withdraw"}).status_code == 302
    row.case.refresh_from_db()
    assert row.case.state == "withdrawn"
    assert own.post(page, {"verb": "withdraw"}).status_code == 409


def test_the_register_is_a_query_over_the_requests(counter: Counter) -> None:
    row = counter.ask("elder_card")
    counter.done(row)
    deliver(**who(counter, row), how="brought")
    register = next(one for one in REGISTERS if one.code == "counter_requests")
    found = list(register.rows(counter.clerk, {}))
    cells = {one.title: one.of(found[0]) for one in register.columns}
    assert cells["怎么送达"] == "送到家里"
    assert cells["按期"] == "按期"
    assert counter.village.resident_person.name not in str(cells["谁的"])
    assert Case.objects.of(counter.centre).count() == 1


@pytest.mark.parametrize("is_filed", [False, True])
def test_f26_after_delivery_a_colleague_asks_how_it_was(counter: Counter, is_filed: bool) -> None:
    row = counter.ask("elder_card")
    counter.done(row)
    page = counter.page("step", pk=row.case_id, verb="call_back")
    colleague = counter.client(counter.village.handler_b, staff=True)
    said = {"outcome": "reached", "solved": "yes", "note": "老人说拿到了"}
    assert colleague.post(page, said).status_code == 409, "nothing was handed over yet"
    deliver(**who(counter, row), how="fetched")
    if is_filed:
        cases.close_case(**who(counter, row))
    desk_page = counter.page("desk_request", pk=row.case_id)
    assert page not in text(counter.desk.get(desk_page)), "who did it does not ask"
    assert page in text(colleague.get(desk_page))
    answer = colleague.post(page, {"outcome": "reached", "note": "老人说拿到了"})
    assert "请选择对方说解决了没有" in text(answer)
    assert "老人说拿到了" in text(answer), "what was typed stays"
    assert colleague.post(page, said).status_code == 302
    row.case.refresh_from_db()
    assert (row.case.call_back_outcome, row.case.solved) == ("reached", True)
    assert (row.case.state, row.case.closed_at is not None) == ("finished", True)
    assert colleague.post(page, said).status_code == 409, "once"


def test_f26_the_receipt_has_number_code_and_qr(counter: Counter) -> None:
    client = counter.client(counter.village.resident)
    ask = counter.page("ask", pk=counter.item("elder_card").pk)
    receipt = text(client.get(client.post(ask, {"form_id": str(uuid4())})["Location"]))
    row = ServiceRequest.objects.of(counter.centre).get()
    assert row.case.number in receipt
    assert 'class="qr"' in receipt
    assert "一寸照片" in receipt, "what to bring"
