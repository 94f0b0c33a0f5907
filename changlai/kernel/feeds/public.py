"""Front door of feeds: say what stands in calendars, and write them."""

from changlai.kernel.feeds.calendars import calendar
from changlai.kernel.feeds.entries import AgendaSource, Entry, Revision
from changlai.kernel.feeds.news import rss

__all__ = ["AgendaSource", "Entry", "Revision", "calendar", "rss"]
