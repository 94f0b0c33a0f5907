"""Wiring of the brands hall."""

from django.apps import AppConfig


class BrandsConfig(AppConfig):
    """特色服务品牌: what a village is known for, gathered from what it did anyway."""

    name = "changlai.halls.brands"
