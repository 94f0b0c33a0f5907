"""今日: the gatherings that need somebody today, each told once, asked live from the rows."""

from changlai.halls.gatherings.today import signups, sittings

TODAY = [*signups.TODAY, *sittings.TODAY]
