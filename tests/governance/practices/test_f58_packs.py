"""A village gives its ways to another: whole, told before it is taken, and of nobody."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from changlai.engines.activities.models import Preset
from changlai.engines.cases.public import Category, ReplyTemplate, ServiceLevel
from changlai.foundation.people.models import Account, Person
from changlai.foundation.people.public import strings_in
from changlai.foundation.places.public import Function
from changlai.governance.assessments.models import IndicatorSet
from changlai.governance.assessments.states import SetState
from changlai.governance.practices.actions.packs import (
    gift_of,
    keep_arrival,
    shareable,
    take_pack,
    try_pack,
)
from changlai.governance.practices.models import PackArrival, Practice
from changlai.governance.practices.packing import NotAPack, PackPart, packed, read_pack
from changlai.governance.practices.states import DEEPEST, LARGEST, PACK_FORMAT, PracticeState
from changlai.halls.counter.actions.items import put_item
from changlai.halls.counter.models import ServiceItem
from changlai.halls.counter.wishes import ItemWish
from changlai.halls.voices.models import SuggestedTimes
from changlai.kernel.crypto.marks import marks_in
from changlai.kernel.errors import BadInput, NotAllowed
from tests.cast import NOW, Village
from tests.governance.practices.conftest import Ways

pytestmark = pytest.mark.django_db


def arrive(ways: Ways, body: bytes) -> PackArrival:
    return keep_arrival(**ways.next_door, body=body)


def take(ways: Ways, body: bytes) -> Any:
    return take_pack(**ways.next_door, arrival_id=arrive(ways, body).pk)


def rows_of(centre: Any) -> dict[str, list[dict[str, Any]]]:
    return {one.code: one.give(centre) for one in shareable(centre)}


def all_as_if_offered(centre: Any) -> None:
    """Let what came as drafts be offered, so that the village would give it on itself."""
    ServiceItem.objects.of(centre).update(is_active=True)
    Preset.objects.of(centre).update(is_active=True)
    Category.objects.of(centre).update(is_active=True)
    ReplyTemplate.objects.of(centre).update(is_active=True)


def test_f58_importing_into_an_empty_village_creates_the_items_as_drafts_without_personal_data(
    lived_in: Village,
) -> None:
    ways = Ways(lived_in)
    empty = lived_in.other_centre
    gift = gift_of(
        centre=ways.centre, actor=ways.secretary, codes=[one.code for one in shareable(ways.centre)]
    )
    body = ways.pack()
    taking = take(ways, body)
    assert (taking.same, taking.refused, taking.unknown) == (0, 0, [])
    assert taking.made == gift.count > 60
    # Every one of them came, and none is offered to anybody.
    assert ServiceItem.objects.of(empty).count() == len(rows_of(ways.centre)["counter.items"])
    assert not ServiceItem.objects.of(empty).filter(is_active=True).exists()
    assert Preset.objects.of(empty).exists()
    assert not Preset.objects.of(empty).filter(is_active=True).exists()
    assert Category.objects.of(empty).exists()
    assert not Category.objects.of(empty).filter(is_active=True).exists()
    assert not ReplyTemplate.objects.of(empty).filter(is_active=True).exists()
    assert not ServiceLevel.objects.of(empty).exists()
    assert SuggestedTimes.objects.of(empty).exists()
    assert Practice.objects.of(empty).get().state == PracticeState.DRAFT
    assert IndicatorSet.objects.of(empty).get().state == SetState.DRAFT
    assert Function.objects.of(empty).exists()
    # Once the village offers them, it would give away word for word what it was given.
    all_as_if_offered(empty)
    given = {one.code: rows for one, rows in gift.parts}
    for code, rows in rows_of(empty).items():
        if code not in {"voices.times", "practices.words", "assessments.sets"}:
            key = lambda row: json.dumps(row, sort_keys=True)  # noqa: E731
            assert sorted(rows, key=key) == sorted(given[code], key=key), code


def test_f58_no_name_number_or_account_of_the_village_stands_in_a_pack(lived_in: Village) -> None:
    ways = Ways(lived_in)
    texts = list(strings_in(json.loads(ways.pack())))
    names = set(Person.objects.values_list("name", flat=True))
    accounts = Account.objects.all()
    names |= {one for row in accounts for one in (row.name, row.username or "") if one}
    phones = {one.phone for one in Person.objects.all() if one.phone}
    assert len(names) > 15
    assert phones
    assert "周春生" in names
    for text in texts:
        assert not marks_in(text)
        for own in names | phones | {ways.centre.name, ways.centre.short_name, ways.centre.code}:
            assert own not in text, (own, text)


@pytest.mark.parametrize(
    "words",
    [
        "找陈小满办。",
        "周春生家里办过。",
        "打 199-0000-0001 问。",
        "身份证 110105194912310026",
        "问banli2",
    ],
)
def test_f58_what_names_somebody_stays_at_home_and_that_is_told(ways: Ways, words: str) -> None:
    put_item(**ways.who, wish=ItemWish(title="开证明", can_i="都能办。", days=1))
    put_item(**ways.who, wish=ItemWish(title="帮忙", can_i=words, days=1))
    gift = gift_of(centre=ways.centre, actor=ways.secretary, codes=["counter.items"])
    assert [row["title"] for row in gift.parts[0][1]] == ["开证明"]
    assert [title for _, title, _ in gift.left_out] == ["帮忙"]
    assert words not in ways.pack("counter.items").decode()


def test_f58_importing_twice_changes_nothing(lived_in: Village) -> None:
    ways = Ways(lived_in)
    body = ways.pack()
    first = take(ways, body)
    before = rows_of(lived_in.other_centre)
    second = take(ways, body)
    assert (second.made, second.refused) == (0, 0)
    assert second.same == first.made
    assert rows_of(lived_in.other_centre) == before
    assert PackArrival.objects.of(lived_in.other_centre).count() == 1
    # One's own pack brings nothing home either.
    own = keep_arrival(**ways.who, body=body)
    assert take_pack(**ways.who, arrival_id=own.pk).made == 0


def test_f58_a_trial_says_what_comes_and_writes_nothing(lived_in: Village) -> None:
    ways = Ways(lived_in)
    arrival = arrive(ways, ways.pack())
    trial = try_pack(**ways.next_door, arrival=arrival)
    assert trial.made > 60
    assert not ServiceItem.objects.of(lived_in.other_centre).exists()
    assert not Preset.objects.of(lived_in.other_centre).exists()
    assert not Category.objects.of(lived_in.other_centre).exists()
    assert take_pack(**ways.next_door, arrival_id=arrival.pk).said() == trial.said()


def test_f58_what_the_village_edited_is_left_alone(ways: Ways) -> None:
    put_item(**ways.who, wish=ItemWish(title="开证明", can_i="都能办。", days=3))
    body = ways.pack("counter.items")
    door = ways.next_door
    put_item(**door, wish=ItemWish(title="开证明", can_i="本村的都能办。", days=1))
    taking = take(ways, body)
    assert (taking.made, taking.same, taking.refused) == (0, 0, 1)
    assert "没有动" in taking.parts[0][2].refused[0][1]
    assert ServiceItem.objects.of(door["centre"]).get().is_active


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_f58_any_changed_byte_of_a_pack_is_refused(data: st.DataObject) -> None:
    rows = [{"title": "开会议事"}, {"title": "看书学习"}]
    body = packed(title="房间", note="", parts=[PackPart("rooms.functions", 1, rows)])
    assert read_pack(body).parts[0].rows == rows
    place = data.draw(st.integers(0, len(body) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != body[place]))
    with pytest.raises(BadInput):
        read_pack(body[:place] + bytes([other]) + body[place + 1 :])
    with pytest.raises(BadInput):
        read_pack(body[:place])
    with pytest.raises(BadInput):
        read_pack(body[:place] + bytes([other]) + body[place:])


def test_f58_a_pack_of_a_newer_format_says_which_version_is_needed() -> None:
    content = json.loads(packed(title="新", note="", parts=[], made_by="9.7.1"))
    content["format"] = PACK_FORMAT + 1
    with pytest.raises(BadInput, match=r"9\.7\.1"):
        read_pack(json.dumps(content).encode())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"PK\x03\x04 a zip",
        b"\xff\xfe\x00",
        b"null",
        b"[]",
        b'{"kind": "changlai.pack"}',
        b'{"kind": "changlai.pack", "format": 1}',
        b'{"kind": "changlai.pack", "format": NaN}',
        b'{"kind": "changlai.pack", "format": 1, "title": "\\ud800"}',
        b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1),
        b"[" * 400_000,
        b'{"a":' * 100_000,
        b"9" * 10_000,
    ],
)
def test_f58_what_is_no_pack_is_refused_in_a_sentence(body: bytes) -> None:
    with pytest.raises(NotAPack):
        read_pack(body)


def test_f58_a_huge_file_is_refused_before_it_is_read() -> None:
    with pytest.raises(BadInput, match="太大"):
        read_pack(b" " * (LARGEST + 1))


def test_f58_unknown_parts_are_skipped_and_told(ways: Ways) -> None:
    parts = [
        PackPart("drones.flights", 1, [{"title": "飞一圈"}]),
        PackPart("rooms.functions", 99, [{"title": "看书"}]),
        PackPart("rooms.functions", 1, [{"title": "看书"}]),
    ]
    taking = take(ways, packed(title="混", note="", parts=parts))
    assert len(taking.unknown) == 2
    assert "drones.flights" in taking.unknown[0]
    assert taking.made == 1


HOSTILE: tuple[Any, ...] = (
    None,
    7,
    "<script>",
    [],
    {},
    {"title": None},
    {"title": ["a"]},
    {"title": "x" * 500},
    {"title": "看\x00书"},
    {"title": "问13800138000"},
    {"title": "好", "owner": "某人"},
    {"title": "好", "days": "3", "schema": {"properties": {"a": 1}}},
    {"title": "好", "kind": "complaint", "level": {"resolution": {"working_days": 10**9}}},
    {"title": "好", "above": ["a / b"]},
)


def test_f58_hostile_rows_are_refused_one_by_one_in_every_part(ways: Ways) -> None:
    parts = [PackPart(one.code, one.format, list(HOSTILE)) for one in shareable(ways.centre)]
    taking = take(ways, packed(title="坏", note="", parts=parts))
    assert taking.made == 0
    assert taking.refused == len(parts) * len(HOSTILE)


def test_f58_words_of_a_pack_are_words_on_the_page(ways: Ways) -> None:
    rows = [{"title": "<script>alert(1)</script>"}]
    body = packed(title="<b>包", note="", parts=[PackPart("rooms.functions", 1, rows)])
    row = arrive(ways, body)
    page = ways.page("arrival", ways.village.other_centre, pk=row.pk)
    text = ways.client(ways.village.other_secretary).get(page).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_f58_only_whoever_answers_for_the_village_gives_and_takes(ways: Ways) -> None:
    handler = ways.village.actor(ways.village.handler)
    with pytest.raises(NotAllowed):
        gift_of(centre=ways.centre, actor=handler, codes=["counter.items"])
    with pytest.raises(NotAllowed):
        keep_arrival(centre=ways.centre, actor=ways.next_door["actor"], at=NOW, body=b"{}")
    assert ways.client(ways.village.handler).get(ways.page("packs")).status_code == 404
