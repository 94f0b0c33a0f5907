"""Rectification is a part that a village may do without."""

from changlai.kernel.registry.contributions import Part

PARTS = [Part("rectification", "问题整改", "查出来的事谁来改、哪天前、换人验收", order=90)]
