"""Front door of the book: publish facts, subscribe to them, deliver, rebuild, seal and verify."""

from changlai.kernel.events.delivery import Delivered, deliver, deliver_all
from changlai.kernel.events.facts import Event, NotAFact, StoredEvent
from changlai.kernel.events.parking import parked, retry_parked
from changlai.kernel.events.publishing import publish
from changlai.kernel.events.rebuilding import Rebuilt, rebuild
from changlai.kernel.events.seals import Head, Verdict, head_of, seal, seal_all, verify
from changlai.kernel.events.subscriptions import projection, reaction

__all__ = [
    "Delivered",
    "Event",
    "Head",
    "NotAFact",
    "Rebuilt",
    "StoredEvent",
    "Verdict",
    "deliver",
    "deliver_all",
    "head_of",
    "parked",
    "projection",
    "publish",
    "reaction",
    "rebuild",
    "retry_parked",
    "seal",
    "seal_all",
    "verify",
]
