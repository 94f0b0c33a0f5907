"""Whoever changes the sealed book is found out, whichever way it was done."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, hmac
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from changlai.kernel.events import seals
from changlai.kernel.events.models import Entry, Position, Seal, Sequencer
from changlai.kernel.events.public import deliver, head_of, seal, seal_all, verify
from changlai.kernel.ids import uuid7
from changlai.kernel.tenancy.append_only import maintenance
from tests.kernel.events.conftest import AT
from tests.kernel.events.facts_of_wells import dig


@pytest.fixture(autouse=True)
def short_stretches(monkeypatch: pytest.MonkeyPatch, only_our_receivers: None) -> None:
    monkeypatch.setattr(seals, "LENGTH", 4)


@pytest.fixture
def book(here: Any) -> Any:
    """A village whose ten events lie in three seals."""
    for depth in range(10):
        dig(here, AT, depth=depth)
    deliver(here.pk)
    seal(here.pk, AT)
    return here


def entry_at(centre: Any, position: int) -> Entry:
    return Position.objects.of(centre).select_related("event").get(position=position).event


def test_an_untouched_book_holds(book: Any) -> None:
    verdict = verify(book.pk)

    assert verdict.holds
    assert (verdict.events, verdict.seals, verdict.unsealed) == (10, 3, 0)
    assert verdict.head == head_of(book.pk)


def test_sealing_again_makes_no_new_seal_until_something_happens(book: Any) -> None:
    assert seal(book.pk, AT) == []
    dig(book, AT)
    deliver(book.pk)
    assert verify(book.pk).unsealed == 1
    assert seal_all(AT) == 1
    assert seal_all(AT) == 0
    assert verify(book.pk).holds


def test_a_full_stretch_is_sealed_by_the_delivery_itself(here: Any) -> None:
    for _ in range(5):
        dig(here, AT)
    deliver(here.pk)

    assert Seal.objects.of(here).count() == 2


def alter_payload(centre: Any) -> None:
    entry = entry_at(centre, 5)
    Entry.objects.of(centre).filter(pk=entry.pk).update(payload={**entry.payload, "depth": 99})


def alter_time(centre: Any) -> None:
    Entry.objects.of(centre).filter(pk=entry_at(centre, 5).pk).update(
        at=AT + timedelta(microseconds=1)
    )


def alter_name(centre: Any) -> None:
    Entry.objects.of(centre).filter(pk=entry_at(centre, 1).pk).update(name="test.well.dried")


def alter_actor(centre: Any) -> None:
    Entry.objects.of(centre).filter(pk=entry_at(centre, 10).pk).update(actor_id=uuid7())


def remove_one(centre: Any) -> None:
    Position.objects.of(centre).filter(position=6).delete()


def remove_and_close_the_gap(centre: Any) -> None:
    Position.objects.of(centre).filter(position=6).delete()
    for position in range(7, 11):
        Position.objects.of(centre).filter(position=position).update(position=position - 1)


def slip_one_in(centre: Any) -> None:
    for position in range(10, 5, -1):
        Position.objects.of(centre).filter(position=position).update(position=position + 1)
    extra = Entry.objects.create(centre=centre, name="test.well.dug", at=AT, payload={"depth": 1})
    Position.objects.create(centre=centre, position=6, event=extra)


def swap_two(centre: Any) -> None:
    one, two = (Position.objects.of(centre).get(position=position) for position in (6, 7))
    first, second = one.event_id, two.event_id
    Position.objects.of(centre).filter(pk__in=[one.pk, two.pk]).delete()
    Position.objects.create(centre=centre, position=6, event_id=second)
    Position.objects.create(centre=centre, position=7, event_id=first)


def remove_a_seal(centre: Any) -> None:
    Seal.objects.of(centre).filter(number=2).delete()


def alter_a_digest(centre: Any) -> None:
    Seal.objects.of(centre).filter(number=2).update(digest="0" * 64)


def alter_the_time_of_a_seal(centre: Any) -> None:
    Seal.objects.of(centre).filter(number=2).update(at=AT - timedelta(days=1))


def name_another_algorithm(centre: Any) -> None:
    Seal.objects.of(centre).filter(number=2).update(algorithm="md5")


def remove_the_end(centre: Any) -> None:
    Seal.objects.of(centre).filter(number=3).delete()
    Position.objects.of(centre).filter(position__gte=9).delete()


def seal_anew_without_the_key(centre: Any) -> None:
    """Alter a row, then make its seals again as one can who has the code and the database alone."""
    alter_payload(centre)
    own, seals._key = seals._key, lambda: (b"guessed", own()[1])
    try:
        seal_everything_anew(centre)
    finally:
        seals._key = own


def seal_everything_anew(centre: Any) -> None:
    Seal.objects.of(centre).delete()
    Sequencer.objects.of(centre).update(sealed=0)
    seal(centre.pk, AT)


@pytest.mark.parametrize(
    "crime",
    [
        alter_payload,
        alter_time,
        alter_name,
        alter_actor,
        remove_one,
        remove_and_close_the_gap,
        slip_one_in,
        swap_two,
        remove_a_seal,
        alter_a_digest,
        alter_the_time_of_a_seal,
        name_another_algorithm,
        remove_the_end,
        seal_anew_without_the_key,
    ],
)
def test_a_change_with_the_triggers_off_is_found(book: Any, crime: Callable[[Any], None]) -> None:
    with maintenance():
        crime(book)

    assert not verify(book.pk).holds
    with pytest.raises(CommandError, match="与封存时不同"):
        call_command("audit", "verify", centre="here", stdout=io.StringIO())


def test_the_triggers_refuse_those_changes_while_they_are_on(book: Any) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        alter_payload(book)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        remove_a_seal(book)


def test_the_finding_names_the_stretch(book: Any) -> None:
    with maintenance():
        alter_payload(book)

    assert verify(book.pk).problems == ("封存批次 2(第 5 至 8 条)与封存时不同。",)


def test_one_villages_book_does_not_accuse_anothers(book: Any, there: Any) -> None:
    dig(there, AT)
    deliver(there.pk)
    seal(there.pk, AT)
    with maintenance():
        alter_payload(book)

    assert verify(there.pk).holds


def exported(tmp_path: Path) -> Path:
    out = io.StringIO()
    call_command("audit", "head", stdout=out)
    file = tmp_path / "head.json"
    file.write_text(out.getvalue())
    return file


def test_a_chain_made_anew_with_the_key_is_found_by_the_head_outside(
    book: Any, tmp_path: Path
) -> None:
    file = exported(tmp_path)
    with maintenance():
        alter_payload(book)
        seal_everything_anew(book)
    assert verify(book.pk).holds

    with pytest.raises(CommandError):
        call_command("audit", "verify", head=file, stdout=(out := io.StringIO()))

    assert "封存批次 3 与库外保存的封存值不同" in out.getvalue()


def test_an_end_cut_off_with_its_seal_is_found_by_the_head_outside(
    book: Any, tmp_path: Path
) -> None:
    file = exported(tmp_path)
    with maintenance():
        remove_the_end(book)
        Sequencer.objects.of(book).update(position=8, sealed=8)
    assert verify(book.pk).holds

    with pytest.raises(CommandError):
        call_command("audit", "verify", head=file, stdout=(out := io.StringIO()))

    assert "在库内找不到" in out.getvalue()


def test_a_book_that_went_on_still_agrees_with_an_older_head(book: Any, tmp_path: Path) -> None:
    file = exported(tmp_path)
    dig(book, AT)
    deliver(book.pk)
    call_command("audit", "seal", stdout=io.StringIO())

    call_command("audit", "verify", head=file, stdout=(out := io.StringIO()))

    assert "here 完好：事件 11 条，封存 4 批，待封存 0 条" in out.getvalue()


def test_a_village_that_vanished_is_found_by_the_head_outside(book: Any, tmp_path: Path) -> None:
    file = exported(tmp_path)
    heads = json.loads(file.read_text())
    file.write_text(json.dumps([*heads, {**heads[0], "centre": str(UUID(int=1))}]))

    with pytest.raises(CommandError):
        call_command("audit", "verify", head=file, stdout=io.StringIO())


@pytest.mark.parametrize("content", ["", "{}", "1", "[1]", '[{"centre": "x"}]'])
def test_a_head_file_that_is_none_is_said_so(book: Any, tmp_path: Path, content: str) -> None:
    (tmp_path / "head.json").write_text(content)

    with pytest.raises(CommandError, match="不是 audit head"):
        call_command("audit", "verify", head=tmp_path / "head.json", stdout=io.StringIO())
    with pytest.raises(CommandError, match="读不到"):
        call_command("audit", "verify", head=tmp_path / "none.json", stdout=io.StringIO())


def test_another_key_is_named_as_such(book: Any, settings: Any) -> None:
    settings.SEAL_KEY = "another"

    assert "另一把密钥" in verify(book.pk).problems[0]


def sm3_works() -> bool:
    try:
        hmac.HMAC(b"k", hashes.SM3()).finalize()
    except UnsupportedAlgorithm:
        return False
    return True


def test_the_national_hash_by_setting_in_the_same_chain(book: Any, settings: Any) -> None:
    assert sm3_works()
    settings.SEAL_ALGORITHM = "sm3"
    dig(book, AT)
    deliver(book.pk)
    seal(book.pk, AT)

    assert [one.algorithm for one in Seal.objects.of(book).order_by("number")] == [
        "sha256",
        "sha256",
        "sha256",
        "sm3",
    ]
    assert verify(book.pk).holds
    with maintenance():
        Entry.objects.of(book).filter(pk=entry_at(book, 11).pk).update(version=2)
    assert not verify(book.pk).holds


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**10), 10**10) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(json_values)
def test_the_one_spelling_of_a_value_survives_a_database(value: Any) -> None:
    spelled = seals.canonical(value)

    assert seals.canonical(json.loads(spelled)) == spelled
    assert seals.canonical(json.loads(json.dumps(value, indent=3, ensure_ascii=False))) == spelled


@given(st.lists(st.binary(max_size=12), max_size=6), st.lists(st.binary(max_size=12), max_size=6))
def test_different_lines_never_share_a_digest(one: list[bytes], two: list[bytes]) -> None:
    head = Seal(
        centre_id=UUID(int=1),
        number=1,
        first=1,
        last=9,
        at=AT,
        algorithm="sha256",
        previous=seals.BEGINNING,
    )

    same = seals.digest_of(head, iter(one)) == seals.digest_of(head, iter(two))
    assert same == (one == two)
