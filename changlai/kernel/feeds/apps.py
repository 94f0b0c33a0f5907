"""Wiring of feeds: calendars and news that other programs subscribe to."""

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    """The kernel part that writes entries of any hall as iCalendar and RSS."""

    name = "changlai.kernel.feeds"
