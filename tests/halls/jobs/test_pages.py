"""The gig station on screen: offer, check, publish, want, agree, work, close; bad input told."""

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from changlai.engines.cases.public import Case
from changlai.halls.jobs import actions
from changlai.halls.jobs.models import Employer, JobMatch, JobPost, WorkerCard
from changlai.halls.jobs.today import TODAY as SECTIONS
from changlai.kernel.ids import uuid7
from changlai.kernel.registry.public import collect
from tests.cast import NOW, Village, make_person, phone
from tests.halls.jobs.conftest import TODAY, Station, coming, later

pytestmark = pytest.mark.django_db

BOSS, WORKER = phone(2), phone(1)


@pytest.fixture(autouse=True)
def _on_that_day() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def skilled(station: Station) -> Station:
    actions.set_skills(centre=station.centre, actor=station.staff, names=["贴砖", "搬运"])
    return station


def typed(**more: Any) -> dict[str, Any]:
    said = {
        "name": "榕树头何家",
        "kind": "household",
        "contact_name": "何惠兰",
        "phone": BOSS,
        "title": "贴地砖",
        "skills": "贴砖",
        "place": "榕树头二号院",
        "starts_on": coming(7).isoformat(),
        "hours": "早上7点到下午5点",
        "headcount": "1",
        "pay": "180",
        "pay_unit": "day",
        "form_id": str(uuid7()),
    }
    return said | more


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_f24_a_job_goes_from_a_villagers_offer_to_the_end(skilled: Station) -> None:
    station, village = skilled, skilled.village
    boss, worker = station.client(village.second), station.client(village.resident)
    desk, anybody = station.client(village.handler), Client()
    form = typed()
    answer = boss.post(station.page("offer"), form)
    assert boss.post(station.page("offer"), form)["Location"] == answer["Location"]
    post = JobPost.objects.of(station.centre).get()
    here = station.page("desk_post", pk=post.pk)
    assert "贴地砖" not in text(anybody.get(station.page("list")))
    assert anybody.get(station.page("post", pk=post.pk)).status_code == 404
    assert "用工方还没有核实" in text(desk.post(here, {"verb": "publish"}))
    employer = station.page("desk_employer", pk=post.employer_id)
    assert "请选是怎么核实的" in text(desk.post(employer, {}))
    desk.post(employer, {"how": "known", "note": "榕树头的"})
    assert desk.post(here, {"verb": "publish"}).status_code == 302
    assert "贴地砖 180元/天" in text(anybody.get(station.page("list")))
    # 我想去, with no card: the year of birth is asked.
    want = station.page("want", pk=post.pk)
    assert "没满16周岁" in text(worker.post(want, {"birth_year": TODAY.year - 15}))
    assert worker.post(want, {"birth_year": "1980"}).status_code == 302
    match = JobMatch.objects.of(station.centre).get()
    mine, theirs = station.page("match", pk=match.pk), station.page("my_post", pk=post.pk)
    assert BOSS not in text(worker.get(mine))
    shown = text(boss.get(theirs))
    assert "有1人在谈" in shown
    assert WORKER not in shown
    assert "周春生" not in shown
    desk_match = station.page("desk_match", pk=match.pk)
    shown = text(desk.get(desk_match))
    assert BOSS in shown
    assert WORKER in shown
    assert desk.post(desk_match, {"verb": "agree"}).status_code == 302
    assert BOSS in text(worker.get(mine))
    shown = text(boss.get(theirs))
    assert WORKER in shown
    assert "周春生" in shown
    with time_machine.travel(later(8), tick=False):
        boss, worker = station.client(village.second), station.client(village.resident)
        desk = station.client(village.handler)
        assert worker.post(mine, {"verb": "worked"}).status_code == 302
        word = {"verb": "word", "did_work": "yes", "was_paid": "yes", "text": "人很好"}
        assert worker.post(mine, word).status_code == 302
        boss_word = word | {"match": str(match.pk), "text": "手艺好"}
        assert boss.post(theirs, boss_word).status_code == 302
        assert "手艺好" in text(desk.get(desk_match))
        assert desk.post(desk_match, {"verb": "close"}).status_code == 302
        # What one side said is for staff alone.
        assert "手艺好" not in text(worker.get(mine))
        assert "人很好" not in text(boss.get(theirs))
    match.refresh_from_db()
    assert match.state == "closed"


