"""The voices of the demo village: half a year of them, told through the ordinary actions."""

from datetime import timedelta
from typing import Any

from changlai.halls.voices.demo.agenda import Play, nightly
from changlai.halls.voices.demo.doors import Voices
from changlai.halls.voices.demo.stories import REFUSALS, ROUTED_OUT, STORIES
from changlai.halls.voices.demo.troupe import troupe_of
from changlai.kernel.registry.contributions import DemoAct
from changlai.kernel.workcalendar.days import is_working_day

MAIN_PER_MONTH = 38
NEIGHBOUR_PER_MONTH = 3


def play_voices(village: Any) -> None:
    """Play both villages on one agenda, so that everything happens in the order of time."""
    play = Play(village)
    main, other = troupe_of(village, village.centre), troupe_of(village, village.neighbour)
    days = list(village.days())
    if main.can_play:
        fill(play, Voices(play, main), days, MAIN_PER_MONTH, with_extras=True)
    if other.can_play:
        fill(play, Voices(play, other), days, NEIGHBOUR_PER_MONTH, with_extras=False)
    for day in days:
        play.later(village.moment(day, 8, 35), lambda at: nightly(play, at))
    play.run()
    nightly(play, village.now)


def fill(play: Play, voices: Voices, days: list[Any], per_month: int, *, with_extras: bool) -> None:
    """Spread the voices of one centre over the days; more of them on working days."""
    village, rng = play.village, play.rng
    if len(days) < 3:
        return
    first = next((day for day in days if is_working_day(day)), days[0])
    play.later(village.moment(first, 8, 40), voices.print_forms)
    weights = [3 if is_working_day(day) else 1 for day in days[:-1]]
    number = max(3, round(per_month * len(days) / 30.4))
    for day in sorted(rng.choices(days[:-1], weights, k=number)):
        at = village.moment(day, rng.randint(7, 20), rng.randint(0, 59))
        voices.plan(at)
    if with_extras:
        for day in days[:-1]:
            if is_working_day(day) and is_first_working_day(day, days):
                play.later(village.moment(day, 16, 5), voices.box)
        extras(play, voices, days)
    today(play, voices)


def is_first_working_day(day: Any, days: list[Any]) -> bool:
    """Say whether a day is the first working day of its month."""
    before = [one for one in days if (one.year, one.month) == (day.year, day.month) and one < day]
    return not any(is_working_day(one) for one in before) and day.day < 12


def extras(play: Play, voices: Voices, days: list[Any]) -> None:
    """Add calls, and voices that the village may not answer."""
    village, rng = play.village, play.rng
    open_days = [day for day in days[:-1] if is_working_day(day)]
    if not open_days:
        return
    for _ in range(max(2, len(days) // 5)):
        at = village.moment(rng.choice(open_days), rng.randint(9, 11), rng.randint(0, 59))
        play.later(at, voices.small_call)
    for _ in range(max(1, len(days) // 8)):
        at = village.moment(rng.choice(open_days), rng.randint(12, 19), rng.randint(0, 59))
        play.later(at, voices.missed_call)
    for out, endings in ((False, REFUSALS), (True, ROUTED_OUT)):
        for title, category, reason in endings:
            for _ in range(2 if len(days) > 100 and not out else 1):
                at = village.moment(rng.choice(open_days), rng.randint(9, 16), rng.randint(0, 59))
                play.later(
                    at,
                    lambda now, told=(title, category, reason), out=out: voices.refuse(  # type: ignore[misc]
                        now, *told, out=out
                    ),
                )


def today(play: Play, voices: Voices) -> None:
    """Leave for the desk: new voices, one nearly due, one late, one waiting, a call to return."""
    now = play.village.now
    near, late = (
        voices.opened_so_that(kind, late=kind == "help") for kind in ("complaint", "help")
    )
    complaint, help_ = (_quiet_story(voices, kind, now) for kind in ("complaint", "help"))
    play.later(near, lambda at: voices.unanswered(at, complaint))
    play.later(late, lambda at: voices.unanswered(at, help_))
    lamp = next(one for one in STORIES if one.category == "road_light")
    yesterday = play.desk_time(now - timedelta(hours=30))
    play.later(yesterday, lambda at: voices.unanswered(at, lamp, asks=True))
    told: set[str] = set()
    for minutes in (155, 70, 25):
        story = voices.story_for(now.date())
        while story.title in told:
            story = voices.story_for(now.date())
        told.add(story.title)
        play.later(now - timedelta(minutes=minutes), _new_voice(voices, story))
    play.later(now - timedelta(minutes=48), lambda at: voices.missed_call(at, returned=False))


def _quiet_story(voices: Voices, kind: str, now: Any) -> Any:
    """Return a story of a kind that fits the season and was told least."""
    fitting = [one for one in STORIES if one.kind == kind and not one.urgent]
    in_season = [one for one in fitting if now.month in one.months]
    return min(in_season or fitting, key=lambda one: voices.troupe.used[one.title])


def _new_voice(voices: Voices, story: Any) -> Any:
    def say(at: Any) -> None:
        voices.just_in(at, story)

    return say


DEMO = [
    DemoAct(code="voices", order=50, play=play_voices),
]
