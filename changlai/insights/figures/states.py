"""The spans figures are given for."""

from django.db import models


class SpanKind(models.TextChoices):
    """How long a card looks at."""

    MONTH = "month", "月"
    QUARTER = "quarter", "季度"
