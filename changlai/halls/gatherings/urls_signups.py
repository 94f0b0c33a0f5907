"""Addresses of signing up: what residents use, and what the workbench uses."""

from changlai.halls.gatherings.views.resident import draws, signups
from changlai.halls.gatherings.views.staff import draws as desk_draws
from changlai.halls.gatherings.views.staff import sheets, taking_in
from changlai.halls.gatherings.views.staff import signups as desk
from changlai.kernel.pages.routes import centre_path, desk_path

urlpatterns = [
    centre_path("activities/<uuid:pk>/sign-up/", signups.sign_up, "sign_up"),
    centre_path("activities/<uuid:pk>/draw/", draws.draw, "draw"),
    centre_path("signups/", signups.mine, "signups"),
    centre_path("signups/<uuid:pk>/", signups.own, "signup"),
    centre_path("signups/<uuid:pk>/calendar.ics", signups.calendar_file, "calendar_file"),
    desk_path("activities/<uuid:pk>/signups/", desk.listing, "desk_signups"),
    desk_path("activities/<uuid:pk>/signups/xlsx/", desk.xlsx, "desk_signups_xlsx"),
    desk_path("activities/<uuid:pk>/signups/add/", taking_in.add, "desk_sign_up"),
    desk_path("activities/<uuid:pk>/signups/sheet/", sheets.sheet, "signup_sheet"),
    desk_path("activities/<uuid:pk>/signups/paper/", sheets.enter, "signup_paper"),
    desk_path("activities/<uuid:pk>/draw/", desk_draws.draw, "desk_draw"),
    desk_path("signups/of/<str:number>/", desk.by_code, "desk_signup_of"),
    desk_path("signups/<uuid:pk>/", desk.one, "desk_signup"),
    desk_path("signups/<uuid:pk>/slip/", desk.slip, "signup_slip"),
    desk_path("signups/<uuid:pk>/step/<slug:verb>/", desk.step, "desk_signup_step"),
]
