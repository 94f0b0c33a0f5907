"""Addresses of bookings, for residents and for the workbench."""

from changlai.halls.rooms.views.resident import bookings, finding
from changlai.halls.rooms.views.staff import booking_for, calendar, closing
from changlai.halls.rooms.views.staff import bookings as desk
from changlai.kernel.pages.routes import centre_path, desk_path

urlpatterns = [
    centre_path("rooms/", finding.book, "book"),
    centre_path("rooms/mine/", bookings.mine, "mine"),
    centre_path("rooms/bookings/<uuid:pk>/", bookings.booking, "booking"),
    centre_path("rooms/bookings/<uuid:pk>/change/", bookings.change, "change"),
    centre_path("rooms/bookings/<uuid:pk>/cancel/", bookings.cancel_all, "cancel_all"),
    centre_path("rooms/dates/<uuid:pk>/cancel/", bookings.cancel, "cancel"),
    centre_path("rooms/dates/<uuid:pk>/here/", bookings.here, "here"),
    centre_path("rooms/dates/<uuid:pk>/move/", bookings.move, "move"),
    centre_path("rooms/<uuid:pk>/", finding.room, "room"),
    centre_path("rooms/<uuid:pk>/book/", bookings.book_room_page, "book_room"),
    desk_path("rooms/", desk.bookings, "desk_bookings"),
    desk_path("rooms/wishes/", desk.wish_list, "wishes"),
    desk_path("rooms/book/", booking_for.book, "desk_book"),
    desk_path("rooms/day/", calendar.day, "day"),
    desk_path("rooms/week/", calendar.week, "week"),
    desk_path("rooms/month/", calendar.month, "month"),
    desk_path("rooms/sheet/", calendar.house_sheet, "house_sheet"),
    desk_path("rooms/closures/", closing.closures, "closures"),
    desk_path("rooms/closures/<uuid:pk>/lift/", closing.lift, "lift"),
    desk_path("rooms/uses/<slug:kind>/<uuid:pk>/", desk.use, "use"),
    desk_path("rooms/uses/<uuid:pk>/booking/", desk.use_booking, "use_booking"),
    desk_path("rooms/bookings/<uuid:pk>/", desk.booking, "desk_booking"),
    desk_path("rooms/bookings/<uuid:pk>/change/", desk.change, "desk_change"),
    desk_path("rooms/dates/<uuid:pk>/move/", desk.move, "desk_move"),
    desk_path("rooms/dates/<uuid:pk>/<slug:verb>/", desk.date_verb, "date_verb"),
    desk_path("rooms/places/<uuid:pk>/close/", closing.close, "close"),
    desk_path("rooms/places/<uuid:pk>/sheet/", calendar.door_sheet, "door_sheet"),
    desk_path("rooms/places/<uuid:pk>/plate/", calendar.plate, "plate"),
]
