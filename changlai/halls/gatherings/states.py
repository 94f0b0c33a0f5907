"""The closed lists of words about themes, and the step between."""

from typing import Final

from django.db import models


class ThemeState(models.TextChoices):
    """How far a theme is."""

    OPEN = "open", "进行中"
    ENDED = "ended", "已结束"


THEME_NEXT: Final = {
    ThemeState.OPEN: {ThemeState.ENDED},
    ThemeState.ENDED: frozenset[ThemeState](),
}
