"""The closed lists of words about entries, and the numbers of the rules."""

from typing import Final

from django.db.models import TextChoices


class Direction(TextChoices):
    """Whether something came into a book or went out of it."""

    IN = "in", "收入"
    OUT = "out", "支出"


OTHER_WAY: Final = {Direction.IN: Direction.OUT, Direction.OUT: Direction.IN}
"""An entry is taken back by one of the same amount in the other direction."""

MOST_CENTS: Final = 9_999_999_999
"""The largest single entry: what the book of events takes as one number."""
