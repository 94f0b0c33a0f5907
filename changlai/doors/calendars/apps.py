"""Wiring of the calendars' door."""

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    """Where telephones and other programs fetch calendars and news of a centre."""

    name = "changlai.doors.calendars"
