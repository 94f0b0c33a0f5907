"""Add what was booked to the figures."""

from datetime import date

from changlai.governance.funds import metrics
from changlai.governance.funds.events import FundBooked
from changlai.kernel.events.public import StoredEvent, projection
from changlai.kernel.metrics.public import add, clearing


@projection("funds.figures", events=[FundBooked], reset=clearing(*metrics.ALL))
def keep_figures(event: StoredEvent) -> None:
    """Add a line to the day it is published under, below nothing for what was taken back."""
    payload = event.payload
    metric = metrics.CAME if payload["side"] == "in" else metrics.WENT
    day = date.fromisoformat(payload["day"])
    add(event.centre_id, metric, day, payload["cents"], purpose=payload["purpose"])
