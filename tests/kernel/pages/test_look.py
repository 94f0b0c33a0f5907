"""The look: contrast, weight, and one place for colours."""

import gzip
import re
from pathlib import Path

import pytest

from changlai.kernel.pages.look import token

ROOT = Path(__file__).resolve().parents[3]
STYLES = ROOT / "changlai/kernel/pages/static/pages"
TEMPLATES = sorted((ROOT / "changlai").rglob("templates/**/*.html"))
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b(?![\"'-])|\brgba?\(|\bhsla?\(")


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(text: str, ground: str) -> float:
    light, dark = sorted((luminance(token(text)), luminance(token(ground))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "paper"),
        ("ink", "surface"),
        ("ink", "sunken"),
        ("muted", "paper"),
        ("muted", "surface"),
        ("muted", "sunken"),
        ("link", "paper"),
        ("link", "surface"),
        ("on-brand", "brand"),
        ("on-brand", "deep"),
        ("on-brand-soft", "brand"),
        ("brand", "brand-tint"),
        ("brand", "surface"),
        ("done", "done-tint"),
        ("waiting", "waiting-tint"),
        ("hand", "hand-tint"),
        ("late", "late-tint"),
        ("late", "paper"),
        ("ink", "done-tint"),
        ("ink", "late-tint"),
    ],
)
def test_text_can_be_read_on_its_ground(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("ground", ["paper", "surface", "sunken"])
def test_the_edge_of_a_field_and_the_focus_ring_are_seen(ground: str) -> None:
    assert contrast("edge", ground) >= 3
    assert contrast("focus", ground) >= 3


@pytest.mark.parametrize("name", ["base", "resident", "desk", "paper", "print"])
def test_colours_are_named_in_one_place(name: str) -> None:
    assert COLOUR.findall((STYLES / f"{name}.css").read_text()) == []


@pytest.mark.parametrize("name", ["base", "resident", "desk", "paper", "print"])
def test_every_token_that_is_used_is_declared(name: str) -> None:
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", (STYLES / f"{name}.css").read_text()))
    declared = set(re.findall(r"--([a-z0-9-]+):", (STYLES / "tokens.css").read_text()))
    assert used <= declared


def test_old_phones_keep_every_rule() -> None:
    everything = "".join(path.read_text() for path in STYLES.glob("*.css"))
    assert "@layer" not in everything
    assert "@import" not in everything


def weight(*names: str) -> int:
    return sum(len(gzip.compress((STYLES / name).read_bytes(), 9)) for name in names)


def test_all_styles_weigh_less_than_12_kb() -> None:
    assert weight(*(path.name for path in STYLES.glob("*.css"))) <= 12 * 1024


def test_a_residents_first_visit_leaves_most_of_the_50_kb_to_the_page() -> None:
    ours = weight("tokens.css", "base.css", "resident.css", "print.css", "pages.js", "roofs.svg")
    assert ours <= 20 * 1024


def test_colours_stay_out_of_templates() -> None:
    found = {
        path.name: COLOUR.findall(path.read_text())
        for path in TEMPLATES
        if re.search(r"(?:color|fill|stroke)\s*[:=]\s*[\"']?#", path.read_text())
    }
    assert found == {}


def test_unknown_token_is_told() -> None:
    with pytest.raises(KeyError):
        token("no-such-token")
