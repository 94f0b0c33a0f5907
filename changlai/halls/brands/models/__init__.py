"""Brands with their red route, plots with their adoptions, sounds, months of birthdays."""

from changlai.halls.brands.models.brands import Brand, RouteStop
from changlai.halls.brands.models.lives import BirthdayMonth, Sound
from changlai.halls.brands.models.plots import Adoption, Plot

__all__ = ["Adoption", "BirthdayMonth", "Brand", "Plot", "RouteStop", "Sound"]
