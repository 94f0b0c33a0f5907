"""Addresses of calendars and news; those that end in .ics and .rss are for programs."""

from changlai.doors.calendars import views
from changlai.kernel.pages.routes import centre_path

app_name = "calendars"
urlpatterns = [
    centre_path("calendar/", views.page, "page"),
    centre_path("calendar/activities.ics", views.activities_ics, "activities_ics"),
    centre_path("calendar/activities.rss", views.activities_rss, "activities_rss"),
    centre_path("calendar/rooms/<uuid:pk>.ics", views.room_ics, "room_ics"),
    centre_path("calendar/mine/", views.mine, "mine"),
    centre_path("calendar/mine/<str:secret>.ics", views.mine_ics, "mine_ics"),
]
