"""What happened to activities, sign-ups and attendance, as facts: ids, codes and minutes."""

from changlai.engines.activities.events.attending import (
    Came,
    Marked,
    NotCame,
)
from changlai.engines.activities.events.planning import (
    ActivityAnnounced,
    ActivityCancelled,
    ActivityChanged,
    ActivityEnded,
    ActivityMade,
    PresetPut,
    SessionCancelled,
    SessionHeld,
    SessionMoved,
)
from changlai.engines.activities.events.signing import (
    DrawDone,
    DrawMade,
    OfferLapsed,
    SeatOffered,
    SeatsReleased,
    SignedUp,
    SignUpDecided,
    SignUpEnded,
)

__all__ = [
    "ActivityAnnounced",
    "ActivityCancelled",
    "ActivityChanged",
    "ActivityEnded",
    "ActivityMade",
    "Came",
    "DrawDone",
    "DrawMade",
    "Marked",
    "NotCame",
    "OfferLapsed",
    "PresetPut",
    "SeatOffered",
    "SeatsReleased",
    "SessionCancelled",
    "SessionHeld",
    "SessionMoved",
    "SignUpDecided",
    "SignUpEnded",
    "SignedUp",
]
