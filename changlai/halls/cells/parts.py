"""Cells are a part that a village may do without."""

from changlai.kernel.registry.contributions import Part

PARTS = [Part("cells", "便民格子间", "小摊、展销格、工位、储物格，谁在用、谁在排队", order=40)]
