"""Every icon that a page or a menu names is in the installed set."""

import re
from pathlib import Path

import pytest

from changlai.kernel.pages.icons import strokes
from changlai.kernel.registry.public import collect

ROOT = Path(__file__).resolve().parents[3]


def named() -> set[str]:
    in_templates = {
        name
        for path in (ROOT / "changlai").rglob("templates/**/*.html")
        for name in re.findall(r"{% icon [\"']([a-z0-9-]+)[\"']", path.read_text())
    }
    return in_templates | {item.icon for item in collect("menu")}


def test_icons_in_use_exist() -> None:
    missing = []
    for name in sorted(named()):
        try:
            strokes(name)
        except LookupError:
            missing.append(name)
    assert missing == []


@pytest.mark.parametrize("item", collect("menu"), ids=lambda item: f"{item.door}-{item.title}")
def test_menu_entries_lead_somewhere(item: object, db: None) -> None:
    from changlai.kernel.pages.routes import place_of
    from tests.cast import make_centre

    assert place_of(make_centre(), item.url_name) is not None  # type: ignore[attr-defined]
