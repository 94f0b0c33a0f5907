"""The one place that reads the environment; a wrong value stops the start with a sentence."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[2]


def text(name: str, default: str | None = None) -> str:
    """Return a setting as text; without a default a missing one stops the start."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"请设置环境变量 {name}。")
    return value


def whole(name: str, default: int) -> int:
    """Return a setting as a whole number."""
    value = os.environ.get(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"环境变量 {name} 应是一个整数，现在是 {value!r}。")
    return int(value)


def flag(name: str, *, default: bool) -> bool:
    """Return a setting as yes or no (1/0, true/false, yes/no)."""
    value = os.environ.get(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"环境变量 {name} 应是 1 或 0，现在是 {value!r}。")


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated setting as a list."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def var_dir() -> Path:
    """Return where database, files and demo accounts live: VAR_DIR, else var/ in the project."""
    path = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var").expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"VAR_DIR 指向的 {path} 不能使用：{error.strerror}。") from error
    return path


def kept_secret(name: str, path: Path) -> str:
    """Return a secret of the environment, else one made once and kept for the owner alone."""
    if value := os.environ.get(name):
        return value
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def database(url: str) -> dict[str, Any]:
    """Turn DATABASE_URL (sqlite:////path, postgres://user:pass@host:port/name) into a dict."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path).replace("//", "/", 1),
            # Opening the file costs as much as a page, so each thread keeps its connection; its own
            # cache is small, since all share the mapped file.
            "CONN_MAX_AGE": 60,
            # IMMEDIATE: a transaction that will write waits at its start instead of failing midway.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # The write-ahead log is asked for by kernel.tenancy.write_ahead, with patience.
                "init_command": (
                    "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                    "PRAGMA cache_size=-1024; PRAGMA mmap_size=268435456;"
                ),
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or dict(parse_qsl(parts.query)).get("host", "")),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured("DATABASE_URL 应以 sqlite:/// 或 postgres:// 开头。")
