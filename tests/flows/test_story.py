"""Stories across the apps: from a missed ring to the register, to the township, for an elder."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from changlai.engines.cases.public import (
    Case,
    CaseLook,
    RateCode,
    Rating,
    UpwardGrant,
    rates,
)
from changlai.foundation.people.public import ActForSession
from changlai.halls.voices.models import CallLog
from changlai.kernel.events.models import Entry
from changlai.kernel.events.public import deliver
from changlai.kernel.outbox.public import Sending
from tests.cast import SHANGHAI, phone
from tests.flows.desk import SAID, Desk, hidden, seen

pytestmark = pytest.mark.django_db

CALLER = "19900000077"


def take(desk: Desk, account: Any, case: Case, verb: str, **said: str) -> Any:
    """Press a step of a case as somebody."""
    return desk.staff(account).post(desk.page("voices:step", pk=case.pk, verb=verb), said)


def at(text: str) -> Any:
    """Return the moment to travel to."""
    moment = datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
    return time_machine.travel(moment, tick=True)


def test_a_missed_call_becomes_a_voice_that_is_answered_asked_after_rated_and_counted(
    desk: Desk,
) -> None:
    people = desk.village
    with at("2026-03-18 09:00"):
        missed = desk.page("voices:missed")
        desk.staff(people.duty).post(missed, {"phone": CALLER, "caller": "刘家"})
        # Whoever comes to the desk next finds whom to ring back.
        assert CALLER in seen(desk.staff(people.handler).get(missed)).replace(" ", "")
        assert "刘家" in seen(desk.staff(people.handler).get(desk.page("web:today")))
        call = CallLog.objects.of(desk.centre).get()
    with at("2026-03-18 09:20"):
        settled = desk.staff(people.duty).post(
            desk.page("voices:settle", pk=call.pk), {"text": SAID, "kind": "help"}
        )
        assert settled.status_code == 302
        case = desk.cases().get()
        assert (case.channel, case.text, case.contact_phone[-11:]) == ("phone", SAID, CALLER)
        # Who rang back has been in touch: that promise is kept already.
        assert case.first_contact_at is not None
        assert desk.staff(people.duty).get(missed).context["page"].object_list.count() == 0
    with at("2026-03-18 10:00"):
        assert take(desk, people.handler, case, "accept").status_code == 302
    with at("2026-03-19 10:00"):
        assert take(desk, people.handler, case, "answer", text="路灯已经修好。").status_code == 302
        deliver(desk.centre.pk)
        # The caller has no screen, so the answer is on the list of people to phone.
        listed = seen(desk.staff(people.duty).get(desk.page("outbox:phone_list")))
        assert "刘家" in listed
        assert "路灯已经修好" in listed
    with at("2026-03-20 09:00"):
        asked = {"outcome": "reached", "solved": "no", "was_contacted": "yes", "note": "还差一盏"}
        own = take(desk, people.handler, case, "call_back", **asked)
        assert own.status_code in {404, 409}
        assert take(desk, people.handler_b, case, "call_back", **asked).status_code == 302
    with at("2026-03-20 15:00"):
        slip = {"face": "satisfied", "solved": "yes", "words": "后来都亮了"}
        paper = desk.page("voices:paper_rating", pk=case.pk)
        own = desk.staff(people.handler).post(paper, slip)
        assert own.status_code in {404, 409}
        assert desk.staff(people.duty).post(paper, slip).status_code == 302
        case.refresh_from_db()
        assert (case.face, case.solved, case.call_back_outcome) == ("satisfied", True, "reached")

        handler = desk.staff(people.handler)
        today = timezone.localdate()
        for figure in rates(desk.centre, today.replace(day=1), today):
            assert (figure.numerator, figure.denominator) == (1, 1), figure.code
        page = handler.get(desk.page("voices:rates") + "?span=month")
        assert all(rate.label in seen(page) for rate in RateCode)
        days = urlencode({"since": "2026-03-01", "until": "2026-03-20"})
        for rate in RateCode:
            behind = desk.page("voices:rate_cases") + f"?code={rate}.numerator&{days}"
            assert case.number in seen(handler.get(behind)), rate
        for register in ("voices", "calls", "call_backs"):
            rows = handler.get(desk.page("registers:show", register=register))
            assert rows.status_code == 200
            assert case.number in seen(rows), register
            table = handler.get(desk.page("registers:xlsx", register=register))
            assert table.content.startswith(b"PK"), register


def test_f48_the_township_sees_the_one_case_it_was_given_until_the_grant_ends(desk: Desk) -> None:
    people = desk.village
    with at("2026-03-18 09:00"):
        given, other = desk.accepted().case, desk.accepted(text="另一件事。").case
        township = desk.staff(people.township)
        page = desk.page("voices:sent_up_case", pk=given.pk)
        assert township.get(page).status_code == 404
        said = {
            "account": str(people.township.pk),
            "to_name": "石溪镇便民服务中心",
            "until": "2026-03-25",
            "reason": "线路归镇里管,请一起看看。",
        }
        up = desk.page("voices:step", pk=given.pk, verb="send_up")
        # It leaves the village with the secretary's word alone.
        assert desk.staff(people.handler).post(up, said).status_code in {404, 409}
        assert desk.staff(people.secretary).post(up, said).status_code == 302
        assert page in seen(
            desk.staff(people.secretary).get(desk.page("voices:desk_case", pk=given.pk))
        )
    with at("2026-03-20 09:00"):
        township = desk.staff(people.township)
        listed = seen(township.get(desk.page("voices:sent_up")))
        assert given.number in listed
        assert other.number not in listed
        shown = township.get(page)
        assert shown.status_code == 200
        assert SAID in seen(shown)
        # Who said it is the village's to know.
        assert "19900000042" not in seen(shown).replace(" ", "")
        for closed in (
            desk.page("voices:sent_up_case", pk=other.pk),
            desk.page("voices:desk_case", pk=given.pk),
            desk.page("voices:desk_case", pk=other.pk),
            desk.page("voices:original", pk=given.pk),
            desk.page("voices:cases"),
            desk.page("people:people"),
        ):
            assert township.get(closed).status_code == 404, closed
        # Another account of the level above was given nothing.
        assert desk.staff(people.county).get(page).status_code == 404
        look = CaseLook.objects.of(desk.centre).get()
        assert (look.case_id, look.by_name) == (given.pk, "镇上小梁")
        village = desk.staff(people.secretary).get(desk.page("voices:desk_case", pk=given.pk))
        assert "镇上小梁" in seen(village)
    with at("2026-03-26 00:30"):
        assert desk.staff(people.township).get(page).status_code == 404
        assert given.number not in seen(
            desk.staff(people.township).get(desk.page("voices:sent_up"))
        )
        assert CaseLook.objects.of(desk.centre).count() == 1


def test_f48_the_village_ends_a_grant_early_by_a_button_that_asks_once_more(desk: Desk) -> None:
    people = desk.village
    with at("2026-03-18 09:00"):
        case = desk.accepted().case
        said = {
            "account": str(people.township.pk),
            "to_name": "石溪镇便民服务中心",
            "until": "2026-03-25",
            "reason": "线路归镇里管，请一起看看。",
        }
        up = desk.page("voices:step", pk=case.pk, verb="send_up")
        assert desk.staff(people.secretary).post(up, said).status_code == 302
        above = desk.page("voices:sent_up_case", pk=case.pk)
        assert desk.staff(people.township).get(above).status_code == 200
        # Whoever comes from above has no workbench here; each page leads to what was sent up.
        home = seen(desk.staff(people.township).get(desk.page("web:home")))
        assert desk.page("voices:sent_up") in home
        assert desk.page("voices:sent_up") not in seen(
            desk.staff(people.handler).get(desk.page("web:home"))
        )
        page = seen(desk.staff(people.township).get(above))
        today = desk.page("web:today")
        assert f'href="{today}"' not in page
    with at("2026-03-19 09:00"):
        here = desk.page("voices:desk_case", pk=case.pk)
        grant = UpwardGrant.objects.of(desk.centre).get()
        end = desk.page("voices:end_grant", pk=case.pk, grant_id=grant.pk)
        # Staff see who may look and who looked; the button is for who opened it.
        assert end not in seen(desk.staff(people.handler).get(here))
        assert "镇上小梁" in seen(desk.staff(people.handler).get(here))
        assert desk.staff(people.handler).get(end).status_code == 404
        assert desk.staff(people.township).post(end, {"reason": ""}).status_code == 404
        secretary = desk.staff(people.secretary)
        assert end in seen(secretary.get(here))
        asked = secretary.get(end)
        assert "先不收" in seen(asked)
        assert desk.staff(people.township).get(above).status_code == 200, "asking ends nothing"
        too_long = secretary.post(end, {"reason": "长" * 201})
        assert too_long.status_code == 200
        assert "长" * 201 in seen(too_long)
        assert secretary.post(end, {"reason": "镇里已经来过"}).status_code == 302
        assert desk.staff(people.township).get(above).status_code == 404
        assert case.number not in seen(desk.staff(people.township).get(desk.page("voices:sent_up")))
        # The list of who was let in and who looked stays with the village.
        shown = seen(secretary.get(here))
        for words in ("看不到了", "收回上级查看", "镇里已经来过", "镇上小梁"):
            assert words in shown, words
        assert end not in shown
        for again in (secretary.get(end), secretary.post(end, {"reason": ""})):
            assert again.status_code == 302
        assert Entry.objects.filter(name="cases.case.grant_ended").count() == 1
        # The village goes on with its matter.
        assert take(desk, people.handler, case, "answer", text="修好了。").status_code == 302


def test_f53_a_voice_by_telephone_is_followed_online_by_code_and_rated_on_paper(
    desk: Desk,
) -> None:
    people = desk.village
    with at("2026-03-18 09:00"):
        form = desk.page("voices:call")
        duty = desk.staff(people.duty)
        said = {"phone": CALLER, "text": SAID, "kind": "help", "save": "case"}
        said["form_id"] = hidden(duty.get(form), "form_id")
        receipt = seen(duty.post(form, said, follow=True))
        case = desk.cases().get()
        assert (case.channel, case.number in receipt) == ("phone", True)
        code = re.search(r"[2-9A-HJ-NP-Z]{6}(?=</strong>)", receipt)
        assert code
        assert take(desk, people.handler, case, "accept").status_code == 302
        assert take(desk, people.handler, case, "answer", text="路灯修好了。").status_code == 302
    with at("2026-03-19 09:00"):
        online = Client()
        typed = {"number": case.number, "code": code[0]}
        page = online.post(desk.page("voices:progress"), typed, follow=True)
        assert "路灯修好了" in seen(page)
        assert CALLER not in seen(page)
        assert SAID not in seen(page)
        slip = {"face": "very_satisfied", "solved": "yes", "words": ""}
        paper = desk.page("voices:paper_rating", pk=case.pk)
        assert desk.staff(people.handler_b).post(paper, slip).status_code == 302
        rating = Rating.objects.of(desk.centre).get()
        assert (rating.case_id, rating.channel, rating.face) == (case.pk, "paper", slip["face"])
        # One record, whichever way it was touched: online it now shows the rating, and takes none.
        shown = seen(online.post(desk.page("voices:progress"), typed, follow=True))
        assert "很满意" in shown
        assert "评好了" not in shown


def test_x9_what_is_wrong_with_the_app_itself_becomes_a_voice_of_its_own_kind(desk: Desk) -> None:
    client = Client()
    about = seen(client.get(desk.page("web:about")))
    for words in ("投诉建议", "主办单位", "备案编号"):
        assert words in about
    door = desk.page("voices:say") + "?about=app"
    assert door in about
    first = client.get(door)
    said = {"step": "3", "about": "app", "kind": "app_feedback", "text": "字太小了。"}
    said |= {"place_text": "", "category": "", "name": "", "phone": CALLER}
    said["form_id"] = hidden(first, "form_id")
    assert client.post(desk.page("voices:say"), said).status_code == 302
    case = desk.cases().get()
    assert (case.kind, case.kind_title) == ("app_feedback", "对本应用的意见")
    assert case.number in seen(
        desk.staff(desk.village.handler).get(desk.page("voices:cases") + "?kind=app_feedback")
    )


def test_what_staff_say_for_an_elder_keeps_her_way_and_she_is_phoned(desk: Desk) -> None:
    people = desk.village
    elder = people.phoneless_person
    elder.contact_phone = phone(88)
    elder.save()
    with at("2026-03-18 09:00"):
        client = desk.staff(people.handler)
        client.post(
            desk.page("people:act_for", pk=elder.pk), {"channel": "visit", "reason": "no_phone"}
        )
        session = ActForSession.objects.of(desk.centre).get()
        assert session.person_id == elder.pk
        first = client.get(desk.page("voices:say"))
        assert elder.name in seen(first)
        said = {"step": "3", "kind": "help", "text": "水井边的路滑。", "place_text": ""}
        said |= {"category": "", "name": "", "phone": "", "form_id": hidden(first, "form_id")}
        assert client.post(desk.page("voices:say"), said).status_code == 302
        case = desk.cases().get()
        assert (case.person_id, case.channel) == (elder.pk, "visit")
        assert case.entered_by_id == people.handler.pk
        client.post(desk.page("people:act_for_end"))
    with at("2026-03-18 10:00"):
        assert take(desk, people.handler_b, case, "accept").status_code == 302
        done = take(desk, people.handler_b, case, "answer", text="已经铺了防滑垫。")
        assert done.status_code == 302
        deliver(desk.centre.pk)
        listed = Sending.objects.of(desk.centre).waiting().get()
        assert (listed.name, listed.phone[-11:]) == (elder.name, phone(88))
        for name in ("outbox:phone_list", "outbox:phone_list_print"):
            page = seen(desk.staff(people.duty).get(desk.page(name)))
            assert elder.name in page, name
            assert "已经铺了防滑垫" in page, name
