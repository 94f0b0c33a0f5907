"""Regular work of the hall: dates that are over, wishes that nobody decided in time."""

from changlai.halls.rooms.actions.using import finish_past
from changlai.kernel.registry.contributions import Job

JOBS = [Job("rooms.finish_past", 60, finish_past)]
"""Residents are served by the minute: a wish unanswered at its hour is answered with an excuse."""
