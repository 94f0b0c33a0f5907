"""Regular work of the brands hall: ask before an adoption ends, and end it after."""

from changlai.halls.brands.actions.plots import lapse, remind
from changlai.kernel.registry.public import Job

JOBS = [Job("brands.remind", 3600, remind), Job("brands.lapse", 3600, lapse)]
