"""The order of the storeys, for imports and for names that are imports in disguise.

import-linter keeps whole packages in order; here the finer rule is kept: across apps and downward
only, through `public` or `events` (the kernel is open), and the same order for module names,
model labels, url names, templates, tag libraries and static files that stand in strings.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import grimp

STOREYS = (
    "kernel",
    "foundation",
    "engines",
    "halls",
    "governance",
    "insights",
    "doors",
    "config",
)
"""From the ground up; config is the roof that names everything."""

FOUNDATION = ("areas", "people", "places")
"""The one storey with an order of its own that apps may use: people stand on areas."""

FRONT_DOORS = {"public", "events"}

MODEL_LABEL = re.compile(r"([a-z_]+)\.[A-Z]\w+")
URL_NAME = re.compile(r"([a-z_]+):[\w-]+")
TAG = re.compile(r"{%.*?%}", re.DOTALL)
QUOTED = re.compile(r"""["']([^"'\s]+)["']""")


@dataclass(frozen=True)
class Breach:
    """One place where a name points where it may not."""

    where: str
    line: int
    what: str

    def __str__(self) -> str:
        """Write it as editors read it: file:line: what."""
        return f"{self.where}:{self.line}: {self.what}"


@dataclass(frozen=True)
class App:
    """One app of the house: its storey and its name."""

    storey: str
    name: str

    def may_use(self, other: App) -> bool:
        """Say whether this app may know `other` at all: itself, the kernel, or what lies below."""
        if self == other or other.storey == "kernel":
            return True
        if self.storey == other.storey == "foundation":
            return FOUNDATION.index(self.name) > FOUNDATION.index(other.name)
        return STOREYS.index(self.storey) > STOREYS.index(other.storey)

    def __str__(self) -> str:
        """Write it as in the tree: halls/voices."""
        return f"{self.storey}/{self.name}" if self.name else self.storey


@dataclass
class House:
    """A source tree of storeys and apps, ours or one planted by a test."""

    root: Path
    package: str = "changlai"
    breaches: list[Breach] = field(default_factory=list)

    @property
    def base(self) -> Path:
        """The folder of the package."""
        return self.root / self.package

    def app_of_module(self, module: str) -> App | None:
        """Return the app a dotted module name lies in, or None when it is none of ours."""
        parts = module.split(".")
        if parts[0] != self.package or len(parts) < 2 or parts[1] not in STOREYS:
            return None
        if parts[1] == "config":
            return App("config", "")
        return App(parts[1], parts[2] if len(parts) > 2 else "")

    def app_of_path(self, path: Path) -> App | None:
        """Return the app a file lies in."""
        module = ".".join(path.relative_to(self.root).with_suffix("").parts)
        return self.app_of_module(module)

    def files(self, pattern: str) -> Iterator[tuple[Path, App]]:
        """Walk our files of a pattern with the app each lies in."""
        for path in sorted(self.base.rglob(pattern)):
            app = self.app_of_path(path)
            if app is not None and "node_modules" not in path.parts:
                yield path, app

    @cached_property
    def labels(self) -> dict[str, App]:
        """App labels; Django takes the last part of the package's name, and so do we."""
        return {app.name: app for _, app in self.files("__init__.py") if app.name}

    @cached_property
    def url_spaces(self) -> dict[str, App]:
        """Names before the colon of url names: `app_name` of each urls module."""
        found = dict(self.labels)
        for path, app in self.files("urls.py"):
            for named in re.findall(r"""^app_name\s*=\s*["'](\w+)["']""", path.read_text(), re.M):
                found[named] = app
        return found

    @cached_property
    def templates(self) -> dict[str, App]:
        """Every template name and the app that brings it."""
        return self._brought("templates")

    @cached_property
    def statics(self) -> dict[str, App]:
        """Every static file name and the app that brings it."""
        return self._brought("static")

    @cached_property
    def tag_libraries(self) -> dict[str, App]:
        """Every template tag library and the app that brings it."""
        return {path.stem: app for path, app in self.files("templatetags/*.py")}

    def _brought(self, folder: str) -> dict[str, App]:
        found = {}
        for path, app in self.files("*"):
            parts = path.relative_to(self.base).parts
            if path.is_file() and len(parts) > 3 and parts[2] == folder:
                found["/".join(parts[3:])] = app
        return found


