"""A PostgreSQL of our own for one run: found, started on a free port, ended whatever happens."""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tools.ground import Stop


def programs_of_postgres() -> Path | None:
    """Return the folder of initdb and postgres, the newest where there are several."""
    if shutil.which("initdb") and shutil.which("postgres"):
        return Path(str(shutil.which("initdb"))).resolve().parent
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(found, key=lambda path: float(path.parent.name), default=None)


@contextlib.contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """Run a PostgreSQL cluster on a free port; yield its DATABASE_URL.

    `durable` waits for the disk at each commit, as a village's server does; a suite need not.
    """
    programs = programs_of_postgres()
    if programs is None:
        raise Stop("没有找到 PostgreSQL。", "PostgreSQL was not found.")
    # PostgreSQL refuses to run as root, so root lends it the account the package made.
    account = _unprivileged() if os.geteuid() == 0 else None
    more = {"user": account, "group": pwd.getpwnam(account).pw_gid} if account else {}
    if account:
        more["extra_groups"] = []
    home = Path(tempfile.mkdtemp(prefix="changlai-pg-"))
    password = secrets.token_urlsafe(24)
    port = _free_port()
    server: subprocess.Popen[bytes] | None = None
    try:
        secret = home / "password"
        secret.write_text(password)
        if account:
            for path in (home, secret):
                shutil.chown(path, account)
        made = subprocess.run(
            [
                *(str(programs / "initdb"), "--pgdata", str(home / "data"), "--no-sync"),
                *("--username", "changlai", "--pwfile", str(secret), "--auth", "scram-sha-256"),
                *("--encoding", "UTF8", "--locale", "C.UTF-8"),
            ],
            cwd=home,
            stdout=subprocess.DEVNULL,
            check=False,
            **more,
        )
        if made.returncode:
            raise Stop("没有建成测试用的数据库。", "initdb failed.")
        fast = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        settings = [
            *([] if durable else fast),
            "max_connections=200",
            f"unix_socket_directories={home}",
        ]
        with (home / "log").open("wb") as log:
            server = subprocess.Popen(
                [
                    *(str(programs / "postgres"), "-D", str(home / "data"), "-p", str(port)),
                    *("-h", "127.0.0.1"),
                    *(part for setting in settings for part in ("-c", setting)),
                ],
                cwd=home,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **more,
            )
        _wait_for(server, programs, port, home)
        yield f"postgres://changlai:{password}@127.0.0.1:{port}/postgres"
    finally:
        if server is not None and server.poll() is None:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.send_signal(signal.SIGQUIT)
                server.wait(timeout=20)
        shutil.rmtree(home, ignore_errors=True)


def _unprivileged() -> str:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise Stop("没有可以运行 PostgreSQL 的普通账号。", "No account that could run PostgreSQL.")


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _wait_for(server: subprocess.Popen[bytes], programs: Path, port: int, home: Path) -> None:
    for _ in range(300):
        ready = subprocess.run(
            [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)],
            check=False,
        )
        if ready.returncode == 0:
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    told = (home / "log").read_text(errors="replace")[-2000:]
    raise Stop(f"测试用的数据库没有启动:\n{told}", "PostgreSQL did not start.")
