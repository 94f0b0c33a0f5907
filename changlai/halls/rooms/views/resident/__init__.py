"""What residents see of rooms and of their bookings."""
