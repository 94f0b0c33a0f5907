"""The rooms of the demo village and half a year of their bookings, by the ordinary actions."""

from datetime import timedelta
from typing import Any

from changlai.foundation.people.public import actor_of, residents, staff_of
from changlai.halls.rooms.demo.house import make_house
from changlai.halls.rooms.demo.play import Bookings
from changlai.halls.rooms.demo.things import play_things
from changlai.halls.rooms.receivers import TEMPLATE
from changlai.halls.rooms.receivers_things import TEMPLATE as THINGS
from changlai.kernel.outbox.public import Sending, mark_called, mark_read, messages_of
from changlai.kernel.registry.contributions import DemoAct

TOLD = (TEMPLATE, THINGS)


def play_rooms(village: Any) -> None:
    """Set up both houses, then let people book, come, stay away and change their minds."""
    for centre, is_main in ((village.centre, True), (village.neighbour, False)):
        house = make_house(village, centre, is_main=is_main)
        if house is not None:
            Bookings(village, house).run()


def play_told(village: Any) -> None:
    """Ring whoever has no screen, and let the others read, all but the latest messages."""
    for centre in (village.centre, village.neighbour):
        clerks = list(staff_of(centre, "rooms.arrange", at=village.now))
        if not clerks:
            continue
        actors = [actor_of(account=one, centre=centre, at=village.now) for one in clerks]
        waiting = Sending.objects.of(centre).waiting().filter(message__template__in=TOLD)
        older = waiting.filter(due_at__lt=village.now - timedelta(hours=20))
        for call in older.order_by("due_at", "id"):
            mark_called(
                centre=centre,
                sending_ids=[call.pk],
                actor=village.rng.choice(actors),
                at=min(call.due_at + timedelta(minutes=village.rng.randint(20, 200)), village.now),
                reached=True,
            )
        for person in residents(centre).filter(account__isnull=False):
            rows = messages_of(centre, person.pk).filter(template__in=TOLD)
            read = rows.filter(at__lt=village.now - timedelta(hours=village.rng.randint(10, 90)))
            keys = list(read.values_list("pk", flat=True))
            if keys:
                mark_read(centre=centre, person_id=person.pk, at=village.now, message_ids=keys)


DEMO = [
    DemoAct(code="rooms", order=30, play=play_rooms),
    DemoAct(code="rooms_things", order=32, play=play_things),
    DemoAct(code="rooms_told", order=34, play=play_told),
]
