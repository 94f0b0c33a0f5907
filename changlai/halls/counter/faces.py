"""Satisfaction of matters that people entrusted."""

from changlai.engines.faces.public import FaceSource

FACES = [FaceSource("counter", "托办的事", 30, "services.see")]
