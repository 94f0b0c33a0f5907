"""Production starts with nothing left to default, and dev listens where it was told to."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FULL = {
    "SECRET_KEY": "s" * 60,
    "FIELD_KEYS": "k1:" + "f" * 32,
    "INDEX_KEY": "i" * 32,
    "SEAL_KEY": "s" * 32,
    "ALLOWED_HOSTS": "village.example,.county.example",
}


def _settings(module: str, expression: str, var: Path, **env: str) -> tuple[int, str]:
    """Load a settings module in a fresh process; return its exit code and what it said."""
    clean = {key: os.environ[key] for key in ("PATH", "LANG", "HOME") if key in os.environ}
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"from changlai.config.settings import {module} as s; print({expression})",
        ],
        env={**clean, "PYTHONUTF8": "1", "VAR_DIR": str(var), **env},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_production_starts_when_everything_is_given(tmp_path: Path) -> None:
    code, said = _settings("prod", "s.DEBUG, s.CSRF_TRUSTED_ORIGINS", tmp_path, **FULL)
    assert code == 0, said
    assert "False ['https://village.example', 'https://*.county.example']" in said


@pytest.mark.parametrize("missing", sorted(FULL))
def test_production_has_no_default_for_a_secret_or_a_host(tmp_path: Path, missing: str) -> None:
    given = {key: value for key, value in FULL.items() if key != missing}
    code, said = _settings("prod", "s.DEBUG", tmp_path, **given)
    assert code != 0
    assert missing in said.splitlines()[-1]


def test_a_try_on_one_machine_answers_to_that_machine_alone(tmp_path: Path) -> None:
    _, said = _settings("dev", "s.ALLOWED_HOSTS", tmp_path)
    assert said.strip() == "['localhost', '127.0.0.1', '[::1]']"


def test_a_try_for_the_phones_in_the_room_answers_to_any_name(tmp_path: Path) -> None:
    _, said = _settings("dev", "s.ALLOWED_HOSTS", tmp_path, HOST="0.0.0.0")  # noqa: S104
    assert said.strip() == "['*']"


def test_secrets_of_a_try_survive_a_restart(tmp_path: Path) -> None:
    first = _settings("dev", "s.SECRET_KEY, s.FIELD_KEYS, s.INDEX_KEY", tmp_path)
    assert first[0] == 0
    assert first == _settings("dev", "s.SECRET_KEY, s.FIELD_KEYS, s.INDEX_KEY", tmp_path)
