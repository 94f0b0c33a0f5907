"""Practices are a part that a village may do without."""

from changlai.kernel.registry.contributions import Part

PARTS = [Part("practices", "可复制经验", "好做法、经验包、办事前后比一比", order=92)]