@pytest.mark.parametrize("page", ["list", "post"])
def test_f24_no_public_page_has_anybodys_number(station: Station, page: str) -> None:
    village = station.village
    employer = station.check(station.employer(person=village.second_person, phone=BOSS))
    post = station.post(employer)
    station.wanted(post)
    station.card(village.phoneless_person, contact_phone=phone(77))
    where = {} if page == "list" else {"pk": post.pk}
    for client in (Client(), station.client(village.resident), station.client(village.neighbour)):
        shown = text(client.get(station.page(page, **where)))
        assert "贴地砖" in shown
        assert station.centre.phone in shown
        for number in (BOSS, WORKER, phone(77)):
            assert number not in shown
        assert "周春生" not in shown
    shown = text(station.client(village.handler).get(station.page("desk_board")))
    assert "贴地砖" in shown
    assert station.centre.phone in shown
    assert BOSS not in shown


def test_a_post_is_found_by_words_place_and_day(station: Station) -> None:
    employer = station.employer()
    station.post(employer)
    station.post(employer, title="摘茶叶", place="茶坡下", hamlet=None, ends_on=coming(9))
    client = Client()

    def found(**asked: str) -> tuple[bool, bool]:
        shown = text(client.get(station.page("list"), asked))
        return "贴地砖" in shown, "摘茶叶" in shown

    assert found() == (True, True)
    assert found(q="茶坡") == (False, True)
    assert found(q="榕树头") == (True, False)
    assert found(day=coming(8).isoformat()) == (False, True)
    assert found(q="挖藕") == (False, False)
    assert "没有找到" in text(client.get(station.page("list"), {"q": "挖藕"}))
    assert client.get(station.page("list"), {"day": "x"}).status_code == 200


def test_f24_under_sixteen_is_refused_on_every_form_and_nothing_typed_is_lost(
    skilled: Station,
) -> None:
    station, village = skilled, skilled.village
    said = {"skills": "贴砖", "more_skills": "会修水泵", "birth_year": str(TODAY.year - 14)}
    for client, page in (
        (station.client(village.resident), station.page("card")),
        (station.client(village.duty), station.page("desk_card_add")),
    ):
        answer = client.post(page, said | {"alias": "小周", "contact_phone": phone(9)})
        assert answer.status_code == 200
        assert "没满16周岁不能打零工" in text(answer)
        assert "会修水泵" in text(answer)
    assert not WorkerCard.objects.of(station.centre).exists()


def test_a_card_is_made_changed_kept_and_deleted_by_its_owner(skilled: Station) -> None:
    station = skilled
    client, here = station.client(station.village.resident), station.page("card")
    said = {"skills": "贴砖", "weekdays": ["3", "5"], "places": "榕树头"}
    assert "请写出生年份" in text(client.post(here, said))
    assert client.post(here, said | {"birth_year": "1975"}).status_code == 302
    card = WorkerCard.objects.of(station.centre).get()
    assert (card.skills, card.places, card.weekdays) == (["贴砖"], ["榕树头"], [3, 5])
    assert "至少选一样" in text(client.post(here, {"verb": "put"}))
    with time_machine.travel(later(10), tick=False):
        client = station.client(station.village.resident)
        assert client.post(here, {"verb": "put", "skills": "搬运"}).status_code == 302
        card.refresh_from_db()
        assert (card.skills, card.expires_on) == (["搬运"], coming(100))
    with time_machine.travel(later(20), tick=False):
        client = station.client(station.village.resident)
        assert client.post(here, {"verb": "renew"}).status_code == 302
        card.refresh_from_db()
        assert card.expires_on == coming(110)
    client = station.client(station.village.resident)
    assert "确定吗" in text(client.get(here, {"confirm": "delete"}))
    assert client.post(here, {"verb": "delete"}).status_code == 302
    assert not WorkerCard.objects.of(station.centre).exists()


