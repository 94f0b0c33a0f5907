"""A fact is written with its change or not at all, and is never changed afterwards."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from changlai.kernel.events.facts import NotAFact
from changlai.kernel.events.models import Entry, Position
from changlai.kernel.events.public import deliver, publish
from tests.kernel.events.conftest import AT
from tests.kernel.events.facts_of_wells import WellDug, dig


def test_the_entry_says_what_happened(here: Any) -> None:
    key = dig(here, AT, depth=4)

    entry = Entry.objects.of(here).get(pk=key)
    assert (entry.name, entry.version, entry.at) == ("test.well.dug", 1, AT)
    assert entry.payload["depth"] == 4


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_refused() -> None:
    from tests.kernel.tenancy.centres import make_centre

    centre = make_centre("here")
    with pytest.raises(transaction.TransactionManagementError, match="inside the transaction"):
        publish(WellDug(centre_id=centre.pk, at=AT))

    assert not Entry.objects.exists()


def test_a_fact_goes_with_its_transaction(here: Any) -> None:
    with transaction.atomic():
        publish(WellDug(centre_id=here.pk, at=AT))
        transaction.set_rollback(True)

    assert not Entry.objects.of(here).exists()


def test_words_stop_the_whole_transaction(here: Any) -> None:
    with pytest.raises(NotAFact):
        dig(here, AT, kind="有人说井干了")

    assert not Entry.objects.of(here).exists()


@pytest.mark.parametrize("model", [Entry, Position])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_to_change_the_book(here: Any, model: Any, verb: str) -> None:
    dig(here, AT)
    deliver(here.pk)
    rows = model.objects.of(here)
    changes = {
        "update": lambda: rows.update(centre=here),
        # Raw, since Django itself protects an entry that has a place.
        "delete": lambda: rows._raw_delete("default"),
    }

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        changes[verb]()


def test_inline_delivery_waits_for_the_commit(
    here: Any, heard: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        dig(here, AT)
        assert heard["reaction"] == []

    assert len(heard["reaction"]) == 1


def test_with_a_worker_the_request_delivers_nothing(
    here: Any, heard: Any, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EVENTS_DELIVERY = "worker"
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        dig(here, AT)

    assert callbacks == []
    assert heard["reaction"] == []
