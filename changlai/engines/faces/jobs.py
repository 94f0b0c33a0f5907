"""Regular work of faces: forget in time who served, and the words of a year ago."""

from changlai.engines.faces.actions import tidy
from changlai.kernel.registry.public import Job

JOBS = [Job("faces.tidy", 3600, tidy)]
