"""Activities, sign-ups, attendance, and what is left after."""

from changlai.engines.activities.models.activity import Activity, ActivityFacet, Series, Session
from changlai.engines.activities.models.attendance import Mark
from changlai.engines.activities.models.outcomes import (
    Certificate,
    Feedback,
    FollowUp,
    Opinion,
    Photo,
    PhotoPerson,
)
from changlai.engines.activities.models.presets import Preset, PresetVersion
from changlai.engines.activities.models.signups import (
    Draw,
    HouseholdSeats,
    Quota,
    SeatPool,
    SignUp,
    TicketKind,
)

__all__ = [
    "Activity",
    "ActivityFacet",
    "Certificate",
    "Draw",
    "Feedback",
    "FollowUp",
    "HouseholdSeats",
    "Mark",
    "Opinion",
    "Photo",
    "PhotoPerson",
    "Preset",
    "PresetVersion",
    "Quota",
    "SeatPool",
    "Series",
    "Session",
    "SignUp",
    "TicketKind",
]
