"""Rows of the counter hall."""

from changlai.halls.counter.models.items import ItemVersion, ServiceItem
from changlai.halls.counter.models.requests import Material, Notice, Scan, ServiceRequest

__all__ = ["ItemVersion", "Material", "Notice", "Scan", "ServiceItem", "ServiceRequest"]
