"""Rows of the counter hall."""

from changlai.halls.counter.models.items import ItemVersion, ServiceItem
from changlai.halls.counter.models.queue import CounterDay, DoorTry, Ticket
from changlai.halls.counter.models.requests import Material, Notice, Scan, ServiceRequest

__all__ = [
    "CounterDay",
    "DoorTry",
    "ItemVersion",
    "Material",
    "Notice",
    "Scan",
    "ServiceItem",
    "ServiceRequest",
    "Ticket",
]
