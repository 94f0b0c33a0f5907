"""One small row stands for each thing, is renewed with it, and is shown to whom it may be."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from changlai.kernel.errors import BadInput
from changlai.kernel.ids import uuid7
from changlai.kernel.records.public import (
    Record,
    drop,
    found,
    link,
    links_of,
    of_person,
    owners_of,
    put,
    unlink,
)
from tests.kernel.tenancy.centres import make_centre

AT = datetime(2026, 3, 18, 2, 0, tzinfo=UTC)


@pytest.fixture
def here(db: None) -> Any:
    return make_centre("here")


@pytest.fixture
def there(db: None) -> Any:
    return make_centre("there")


def test_a_record_is_made_and_renewed(here: Any) -> None:
    key = uuid7()
    put(here, key, "voice", "路灯不亮", AT, "staff")
    put(here.pk, key, "voice", "村口路灯不亮", AT, "public", url_name="voices:voice")

    record = Record.objects.of(here).get()
    assert (record.pk, record.title, record.visibility) == (key, "村口路灯不亮", "public")


def test_a_long_title_is_cut(here: Any) -> None:
    put(here, uuid7(), "voice", "长" * 500, AT, "staff")
    assert len(Record.objects.of(here).get().title) == 200


def test_an_unknown_visibility_is_refused(here: Any) -> None:
    with pytest.raises(ValueError, match="everyone"):
        put(here, uuid7(), "voice", "x", AT, "everyone")


def test_dropping_takes_the_record_of_this_village_only(here: Any, there: Any) -> None:
    key = uuid7()
    put(here, key, "voice", "x", AT, "staff")

    drop(there, key)
    assert Record.objects.of(here).exists()
    drop(here, key)
    drop(here, key)
    assert not Record.objects.of(here).exists()


def test_a_person_sees_what_is_theirs_newest_first(here: Any, there: Any) -> None:
    me, neighbour = uuid7(), uuid7()
    put(here, uuid7(), "voice", "old", AT - timedelta(days=1), "person", me)
    put(here, uuid7(), "voice", "new", AT, "public", me)
    put(here, uuid7(), "voice", "inside", AT, "staff", me)
    put(here, uuid7(), "voice", "secret", AT, "secret", me)
    put(here, uuid7(), "voice", "neighbour's", AT, "person", neighbour)
    put(there, uuid7(), "voice", "elsewhere", AT, "person", me)

    assert [record.title for record in of_person(here, me)] == ["new", "old"]


def test_a_thing_points_to_a_record_once_and_no_more_when_it_is_gone(here: Any) -> None:
    owner, key = uuid7(), uuid7()
    put(here, key, "activity", "清洁日", AT, "staff")

    link(here, owner, key, "evidence", at=AT)
    link(here, owner, key, "evidence", at=AT)
    assert [one.record.title for one in links_of(here, [owner], "evidence")] == ["清洁日"]
    assert owners_of(here, key, "evidence") == [owner]

    drop(here, key)
    assert not links_of(here, [owner], "evidence").exists()


def test_a_link_is_taken_away(here: Any) -> None:
    owner, key = uuid7(), uuid7()
    put(here, key, "activity", "清洁日", AT, "staff")
    link(here, owner, key, "evidence", at=AT)

    assert unlink(here, owner, key, "evidence")
    assert not unlink(here, owner, key, "evidence")


@pytest.mark.parametrize("visibility", ["secret", "other village"])
def test_what_nobody_may_know_of_proves_nothing(here: Any, there: Any, visibility: str) -> None:
    key = uuid7()
    is_secret = visibility == "secret"
    put(here if is_secret else there, key, "voice", "x", AT, "secret" if is_secret else "staff")

    with pytest.raises(BadInput):
        link(here, uuid7(), key, "evidence", at=AT)
    assert not found(here, "x").exists()


def test_records_are_found_by_words_of_their_title_newest_first(here: Any) -> None:
    put(here, uuid7(), "activity", "春季 清洁日", AT - timedelta(days=9), "public")
    put(here, uuid7(), "activity", "秋季清洁日", AT, "staff")
    put(here, uuid7(), "voice", "清洁的事", AT, "staff")

    assert [one.title for one in found(here, "清洁", kinds=["activity"])] == [
        "秋季清洁日",
        "春季 清洁日",
    ]
    assert [one.title for one in found(here, "清洁日 春季", only_public=True)] == ["春季 清洁日"]
