"""Addresses of the parcels hall."""

from changlai.halls.parcels.views import handing, resident, scanning, shelf
from changlai.kernel.pages.routes import centre_path, desk_path

app_name = "parcels"
urlpatterns = [
    centre_path("parcels/", resident.mine, "mine"),
    centre_path("parcels/check/", resident.check, "check"),
    centre_path("parcels/<uuid:pk>/", resident.parcel, "parcel"),
    desk_path("parcels/", shelf.parcels, "desk_parcels"),
    desk_path("parcels/in/", scanning.scan_in, "desk_in"),
    desk_path("parcels/tell/", scanning.tell, "desk_tell"),
    desk_path("parcels/out/", handing.out, "desk_out"),
    desk_path("parcels/overdue/", shelf.overdue, "desk_overdue"),
    desk_path("parcels/rules/", shelf.rules, "desk_rules"),
    desk_path("parcels/<uuid:pk>/", handing.parcel, "desk_parcel"),
    desk_path("parcels/<uuid:pk>/recipient/", handing.recipient, "desk_recipient"),
]
