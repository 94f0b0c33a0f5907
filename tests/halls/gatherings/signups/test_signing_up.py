"""A resident signs up on one page, sees what came of it, takes an offer, leaves."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.html import escape
from icalendar import Calendar

from changlai.engines.activities.public import (
    SeatPool,
    SessionPlan,
    SignUp,
    SignUpRule,
    cancel_activity,
    end_stale_offers,
)
from changlai.foundation.people.public import Scope, give_delegation, start_act_for
from changlai.foundation.people.sessions import ACTING
from changlai.kernel.outbox.public import Message, Sending
from tests.cast import NOW
from tests.halls.gatherings.signups.conftest import HOUR, Hall

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def words(response: Any) -> str:
    return str(response.content.decode())


def test_three_requests_lead_from_the_form_to_the_receipt(hall: Hall) -> None:
    activity = hall.stage.plan(3)
    client = hall.as_person(hall.village.resident_person)
    address = hall.page("sign_up", pk=activity.pk)
    form = client.get(address)
    assert "还有 3 个名额" in words(form)
    sent = client.post(
        address, hall.wish(activity, form_id=form.context["form"]["form_id"].value())
    )
    receipt = client.get(sent["Location"])
    row = SignUp.objects.get()
    assert (row.state, row.channel, row.entered_by_id) == ("confirmed", "online", None)
    assert row.code in words(receipt)
    assert "报上名了" in words(receipt)
    assert "<svg" in words(receipt)
    assert row.code in words(client.get(sent["Location"] + "?paper=1"))


def test_a_double_tap_is_one_sign_up(hall: Hall) -> None:
    activity, form_id = hall.stage.plan(3), str(uuid4())
    client = hall.as_person(hall.village.resident_person)
    address = hall.page("sign_up", pk=activity.pk)
    answers = {
        client.post(address, hall.wish(activity, form_id=form_id))["Location"] for _ in range(2)
    }
    assert len(answers) == 1
    # Without the form's number, as when it was opened twice: the one there is is shown.
    assert client.post(address, hall.wish(activity))["Location"] in answers
    assert client.get(address)["Location"] in answers
    assert SeatPool.objects.get().taken == 1


def test_bad_input_is_one_sentence_and_keeps_what_was_typed(hall: Hall) -> None:
    activity = hall.stage.plan(9, party_limit=4)
    client = hall.as_person(hall.village.resident_person)
    address = hall.page("sign_up", pk=activity.pk)
    for wrong, sentence in (
        ({"heads": "5"}, "一次最多报4人。"),
        ({"heads": "zwei"}, "人数请填数字。"),
        ({"heads": ""}, "请填几个人来。"),
        ({"ticket": ""}, "请选报名的种类。"),
        ({"ticket": "none"}, "请选报名的种类。"),
        ({"ticket": str(uuid4())}, "请选报名的种类。"),
    ):
        response = client.post(address, hall.wish(activity, note="坐轮椅", **wrong))
        assert sentence in words(response), wrong
        assert "坐轮椅" in words(response)
    assert not SignUp.objects.exists()


def test_several_kinds_say_what_is_left_of_each(hall: Hall) -> None:
    activity = hall.stage.plan(2, tickets=("大人", "小孩"), party_limit=2)
    hall.join(activity, hall.village.second_person, heads="2")
    page = hall.as_person(hall.village.resident_person).get(hall.page("sign_up", pk=activity.pk))
    assert "大人（满了，可以排队）" in words(page)
    assert "名额满了，可以先排队候补" in words(page)


def test_conditions_stand_in_plain_words_before_the_wish(hall: Hall) -> None:
    activity = hall.stage.plan(4, household_limit=2, offer_hours=12, cancel_until=NOW + 48 * HOUR)
    page = words(
        hall.as_person(hall.village.resident_person).get(hall.page("sign_up", pk=activity.pk))
    )
    assert "一户最多2人。" in page
    assert "留12小时" in page
    assert "来不了，3月20日(周五)上午10:00前在网上取消就行。" in page


def test_what_is_closed_says_so_and_offers_the_telephone(hall: Hall, clock: Any) -> None:
    early = hall.stage.plan(3, opens_at=NOW + HOUR)
    client = hall.as_person(hall.village.resident_person)
    page = words(client.get(hall.page("sign_up", pk=early.pk)))
    assert "报名还没有开始。" in page
    assert '<button class="button is-big">' not in page
    answer = client.post(hall.page("sign_up", pk=early.pk), hall.wish(early))
    assert "报名还没有开始。" in words(answer)
    clock.move_to(NOW + 2 * HOUR)
    assert client.post(hall.page("sign_up", pk=early.pk), hall.wish(early)).status_code == 302
    free = hall.stage.plan(0, rule=SignUpRule.NONE)
    assert "不用报名" in words(client.get(hall.page("sign_up", pk=free.pk)))


def test_without_a_waiting_list_a_full_activity_says_it_is_full(hall: Hall) -> None:
    activity = hall.stage.plan(1, has_waiting_list=False)
    hall.join(activity, hall.village.second_person)
    client = hall.as_person(hall.village.resident_person)
    answer = client.post(hall.page("sign_up", pk=activity.pk), hall.wish(activity))
    assert answer.status_code == 409
    assert "名额已经满了" in words(answer)


def test_strangers_sign_in_and_come_back_and_drafts_are_not_there(hall: Hall) -> None:
    activity, draft = hall.stage.plan(1), hall.stage.plan(1, announced=False)
    address = hall.page("sign_up", pk=activity.pk)
    assert f"next={address.replace('/', '%2F')}" in Client().get(address)["Location"]
    client = hall.as_person(hall.village.resident_person)
    assert client.get(hall.page("sign_up", pk=draft.pk)).status_code == 404
    assert client.post(hall.page("sign_up", pk=draft.pk), hall.wish(draft)).status_code == 404
    assert client.post(hall.page("sign_up", pk=uuid4()), hall.wish(activity)).status_code == 404


def test_nobody_opens_the_sign_up_of_a_neighbour(hall: Hall) -> None:
    activity = hall.stage.plan(1)
    row = hall.join(activity, hall.village.second_person)
    other = hall.as_person(hall.village.resident_person)
    for verb in ("", "cancel", "accept", "decline"):
        answer = other.post(hall.page("signup", pk=row.pk), {"verb": verb})
        assert answer.status_code == 404
    # Staff may change sign-ups at the desk, but not through the page of the person.
    staff = hall.client(hall.village.secretary)
    assert staff.post(hall.page("signup", pk=row.pk), {"verb": "cancel"}).status_code in {302, 404}
    row.refresh_from_db()
    assert row.state == "confirmed"


def test_f25_who_waits_sees_the_place_is_offered_the_seat_in_order_and_takes_it(
    hall: Hall, clock: Any, django_capture_on_commit_callbacks: Any
) -> None:
    activity = hall.stage.plan(1, offer_hours=12)
    people = [hall.stage.person() for _ in range(3)]
    rows = []
    for number, person in enumerate(people):
        clock.move_to(NOW + number * HOUR)
        rows.append(hall.join(activity, person))
    assert [row.state for row in rows] == ["confirmed", "waiting", "waiting"]
    own = [hall.page("signup", pk=row.pk) for row in rows]
    clients = [hall.as_person(person) for person in people]
    assert "排在第 <strong>2</strong> 位" in words(clients[2].get(own[2]))

    clock.move_to(NOW + 5 * HOUR)
    with django_capture_on_commit_callbacks(execute=True):
        assert "确定不来了吗" in words(clients[0].get(own[0] + "?confirm=cancel"))
        clients[0].post(own[0], {"verb": "cancel"})
    offer = words(clients[1].get(own[1]))
    assert "有位置了，您来吗？" in offer
    assert "还剩12小时" in offer
    assert "排在第 <strong>1</strong> 位" in words(clients[2].get(own[2]))

    clock.move_to(NOW + 18 * HOUR)
    late = clients[1].post(own[1], {"verb": "accept"})
    assert late.status_code == 409
    assert "让给了下一位" in words(late)
    with django_capture_on_commit_callbacks(execute=True):
        end_stale_offers(NOW + 18 * HOUR)
    with django_capture_on_commit_callbacks(execute=True):
        clients[2].post(own[2], {"verb": "accept"})
    assert hall.stage.states(activity) == ["cancelled", "lapsed", "confirmed"]
    assert "报上名了" in words(clients[2].get(own[2]))
    told = {
        person.name: list(
            Message.objects.filter(person_id=person.pk)
            .order_by("at")
            .values_list("text", flat=True)
        )
        for person in people
    }
    assert told[people[0].name] == []
    assert ["有位置了" in told[people[1].name][0], "没有等到回话" in told[people[1].name][1]] == [
        True,
        True,
    ]
    assert len(told[people[2].name]) == 1  # the offer; what they took themselves they saw


def test_an_offer_is_declined_with_one_button(hall: Hall) -> None:
    activity = hall.stage.plan(1, offer_hours=12)
    first, second, third = (hall.stage.person() for _ in range(3))
    rows = [
        hall.stage.come(activity, one, now=NOW - n * HOUR)
        for n, one in ((3, first), (2, second), (1, third))
    ]
    hall.as_person(first).post(hall.page("signup", pk=rows[0].pk), {"verb": "cancel"})
    hall.as_person(second).post(hall.page("signup", pk=rows[1].pk), {"verb": "decline"})
    assert hall.stage.states(activity) == ["cancelled", "lapsed", "offered"]
    page = words(hall.as_person(second).get(hall.page("signup", pk=rows[1].pk)))
    assert "位置让给了下一位" in page


def test_after_the_last_moment_one_is_asked_to_ring_up(hall: Hall, clock: Any) -> None:
    activity = hall.stage.plan(1, cancel_until=NOW + HOUR)
    row = hall.join(activity, hall.village.resident_person)
    clock.move_to(NOW + 2 * HOUR)
    client = hall.as_person(hall.village.resident_person)
    page = words(client.get(hall.page("signup", pk=row.pk)))
    assert "网上取消的时间过了" in page
    answer = client.post(hall.page("signup", pk=row.pk), {"verb": "cancel"})
    assert answer.status_code == 409
    assert "打个电话" in words(answer)


def test_four_become_three_on_ones_own_page(hall: Hall) -> None:
    activity = hall.stage.plan(4, party_limit=4)
    row = hall.join(activity, hall.village.resident_person, heads="4")
    client, own = hall.as_person(hall.village.resident_person), hall.page("signup", pk=row.pk)
    assert "少来几个？" in words(client.get(own))
    for wrong, status in (("", 409), ("4", 409), ("x", 409), ("²", 409)):
        assert client.post(own, {"verb": "reduce", "heads": wrong}).status_code == status
    done = client.post(own, {"verb": "reduce", "heads": "3"}, follow=True)
    assert "改好了，来3个人" in words(done)
    assert SeatPool.objects.get().taken == 3
    other = hall.as_person(hall.village.second_person)
    assert other.post(own, {"verb": "reduce", "heads": "1"}).status_code == 404
    alone = hall.join(hall.stage.plan(4), hall.village.resident_person)
    assert "少来几个？" not in words(client.get(hall.page("signup", pk=alone.pk)))


def test_a_course_that_has_begun_is_left_and_joined_where_its_time_says_so(
    hall: Hall, clock: Any
) -> None:
    weeks = tuple(
        SessionPlan(NOW + n * 168 * HOUR, NOW + (n * 168 + 2) * HOUR, place_text="祠堂")
        for n in (1, 2, 3)
    )
    activity = hall.stage.plan(2, sessions=weeks, closes_at=weeks[1].starts)
    row = hall.join(activity, hall.village.resident_person)
    clock.move_to(weeks[0].ends + HOUR)
    later = hall.as_person(hall.village.second_person)
    page = words(later.get(hall.page("activity", pk=activity.pk)))
    assert hall.page("sign_up", pk=activity.pk) in page
    assert hall.join(activity, hall.village.second_person).state == "confirmed"
    client, own = hall.as_person(hall.village.resident_person), hall.page("signup", pk=row.pk)
    assert "取消报名" in words(client.get(own))
    assert "已经取消" in words(client.post(own, {"verb": "cancel"}, follow=True))
    clock.move_to(weeks[1].starts + HOUR)
    assert hall.page("sign_up", pk=activity.pk) not in words(
        later.get(hall.page("activity", pk=activity.pk))
    )


def test_f37_an_offer_of_what_is_off_is_no_offer_and_nobody_came_before_them(
    hall: Hall, clock: Any, django_capture_on_commit_callbacks: Any
) -> None:
    activity = hall.stage.plan(1, offer_hours=12)
    first, second = hall.stage.person(), hall.stage.person()
    rows = [
        hall.stage.come(activity, one, now=NOW - n * HOUR) for n, one in ((3, first), (2, second))
    ]
    hall.as_person(first).post(hall.page("signup", pk=rows[0].pk), {"verb": "cancel"})
    own, client = hall.page("signup", pk=rows[1].pk), hall.as_person(second)
    assert "有位置了，您来吗？" in words(client.get(own))
    clock.move_to(NOW + HOUR)
    with django_capture_on_commit_callbacks(execute=True):
        cancel_activity(
            centre=hall.centre,
            activity_id=activity.pk,
            actor=hall.stage.staff,
            at=NOW + HOUR,
            reason="下大雨",
        )
    page = words(client.get(own))
    assert "活动取消了：下大雨" in page
    for gone in ("您来吗", "报名码</h2>", "取消报名", "少来几个"):
        assert gone not in page, gone
    for verb in ("accept", "decline", "cancel", "reduce"):
        assert client.post(own, {"verb": verb, "heads": "1"}).status_code == 409
    with django_capture_on_commit_callbacks(execute=True):
        end_stale_offers(NOW + 48 * HOUR)
    told = [one.text for one in Message.objects.filter(person_id=second.pk)]
    assert len([text for text in told if "下大雨" in text]) == 1
    assert not [text for text in told if "让给了下一位" in text]


def test_a_cancelled_activity_says_so_on_the_sign_up(hall: Hall) -> None:
    activity = hall.stage.plan(1)
    row = hall.join(activity, hall.village.resident_person)
    cancel_activity(
        centre=hall.centre, activity_id=activity.pk, actor=hall.stage.staff, at=NOW, reason="下大雨"
    )
    page = words(hall.as_person(hall.village.resident_person).get(hall.page("signup", pk=row.pk)))
    assert "活动取消了：下大雨" in page


def test_the_file_for_the_calendar_is_read_by_a_calendar(hall: Hall) -> None:
    row = hall.join(hall.stage.plan(1), hall.village.resident_person)
    client = hall.as_person(hall.village.resident_person)
    address = hall.page("calendar_file", pk=row.pk)
    assert address in words(client.get(hall.page("signup", pk=row.pk)))
    (event,) = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("剪纸课", "大榕树下")
    assert event["DTSTART"].dt == row.activity.first_starts
    assert hall.as_person(hall.village.second_person).get(address).status_code == 404


def test_mine_lists_what_one_signed_up_for(hall: Hall) -> None:
    client = hall.as_person(hall.village.resident_person)
    assert "还没有报过名。" in words(client.get(hall.page("signups")))
    row = hall.join(hall.stage.plan(1), hall.village.resident_person)
    assert hall.page("signup", pk=row.pk) in words(client.get(hall.page("signups")))
    mine = words(client.get(f"/c/{hall.centre.code}/mine/"))
    assert "我报的活动" in mine
    assert hall.page("signup", pk=row.pk) in mine


def test_what_is_to_come_stands_first_the_soonest_on_top_then_the_latest_past(
    hall: Hall, clock: Any
) -> None:
    me, made = hall.village.resident_person, {}
    for name, days in (("后天", 2), ("下个月", 30), ("昨天", -1), ("上个月", -30), ("下星期", 7)):
        starts = NOW + timedelta(days=days)
        session = SessionPlan(starts, starts + 2 * HOUR, place_text="祠堂")
        before = starts - timedelta(days=1)
        activity = hall.stage.plan(2, sessions=(session,), now=before)
        made[hall.stage.come(activity, me, now=before).pk] = name
    client = hall.as_person(me)
    listed = [made[row.pk] for row in client.get(hall.page("signups")).context["page"]]
    assert listed == ["后天", "下星期", "下个月", "昨天", "上个月"]


# ── in somebody's place ───────────────────────────────────────────────────────────────────────


def delegate(hall: Hall, *scopes: Scope) -> Client:
    """Let the second resident act for the first within these scopes, and begin."""
    principal, friend = hall.village.resident_person, hall.village.second
    given = give_delegation(
        centre=hall.centre,
        principal_id=principal.pk,
        delegate_phone="19900000002",
        scopes=list(scopes),
        expires_on=(NOW + 240 * HOUR).date(),
        actor=hall.village.actor(hall.village.resident),
        at=NOW,
    )
    client = hall.client(friend)
    started = client.post(f"/c/{hall.centre.code}/me/delegates/{given.pk}/act")
    assert started.status_code == 302, started
    assert client.session[ACTING]
    return client


def test_f11_a_delegate_signs_up_within_the_leave_and_it_is_the_principals(hall: Hall) -> None:
    activity = hall.stage.plan(2)
    client = delegate(hall, Scope.GATHERINGS)
    form = client.get(hall.page("sign_up", pk=activity.pk))
    assert f"替{hall.village.resident_person.name}报名" in words(form)
    client.post(hall.page("sign_up", pk=activity.pk), hall.wish(activity))
    row = SignUp.objects.get()
    assert (row.person_id, row.channel) == (hall.village.resident_person.pk, "delegate")
    assert "报上名了" in words(client.get(hall.page("signup", pk=row.pk)))


def test_f11_a_delegate_for_other_matters_sees_no_sign_up_and_makes_none(hall: Hall) -> None:
    activity = hall.stage.plan(2)
    row = hall.join(activity, hall.village.resident_person)
    client = delegate(hall, Scope.VOICES)
    assert client.get(hall.page("signup", pk=row.pk)).status_code == 404
    assert client.post(hall.page("signup", pk=row.pk), {"verb": "cancel"}).status_code == 404
    for address in (hall.page("signups"), hall.page("sign_up", pk=activity.pk)):
        answer = client.get(address)
        assert answer.status_code == 409
        assert "没有把报名的事委托给您" in words(answer)
    posted = client.post(hall.page("sign_up", pk=activity.pk), hall.wish(activity))
    assert posted.status_code == 409
    mine = words(client.get(f"/c/{hall.centre.code}/mine/"))
    assert hall.page("signup", pk=row.pk) not in mine


def test_staff_sign_up_in_somebodys_place_by_the_same_page(hall: Hall) -> None:
    activity = hall.stage.plan(2)
    session = start_act_for(
        centre=hall.centre,
        person_id=hall.village.phoneless_person.pk,
        actor=hall.village.actor(hall.village.secretary),
        at=NOW,
        channel="phone",
        reason="no_phone",
    )
    client = hall.client(hall.village.secretary)
    store = client.session
    store[ACTING] = {str(hall.centre.pk): str(session.pk)}
    store.save()
    answer = client.post(hall.page("sign_up", pk=activity.pk), hall.wish(activity))
    assert answer.status_code == 302
    row = SignUp.objects.get()
    assert (row.person_id, row.channel) == (hall.village.phoneless_person.pk, "phone")
    assert row.entered_by_id == hall.village.secretary.pk


# ── told ──────────────────────────────────────────────────────────────────────────────────────


def test_whoever_has_no_screen_is_put_on_the_phone_list_for_an_offer(
    hall: Hall, clock: Any, django_capture_on_commit_callbacks: Any
) -> None:
    activity = hall.stage.plan(1, offer_hours=12)
    first = hall.stage.person()
    hall.stage.come(activity, first)
    old = hall.stage.person("阿婆", contact_phone="13900001234")
    hall.stage.come(activity, old, now=NOW + HOUR, channel="counter")
    hall.stage.come(
        activity,
        None,
        alias="隔壁嫂子",
        now=NOW + 2 * HOUR,
        channel="counter",
        contact_phone="13900005678",
    )
    clock.move_to(NOW + 13 * HOUR)  # eleven at night
    with django_capture_on_commit_callbacks(execute=True):
        row = SignUp.objects.get(person=first)
        hall.as_person(first).post(hall.page("signup", pk=row.pk), {"verb": "cancel"})
    (call,) = Sending.objects.of(hall.centre)
    assert not call.urgent
    assert call.due_at == NOW + 22 * HOUR  # eight in the morning, not at night
    desk = hall.client(hall.village.duty)
    today = words(desk.get(f"/c/{hall.centre.code}/desk/"))
    assert "空出的名额，要打电话问" in today
    assert f"阿婆：{activity.title}" in today
    assert "快到时间" not in today
    offered = SignUp.objects.get(person=old)
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(hall.page("desk_signup_step", pk=offered.pk, verb="decline"))
    alias = SignUp.objects.get(alias="隔壁嫂子")
    assert alias.state == "offered"
    assert f"隔壁嫂子：{activity.title}" in words(desk.get(f"/c/{hall.centre.code}/desk/"))


def test_by_day_an_offer_is_urgent(hall: Hall, django_capture_on_commit_callbacks: Any) -> None:
    activity = hall.stage.plan(1, offer_hours=12)
    first = hall.stage.person()
    row = hall.stage.come(activity, first)
    hall.stage.come(activity, hall.stage.person("阿公", contact_phone="13900001234"))
    with django_capture_on_commit_callbacks(execute=True):
        hall.as_person(first).post(hall.page("signup", pk=row.pk), {"verb": "cancel"})
    assert [one.urgent for one in Sending.objects.of(hall.centre)] == [True]


def test_the_words_of_a_refusal_reach_the_person(
    hall: Hall, django_capture_on_commit_callbacks: Any
) -> None:
    activity = hall.stage.plan(1, rule=SignUpRule.APPROVE)
    row = hall.join(activity, hall.village.resident_person)
    own = hall.page("signup", pk=row.pk)
    client = hall.as_person(hall.village.resident_person)
    assert "等工作人员确认" in words(client.get(own))
    desk = hall.client(hall.village.handler)
    assert "1份报名等您确认" in words(desk.get(f"/c/{hall.centre.code}/desk/"))
    step = hall.page("desk_signup_step", pk=row.pk, verb="refuse")
    assert "请写明原因" in words(desk.post(step, {"reason": ""}))
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(step, {"reason": "这次只招绣娘"})
    text = Message.objects.get(person_id=hall.village.resident_person.pk).text
    assert "这次没有报上：这次只招绣娘" in text
    assert escape("这次只招绣娘") in words(client.get(own))
