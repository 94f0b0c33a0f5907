"""常来 Changlai: the open platform for the village Party-Mass Service Centre."""

__version__ = "0.1.0"
