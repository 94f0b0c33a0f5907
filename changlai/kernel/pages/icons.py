"""Outline icons, drawn inline from the npm package lucide-static; none is committed here."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe


class NoSuchIcon(LookupError):
    """The icon set has no drawing of that name."""


def icon_folder() -> Path:
    """Return where `npm ci` put the drawings."""
    return Path(settings.BASE_DIR) / "node_modules" / "lucide-static" / "icons"


@cache
def strokes(name: str) -> str:
    """Return the inside of an icon's svg.

    Raises NoSuchIcon when the name is unknown or the package is not installed.
    """
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise NoSuchIcon(name)
    try:
        text = (icon_folder() / f"{name}.svg").read_text()
    except OSError as error:
        raise NoSuchIcon(name) from error
    inside = re.search(r"<svg[^>]*>(.*)</svg>", text, re.DOTALL)
    if inside is None:
        raise NoSuchIcon(name)
    return re.sub(r"\s*\n\s*", "", inside[1])


def drawn(name: str, more: str = "") -> SafeString:
    """Return an icon as inline svg; a missing one is left out, since its word stands beside it.

    `more` adds class names. Readers of the screen skip it.
    """
    try:
        inside = strokes(name)
    except NoSuchIcon:
        return SafeString("")
    classes = f"icon {more}".strip()
    return mark_safe(  # noqa: S308 -- the strokes come from the installed package, the class from a template
        f'<svg class="{classes}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        f"{inside}</svg>"
    )
