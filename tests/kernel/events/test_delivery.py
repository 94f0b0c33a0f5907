"""Every receiver hears every event once and in order, whatever the others do."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import transaction
from django.db.models import F

from changlai.kernel.events import delivery, sequencing, subscriptions
from changlai.kernel.events.keys import next_key
from changlai.kernel.events.models import Cursor, Entry, Parked, Position, Sequencer, Watch
from changlai.kernel.events.public import deliver, deliver_all, parked, publish, retry_parked
from changlai.kernel.ids import first_uuid7_at
from tests.kernel.events.conftest import AT
from tests.kernel.events.facts_of_wells import WellDried, WellDug, dig


def depths(events: list[Any]) -> list[int]:
    return [event.payload.get("depth", -1) for event in events]


def test_receivers_hear_what_they_asked_for_in_order(here: Any, heard: Any) -> None:
    dig(here, AT, depth=1)
    with transaction.atomic():
        publish(WellDried(centre_id=here.pk, at=AT))
    dig(here, AT, depth=2)

    deliver(here.pk)

    assert [event.name for event in heard["projection"]] == [
        "test.well.dug",
        "test.well.dried",
        "test.well.dug",
    ]
    assert depths(heard["reaction"]) == [1, 2]


def test_positions_are_whole_numbers_without_gaps_in_each_centre(here: Any, there: Any) -> None:
    for _ in range(3):
        dig(here, AT)
        dig(there, AT)
    deliver(here.pk)
    dig(here, AT)
    deliver(here.pk)
    deliver(there.pk)

    placed = Position.objects.of(here).order_by("position").values_list("position", flat=True)
    assert list(placed) == [1, 2, 3, 4]
    assert Position.objects.of(there).count() == 3


def test_delivering_again_does_nothing_again(here: Any, heard: Any) -> None:
    dig(here, AT)
    assert deliver(here.pk).taken == 2
    assert deliver(here.pk).taken == 0

    assert len(heard["reaction"]) == 1


def test_facts_of_one_moment_keep_their_order(here: Any, heard: Any) -> None:
    with time_machine.travel(AT, tick=False):
        for depth in range(50):
            dig(here, AT, depth=depth)
        deliver(here.pk)

    assert depths(heard["reaction"]) == list(range(50))


def test_a_clock_set_far_back_is_believed() -> None:
    with time_machine.travel(AT, tick=False):
        later = next_key()
    with time_machine.travel(AT - timedelta(days=1), tick=False):
        earlier = next_key()

    assert earlier < later


def test_receivers_are_told_of_their_own_village(here: Any, there: Any, heard: Any) -> None:
    dig(there, AT)
    deliver(here.pk)
    assert heard["reaction"] == []


def test_a_stored_event_gives_its_values_back(here: Any, heard: Any) -> None:
    by = UUID(int=7)
    dig(here, AT, by=by, due=AT, actor_id=by, subject_id=here.pk)
    deliver(here.pk)

    (event,) = heard["reaction"]
    assert (event.uuid("by"), event.moment("due")) == (by, AT)
    assert (event.uuid("cost"), event.moment("kindless")) == (None, None)
    assert (event.actor_id, event.subject_id, event.at) == (by, here.pk, AT)


def test_a_receiver_that_publishes_is_followed_to_the_end(here: Any, heard: Any) -> None:
    @subscriptions.reaction("test.echo", ["test.well.dug"])
    def echo(event: Any) -> None:
        publish(WellDried(centre_id=event.centre_id, at=event.at))

    delivery.meet_new_receivers()
    dig(here, AT)
    deliver(here.pk)

    assert [event.name for event in heard["projection"]] == ["test.well.dug", "test.well.dried"]


def test_a_failing_receiver_stops_no_other_and_leaves_nothing_half_done(
    here: Any, heard: Any
) -> None:
    @subscriptions.reaction("test.broken", ["test.well.dug"])
    def broken(event: Any) -> None:
        Watch.objects.create(code="half", looked_at=AT, deep_at=AT, swept_at=AT)
        raise ValueError("王阿婆的话")

    delivery.meet_new_receivers()
    dig(here, AT)
    done = deliver(here.pk, at=AT)

    assert (done.taken, done.failed) == (2, 1)
    assert not Watch.objects.filter(code="half").exists()
    cursor = Cursor.objects.of(here).get(receiver="test.broken")
    assert (cursor.position, cursor.tries, cursor.last_error) == (0, 1, "builtins.ValueError")


def test_tries_come_slower_and_the_last_one_parks_the_event(here: Any, heard: Any) -> None:
    tried: list[int] = []

    @subscriptions.reaction("test.broken", ["test.well.dug"])
    def broken(event: Any) -> None:
        tried.append(event.payload["depth"])
        if event.payload["depth"] == 1:
            raise ValueError

    delivery.meet_new_receivers()
    dig(here, AT, depth=1)
    dig(here, AT, depth=2)
    at = AT
    waits = []
    deliver_all(at)
    while (cursor := Cursor.objects.of(here).get(receiver="test.broken")).next_try_at:
        assert deliver_all(cursor.next_try_at - timedelta(milliseconds=1)).failed == 0
        waits.append(cursor.next_try_at - at)
        at = cursor.next_try_at
        deliver_all(at)

    assert tried == [1] * delivery.TRIES + [2]
    assert waits == sorted(waits)
    assert waits[-1] == delivery.LONGEST_WAIT
    (row,) = parked(here)
    assert (row.receiver, row.error, row.position) == ("test.broken", "builtins.ValueError", 1)
    assert list(parked()) == [row]
    assert Sequencer.objects.of(here).get().delivered == 2


def test_a_parked_event_can_be_tried_again_by_hand(here: Any, heard: Any) -> None:
    dig(here, AT)
    deliver(here.pk)
    entry = Entry.objects.of(here).get()
    row = Parked.objects.create(
        centre=here, receiver="test.reaction", event=entry, position=1, at=AT, error="x"
    )

    retry_parked(here.pk, row.pk)

    assert len(heard["reaction"]) == 2
    assert not parked(here).exists()


def test_a_new_reaction_never_hears_the_past_and_a_new_projection_does(
    here: Any, there: Any, heard: Any
) -> None:
    dig(here, AT, depth=1)
    deliver(here.pk)
    late: list[Any] = []
    past: list[Any] = []
    subscriptions.reaction("test.late", ["test.well.dug"])(late.append)
    subscriptions.projection("test.past", ["test.well.dug"], reset=lambda centre: None)(past.append)

    deliver_all(AT)
    dig(here, AT, depth=2)
    dig(there, AT, depth=3)
    deliver_all(AT)

    assert sorted(depths(late)) == [2, 3]
    assert sorted(depths(past)) == [1, 2, 3]


def test_deliver_all_finds_every_village_with_something_new(
    here: Any, there: Any, heard: Any
) -> None:
    dig(here, AT, depth=1)
    dig(there, AT, depth=2)

    deliver_all(AT)

    assert sorted(depths(heard["reaction"])) == [1, 2]
    assert not Sequencer.objects.filter(delivered__lt=F("position")).exists()


def backdated(centre: Any, minutes: int) -> UUID:
    """Write an entry whose id is minutes older than the newest, as a slow transaction does."""
    newest = Sequencer.objects.of(centre).get().newest
    assert newest is not None
    made = sequencing.milliseconds_of(newest) - minutes * 60_000
    fact = WellDug(centre_id=centre.pk, at=AT, depth=99)
    key = UUID(int=first_uuid7_at(made).int + 1)
    Entry.objects.create(id=key, centre=centre, name=fact.name, at=AT, payload=fact.payload())
    return key


def test_a_commit_some_minutes_late_is_still_placed(here: Any, heard: Any) -> None:
    dig(here, AT, depth=1)
    deliver(here.pk)
    backdated(here, 9)

    deliver(here.pk)

    assert depths(heard["reaction"]) == [1, 99]


def test_a_commit_hours_late_is_found_by_the_hourly_sweep(here: Any, heard: Any) -> None:
    dig(here, AT, depth=1)
    now = delivery.clock()
    deliver_all(now)
    backdated(here, 180)

    deliver_all(now + timedelta(minutes=2))
    assert depths(heard["reaction"]) == [1]
    deliver_all(now + timedelta(minutes=61))
    assert depths(heard["reaction"]) == [1, 99]


def test_the_commit_that_delivers_itself_is_found_whatever_its_clock_says(
    here: Any, heard: Any
) -> None:
    dig(here, AT, depth=1)
    deliver(here.pk)
    key = backdated(here, 180)

    deliver(here.pk, known=(key,))

    assert depths(heard["reaction"]) == [1, 99]


def test_an_idle_look_costs_a_few_statements(
    here: Any, heard: Any, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        dig(here, AT)
    deliver_all(AT)

    with django_assert_max_num_queries(5):
        deliver_all(AT + timedelta(seconds=1))


def test_one_villages_trouble_does_not_silence_the_others(
    here: Any, there: Any, heard: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    dig(here, AT, depth=1)
    dig(there, AT, depth=2)
    whole = delivery.deliver

    def half(centre_id: UUID, **rest: Any) -> Any:
        if centre_id == here.pk:
            raise ConnectionError
        return whole(centre_id, **rest)

    monkeypatch.setattr(delivery, "deliver", half)
    deliver_all(AT)

    assert depths(heard["reaction"]) == [2]


def test_a_code_belongs_to_one_receiver(heard: Any) -> None:
    with pytest.raises(TypeError, match="already"):
        subscriptions.reaction("test.reaction", ["test.well.dug"])(print)
    with pytest.raises(TypeError, match="not a code"):
        subscriptions.reaction("Test Reaction", ["test.well.dug"])
    with pytest.raises(TypeError, match="listens to nothing"):
        subscriptions.reaction("test.deaf", [])
