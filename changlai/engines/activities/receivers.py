"""What the engine keeps from its facts: figures per day, replayed by `changlai rebuild`."""

from datetime import date
from uuid import UUID

from changlai.engines.activities import metrics
from changlai.engines.activities.events import Came, NotCame
from changlai.kernel.events.public import StoredEvent, projection
from changlai.kernel.metrics.public import add, forget


def _forget(centre_id: UUID | None) -> None:
    forget(centre_id, *metrics.ALL)


@projection("activities.came", [Came, NotCame], reset=_forget)
def count_came(event: StoredEvent) -> None:
    """Count heads that came, on the day of the session; a line taken back takes them off again."""
    heads = event.payload["heads"] * (1 if event.name == Came.name else -1)
    day = date.fromisoformat(event.payload["on"])
    add(event.centre_id, metrics.CAME, day, heads, preset=event.payload["preset"])
