"""Set up the work group, set tasks, work on them, and let those that can be counted close."""
