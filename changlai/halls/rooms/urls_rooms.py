"""Addresses of the workbench by which the village keeps its rooms."""

from changlai.halls.rooms.views import plans
from changlai.halls.rooms.views.staff import settings
from changlai.kernel.pages.routes import centre_path, desk_path

urlpatterns = [
    centre_path("rooms/plan/", plans.plan, "plan"),
    desk_path("rooms/plans/", plans.plans, "plans"),
    desk_path("rooms/plans/<uuid:pk>/drop/", plans.plan_drop, "drop_plan"),
    desk_path("rooms/places/", settings.rooms, "desk_rooms"),
    desk_path("rooms/places/new/", settings.new_room, "new_room"),
    desk_path("rooms/places/<uuid:pk>/", settings.room, "desk_room"),
    desk_path("rooms/places/<uuid:pk>/change/", settings.edit_room, "edit_room"),
    desk_path("rooms/places/<uuid:pk>/hours/", settings.hours, "hours"),
    desk_path("rooms/places/<uuid:pk>/parts/new/", settings.part, "new_part"),
    desk_path("rooms/places/<uuid:pk>/parts/<uuid:part_id>/", settings.part, "part"),
    desk_path("rooms/places/<uuid:pk>/layouts/new/", settings.layout, "new_layout"),
    desk_path("rooms/places/<uuid:pk>/layouts/<uuid:layout_id>/", settings.layout, "layout"),
    desk_path("rooms/places/<uuid:pk>/photos/new/", settings.photo, "new_photo"),
    desk_path("rooms/photos/<uuid:pk>/drop/", settings.photo_drop, "drop_photo"),
    desk_path("rooms/places/<uuid:pk>/retire/", settings.retire, "retire"),
]
