"""Addresses of the rooms hall, gathered from the parts that people use."""

from changlai.halls.rooms import urls_bookings, urls_rooms, urls_things

app_name = "rooms"
urlpatterns = [*urls_bookings.urlpatterns, *urls_rooms.urlpatterns, *urls_things.urlpatterns]
