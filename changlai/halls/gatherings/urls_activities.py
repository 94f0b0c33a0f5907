"""Addresses of finding activities and of planning them."""

from typing import Any

from changlai.halls.gatherings.views.resident import activities
from changlai.halls.gatherings.views.staff import (
    calendar,
    changing,
    decisions,
    desk,
    ending,
    planning,
    presets,
    themes,
)
from changlai.kernel.pages.routes import centre_path, desk_path

urlpatterns: list[Any] = [
    centre_path("activities/", activities.coming, "list"),
    centre_path("activities/past/", activities.past, "past"),
    centre_path("activities/<uuid:pk>/", activities.activity, "activity"),
    centre_path("themes/<uuid:pk>/", activities.theme, "theme"),
    desk_path("activities/", desk.activities, "desk_activities"),
    desk_path("activities/calendar/", calendar.month, "calendar"),
    desk_path("activities/training/", desk.training, "training"),
    desk_path("activities/new/", planning.choose, "new"),
    desk_path("activities/new/<uuid:pk>/", planning.plan, "plan"),
    desk_path("activities/kinds/", presets.presets, "presets"),
    desk_path("activities/kinds/new/", presets.new, "new_preset"),
    desk_path("activities/kinds/<uuid:pk>/", presets.change, "preset"),
    desk_path("activities/<uuid:pk>/", desk.activity, "desk_activity"),
    desk_path("activities/<uuid:pk>/change/", changing.about, "change"),
    desk_path("activities/<uuid:pk>/seats/", changing.seats, "seats"),
    desk_path("activities/<uuid:pk>/sessions/", changing.more, "add_session"),
    desk_path("activities/<uuid:pk>/announce/", changing.announce, "announce"),
    desk_path("activities/<uuid:pk>/cancel/", changing.cancel, "cancel"),
    desk_path("activities/<uuid:pk>/end/", ending.end, "end"),
    desk_path("activities/<uuid:pk>/poster/", desk.poster, "poster"),
    desk_path("activities/<uuid:pk>/poster.pdf", desk.poster_file, "poster_file"),
    desk_path("activities/<uuid:pk>/decisions/", decisions.decisions, "decisions"),
    desk_path("activities/decisions/<uuid:pk>/done/", decisions.done, "decision_done"),
    desk_path("activities/sessions/<uuid:pk>/move/", changing.move, "move_session"),
    desk_path("activities/sessions/<uuid:pk>/guests/", ending.guests, "guests"),
    desk_path("activities/sessions/<uuid:pk>/cancel/", changing.cancel_one, "cancel_session"),
    desk_path("themes/", themes.themes, "themes"),
    desk_path("themes/new/", themes.new, "new_theme"),
    desk_path("themes/<uuid:pk>/", themes.theme, "desk_theme"),
    desk_path("themes/<uuid:pk>/change/", themes.change, "change_theme"),
    desk_path("themes/<uuid:pk>/add/", themes.add, "theme_add"),
    desk_path("themes/<uuid:pk>/drop/", themes.drop, "theme_drop"),
    desk_path("themes/<uuid:pk>/end/", themes.end, "end_theme"),
]
