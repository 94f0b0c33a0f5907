"""Disclosure is a part that a village may do without, as where the township runs its own board."""

from changlai.kernel.registry.contributions import Part

PARTS = [Part("disclosure", "三务公开", "党务、村务、财务按时公开，监委审核，大家可以问", order=36)]