def test_everything_is_done_at_the_counter_for_whoever_has_no_screen(skilled: Station) -> None:
    station, village = skilled, skilled.village
    duty, desk = station.client(village.duty), station.client(village.handler)
    employer = {
        "name": "青禾合作社",
        "kind": "cooperative",
        "contact_name": "钱广田",
        "phone": "12",
    }
    page = station.page("desk_employer_add")
    assert "电话号码不对" in text(duty.post(page, employer))
    assert duty.post(page, employer | {"phone": phone(801)}).status_code == 302
    row = Employer.objects.of(station.centre).get()
    work = typed()
    page = station.page("desk_add", pk=row.pk)
    assert "不能早于" in text(duty.post(page, work | {"ends_on": coming(5).isoformat()}))
    assert duty.post(page, work).status_code == 302
    post = JobPost.objects.of(station.centre).get()
    assert post.channel == "counter"
    here = station.page("desk_post", pk=post.pk)
    assert "没有办理这一步的权限" in text(duty.post(here, {"verb": "publish"}))
    desk.post(station.page("desk_employer", pk=row.pk), {"how": "licence"})
    desk.post(here, {"verb": "publish"})
    page = station.page("desk_card_add")
    said = {"skills": "贴砖", "birth_year": "1966"}
    assert "请写电话" in text(duty.post(page, said | {"alias": "石师傅"}))
    answer = duty.post(page, said | {"alias": "石师傅", "contact_phone": phone(802)})
    assert answer.status_code == 302
    card = WorkerCard.objects.of(station.centre).get()
    assert "会贴砖，哪里都肯去，周三有空" in text(duty.get(here))
    duty.post(here, {"verb": "recommend", "card": str(card.pk)})
    match = JobMatch.objects.of(station.centre).get()
    there = station.page("desk_match", pk=match.pk)
    shown = text(duty.get(there))
    assert phone(801) in shown
    assert phone(802) in shown
    duty.post(there, {"verb": "contact"})
    duty.post(there, {"verb": "agree"})
    with time_machine.travel(later(8), tick=False):
        duty = station.client(village.duty)
        duty.post(there, {"verb": "worked"})
        word = {"verb": "word", "side": "employer", "did_work": "yes", "was_paid": "yes"}
        assert duty.post(there, word).status_code == 302
        duty.post(there, {"verb": "close"})
    match.refresh_from_db()
    assert match.state == "closed"


def test_whoever_has_a_card_wants_to_go_with_one_tap(station: Station) -> None:
    station.card(station.village.resident_person)
    client, page = (
        station.client(station.village.resident),
        station.page("want", pk=station.post().pk),
    )
    assert "哪一年出生" not in text(client.get(page))
    first = client.post(page)
    assert first.status_code == 302
    assert client.post(page)["Location"] == first["Location"]
    assert JobMatch.objects.of(station.centre).count() == 1


def test_somebody_at_the_counter_wants_to_go(station: Station) -> None:
    post = station.post()
    duty, page = station.client(station.village.duty), station.page("desk_want", pk=post.pk)
    assert "请先找到是哪一位" in text(duty.post(page, {"birth_year": "1960"}))
    person = {"person": str(station.village.phoneless_person.pk)}
    assert "没满16周岁" in text(duty.post(page, person | {"birth_year": "2020"}))
    assert duty.post(page, person | {"birth_year": "1942"}).status_code == 302
    assert JobMatch.objects.of(station.centre).get().channel == "counter"


def test_f24_wages_not_paid_become_a_voice_by_one_tap(station: Station, village: Village) -> None:
    for pack in collect("pack"):
        pack.unpack(village.centre, NOW)
    match = station.agreed()
    client, here = station.client(village.resident), station.page("match", pk=match.pk)
    shown = text(client.get(here))
    assert "12333" in shown
    assert "12348" in shown
    assert client.post(here, {"verb": "wages"}).status_code == 302
    case = Case.objects.of(station.centre).get()
    assert (case.kind, case.origin_record_id, case.person_id) == (
        "complaint",
        match.pk,
        village.resident_person.pk,
    )
    assert "说好180元/天" in case.text
    again = client.post(here, {"verb": "wages"})
    assert "已经立了诉求" in text(again)
    assert Case.objects.of(station.centre).count() == 1
    assert case.number in text(client.get(here))


