"""The holidays and make-up days announced by the State Council, the same for every village."""

from django.db import models

from changlai.kernel.tenancy.models import Shared


class WorkCalendarDay(Shared):
    """A day that is not what its weekday says: a holiday, or a weekend day that is worked."""

    date = models.DateField(primary_key=True)
    is_working = models.BooleanField()
    name = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {'上班' if self.is_working else '放假'} {self.name}"


class WorkCalendarYear(Shared):
    """A year whose notice is in; deadlines in other years are provisional."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    imported_at = models.DateTimeField()
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)
