"""Front door of areas: the division tree and the centres that stand on it."""

from changlai.foundation.areas.models import (
    Area,
    Centre,
    Hamlet,
    Level,
    OpeningException,
    OpeningHours,
    Weekday,
)

__all__ = [
    "Area",
    "Centre",
    "Hamlet",
    "Level",
    "OpeningException",
    "OpeningHours",
    "Weekday",
]
