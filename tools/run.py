"""`make run`: from nothing to a working village in one command; Ctrl-C ends everything.

HOST, PORT and VAR_DIR may be given in the environment; DATABASE_URL too.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import unicodedata
import urllib.request
from pathlib import Path
from typing import Any

from tools.ground import PYTHON, ROOT, Stop, environment, run, say, settle

SHOWN = {
    "centre": "中心",
    "role": "角色",
    "name": "姓名",
    "sign_in": "登录名",
    "phone": "手机号",
    "password": "密码",
    "totp_secret": "动态码密钥",
}
PATIENCE = 90
"""Seconds a server may take to answer its first request on a slow machine."""


def main() -> int:
    """Prepare, start the web server and the worker, and stay until one ends or we are told to."""
    began = time.monotonic()
    ending = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: _end(ending))
    try:
        host, port, var = _place()
        settle("run")
        env = environment(VAR_DIR=str(var), HOST=host, PORT=str(port))
        _prepare(env, var)
        _refuse_taken(host, port)
        return _serve(env, var, host, port, began, ending)
    except Stop as stop:
        sys.stdout.flush()
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("\n已停止。 Stopped.")
        return 130


def _end(ending: threading.Event) -> None:
    if ending.is_set():
        return
    ending.set()
    # Wakes whatever waits: the preparation stops where it is, the serving loop winds down.
    raise KeyboardInterrupt


def _place() -> tuple[str, int, Path]:
    host = os.environ.get("HOST") or "127.0.0.1"
    given = os.environ.get("PORT") or "8000"
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise Stop(
            f"PORT 应是 1 到 65535 之间的整数，现在是 {given}。",
            f"PORT must be a whole number from 1 to 65535, not {given}.",
        )
    var = Path(os.environ.get("VAR_DIR") or ROOT / "var").expanduser().resolve()
    try:
        var.mkdir(parents=True, exist_ok=True)
        probe = var / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Stop(
            f"VAR_DIR 指向的 {var} 不能写入：{error.strerror}。",
            f"VAR_DIR {var} cannot be written: {error.strerror}.",
        ) from error
    _refuse_taken(host, int(given))
    return host, int(given), var


def _refuse_taken(host: str, port: int) -> None:
    """Stop when the address cannot be had; the server itself would share a port silently."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Stop(
                f"端口 {port} 已被占用，请换一个，例如:PORT={port + 1} make run",
                f"Port {port} is taken; choose another, e.g. PORT={port + 1} make run",
            ) from error
        raise Stop(
            f"不能在 {host}:{port} 上提供服务：{error.strerror}。",
            f"Cannot listen on {host}:{port}: {error.strerror}.",
        ) from error


def _changlai(*verb: str) -> list[str]:
    return [str(PYTHON), "-m", "changlai", *verb]


def _prepare(env: dict[str, str], var: Path) -> None:
    say("正在检查数据库… Checking the database.")
    half_done = var / "demo-half-done"
    if half_done.exists() and "DATABASE_URL" not in os.environ:
        # The marker exists only when an empty database was being filled: nothing of anyone is lost.
        say("上次示范数据没有装完，重新来过。 The demo was left half done; starting it again.")
        for leftover in var.glob("changlai.sqlite3*"):
            leftover.unlink()
    run(
        _changlai("migrate", "--verbosity", "0"),
        ("数据库没有更新成功。", "The database could not be brought up to date."),
        env,
    )
    _collect_static(env, var)
    if _has_centre(env):
        half_done.unlink(missing_ok=True)
        return
    say("数据库是空的，正在装入示范村的半年生活(约一两分钟)…")
    say("The database is empty: playing six months of the demo village.")
    half_done.touch()
    run(
        _changlai("demo", "--seed", "7", "--months", "6"),
        ("示范数据没有装成功。", "The demo village could not be loaded."),
        env,
    )
    half_done.unlink()


