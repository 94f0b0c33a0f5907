"""Nothing but ids, codes, times and numbers enters the book."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changlai.kernel.events.facts import CODE, Event, NotAFact, stored
from tests.kernel.events.conftest import AT
from tests.kernel.events.facts_of_wells import WellDug


def test_a_payload_of_ids_codes_and_numbers_is_stored_as_text_and_numbers() -> None:
    by = uuid4()
    fact = WellDug(
        centre_id=uuid4(), at=AT, depth=12, by=by, due=AT, cost=Decimal("1.50"), deep=True
    )

    assert fact.payload() == {
        "depth": 12,
        "by": str(by),
        "due": "2026-03-18T02:00:00.000000+00:00",
        "cost": "1.50",
        "kind": "stone",
        "deep": True,
    }


@pytest.mark.parametrize(
    "value",
    [
        "井边",
        "two words",
        "Stone",
        "",
        "a" * 65,
        "line\nbreak",
        "a\n",
        "13800000000",
        "tel:19900000001",
        13800000000,
        -13800000000,
        float("1.5"),
        Decimal("NaN"),
        Decimal("13800000000"),
        datetime(2026, 3, 18, 2, 0),  # noqa: DTZ001 -- a time without a zone is what is refused here
        ["a"],
        {"a": 1},
        b"a",
        object(),
    ],
)
def test_what_may_be_words_or_a_telephone_number_is_refused_by_field_name(value: Any) -> None:
    with pytest.raises(NotAFact, match=r"test\.well\.dug\.kind") as refusal:
        WellDug(centre_id=uuid4(), at=AT, kind=value).payload()

    assert "138" not in str(refusal.value)
    assert "井" not in str(refusal.value)


def test_a_fact_without_a_time_zone_is_refused() -> None:
    with pytest.raises(NotAFact, match="time zone"):
        WellDug(centre_id=uuid4(), at=AT.replace(tzinfo=None)).payload()


@given(st.text())
def test_a_text_is_stored_as_it_is_or_refused(text: str) -> None:
    try:
        kept = stored("x", text)
    except NotAFact:
        return
    assert kept == text
    assert CODE.fullmatch(kept)
    assert kept.isascii()
    assert " " not in kept


@given(st.from_regex(r"[a-z0-9_.:-]{0,20}[0-9]{11}[a-z0-9_.:-]{0,20}", fullmatch=True))
def test_eleven_digits_in_a_row_never_pass(text: str) -> None:
    with pytest.raises(NotAFact):
        stored("x", text)


@given(
    st.none()
    | st.booleans()
    | st.integers(-(10**10) + 1, 10**10 - 1)
    | st.uuids()
    | st.dates()
    | st.datetimes(timezones=st.just(UTC))
)
def test_what_is_allowed_survives_json(value: Any) -> None:
    import json

    kept = stored("x", value)

    assert json.loads(json.dumps(kept)) == kept
    if isinstance(value, datetime):
        assert datetime.fromisoformat(kept) == value
    elif isinstance(value, date):
        assert date.fromisoformat(kept) == value


def test_a_name_means_one_thing() -> None:
    with pytest.raises(TypeError, match="already the name"):

        @dataclass(frozen=True, kw_only=True)
        class Other(Event):
            name: ClassVar[str] = "test.well.dug"


def test_a_name_reads_like_a_path() -> None:
    with pytest.raises(TypeError, match="must read like"):

        @dataclass(frozen=True, kw_only=True)
        class Nameless(Event):
            pass
