"""Habits of the house that no ready-made tool checks: small rules read from the source itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from changlai.kernel.pages.office_words import PLAINER
from tools.storeys import Breach

EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers"}
EMPTY_NAMES |= {"misc", "extras", "services"}

# Signals of deletion stay free: a cascade asks no action, and a file must go with its row.
MODEL_SIGNALS = {"pre_save", "post_save", "m2m_changed"}

# What may ask the clock: the doors, and work that begins by itself. All below is told `at`.
CLOCK_PLACES = {"views", "tasks", "management", "middleware", "templatetags", "context"}
CLOCK_PLACES |= {"sessions", "backends", "adapters", "apps"}
CLOCK_PLACES |= {"menu", "registers", "searchable"}  # a door reads them while it makes a page
CLOCK_PLACES |= {"desk"}  # pages that an engine lends to the halls which place them
CLOCKS = {"timezone.now", "datetime.now", "datetime.utcnow", "datetime.today", "date.today"}
CLOCKS_WHEN_BARE = {"timezone.localdate", "timezone.localtime", "timezone.localdatetime"}

# A village is not a game and a person is not watched.
RED_LINE_FIELD = re.compile(
    r"online_(seconds|minutes|time)|time_online|(^|_)points?($|_)|ranking|leader_?board|streak"
    r"|(^|_)gps($|_)|face_(id|photo|print)|check_?in_photo|heartbeat|latitude|longitude"
)

# Office words that a resident should not have to read; staff are told of the same ones.
OFFICE_WORDS = tuple(PLAINER)

# Themes and campaigns are data of a village: code outlives the year that asks for them (F40).
YEAR_BOUND = re.compile(
    r"[\d一二三四五六七八九十百〇零]+\s*周年|(?<!\d)20\d\d\s*年|[二三四]十大|十[三四五六七]五|主题教育"
)

INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE)
INLINE_STYLE = re.compile(r"<[^>]*\sstyle\s*=|<style\b", re.IGNORECASE)
INLINE_HANDLER = re.compile(r"<[^>%]*\son[a-z]+\s*=|href\s*=\s*[\"']javascript:", re.IGNORECASE)
DJANGO_COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.DOTALL)


def year_bound(path: Path) -> Iterator[Breach]:
    """Find words that only one year asks for, in templates and in the strings of code.

    Docstrings and comments may name the law of a year, which is a source and no campaign.
    """
    said = _said(path)
    for line, words in said:
        if found := YEAR_BOUND.search(words):
            yield Breach(str(path), line, f"“{found.group()}” is of one year; a theme is data")


def _said(path: Path) -> list[tuple[int, str]]:
    """Return what a template says, or the strings of code without its docstrings, by line."""
    text = path.read_text(encoding="utf-8")
    said = [(1, DJANGO_COMMENT.sub("", text))]
    if path.suffix == ".py":
        tree = ast.parse(text)
        notes = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        said = [
            (node.lineno, node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in notes
        ]
    return said


def state_changes(path: Path) -> Iterator[Breach]:
    """Find `.state = …` outside `move_to`, which alone asks the table of steps."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    allowed = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == "move_to"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, (ast.AugAssign, ast.AnnAssign)):
            targets = [node.target]
        flat = [inner for target in targets for inner in ast.walk(target)]
        for target in flat:
            if (
                isinstance(target, ast.Attribute)
                and isinstance(target.ctx, ast.Store)
                and target.attr == "state"
                and id(node) not in allowed
            ):
                yield Breach(str(path), node.lineno, ".state changes inside move_to alone")


def signal_receivers(path: Path) -> Iterator[Breach]:
    """Find receivers of Django's model signals: who hears of a change listens to a named event."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = set()
        if isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
        elif isinstance(node, ast.Attribute) and _owner(node) == "signals":
            names = {node.attr}
        if names & MODEL_SIGNALS:
            yield Breach(str(path), node.lineno, "model signals hide who acts")


def clock_readings(path: Path) -> Iterator[Breach]:
    """Find code that asks what time it is, though its caller should tell it."""
    if {part.removesuffix(".py") for part in path.parts} & CLOCK_PLACES:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {
        id(node.func)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and (node.args or node.keywords)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        name = f"{_owner(node)}.{node.attr}"
        if name in CLOCKS or (name in CLOCKS_WHEN_BARE and id(node) not in told):
            yield Breach(str(path), node.lineno, f"{name}: `at` is passed in")


def _owner(node: ast.Attribute) -> str:
    """Return the word before the last dot."""
    before = node.value
    return before.attr if isinstance(before, ast.Attribute) else getattr(before, "id", "")


def inline_code(path: Path) -> Iterator[Breach]:
    """Find scripts and styles inside a template; the content policy of the browser refuses them."""
    text = DJANGO_COMMENT.sub(_same_lines, path.read_text(encoding="utf-8"))
    for pattern, what in (
        (INLINE_SCRIPT, "script without src"),
        (INLINE_STYLE, "style in the page"),
        (INLINE_HANDLER, "script in an attribute"),
    ):
        for found in pattern.finditer(text):
            yield Breach(str(path), text.count("\n", 0, found.start()) + 1, what)


def office_words(path: Path) -> Iterator[Breach]:
    """Find office words in a template that residents read, or in the strings of code."""
    if path.suffix == ".py":
        lines = _said(path)
    else:
        text = DJANGO_COMMENT.sub(_same_lines, path.read_text(encoding="utf-8"))
        lines = list(enumerate(text.splitlines(), 1))
    for number, line in lines:
        for word in OFFICE_WORDS:
            if word in line:
                yield Breach(str(path), number, f"residents read {word}")


def empty_names(paths: Iterator[Path]) -> Iterator[Breach]:
    """Find files and folders whose name says nothing of what they hold."""
    for path in paths:
        if {part.removesuffix(".py") for part in path.parts} & EMPTY_NAMES:
            yield Breach(str(path), 1, "the name says nothing of what is inside")


def _same_lines(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")