def _collect_static(env: dict[str, str], var: Path) -> None:
    """Collect styles and scripts when any of them, or a lock file, changed since last time."""
    sources = [
        *ROOT.glob("changlai/**/static/**/*"),
        ROOT / "package-lock.json",
        ROOT / "requirements.lock",
        *ROOT.glob("changlai/config/settings/*.py"),
    ]
    seen = hashlib.sha256()
    for path in sorted(sources):
        if path.is_file():
            facts = path.stat()
            seen.update(f"{path.relative_to(ROOT)}|{facts.st_size}|{facts.st_mtime_ns}\n".encode())
    stamp = var / "static-stamp"
    if stamp.exists() and stamp.read_text() == seen.hexdigest() and (var / "static").is_dir():
        return
    say("正在整理样式和图标… Collecting styles and icons.")
    run(
        _changlai("collectstatic", "--noinput", "--verbosity", "0"),
        ("样式文件没有整理成功。", "Static files could not be collected."),
        env,
    )
    stamp.write_text(seen.hexdigest())


def _has_centre(env: dict[str, str]) -> bool:
    asked = subprocess.run(
        [
            str(PYTHON),
            "-c",
            "import django; django.setup()\n"
            "from changlai.foundation.areas.public import Centre\n"
            "print('yes' if Centre.objects.exists() else 'no')",
        ],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "changlai.config.settings.dev", **env},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if asked.returncode:
        raise Stop("读不到数据库。", "The database could not be read.")
    return asked.stdout.strip().endswith("yes")


def _serve(
    env: dict[str, str], var: Path, host: str, port: int, began: float, ending: threading.Event
) -> int:
    workers = "2" if (os.cpu_count() or 1) > 1 else "1"
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        # Own sessions: Ctrl-C reaches this script alone, which then ends its children in order.
        children["网页服务 web server"] = subprocess.Popen(
            [
                *(str(PYTHON), "-m", "granian", "--interface", "wsgi"),
                *("--host", host, "--port", str(port), "--workers", workers),
                *("--blocking-threads", "8", "--no-ws", "--log-level", "error"),
                "changlai.config.wsgi:application",
            ],
            cwd=ROOT,
            env=env,
            start_new_session=True,
        )
        children["后台 worker"] = subprocess.Popen(
            _changlai("worker"), cwd=ROOT, env=env, start_new_session=True
        )
        shown = f"[{host}]" if ":" in host else host
        reachable = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, shown)  # noqa: S104 -- asked for by HOST
        address = f"http://{reachable}:{port}/"
        if not _answers(address, children):
            _name_the_dead(children)
            raise Stop("网页服务没有启动成功。", "The web server did not start.")
        _print_accounts(var / "demo-accounts.json")
        say(f"\n常来已经开门，用时 {time.monotonic() - began:.0f} 秒。 Changlai is open.")
        say(f"  {address}")
        say("按 Ctrl-C 停止。 Press Ctrl-C to stop.")
        while all(child.poll() is None for child in children.values()):
            ending.wait(0.5)
        _name_the_dead(children)
        return 1
    except KeyboardInterrupt:
        say("\n正在停止… Stopping.")
        return 0
    finally:
        ending.set()
        _end_children(list(children.values()))


def _answers(address: str, children: dict[str, subprocess.Popen[bytes]]) -> bool:
    """Wait until the first page comes; its answer also warms the server up."""
    # The address is this machine: a proxy of the environment must not be asked.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if any(child.poll() is not None for child in children.values()):
            return False
        try:
            with opener.open(address, timeout=10):
                return True
        except urllib.error.HTTPError as error:
            say(f"首页的回答是 {error.code}。 The home page answered {error.code}.")
            return True
        except OSError:
            time.sleep(0.2)
    return False


def _name_the_dead(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            print(
                f"{name} 意外结束(退出码 {child.returncode})，其余的也一起停止。"
                f" It ended unexpectedly ({child.returncode}).",
                file=sys.stderr,
            )


def _end_children(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + 12
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=max(0.1, until - time.monotonic()))
    for child in children:
        # Each child leads its own session, so the group is the child and what it started.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _print_accounts(path: Path) -> None:
    try:
        accounts: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    if not accounts:
        return
    columns = [key for key in SHOWN if any(account.get(key) for account in accounts)]
    table = [[SHOWN[key] for key in columns]]
    table += [[str(account.get(key) or "") for key in columns] for account in accounts]
    widths = [max(_width(row[place]) for row in table) for place in range(len(columns))]
    say("\n示范账号(只在本机有效) Demo accounts, for this machine alone:")
    for row in table:
        padded = (
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        )
        say("  " + "  ".join(padded).rstrip())
    say(f"  同一份在 {path}")


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


if __name__ == "__main__":
    sys.exit(main())
