"""The activities of the demo village: half a year of them and a fortnight ahead, by its actions."""

from datetime import timedelta
from typing import Any

from changlai.engines.activities.public import Activity
from changlai.halls.gatherings.actions.themes import end_theme, put_in, put_theme
from changlai.halls.gatherings.demo.after import play_after
from changlai.halls.gatherings.demo.play import Gatherings
from changlai.halls.gatherings.demo.sittings import play_signups
from changlai.kernel.registry.contributions import DemoAct

THEME_DAYS = 45


def play_gatherings(village: Any) -> None:
    """Let both villages plan, come and look back, then group some of it under themes."""
    for centre, is_main in ((village.centre, True), (village.neighbour, False)):
        troupe = Gatherings(village, centre, is_main=is_main)
        if not troupe.can_play:
            continue
        troupe.run()
        if is_main:
            _themes(village, troupe)


def _themes(village: Any, troupe: Gatherings) -> None:
    """Have one theme behind and one running, each with what was held in its days."""
    boss = troupe.staff[0]
    words: dict[str, Any] = {"centre": troupe.centre, "actor": boss}
    today = village.now.date()
    past = max(village.since, today - timedelta(days=2 * THEME_DAYS))
    for title, intro, since, is_over in (
        ("邻里常走动", "串串门、说说话，一起做点事。", past, True),
        ("人人都有一手", "会什么就教什么，想学什么就来学。", today - timedelta(days=20), False),
    ):
        until = since + timedelta(days=THEME_DAYS - 1)
        if since < village.since or (is_over and until >= today):
            continue
        at = village.moment(since, 9)
        theme = put_theme(title=title, intro=intro, since=since, until=until, at=at, **words)
        rows = Activity.objects.of(troupe.centre).filter(
            first_starts__date__range=(since, until), visibility="public"
        )
        last = village.moment(until, 17) if is_over else village.now
        keys = list(rows.exclude(state="draft").values_list("pk", flat=True))
        put_in(theme_id=theme.pk, record_ids=keys, at=last, **words)
        if is_over:
            end_theme(theme_id=theme.pk, at=last, **words)


DEMO = [
    DemoAct(code="gatherings", order=60, play=play_gatherings),
    DemoAct(code="gatherings_signups", order=62, play=play_signups),
    DemoAct(code="gatherings_after", order=64, play=play_after),
]
