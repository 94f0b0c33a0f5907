"""Front door of feeds: say what stands in calendars, and write them."""

from changlai.kernel.feeds.calendars import calendar
from changlai.kernel.feeds.entries import AgendaSource, Entry, Revision
from changlai.kernel.feeds.news import rss
from changlai.kernel.feeds.stories import Story, atom

__all__ = ["AgendaSource", "Entry", "Revision", "Story", "atom", "calendar", "rss"]
