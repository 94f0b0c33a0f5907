"""The workbench of rooms: bookings, calendars, settings, sheets for the door, things."""
