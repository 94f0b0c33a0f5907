"""Rooms and their uses."""

from changlai.foundation.places.models.occupancy import Closure, Occupancy
from changlai.foundation.places.models.rooms import (
    Facility,
    FloorPlan,
    Function,
    Layout,
    Room,
    RoomFunction,
    RoomHours,
    RoomPart,
    RoomPast,
    RoomPhoto,
)

__all__ = [
    "Closure",
    "Facility",
    "FloorPlan",
    "Function",
    "Layout",
    "Occupancy",
    "Room",
    "RoomFunction",
    "RoomHours",
    "RoomPart",
    "RoomPast",
    "RoomPhoto",
]
