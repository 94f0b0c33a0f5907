"""Addresses of the gatherings hall, gathered from the parts that people use."""

from typing import Any

from changlai.halls.gatherings.urls_activities import urlpatterns as activities
from changlai.halls.gatherings.urls_after import urlpatterns as after
from changlai.halls.gatherings.urls_attendance import urlpatterns as attendance
from changlai.halls.gatherings.urls_signups import urlpatterns as signups
from changlai.halls.gatherings.urls_sittings import urlpatterns as sittings

app_name = "gatherings"
urlpatterns: list[Any] = [*activities, *signups, *sittings, *attendance, *after]
