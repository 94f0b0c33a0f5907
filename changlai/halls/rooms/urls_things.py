"""Addresses of facilities, repairs, signs, idle assets, shares and the idle finder."""

from changlai.halls.rooms.views.resident import faults
from changlai.halls.rooms.views.staff import repairs, things
from changlai.kernel.pages.routes import centre_path, desk_path

urlpatterns = [
    centre_path("rooms/<uuid:pk>/fault/", faults.fault, "fault"),
    centre_path("rooms/fault/receipt/<str:token>/", faults.receipt, "fault_receipt"),
    centre_path("repairs/", faults.progress, "repair_progress"),
    centre_path("repairs/code/<str:token>/", faults.by_code, "repair_of"),
    centre_path("repairs/<uuid:pk>/", faults.own, "repair"),
    desk_path("repairs/", repairs.listing, "desk_repairs"),
    desk_path("repairs/add/", repairs.counter, "desk_repair_add"),
    desk_path("repairs/<uuid:pk>/", repairs.repair, "desk_repair"),
    desk_path("repairs/<uuid:pk>/close-room/", repairs.close_room, "repair_close_room"),
    desk_path("repairs/<uuid:pk>/step/<slug:verb>/", repairs.step, "repair_step"),
    desk_path("facilities/", things.listing, "desk_facilities"),
    desk_path("facilities/add/", things.add, "desk_facility_add"),
    desk_path("facilities/<uuid:pk>/", things.facility, "desk_facility"),
    desk_path("facilities/<uuid:pk>/change/", things.change, "desk_facility_change"),
]
