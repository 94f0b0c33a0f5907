"""A rebuild fills read models again and repeats no reaction."""

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from changlai.kernel.events import delivery, subscriptions
from changlai.kernel.events.models import Parked
from changlai.kernel.events.public import deliver, parked, rebuild
from tests.kernel.events.conftest import AT
from tests.kernel.events.facts_of_wells import dig


def test_projections_are_emptied_and_replayed_and_reactions_are_not(here: Any, heard: Any) -> None:
    for depth in range(250):
        dig(here, AT, depth=depth)
    deliver(here.pk)
    assert len(heard["reaction"]) == 250

    (done,) = rebuild()

    assert [event.payload["depth"] for event in heard["projection"]] == list(range(250))
    assert len(heard["reaction"]) == 250
    assert (done.receiver, done.events, done.failed) == ("test.projection", 250, 0)


def test_a_rebuild_takes_what_was_never_delivered_too(here: Any, heard: Any) -> None:
    dig(here, AT)
    rebuild()

    assert len(heard["projection"]) == 1
    deliver(here.pk)
    assert len(heard["projection"]) == 1
    assert len(heard["reaction"]) == 1


def test_a_rebuild_ignores_old_failures(here: Any, heard: Any) -> None:
    broken = [True]
    taken = []

    @subscriptions.projection("test.mended", ["test.well.dug"], reset=lambda centre: taken.clear())
    def mended(event: Any) -> None:
        if broken[0]:
            raise ValueError
        taken.append(event)

    delivery.meet_new_receivers()
    key = dig(here, AT)
    deliver(here.pk)
    Parked.objects.create(
        centre=here, receiver="test.mended", event_id=key, position=1, at=AT, error="x"
    )
    broken[0] = False

    rebuild("test.mended", here)

    assert len(taken) == 1
    assert not parked(here).exists()


def test_a_reaction_cannot_be_rebuilt(here: Any, heard: Any) -> None:
    with pytest.raises(ValueError, match="never replayed"):
        rebuild("test.reaction")
    with pytest.raises(CommandError, match="不能重放"):
        call_command("rebuild", receiver="test.reaction")
    with pytest.raises(CommandError, match="没有叫"):
        call_command("rebuild", receiver="test.nobody")
    with pytest.raises(CommandError, match="没有代码为"):
        call_command("rebuild", centre="nowhere")


def test_the_command_counts(here: Any, there: Any, heard: Any) -> None:
    dig(here, AT)
    dig(there, AT)
    out = io.StringIO()

    call_command("rebuild", json=True, stdout=out)

    assert json.loads(out.getvalue().splitlines()[-1]) == {
        "read": 2,
        "receivers": 1,
        "centres": 2,
        "failed": 0,
    }


def test_the_command_fails_when_a_projection_does(here: Any, only_our_receivers: None) -> None:
    @subscriptions.projection("test.broken", ["test.well.dug"], reset=lambda centre: None)
    def broken(event: Any) -> None:
        raise ValueError

    dig(here, AT)
    with pytest.raises(CommandError, match="没能重放"):
        call_command("rebuild", stdout=io.StringIO())
