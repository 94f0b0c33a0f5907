"""What the rooms hall keeps: bookings with their dates."""

from changlai.halls.rooms.models.bookings import Booking, BookingDate

__all__ = ["Booking", "BookingDate"]