def test_staff_raise_the_wages_of_one_without_a_screen(station: Station, village: Village) -> None:
    for pack in collect("pack"):
        pack.unpack(village.centre, NOW)
    card = station.card(None, alias="石师傅", contact_phone=phone(802))
    match = actions.recommend(post_id=station.post().pk, card_id=card.pk, **station.words)
    there = station.page("desk_match", pk=match.pk)
    desk = station.client(village.handler)
    assert "没有工钱可问" in text(desk.post(there, {"verb": "wages"}))
    for verb in ("contact", "agree", "wages"):
        assert desk.post(there, {"verb": verb, "reason": "少给一天"}).status_code == 302
    case = Case.objects.of(station.centre).get()
    assert (case.reporter_alias, case.contact_phone) == ("石师傅", phone(802))
    assert "少给一天" in case.text


@pytest.mark.parametrize("page", ["match", "my_post"])
def test_a_stranger_finds_nothing_of_another(station: Station, page: str) -> None:
    village = station.village
    employer = station.check(station.employer(person=village.second_person))
    match = station.agreed(station.post(employer))
    pk = match.pk if page == "match" else match.post_id
    for account in (village.neighbour, village.handler):
        client = station.client(account)
        assert client.get(station.page(page, pk=pk)).status_code in {302, 404}
    other = village.second if page == "match" else village.resident
    assert station.client(other).get(station.page(page, pk=pk)).status_code == 404


def test_the_day_sheet_names_what_to_check_whom_to_call_and_what_ends(station: Station) -> None:
    station.draft(pay=None, pay_unit="")
    station.wanted(station.post())
    card = station.card(station.village.second_person)
    WorkerCard.objects.of(station.centre).filter(pk=card.pk).update(expires_on=coming(5))
    lines = {one.code: one.lines(station.staff, NOW) for one in SECTIONS}
    assert [line.title for line in lines["jobs_check"][0]] == ["贴地砖 青禾合作社"]
    assert [line.title for line in lines["jobs_call"][0]] == ["周春生 贴地砖"]
    assert [line.title for line in lines["jobs_cards"][0]] == ["何惠兰的求职卡"]
    assert lines["jobs_settle"] == ([], 0)


def test_the_list_of_skills_is_the_villages_own(station: Station) -> None:
    desk, here = station.client(station.village.handler), station.page("desk_skills")
    assert desk.post(here, {"names": "贴砖\n贴砖\n\n补锅"}).status_code == 302
    assert "补锅" in text(desk.get(here))
    assert "补锅" in text(station.client(station.village.resident).get(station.page("card")))
    assert station.client(station.village.duty).get(here).status_code in {302, 404}


def test_the_pages_cost_no_more_with_more_rows(station: Station, village: Village) -> None:
    employer = station.employer()
    one = station.post(employer, headcount=99)

    def fill(many: int, start: int) -> None:
        for number in range(start, start + many):
            person = make_person(village.centre, f"村民{number}")
            station.card(person)
            station.post(employer, title=f"活{number}")
            station.wanted(one, make_person(village.centre, f"工友{number}"))

    def cost(name: str, account: Any, **more: Any) -> int:
        client = station.client(account)
        client.get(station.page(name, **more))
        with CaptureQueriesContext(connection) as said:
            assert client.get(station.page(name, **more)).status_code == 200
        return len(said)

    def costs() -> list[int]:
        return [
            cost("list", village.second),
            *(cost(name, village.handler) for name in ("desk_jobs", "desk_cards", "desk_board")),
            cost("desk_post", village.handler, pk=one.pk),
        ]

    fill(3, 0)
    few = costs()
    fill(12, 3)
    assert costs() == few
