"""Addresses of the workbench by which voices come in, are asked after, counted and set up."""

from changlai.halls.voices.views.staff import (
    box,
    call_backs,
    calls,
    counter,
    importing,
    paper,
    rates,
    settings,
)
from changlai.kernel.pages.routes import desk_path

intake_urlpatterns = [
    desk_path("voices/call/", calls.call, "call"),
    desk_path("voices/call/missed/", calls.missed, "missed"),
    desk_path("voices/call/missed/<uuid:pk>/", calls.settle, "settle"),
    desk_path("voices/call/missed/<uuid:pk>/no-answer/", calls.no_answer, "no_answer"),
    desk_path("voices/counter/", counter.counter, "counter"),
    desk_path("voices/boxes/", box.box_list, "boxes"),
    desk_path("voices/boxes/<uuid:pk>/open/", box.box_open, "box_open"),
    desk_path("voices/boxes/opened/<uuid:pk>/", box.opening, "opening"),
    desk_path("voices/paper/", paper.paper, "paper"),
    desk_path("voices/paper/enter/", paper.paper_enter, "paper_enter"),
    desk_path("voices/paper/<uuid:pk>/", paper.paper_sheets, "paper_sheets"),
    desk_path("voices/import/", importing.importing, "import"),
    desk_path("voices/import/rejected/", importing.rejected, "import_rejected"),
    desk_path("voices/import/template/", importing.template, "import_template"),
    desk_path("voices/call-backs/", call_backs.call_backs, "call_backs"),
    desk_path("voices/rates/", rates.three_rates, "rates"),
    desk_path("voices/rates/cases/", rates.rate_cases, "rate_cases"),
    desk_path("voices/settings/", settings.settings, "settings"),
    desk_path("voices/settings/categories/import/", settings.category_import, "category_import"),
    desk_path("voices/settings/categories/<uuid:pk>/", settings.category, "category"),
    desk_path("voices/settings/times/", settings.times, "times"),
    desk_path(
        "voices/settings/times/suggested/<uuid:pk>/", settings.times_suggested, "times_suggested"
    ),
    desk_path("voices/settings/times/<uuid:pk>/", settings.times_change, "times_change"),
    desk_path("voices/settings/replies/", settings.replies, "replies"),
    desk_path("voices/settings/replies/<uuid:pk>/", settings.reply, "reply"),
]
