"""Addresses of facilities, repairs, signs, idle assets, shares and the idle finder."""

from changlai.halls.rooms.views.resident import faults
from changlai.halls.rooms.views.staff import finding, idle, repairs, signs, things
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
    desk_path("signs/", signs.listing, "desk_signs"),
    desk_path("signs/add/", signs.add, "desk_sign_add"),
    desk_path("signs/limits/", signs.limits, "desk_sign_limits"),
    desk_path("signs/<uuid:pk>/", signs.sign, "desk_sign"),
    desk_path("signs/<uuid:pk>/change/", signs.change, "desk_sign_change"),
    desk_path("signs/<uuid:pk>/mark/", signs.mark, "desk_sign_mark"),
    desk_path("signs/<uuid:pk>/clear/", signs.clear, "desk_sign_clear"),
    desk_path("assets/", idle.listing, "desk_assets"),
    desk_path("assets/add/", idle.add, "desk_asset_add"),
    desk_path("assets/decide/", idle.decide, "desk_decide"),
    desk_path("assets/<uuid:pk>/", idle.asset, "desk_asset"),
    desk_path("assets/<uuid:pk>/change/", idle.change, "desk_asset_change"),
    desk_path("assets/<uuid:pk>/photo/", idle.photo, "desk_asset_photo"),
    desk_path("assets/<uuid:pk>/room/", idle.to_room, "desk_asset_room"),
    desk_path("assets/<uuid:pk>/agree/", idle.agree, "desk_agree"),
    desk_path("assets/<uuid:pk>/step/<slug:state>/", idle.step, "desk_asset_step"),
    desk_path("shares/", finding.shares, "desk_shares"),
    desk_path("idle/", finding.idle, "desk_idle"),
    desk_path("idle/<uuid:pk>/<int:weekday>/<slug:part>/", finding.offer, "desk_idle_offer"),
]
