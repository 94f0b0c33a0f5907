"""Satisfaction of matters that people entrusted, and of what was settled at a window at once."""

from changlai.engines.faces.public import FaceSource

FACES = [
    FaceSource("counter", "托办的事", 30, "services.see"),
    FaceSource("counter_window", "在窗口办事", 32, "services.see"),
]
