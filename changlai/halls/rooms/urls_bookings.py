"""Addresses of bookings, for residents and for the workbench."""

from changlai.halls.rooms.views.resident import bookings, finding
from changlai.kernel.pages.routes import centre_path

urlpatterns = [
    centre_path("rooms/", finding.book, "book"),
    centre_path("rooms/mine/", bookings.mine, "mine"),
    centre_path("rooms/bookings/<uuid:pk>/", bookings.booking, "booking"),
    centre_path("rooms/bookings/<uuid:pk>/cancel/", bookings.cancel_all, "cancel_all"),
    centre_path("rooms/dates/<uuid:pk>/cancel/", bookings.cancel, "cancel"),
    centre_path("rooms/dates/<uuid:pk>/here/", bookings.here, "here"),
    centre_path("rooms/dates/<uuid:pk>/move/", bookings.move, "move"),
    centre_path("rooms/<uuid:pk>/", finding.room, "room"),
    centre_path("rooms/<uuid:pk>/book/", bookings.book_room_page, "book_room"),
]
