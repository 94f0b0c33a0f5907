"""Regular work of disclosure: give the calendar to centres that were there before it."""

from changlai.halls.disclosure.starters import unpack_for_all
from changlai.kernel.registry.contributions import Job

JOBS = [Job("disclosure.calendar", 24 * 3600, unpack_for_all)]
