"""The groups of measurements, so that one may be run alone: `--group writes`."""

GROUPS = ("lists", "pages", "forms", "writes", "areas")
