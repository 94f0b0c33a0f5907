"""Rooms and their uses."""

from changlai.foundation.places.models.occupancy import Closure, Occupancy
from changlai.foundation.places.models.rooms import (
    Facility,
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
