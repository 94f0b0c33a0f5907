"""The storeys hold, and a breach planted on purpose is seen."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.storeys import STOREYS, House, import_breaches, string_breaches

ROOT = Path(__file__).resolve().parents[2]


def test_across_apps_imports_go_down_and_through_the_front_door() -> None:
    assert [str(breach) for breach in import_breaches(House(ROOT))] == []


def test_strings_that_name_modules_models_urls_and_templates_obey_the_same_order() -> None:
    assert [str(breach) for breach in string_breaches(House(ROOT))] == []


# ── planted breaches ──────────────────────────────────────────────────────────────────────────

Plant = Callable[[dict[str, str]], House]


@pytest.fixture
def plant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plant:
    """Build a little house beside ours: each storey has one app, plus the files given."""
    name = f"planted_{tmp_path.name.replace('-', '_')}"
    monkeypatch.syspath_prepend(str(tmp_path))

    def build(files: dict[str, str]) -> House:
        ground = {
            "kernel/pages/__init__.py": "",
            "kernel/pages/templates/pages/base.html": "",
            "foundation/areas/public.py": "",
            "foundation/people/public.py": "",
            "foundation/people/models.py": "",
            "engines/cases/public.py": "",
            "engines/cases/models.py": "",
            "halls/voices/public.py": "",
            "halls/voices/urls.py": "app_name = 'voices'",
            "halls/voices/templates/voices/say.html": "",
            "halls/rooms/public.py": "",
            "doors/web/public.py": "",
        }
        for path, text in {**ground, **files}.items():
            file = tmp_path / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text.replace("HOUSE", name), encoding="utf-8")
        for folder in [tmp_path / name, *(tmp_path / name).rglob("*")]:
            if folder.is_dir() and not {"templates", "static"} & set(folder.parts):
                (folder / "__init__.py").touch()
        return House(tmp_path, name)

    return build


def _found(house: House) -> list[str]:
    return [breach.what for breach in [*import_breaches(house), *string_breaches(house)]]


def test_the_planted_house_stands_before_anything_is_planted(plant: Plant) -> None:
    assert _found(plant({})) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("engines/cases/actions.py", "from HOUSE.halls.voices import public"),
        ("engines/cases/actions.py", "def late():\n    from HOUSE.halls.voices.public import x"),
        ("kernel/pages/views.py", "import HOUSE.foundation.people.public"),
        ("foundation/areas/actions.py", "import HOUSE.foundation.people.public"),
        ("halls/rooms/views.py", "import HOUSE.halls.voices.public"),
        ("halls/voices/views.py", "import HOUSE.engines.cases.models"),
    ],
    ids=["up", "up-inside-a-function", "kernel-up", "areas-to-people", "sideways", "past-the-door"],
)
def test_a_planted_import_is_seen(plant: Plant, path: str, text: str) -> None:
    assert len(_found(plant({path: text}))) == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("engines/cases/actions.py", "import_module('HOUSE.halls.voices.public')"),
        ("engines/cases/urls.py", "include('HOUSE.halls.voices.urls')"),
        ("engines/cases/actions.py", "apps.get_model('voices', 'CallLog')"),
        ("engines/cases/models.py", "models.ForeignKey('voices.CallLog', CASCADE)"),
        ("engines/cases/receivers.py", "reverse('voices:say')"),
        ("kernel/pages/views.py", "render(request, 'voices/say.html')"),
        ("kernel/pages/templates/pages/desk.html", "{% extends 'voices/say.html' %}"),
        ("kernel/pages/templates/pages/menu.html", "<a href='{% url \"voices:say\" %}'>"),
        ("halls/rooms/templates/rooms/a.html", "{% include 'voices/say.html' %}"),
        ("halls/voices/views.py", "import_string('HOUSE.engines.cases.models.Case')"),
    ],
    ids=[
        *("module", "include", "get_model", "model-label", "url-name", "template-name"),
        *("extends", "url-in-template", "sideways-template", "past-the-door"),
    ],
)
def test_a_planted_name_in_a_string_is_seen(plant: Plant, path: str, text: str) -> None:
    assert len(_found(plant({path: text}))) == 1


def test_what_points_downward_is_let_through(plant: Plant) -> None:
    house = plant(
        {
            "halls/voices/views.py": (
                "from HOUSE.engines.cases import public\n"
                "from HOUSE.kernel.pages import views\n"
                "link = ForeignKey('cases.Case', CASCADE)\n"
            ),
            "kernel/pages/views.py": "",
            "doors/web/templates/web/home.html": (
                "{% extends 'pages/base.html' %}{% url 'voices:say' %}"
            ),
            "foundation/people/actions.py": "from HOUSE.foundation.areas.public import x",
            "engines/cases/prose.py": '"""Told of voices:say and HOUSE.halls.voices.public."""',
        }
    )
    assert _found(house) == []


@pytest.mark.slow
def test_import_linter_refuses_an_upward_import(tmp_path: Path) -> None:
    """Our contract of layers, run on a copy in which the kernel leans on a hall."""
    for folder in ("kernel/errors.py", "halls/voices/__init__.py"):
        file = tmp_path / "changlai" / folder
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    for storey in STOREYS:
        (tmp_path / "changlai" / storey).mkdir(exist_ok=True)
        (tmp_path / "changlai" / storey / "__init__.py").touch()
    (tmp_path / "changlai" / "__init__.py").touch()
    ours = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    head = '[tool.importlinter]\nroot_package = "changlai"\n'
    contract = ours.split("[[tool.importlinter.contracts]]")[1]
    (tmp_path / "pyproject.toml").write_text(
        f"{head}[[tool.importlinter.contracts]]{contract}", encoding="utf-8"
    )

    def lint() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
            cwd=tmp_path,
            env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            check=False,
        )

    kept = lint()
    (tmp_path / "changlai/kernel/errors.py").write_text("import changlai.halls.voices")
    broken = lint()
    assert kept.returncode == 0, kept.stdout + kept.stderr
    assert broken.returncode == 1
    assert "changlai.kernel.errors -> changlai.halls.voices" in broken.stdout
