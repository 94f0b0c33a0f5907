"""`make check`: the rules that need no village to be played; every step runs, then the sum."""

from __future__ import annotations

import secrets
import subprocess
import sys
import tempfile
import time

from tools.ground import PYTHON, ROOT, VENV, Stop, environment, say, settle

TEST = {"DJANGO_SETTINGS_MODULE": "changlai.config.settings.test"}
# Without the little apps that the suite brings along.
SERVED = {"DJANGO_SETTINGS_MODULE": "changlai.config.settings.dev"}


def main() -> int:
    """Run each rule and say which were broken."""
    try:
        settle("dev")
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    broken = []
    with tempfile.TemporaryDirectory() as var:
        for name, argv, more in _steps():
            began = time.monotonic()
            say(f"── {name}")
            env = environment(**{"VAR_DIR": var, **more})
            if subprocess.run(argv, cwd=ROOT, env=env, check=False).returncode:
                broken.append(name)
            say(f"   {time.monotonic() - began:.1f} s")
    if broken:
        say(f"make check: broken: {', '.join(broken)}")
        return 1
    say("make check: all kept")
    return 0


def _steps() -> list[tuple[str, list[str], dict[str, str]]]:
    tool = str(VENV / "bin") + "/"
    changlai = [str(PYTHON), "-m", "changlai"]
    templates = sorted(str(path) for path in ROOT.glob("changlai/*/*/templates"))
    return [
        ("ruff check", [tool + "ruff", "check", "."], {}),
        ("ruff format", [tool + "ruff", "format", "--check", "."], {}),
        ("mypy", [tool + "mypy"], TEST),
        ("import-linter", [tool + "lint-imports"], TEST),
        ("djlint", [tool + "djlint", *templates, "--lint", "--quiet"], {}),
        ("storeys in strings", [str(PYTHON), "-m", "tools.storeys"], TEST),
        ("tenancy", [*changlai, "check", "--tag", "tenancy"], SERVED),
        (
            "deploy settings",
            [*changlai, "check", "--deploy", "--fail-level", "WARNING"],
            _throw_away_production(),
        ),
        (
            "migrations written",
            [*changlai, "makemigrations", "--check", "--dry-run"],
            SERVED,
        ),
    ]


def _throw_away_production() -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "changlai.config.settings.prod",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "FIELD_KEYS": f"k1:{secrets.token_urlsafe(32)}",
        "INDEX_KEY": secrets.token_urlsafe(32),
        "SEAL_KEY": secrets.token_urlsafe(32),
        "ALLOWED_HOSTS": "village.example",
    }


if __name__ == "__main__":
    sys.exit(main())
