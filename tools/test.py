"""`make test`: everything that must hold, on SQLite, PostgreSQL and in a browser.

It starts a PostgreSQL of its own and ends it whatever happens. On Debian as root it installs
what is missing; elsewhere it says what it leaves out, and with CI=true leaving out is failing.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from ctypes.util import find_library
from pathlib import Path

from tools.ground import PYTHON, ROOT, Stop, environment, run, say, settle
from tools.postgres import postgres, programs_of_postgres

DEBIAN = {
    "chromium": ["chromium"],
    "fonts": ["fonts-noto-cjk"],
    "postgresql": ["postgresql"],
    "pango": ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"],
}
CI = os.environ.get("CI") == "true"


def main() -> int:
    """Run the checks, then the suite on both databases; the sums of pytest come last."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    began = time.monotonic()
    try:
        settle("dev")
        missing = _complete_machine()
        if missing and CI:
            raise Stop(
                f"CI=true 时什么都不能略过，但缺少：{'、'.join(missing)}。",
                f"With CI=true nothing may be left out, and these are missing: {missing}.",
            )
        failed, sums = _everything(missing)
    except Stop as stop:
        sys.stdout.flush()
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    say("")
    if missing:
        say(f"略过 Left out on this machine: {', '.join(missing)}")
    say(
        f"用时 Took {time.monotonic() - began:.0f} s.{' 没有通过 Broken: ' if failed else ''}"
        f"{', '.join(failed)}"
    )
    for name, line in sums:
        say(f"{name}: {line}")
    return 1 if failed else 0


def _everything(missing: list[str]) -> tuple[list[str], list[tuple[str, str]]]:
    failed: list[str] = []
    sums: list[tuple[str, str]] = []
    say("══ make check")
    if subprocess.run([str(PYTHON), "-m", "tools.check"], cwd=ROOT, check=False).returncode:
        failed.append("make check")
    with tempfile.TemporaryDirectory() as var:
        env = environment(VAR_DIR=var)
        env.pop("DATABASE_URL", None)
        say("══ pytest, SQLite")
        without = ["-m", "not browser"] if "chromium" in missing else []
        code, line = _pytest(without, env)
        sums.append(("SQLite", line))
        if code:
            failed.append("pytest on SQLite")
    if "postgresql" not in missing:
        with tempfile.TemporaryDirectory() as var, postgres() as url:
            say("══ pytest, PostgreSQL")
            code, line = _pytest([], environment(VAR_DIR=var, DATABASE_URL=url))
            sums.append(("PostgreSQL", line))
            if code:
                failed.append("pytest on PostgreSQL")
    return failed, sums


def _pytest(options: list[str], env: dict[str, str]) -> tuple[int, str]:
    """Run the suite over all cores; return its exit code and its last line, pytest's own sum."""
    cores = os.cpu_count() or 1
    colour = "yes" if sys.stdout.isatty() else "no"
    argv = [str(PYTHON), "-m", "pytest", "-n", str(cores), f"--color={colour}", *options]
    last = ""
    with subprocess.Popen(
        argv, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as suite:
        for line in suite.stdout or ():
            sys.stdout.write(line)
            sys.stdout.flush()
            last = line.strip() or last
    return suite.returncode, last


def _complete_machine() -> list[str]:
    """Install what the suite needs where we may, and return what is still missing."""
    missing = _missing()
    if missing and Path("/etc/debian_version").exists() and os.geteuid() == 0:
        packages = [package for name in missing for package in DEBIAN[name]]
        say(f"正在安装 Installing: {' '.join(packages)}")
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        why = ("没有装好测试需要的软件包。", "apt-get could not install what the tests need.")
        run(["apt-get", "update", "-qq"], why, env)
        quiet = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        run([*quiet, *packages], why, env)
        missing = _missing()
    for name in missing:
        say(f"本机没有 {name}，有关的测试略过。 No {name} here: its tests are left out.")
    return missing


def _missing() -> list[str]:
    found = {
        "chromium": bool(shutil.which("chromium")),
        "fonts": _has_chinese_fonts(),
        "postgresql": programs_of_postgres() is not None,
        "pango": all(
            find_library(name) for name in ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
        ),
    }
    return [name for name, there in found.items() if not there]


def _has_chinese_fonts() -> bool:
    if not shutil.which("fc-list"):
        return any(Path("/usr/share/fonts").rglob("NotoSansCJK*"))
    told = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
    return bool(told.stdout.strip())


if __name__ == "__main__":
    sys.exit(main())
