"""What the engine keeps from its facts: figures per day, replayed by `changlai rebuild`."""

from datetime import date

from changlai.engines.activities import metrics
from changlai.engines.activities.actions.certifying import lay_follow_ups
from changlai.engines.activities.events import (
    ActivityEnded,
    Came,
    GuestsCounted,
    GuestsUncounted,
    NotCame,
    SessionHeld,
)
from changlai.kernel.events.public import StoredEvent, projection, reaction
from changlai.kernel.metrics.public import add, clearing, day_of


@projection(
    "activities.came",
    [Came, NotCame, SessionHeld, GuestsCounted, GuestsUncounted],
    reset=clearing(metrics.CAME),
)
def count_came(event: StoredEvent) -> None:
    """Count heads that came, on the day of the session; a line taken back takes them off again.

    People without a name count when the session is said to have been held, and their number
    may be put right later.
    """
    facts = event.payload
    heads = facts["heads"] if "heads" in facts else facts["guests"]
    if heads:
        sign = -1 if event.name in {NotCame.name, GuestsUncounted.name} else 1
        add(
            event.centre_id,
            metrics.CAME,
            date.fromisoformat(facts["on"]),
            heads * sign,
            preset=facts["preset"],
        )


@projection("activities.ended", [ActivityEnded], reset=clearing(metrics.ENDED))
def count_ended(event: StoredEvent) -> None:
    """Count a completed activity on the day of its last session."""
    add(event.centre_id, metrics.ENDED, day_of(event), preset=event.payload["preset"])


@reaction("activities.follow_ups", [ActivityEnded, Came])
def ask_later(event: StoredEvent) -> None:
    """Lay out whom to ask later, when a course is over; also for who is entered after that."""
    activity_id = event.uuid("activity_id") or event.subject_id
    if activity_id is not None:
        lay_follow_ups(centre=event.centre_id, activity_id=activity_id, at=event.at)
