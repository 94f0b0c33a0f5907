"""Named reads of bookings: other places to go, lists, calendars, what the door says."""
