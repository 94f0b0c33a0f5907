"""Verbs of the rooms hall: ask for a room, decide, change, and say how it went."""

from changlai.halls.rooms.actions.booking import Wish, book_room
from changlai.halls.rooms.actions.changing import (
    cancel_booking,
    cancel_date,
    change_booking,
    lose_room,
    move_date,
)
from changlai.halls.rooms.actions.deciding import confirm_booking, confirm_date, refuse_date
from changlai.halls.rooms.actions.using import (
    begin_use,
    end_use,
    finish_past,
    note_no_show,
    put_back,
)

__all__ = [
    "Wish",
    "begin_use",
    "book_room",
    "cancel_booking",
    "cancel_date",
    "change_booking",
    "confirm_booking",
    "confirm_date",
    "end_use",
    "finish_past",
    "lose_room",
    "move_date",
    "note_no_show",
    "put_back",
    "refuse_date",
]
