"""Encounters of the counter: somebody entrusted a matter to the centre."""

from changlai.engines.cases.public import family_encounters
from changlai.halls.counter.kinds import FAMILY

ENCOUNTERS = [
    family_encounters(
        code="counter",
        title="办事",
        note="每托一件事算一次。",
        order=15,
        family=FAMILY,
        url_name="counter:desk_request",
    ),
]
