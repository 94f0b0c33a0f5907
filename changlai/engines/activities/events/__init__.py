"""What happened to activities, sign-ups and attendance, as facts: ids, codes and minutes."""

from changlai.engines.activities.events.attending import (
    Came,
    Marked,
    NotCame,
)
from changlai.engines.activities.events.leaving import (
    CertificateIssued,
    FeedbackGiven,
    FollowUpNoted,
    MinutesKept,
    OpinionDecided,
    OpinionHandedOn,
    OpinionNoted,
    PhotoChanged,
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
    "CertificateIssued",
    "DrawDone",
    "DrawMade",
    "FeedbackGiven",
    "FollowUpNoted",
    "Marked",
    "MinutesKept",
    "NotCame",
    "OfferLapsed",
    "OpinionDecided",
    "OpinionHandedOn",
    "OpinionNoted",
    "PhotoChanged",
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
