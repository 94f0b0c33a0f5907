"""The closed lists of words about issues, and the numbers of the rules."""

from typing import Final

from django.db.models import TextChoices


class Source(TextChoices):
    """Who found it (F47)."""

    SELF = "self", "自查"
    PEOPLE = "people", "群众"
    ABOVE = "above", "上级"
    ASSESSMENT = "assessment", "考核"
    INSPECTION = "inspection", "巡察"


class LookOutcome(TextChoices):
    """How it was found some weeks after the closing."""

    STILL_GOOD = "still_good", "还好好的"
    AGAIN = "again", "又出现了"


EVIDENCE: Final = "evidence"
"""The role of links from an issue to the records that show it is mended."""
LOOK_DAYS: Final = 30
"""How long after the closing somebody looks once more."""
REPEAT_DAYS: Final = 365
SOON_DAYS: Final = 3
USUAL_DAYS: Final = 15
"""Working days for an issue nobody set a day for, as one opened out of another part."""
