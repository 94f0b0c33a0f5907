"""Satisfaction of fetching parcels, asked once a day."""

from changlai.engines.faces.public import FaceSource

FACES = [FaceSource("parcels", "取快递", 60, "parcels.keep")]
