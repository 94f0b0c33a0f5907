"""我的: what this person has signed up for, and with whom they have an appointment."""

from changlai.halls.gatherings.mine import signups, sittings

MINE = [*signups.MINE, *sittings.MINE]
