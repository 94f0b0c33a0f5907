"""Addresses of clinics and legal aid by slots: what residents use, and what the workbench uses."""

from changlai.halls.gatherings.views.resident import sittings
from changlai.halls.gatherings.views.staff import providers, queue
from changlai.halls.gatherings.views.staff import sittings as desk
from changlai.kernel.pages.routes import centre_path, desk_path

urlpatterns = [
    centre_path("sittings/", sittings.listing, "sittings"),
    centre_path("sittings/<uuid:pk>/", sittings.sitting, "sitting"),
    centre_path("sittings/<uuid:pk>/book/", sittings.book, "book_slot"),
    centre_path("appointments/", sittings.mine, "appointments"),
    centre_path("appointments/<uuid:pk>/", sittings.own, "appointment"),
    desk_path("sittings/", desk.listing, "desk_sittings"),
    desk_path("sittings/new/", desk.lay, "desk_sitting_new"),
    desk_path("sittings/<uuid:pk>/", queue.queue, "desk_sitting"),
    desk_path("sittings/<uuid:pk>/add/", queue.add, "desk_sitting_add"),
    desk_path("sittings/<uuid:pk>/next/", queue.call, "desk_call_next"),
    desk_path("sittings/<uuid:pk>/list/", queue.day_list, "sitting_list"),
    desk_path("sittings/<uuid:pk>/slots/", desk.slots, "desk_sitting_slots"),
    desk_path("sittings/<uuid:pk>/move/", desk.move, "desk_sitting_move"),
    desk_path("sittings/<uuid:pk>/end/", desk.end, "desk_sitting_end"),
    desk_path("sittings/<uuid:pk>/cancel/", desk.cancel, "desk_sitting_cancel"),
    desk_path("appointments/<uuid:pk>/step/<slug:verb>/", queue.step, "desk_appointment_step"),
    desk_path("providers/", providers.listing, "providers"),
    desk_path("providers/new/", providers.add, "provider_new"),
    desk_path("providers/<uuid:pk>/", providers.change, "provider"),
]
