"""The rooms of the demo village and half a year of their bookings, by the ordinary actions."""

from typing import Any

from changlai.halls.rooms.demo.house import make_house
from changlai.halls.rooms.demo.play import Bookings
from changlai.halls.rooms.demo.things import play_things
from changlai.kernel.registry.contributions import DemoAct


def play_rooms(village: Any) -> None:
    """Set up both houses, then let people book, come, stay away and change their minds."""
    for centre, is_main in ((village.centre, True), (village.neighbour, False)):
        house = make_house(village, centre, is_main=is_main)
        if house is not None:
            Bookings(village, house).run()


DEMO = [
    DemoAct(code="rooms", order=30, play=play_rooms),
    DemoAct(code="rooms_things", order=32, play=play_things),
]
