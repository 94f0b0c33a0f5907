"""F37: everyone who signed up hears of an added date, and of what staff want them to know."""

import re
from typing import Any

from changlai.engines.activities.public import add_sessions, announce_activity, cancel_activity
from changlai.halls.gatherings.models import Notice
from changlai.kernel.outbox.public import Sending
from tests.cast import make_person
from tests.halls.gatherings.activities.conftest import Hall
from tests.halls.gatherings.activities.test_telling import full_house, texts, words

RAIN = "明天有雨，请穿雨鞋。"


def sent_form(page: str) -> dict[str, str]:
    return {"form_id": re.findall(r'name="form_id" value="([^"]+)"', page)[0], "text": RAIN}


def test_f37_an_added_date_is_told_once_to_everyone_who_signed_up(hall: Hall) -> None:
    activity = full_house(hall)
    add_sessions(activity_id=activity.pk, sessions=[hall.evening("2026-04-03")], **words(hall))
    hall.deliver()
    hall.deliver()
    told = texts(hall)
    assert len(told) == 4
    assert all("加了一场：4月3日(周五)晚上7:00到9:00，大礼堂" in text for text in told)


def test_nobody_hears_of_a_date_added_to_a_draft(hall: Hall) -> None:
    activity = hall.make(announced=False)
    add_sessions(activity_id=activity.pk, sessions=[hall.evening("2026-04-03")], **words(hall))
    announce_activity(activity_id=activity.pk, **words(hall))
    hall.deliver()
    assert texts(hall) == []


def test_f37_a_notice_says_whom_it_reaches_and_is_sent_once(hall: Hall) -> None:
    activity = full_house(hall)
    desk = hall.client()
    url = hall.url("notice", pk=activity.pk)
    assert url in desk.get(hall.url("desk_activity", pk=activity.pk)).content.decode()
    first = desk.get(url).content.decode()
    assert "4人会收到，其中2人要打电话。" in first
    form = sent_form(first)
    assert "请写一句要说的话" in desk.post(url, {**form, "text": " "}).content.decode()
    asked = desk.post(url, form).content.decode()
    assert "这样发出去？" in asked
    assert RAIN in asked
    assert not Notice.objects.exists()
    assert RAIN in desk.post(url, {**form, "change": "1"}).content.decode()
    for _ in range(2):
        assert desk.post(url, {**form, "send": "1"}).status_code == 302
    hall.deliver()
    hall.deliver()
    assert texts(hall) == [f"“大扫除”通知：{RAIN}"] * 4
    assert Sending.objects.of(hall.centre).waiting().filter(channel="phone").count() == 2
    assert RAIN in desk.get(url).content.decode()


def test_who_has_no_telephone_is_named_before_it_is_sent(hall: Hall) -> None:
    activity = hall.make(seats=3)
    silent = make_person(hall.centre, "石阿公", number=0)
    silent.phone = silent.contact_phone = ""
    silent.phone_index = None
    silent.save()
    hall.come(activity, silent)
    page = hall.client().get(hall.url("notice", pk=activity.pk)).content.decode()
    assert "0人会收到" in page
    assert "没有电话，要当面说：石阿公" in page


def test_a_notice_is_for_what_goes_on_and_of_whoever_plans(hall: Hall) -> None:
    activity = full_house(hall)
    url = hall.url("notice", pk=activity.pk)
    assert hall.client(hall.village.duty).get(url).status_code == 404
    form: dict[str, Any] = sent_form(hall.client().get(url).content.decode())
    cancel_activity(activity_id=activity.pk, reason="停电", **words(hall))
    page = hall.client().post(url, {**form, "send": "1"}).content.decode()
    assert "活动没有在办" in page
    assert not Notice.objects.exists()
