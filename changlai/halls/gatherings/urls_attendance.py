"""Addresses of attendance: the roll on the workbench, and signing oneself in at the door."""

from changlai.halls.gatherings.views.resident import offline_roll, self_in
from changlai.halls.gatherings.views.staff import roll_paper, roll_sync, rolls
from changlai.kernel.pages.routes import centre_path, desk_path, site_path

urlpatterns = [
    site_path("roll/offline/", offline_roll.offline_roll, "offline_roll"),
    centre_path("in/<slug:session_code>/", self_in.self_in, "self_in"),
    desk_path("rolls/sync/", roll_sync.sync, "roll_sync"),
    desk_path("sessions/<uuid:pk>/roll/", rolls.listing, "roll"),
    desk_path("sessions/<uuid:pk>/roll/scan/", rolls.scan, "roll_scan"),
    desk_path("sessions/<uuid:pk>/roll/tick/", rolls.tick, "roll_tick"),
    desk_path("sessions/<uuid:pk>/roll/add/", rolls.add, "roll_add"),
    desk_path("sessions/<uuid:pk>/roll/take-back/", rolls.take_back, "roll_take_back"),
    desk_path("sessions/<uuid:pk>/roll/held/", rolls.held, "roll_held"),
    desk_path("sessions/<uuid:pk>/roll/sheet/", roll_paper.sheet, "roll_sheet"),
    desk_path("sessions/<uuid:pk>/roll/paper/", roll_paper.enter, "roll_paper"),
    desk_path("sessions/<uuid:pk>/roll/door/", roll_paper.door, "roll_door"),
]
