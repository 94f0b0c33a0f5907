"""今日: the gatherings that need somebody today, each told once, asked live from the rows."""

from changlai.halls.gatherings.today import activities, after, signups, sittings

TODAY = [*activities.TODAY, *signups.TODAY, *sittings.TODAY, *after.TODAY]
