"""Satisfaction of rooms that were booked and used, asked once a month."""

from changlai.engines.faces.public import FaceSource

FACES = [FaceSource("rooms", "用场所", 40, "rooms.see")]
