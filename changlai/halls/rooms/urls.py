"""Addresses of the rooms hall, gathered from the parts that people use."""

from changlai.halls.rooms import urls_bookings

app_name = "rooms"
urlpatterns = [*urls_bookings.urlpatterns]
