"""Front door of areas: the division tree, the centres that stand on it, and when they are open."""

from changlai.foundation.areas.actions import (
    add_hamlet,
    change_hamlet,
    describe_centre,
    drop_exception,
    open_centre,
    set_exception,
    set_week,
)
from changlai.foundation.areas.models import (
    Area,
    Centre,
    Hamlet,
    Level,
    OpeningException,
    OpeningHours,
    Weekday,
)
from changlai.foundation.areas.queries import (
    Opening,
    active_centres,
    areas_under,
    centre_by_code,
    centres_under,
    coming_exceptions,
    hamlets,
    hours_said,
    open_week,
    opening,
)
from changlai.foundation.areas.stage import DemoVillage

__all__ = [
    "Area",
    "Centre",
    "DemoVillage",
    "Hamlet",
    "Level",
    "Opening",
    "OpeningException",
    "OpeningHours",
    "Weekday",
    "active_centres",
    "add_hamlet",
    "areas_under",
    "centre_by_code",
    "centres_under",
    "change_hamlet",
    "coming_exceptions",
    "describe_centre",
    "drop_exception",
    "hamlets",
    "hours_said",
    "open_centre",
    "open_week",
    "opening",
    "set_exception",
    "set_week",
]
