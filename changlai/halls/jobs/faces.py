"""Satisfaction of work that was found, asked of whoever went."""

from changlai.engines.faces.public import FaceSource

FACES = [FaceSource("jobs", "零工", 70, "jobs.see")]
