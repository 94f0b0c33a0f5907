"""`make run` says in one sentence what is in its way."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _run(**env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tools.run"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1", **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_taken_port_is_one_clear_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = _run(PORT=str(port), VAR_DIR=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"端口 {port} 已被占用，请换一个，例如:PORT={port + 1} make run",
        f"Port {port} is taken; choose another, e.g. PORT={port + 1} make run",
    ]


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1"])
def test_a_port_that_is_none_is_named(tmp_path: Path, port: str) -> None:
    done = _run(PORT=port, VAR_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f"现在是 {port}" in done.stderr


def test_a_host_that_is_not_this_machine_is_named(tmp_path: Path) -> None:
    done = _run(HOST="192.0.2.1", PORT="18080", VAR_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "192.0.2.1:18080" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_var_dir_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = _run(VAR_DIR=str(tmp_path / "file" / "var"))
    assert done.returncode == 1
    assert "VAR_DIR" in done.stderr
    assert "Traceback" not in done.stderr
