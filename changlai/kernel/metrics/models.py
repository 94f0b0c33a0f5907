"""Rollups: one row per centre, metric, day and combination of dimensions."""

from django.db import models

from changlai.kernel.tenancy.models import CentreKey, Owned


class Rollup(Owned):
    """How much of one metric happened in one centre on one day; written by projections only."""

    centre = CentreKey()
    metric = models.CharField(max_length=64)
    day = models.DateField()
    dims = models.CharField(max_length=300, blank=True)
    labels = models.JSONField(default=dict)
    value = models.BigIntegerField(default=0)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "metric", "day", "dims"], name="metrics_rollup_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.day} {self.dims}: {self.value}"
