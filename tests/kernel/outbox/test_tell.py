"""People are told once for each occasion, by the way that reaches them, and not at night."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest
from django.db import connection

from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.outbox.actions import forget_codes, send_due
from changlai.kernel.outbox.models import CodeNotice, Message, Sending
from changlai.kernel.outbox.public import (
    CannotSend,
    Letter,
    calls_to_make,
    calls_waiting,
    drop_call,
    forget_person,
    hand_over,
    mark_called,
    mark_read,
    messages_of,
    register,
    send_code,
    tell,
    to_tell,
    unread,
    unregister,
)
from changlai.kernel.outbox.queries import recent_codes
from changlai.kernel.outbox.quiet import not_before
from changlai.kernel.outbox.states import NEXT, SendingState
from tests.cast import NOW, Village

pytestmark = pytest.mark.django_db

PHONE = "19900000007"


def told(village: Village, **facts: Any) -> Message:
    return tell(
        **{
            "centre": village.centre,
            "person_id": village.resident_person.pk,
            "text": "您说的路灯，已经修好了。",
            "at": NOW,
            "dedupe": "answered:1",
            **facts,
        }
    )


def told_by_phone(village: Village, **facts: Any) -> Message:
    given = {
        "person_id": village.phoneless_person.pk,
        "name_for_list": "郑阿婆",
        "phone_for_list": PHONE,
    }
    return told(village, **{**given, **facts})


def test_one_occasion_is_told_once(village: Village) -> None:
    first = told(village)
    again = told(village, text="别的话")
    assert again.pk == first.pk
    assert [row.text for row in unread(village.centre, village.resident_person.pk)] == [
        "您说的路灯，已经修好了。"
    ]


def test_one_occasion_may_concern_two_people(village: Village) -> None:
    told(village)
    told(village, person_id=village.second_person.pk)
    assert unread(village.centre, village.second_person.pk).count() == 1


def test_the_same_occasion_next_door_is_another_one(village: Village) -> None:
    told(village)
    told(village, centre=village.other_centre, person_id=village.neighbour_person.pk)
    assert Message.objects.count() == 2


def test_the_words_are_not_readable_in_the_database(village: Village) -> None:
    told_by_phone(village)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM outbox_message")
        (text,) = cursor.fetchone()
        cursor.execute("SELECT name, phone FROM outbox_sending")
        name, phone = cursor.fetchone()
    assert "路灯" not in text
    assert "郑" not in name
    assert PHONE not in phone


def test_who_has_a_screen_is_not_phoned(village: Village) -> None:
    told(village)
    assert not to_tell(village.centre, NOW).exists()


def test_whom_no_screen_reaches_is_on_the_list_with_all_there_is_to_tell(village: Village) -> None:
    told_by_phone(village, dedupe="accepted:1", text="您说的事，我们收到了。")
    told_by_phone(village, dedupe="answered:1", at=NOW + timedelta(minutes=5))
    (call,) = calls_to_make(village.centre, NOW + timedelta(hours=1))
    assert (call.name, call.phone, call.tries) == ("郑阿婆", PHONE, 0)
    assert [row.message.text for row in call.sendings] == [
        "您说的事，我们收到了。",
        "您说的路灯，已经修好了。",
    ]
    assert calls_waiting(village.centre, NOW + timedelta(hours=1)) == 1
    assert calls_to_make(village.other_centre, NOW + timedelta(hours=1)) == []


def clock(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-{text}:00+08:00")


@pytest.mark.parametrize(
    ("at", "urgent", "expected"),
    [
        ("18T20:59", False, "18T20:59"),
        ("18T21:00", False, "19T08:00"),
        ("18T23:30", False, "19T08:00"),
        ("19T00:00", False, "19T08:00"),
        ("19T07:59", False, "19T08:00"),
        ("19T08:00", False, "19T08:00"),
        ("18T23:30", True, "18T23:30"),
    ],
)
def test_nights_are_quiet_unless_it_is_urgent(at: str, urgent: bool, expected: str) -> None:
    assert not_before(clock(at), urgent=urgent) == clock(expected)


def test_the_list_of_the_evening_shows_a_late_message_in_the_morning(village: Village) -> None:
    told_by_phone(village, at=clock("18T22:00"))
    told_by_phone(village, at=clock("18T22:01"), dedupe="urgent:1", urgent=True)
    assert [row.message.dedupe for row in to_tell(village.centre, clock("18T23:00"))] == [
        "urgent:1"
    ]
    assert to_tell(village.centre, clock("19T08:00")).count() == 2


def called(village: Village, who: str = "handler", **facts: Any) -> list[Sending]:
    rows = facts.pop("rows", None) or to_tell(village.centre, NOW)
    return mark_called(
        **{
            "centre": village.centre,
            "sending_ids": [row.pk for row in rows],
            "actor": village.actor(village.accounts()[who]),
            "at": NOW,
            "reached": True,
            **facts,
        }
    )


def test_who_was_reached_is_told(village: Village) -> None:
    message = told_by_phone(village)
    (sending,) = called(village, note="女儿接的")
    assert (sending.state, sending.done_by, sending.note) == (
        SendingState.CALLED,
        village.handler.pk,
        "女儿接的",
    )
    message.refresh_from_db()
    assert message.read_at == NOW
    assert calls_to_make(village.centre, NOW) == []


def test_who_was_not_reached_is_phoned_again_two_hours_later(village: Village) -> None:
    told_by_phone(village)
    (sending,) = called(village, reached=False)
    assert (sending.state, sending.tries) == (SendingState.WAITING, 1)
    assert calls_to_make(village.centre, NOW + timedelta(minutes=119)) == []
    (call,) = calls_to_make(village.centre, NOW + timedelta(minutes=120))
    assert (call.tries, call.tried_at) == (1, NOW)


def test_a_line_ticked_by_a_colleague_is_not_ticked_twice(village: Village) -> None:
    told_by_phone(village)
    rows = list(to_tell(village.centre, NOW))
    called(village, rows=rows)
    for reached in (True, False):
        with pytest.raises(WrongStep):
            called(village, rows=rows, reached=reached)


@pytest.mark.parametrize(
    "who", ["resident", "neighbour", "other_secretary", "township", "operator"]
)
def test_others_do_not_tick_the_list(village: Village, who: str) -> None:
    told_by_phone(village)
    with pytest.raises(NotAllowed):
        called(village, who)
    assert Sending.objects.get().state == SendingState.WAITING


def test_lines_of_next_door_are_not_found(village: Village) -> None:
    told_by_phone(village)
    with pytest.raises(BadInput):
        called(
            village,
            centre=village.other_centre,
            actor=village.actor(village.other_secretary, centre=village.other_centre),
        )


def test_a_line_leaves_the_list_only_with_a_reason(village: Village) -> None:
    told_by_phone(village)
    keys = [row.pk for row in to_tell(village.centre, NOW)]
    actor = village.actor(village.duty)
    with pytest.raises(BadInput):
        drop_call(centre=village.centre, sending_ids=keys, actor=actor, at=NOW, note=" ")
    drop_call(centre=village.centre, sending_ids=keys, actor=actor, at=NOW, note="当面说过了")
    assert Sending.objects.get().state == SendingState.DROPPED


def test_reading_on_the_screen_takes_the_call_off_the_list(village: Village) -> None:
    told_by_phone(village)
    person = village.phoneless_person.pk
    assert mark_read(centre=village.centre, person_id=person, at=NOW) == 1
    assert mark_read(centre=village.centre, person_id=person, at=NOW) == 0
    assert not to_tell(village.centre, NOW).exists()


def test_one_reads_only_ones_own(village: Village) -> None:
    message = told(village)
    mark_read(
        centre=village.centre,
        person_id=village.second_person.pk,
        at=NOW,
        message_ids=[message.pk],
    )
    assert unread(village.centre, village.resident_person.pk).count() == 1


def test_the_newest_message_comes_first(village: Village) -> None:
    told(village, dedupe="b", at=NOW)
    told(village, dedupe="a", at=NOW - timedelta(days=30))
    person = village.resident_person.pk
    assert [row.dedupe for row in messages_of(village.centre, person)] == ["b", "a"]


@pytest.mark.parametrize("now", list(SendingState))
@pytest.mark.parametrize("then", list(SendingState))
def test_only_a_waiting_sending_moves(now: SendingState, then: SendingState) -> None:
    sending = Sending(state=now)
    if then in NEXT.get(now, frozenset()):
        sending.move_to(then)
        assert sending.state == then
    else:
        with pytest.raises(WrongStep):
            sending.move_to(then)
    assert (now == SendingState.WAITING) == bool(NEXT.get(now))


def told_in_person(village: Village, **facts: Any) -> Message:
    given = {
        "person_id": village.phoneless_person.pk,
        "name_for_list": "郑阿婆",
        "visit_at": "榕树头",
    }
    return told(village, **{**given, **facts})


def test_who_has_no_number_at_all_stands_at_the_end_of_the_list(village: Village) -> None:
    told_in_person(village)
    told_in_person(village, person_id=uuid4(), visit_at="北坡", name_for_list="李阿公", urgent=True)
    told_in_person(village, person_id=uuid4(), visit_at="", name_for_list="外来的")
    told_by_phone(village, person_id=uuid4(), name_for_list="有电话的")
    calls = calls_to_make(village.centre, NOW)
    assert [(call.name, call.is_visit, call.phone, call.place) for call in calls] == [
        ("有电话的", False, PHONE, ""),
        ("李阿公", True, "", "北坡"),
        ("郑阿婆", True, "", "榕树头"),
        ("外来的", True, "", ""),
    ]
    assert calls_waiting(village.centre, NOW) == 4


def test_a_number_spares_the_visit(village: Village) -> None:
    message = told_in_person(village, phone_for_list=PHONE)
    assert [row.channel for row in message.sendings.all()] == ["phone"]


def test_a_visit_waits_for_the_morning_too(village: Village) -> None:
    told_in_person(village, at=clock("18T22:00"))
    assert not calls_to_make(village.centre, clock("18T23:00"))
    assert len(calls_to_make(village.centre, clock("19T08:00"))) == 1


def test_who_was_visited_is_told_and_was_not_phoned(village: Village) -> None:
    message = told_in_person(village)
    facts: dict[str, Any] = {
        "centre": village.centre,
        "sending_ids": [message.sendings.get().pk],
        "actor": village.actor(village.handler),
    }
    mark_called(**facts, at=NOW, reached=False, note="没人在家")
    assert not calls_to_make(village.centre, NOW + timedelta(hours=1))
    (sending,) = mark_called(**facts, at=NOW + timedelta(hours=2), reached=True)
    assert sending.outcome == "已当面告知"
    assert not unread(village.centre, village.phoneless_person.pk).exists()


def test_messages_go_to_the_entry_that_is_kept_once_for_each_occasion(village: Village) -> None:
    keep, merged = village.resident_person.pk, village.phoneless_person.pk
    told(village, person_id=keep, dedupe="both")
    told_by_phone(village, dedupe="both")
    told_by_phone(village, dedupe="one")
    hand_over(centre=village.centre, from_id=merged, to_id=keep)
    assert not messages_of(village.centre, merged).exists()
    assert sorted(row.dedupe for row in messages_of(village.centre, keep)) == ["both", "one"]
    assert [call.person_id for call in calls_to_make(village.centre, NOW)] == [keep]


def test_who_is_forgotten_leaves_no_word_name_or_number(village: Village) -> None:
    told_by_phone(village)
    told_by_phone(village, centre=village.other_centre)
    forget_person(centre=village.centre, person_id=village.phoneless_person.pk)
    assert [row.centre_id for row in Sending.objects.all()] == [village.other_centre.pk]
    assert not Message.objects.of(village.centre).exists()


def test_a_delegate_reads_what_the_leave_covers_and_no_more(village: Village) -> None:
    told(village, dedupe="a", template="voices")
    told(village, dedupe="b", template="parcels")
    told(village, dedupe="c")
    person = village.resident_person.pk
    assert [row.dedupe for row in messages_of(village.centre, person, {"voices"})] == ["a"]
    assert mark_read(centre=village.centre, person_id=person, at=NOW, within={"parcels"}) == 1
    assert sorted(row.dedupe for row in unread(village.centre, person)) == ["a", "c"]


class Post:
    """A way out that works by itself, until told not to."""

    code: ClassVar[str] = "post"
    title: ClassVar[str] = "邮差"
    by_hand: ClassVar[bool] = False

    def __init__(self) -> None:
        self.sent: list[Letter] = []
        self.codes: list[tuple[str, str]] = []
        self.trouble: Exception | None = None

    def takes(self, letter: Letter) -> bool:
        return letter.account_id is not None

    def send(self, letter: Letter, at: datetime) -> None:
        if self.trouble:
            raise self.trouble
        self.sent.append(letter)

    def send_code(self, phone: str, code: str, at: datetime) -> None:
        self.codes.append((phone, code))


@pytest.fixture
def post() -> Iterator[Post]:
    channel = Post()
    register(channel)
    yield channel
    unregister(channel.code)


def posted(village: Village, **facts: Any) -> Sending:
    message = told(village, account_id=village.resident.pk, **facts)
    return message.sendings.get(channel="post")


def test_another_way_out_plugs_in_and_sends_once(village: Village, post: Post) -> None:
    sending = posted(village)
    assert send_due(NOW) == 1
    assert send_due(NOW + timedelta(hours=1)) == 0
    assert [letter.text for letter in post.sent] == ["您说的路灯，已经修好了。"]
    sending.refresh_from_db()
    assert sending.state == SendingState.SENT


def test_it_waits_for_the_morning(village: Village, post: Post) -> None:
    posted(village, at=clock("18T22:00"))
    assert send_due(clock("18T23:00")) == 0
    assert send_due(clock("19T08:00")) == 1


def test_trouble_is_tried_again_and_then_a_person_phones(village: Village, post: Post) -> None:
    post.trouble = OSError("no line")
    sending = posted(village, name_for_list="周春生", phone_for_list=PHONE)
    Sending.objects.of(village.centre).filter(channel="phone").delete()
    at = NOW
    for _ in range(400):
        send_due(at)
        at += timedelta(minutes=1)
    sending.refresh_from_db()
    assert (sending.state, sending.tries) == (SendingState.FAILED, 5)
    (call,) = calls_to_make(village.centre, at)
    assert (call.name, call.phone) == ("周春生", PHONE)


def test_a_refusal_for_good_is_not_tried_again(village: Village, post: Post) -> None:
    post.trouble = CannotSend("号码停机")
    sending = posted(village)
    send_due(NOW)
    sending.refresh_from_db()
    assert (sending.state, sending.tries, sending.note) == (SendingState.FAILED, 1, "号码停机")


def test_a_code_goes_to_the_console_and_is_kept_ten_minutes(caplog: Any) -> None:
    with caplog.at_level("INFO", logger="changlai"):
        send_code(phone=PHONE, code="271828", at=NOW)
    assert "271828" in caplog.text
    assert PHONE not in caplog.text
    assert recent_codes(NOW) == [("199****0007", "271828", NOW)]
    assert forget_codes(NOW + timedelta(minutes=9)) == 0
    assert forget_codes(NOW + timedelta(minutes=11)) == 1
    assert not CodeNotice.objects.exists()


def test_a_code_goes_by_the_channel_that_carries_codes(post: Post) -> None:
    send_code(phone=PHONE, code="271828", at=NOW)
    assert post.codes == [(PHONE, "271828")]
    assert not CodeNotice.objects.exists()


def test_a_long_list_costs_no_more_reads_than_a_short_one(
    village: Village, django_assert_num_queries: Any
) -> None:
    for count in range(30):
        told_by_phone(village, person_id=UUID(int=count), dedupe=str(uuid4()))
    with django_assert_num_queries(1):
        assert len(calls_to_make(village.centre, NOW)) == 30
