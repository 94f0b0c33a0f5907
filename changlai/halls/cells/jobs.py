"""Regular work of the cells hall: who has a cell is reminded a week before the term ends."""

from changlai.halls.cells.actions import remind_ending
from changlai.kernel.registry.public import Job

JOBS = [Job("cells.remind_ending", 3600, remind_ending)]