def import_breaches(house: House) -> list[Breach]:
    """Find imports across apps that go up, sideways, or past the front door."""
    graph = grimp.build_graph(house.package, cache_dir=None)
    found = []
    for importer in sorted(graph.modules):
        mine = house.app_of_module(importer)
        if mine is None or mine.storey == "config":
            continue
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            theirs = house.app_of_module(imported)
            if theirs is None or theirs == mine:
                continue
            line = graph.get_import_details(importer=importer, imported=imported)[0]["line_number"]
            if what := _wrong_module(mine, theirs, imported):
                found.append(Breach(importer, line, f"import of {imported}: {what}"))
    return found


def string_breaches(house: House) -> list[Breach]:
    """Find strings that name what the file may not know."""
    found = []
    for path, app in house.files("*.py"):
        if app.storey == "config":
            continue
        where = str(path.relative_to(house.root))
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for line, text in _strings(tree):
            if what := _wrong_string(house, app, text):
                found.append(Breach(where, line, what))
        for line, label in _labels_asked_for(tree):
            other = house.labels.get(label)
            if other and not app.may_use(other):
                found.append(Breach(where, line, f"get_model of {label}: {app} below {other}"))
    for pattern in ("*.html", "*.txt", "*.svg", "*.xml", "*.js"):
        for path, app in house.files(pattern):
            if "templates" in path.relative_to(house.base).parts:
                found += _template_breaches(house, path, app)
    return found


def _wrong_module(mine: App, theirs: App, module: str) -> str | None:
    if theirs.storey == "kernel":
        return None
    if not mine.may_use(theirs):
        return f"{mine} may not know {theirs}"
    if module.split(".")[3:4] and module.split(".")[3] not in FRONT_DOORS:
        return f"{mine} may enter {theirs} by public or events alone"
    return None


def _wrong_string(house: House, app: App, text: str) -> str | None:
    if re.fullmatch(rf"{house.package}(\.\w+)+", text):
        theirs = house.app_of_module(text)
        if theirs is None or theirs == app:
            return None
        what = _wrong_module(app, theirs, text)
        return f"string {text!r}: {what}" if what else None
    named = None
    if label := MODEL_LABEL.fullmatch(text):
        named = house.labels.get(label[1])
    elif url := URL_NAME.fullmatch(text):
        named = house.url_spaces.get(url[1])
    elif text in house.templates:
        named = house.templates[text]
    if named and not app.may_use(named):
        return f"string {text!r}: {app} may not know {named}"
    return None


def _strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    prose = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.lineno, node.value


def _labels_asked_for(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield (line, app label) of each get_model("label", "Model") and get_app_config("label")."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        first = node.args[0]
        if name in {"get_model", "get_app_config"} and isinstance(first, ast.Constant):
            yield node.lineno, str(first.value).split(".")[0]


def _template_breaches(house: House, path: Path, app: App) -> Iterator[Breach]:
    text = path.read_text(encoding="utf-8")
    for tag in TAG.finditer(text):
        words = tag[0][2:-2].split()
        names: list[tuple[str, App | None]] = []
        if words[:1] == ["load"]:
            names = [(name, house.tag_libraries.get(name)) for name in words[1:]]
        else:
            for name in QUOTED.findall(tag[0]):
                url = URL_NAME.fullmatch(name)
                owner = house.url_spaces.get(url[1]) if url else house.templates.get(name)
                names.append((name, owner or house.statics.get(name)))
        for name, owner in names:
            if owner and not app.may_use(owner):
                line = text.count("\n", 0, tag.start()) + 1
                where = str(path.relative_to(house.root))
                yield Breach(where, line, f"{{% {words[0]} %}} of {name!r}: {app} below {owner}")


def main() -> int:
    """Print every breach of our own tree."""
    house = House(Path(__file__).resolve().parents[1])
    found = [*import_breaches(house), *string_breaches(house)]
    for breach in found:
        print(breach)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
