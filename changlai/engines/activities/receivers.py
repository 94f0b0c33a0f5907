"""What the engine keeps from its facts: figures per day, replayed by `changlai rebuild`."""

from datetime import date

from changlai.engines.activities import metrics
from changlai.engines.activities.events import ActivityEnded, Came, NotCame
from changlai.kernel.events.public import StoredEvent, projection
from changlai.kernel.metrics.public import add, clearing, day_of


@projection("activities.came", [Came, NotCame], reset=clearing(metrics.CAME))
def count_came(event: StoredEvent) -> None:
    """Count heads that came, on the day of the session; a line taken back takes them off again."""
    heads = event.payload["heads"] * (1 if event.name == Came.name else -1)
    day = date.fromisoformat(event.payload["on"])
    add(event.centre_id, metrics.CAME, day, heads, preset=event.payload["preset"])


@projection("activities.ended", [ActivityEnded], reset=clearing(metrics.ENDED))
def count_ended(event: StoredEvent) -> None:
    """Count a completed activity on the day of its last session."""
    add(event.centre_id, metrics.ENDED, day_of(event), preset=event.payload["preset"])
