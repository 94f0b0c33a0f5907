"""Habits that no ready-made tool checks, over our own tree and over planted breaches."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from changlai.kernel.registry.public import collect
from tools import habits
from tools.storeys import Breach

ROOT = Path(__file__).resolve().parents[2]
APPS = [config for config in apps.get_app_configs() if config.name.startswith("changlai.")]

Habit = Callable[[Path], Iterator[Breach]]


def _sources() -> list[Path]:
    return [p for p in sorted((ROOT / "changlai").rglob("*.py")) if "migrations" not in p.parts]


def _templates() -> list[Path]:
    return sorted((ROOT / "changlai").glob("*/*/templates/**/*.html"))


def _for_residents(path: Path) -> bool:
    text = path.read_text(encoding="utf-8")
    return "desk" not in str(path.relative_to(ROOT)) and '"pages/desk.html"' not in text


def _found(habit: Habit, paths: list[Path]) -> list[str]:
    return [str(breach) for path in paths for breach in habit(path)]


@pytest.mark.parametrize(
    "habit", [habits.state_changes, habits.signal_receivers, habits.clock_readings]
)
def test_source_keeps(habit: Habit) -> None:
    assert _found(habit, _sources()) == []


def test_templates_carry_no_code_of_their_own() -> None:
    assert _found(habits.inline_code, _templates()) == []


def test_residents_read_no_office_words() -> None:
    assert _found(habits.office_words, [p for p in _templates() if _for_residents(p)]) == []
    # Notices, labels and sentences are written in code; only the list itself may name them.
    code = [path for path in _sources() if path.name != "office_words.py"]
    assert _found(habits.office_words, code) == []


def test_f40_nothing_in_code_or_templates_is_of_one_year() -> None:
    assert _found(habits.year_bound, [*_sources(), *_templates()]) == []


def test_names_say_what_is_inside() -> None:
    ours = (
        p.relative_to(ROOT) for top in ("changlai", "tests") for p in (ROOT / top).rglob("*.py")
    )
    assert [str(breach) for breach in habits.empty_names(ours)] == []


@pytest.mark.parametrize(
    ("habit", "name", "text"),
    [
        (habits.state_changes, "a.py", "def answer(case):\n    case.state = 'answered'"),
        (habits.state_changes, "a.py", "case.state, case.at = 'answered', at"),
        (habits.signal_receivers, "a.py", "from django.db.models.signals import post_save"),
        (habits.signal_receivers, "a.py", "signals.post_save.connect(f)"),
        (habits.clock_readings, "actions.py", "at = timezone.now()"),
        (habits.clock_readings, "models.py", "at = DateTimeField(default=timezone.now)"),
        (habits.inline_code, "a.html", "<p>\n<script>go()</script>"),
        (habits.inline_code, "a.html", '<p class="x" style="color: red">'),
        (habits.inline_code, "a.html", '<a onclick="go()">'),
        (habits.office_words, "a.html", "<p>请等待审批</p>"),
        (habits.office_words, "a.py", 'SAID = "请等待审批"'),
        (habits.year_bound, "a.html", "<h1>庆祝建党100周年</h1>"),
        (habits.year_bound, "a.py", "TITLE = '学习贯彻二十大精神'"),
        (habits.year_bound, "a.py", "title = f'2026年主题活动：{name}'"),
    ],
)
def test_a_planted_breach_is_seen(tmp_path: Path, habit: Habit, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert len(list(habit(tmp_path / name))) == 1


@pytest.mark.parametrize(
    ("habit", "name", "text"),
    [
        (habits.state_changes, "a.py", "def move_to(self, new):\n    self.state = new"),
        (habits.clock_readings, "views.py", "at = timezone.now()"),
        (habits.year_bound, "a.py", 'def f():\n    """Source: 村民委员会组织法 (2018年修正)."""'),
        (habits.year_bound, "a.py", "words = f'{day.year}年{day.month}月'"),
        (habits.clock_readings, "actions.py", "when = timezone.localtime(at)"),
        (habits.inline_code, "a.html", '<script src="/a.js" defer></script>{# <b style=""> #}'),
    ],
)
def test_what_is_right_is_let_through(tmp_path: Path, habit: Habit, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert list(habit(tmp_path / name)) == []


def test_no_row_counts_a_person_or_watches_them() -> None:
    watched = [
        f"{model.__name__}.{field.name}"
        for config in APPS
        for model in config.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if habits.RED_LINE_FIELD.search(field.name)
    ]
    assert watched == []


@pytest.mark.parametrize("name", ["online_seconds", "points", "ranking", "gps", "checkin_photo"])
def test_the_red_line_is_seen(name: str) -> None:
    assert habits.RED_LINE_FIELD.search(name)


@pytest.mark.parametrize("config", APPS, ids=lambda config: config.label)
def test_each_app_tells_about_itself_on_one_screen(config: object) -> None:
    readme = Path(config.path) / "README.md"  # type: ignore[attr-defined]
    assert readme.exists(), "write a README of about ten lines: purpose, words, states, events"
    lines = [line for line in readme.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert 5 <= len(lines) <= 30


def test_each_register_and_metric_says_where_its_figures_come_from() -> None:
    for register in collect("registers"):
        assert register.source_models, register.code
        assert all(issubclass(model, models.Model) for model in register.source_models)


# ── what the repository may not hold ──────────────────────────────────────────────────────────


def _tracked() -> dict[str, str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    names = [name.decode() for name in listed.stdout.split(b"\0") if name]
    if not names:  # an unpacked archive has no git: walk what we write ourselves
        tops = ("changlai", "tests", "tools", "docs")
        names = [str(p.relative_to(ROOT)) for top in tops for p in (ROOT / top).rglob("*")]
    texts = {}
    for name in names:
        try:
            texts[name] = (ROOT / name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
    return texts


@pytest.mark.parametrize(
    "parts",
    [
        ("/wo", "rk/main"),
        ("/wo", "rk/shared"),
        ("/ro", "ot/"),
        ("registry.", "npmjs"),
        ("pypi.", "org"),
        ("files.", "pythonhosted"),
        ("npm", "mirror"),
        ("tuna.", "tsinghua"),
        ("BEGIN ", "PRIVATE KEY"),
    ],
    ids="".join,
)
def test_no_file_names_a_machine_or_a_host(parts: tuple[str, str]) -> None:
    # Written in two parts, else this file would be the one that is found.
    word = "".join(parts)
    assert [name for name, text in _tracked().items() if word in text] == []


def test_the_front_end_lock_names_no_host() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")


def test_a_note_to_do_gives_its_reason() -> None:
    note = "TO" + "DO"
    bare = [
        f"{name}: {line.strip()}"
        for name, text in _tracked().items()
        if name.endswith((".py", ".html", ".css", ".js"))
        for line in text.splitlines()
        if note in line and ":" not in line.split(note, 1)[1]
    ]
    assert bare == []
