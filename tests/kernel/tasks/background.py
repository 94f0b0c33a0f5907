"""Other processes for the tests of background work."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

from changlai.kernel.tasks.locks import _folder

ROOT = Path(__file__).resolve().parents[3]

MAKE_TABLE = """
from django.db import connection
from changlai.kernel.tasks.models import JobRun
with connection.schema_editor() as editor:
    editor.create_model(JobRun)
"""


def child(code: str, url: str) -> subprocess.Popen[bytes]:
    """Start Python with Django set up on the database `url`."""
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "changlai.config.settings.test",
        "VAR_DIR": str(settings.VAR_DIR),
    }
    return subprocess.Popen(
        [sys.executable, "-c", f"import django\ndjango.setup()\n{code}"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def shared_database(folder: Path) -> str:
    """Return a DATABASE_URL with the table of runs that several processes can open."""
    facts = connection.settings_dict
    if connection.vendor == "postgresql":
        return postgres_url()
    url = f"sqlite:///{folder / 'shared.sqlite3'}"
    process = child(MAKE_TABLE, url)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, (facts["ENGINE"], errors.decode())
    return url


def postgres_url() -> str:
    facts = connection.settings_dict
    where = f"{facts['USER']}:{facts['PASSWORD']}@"
    if facts["HOST"].startswith("/"):
        return f"postgres://{where}:{facts['PORT']}/{facts['NAME']}?host={facts['HOST']}"
    return f"postgres://{where}{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


class Holder:
    """Another process that holds a job's lock until it is ended."""

    def __init__(self, name: str) -> None:
        if connection.vendor == "postgresql":
            url, take, what = postgres_url(), "held", repr(name)
        else:
            # The suite's database may be in memory: the other process is told the lock's file.
            url, take = "sqlite:///never-opened.sqlite3", "_held_in_file"
            what = f"Path({str(_folder(connection) / f'{name}.lock')!r})"
        self.process = child(
            f"""
import time
from pathlib import Path
from changlai.kernel.tasks.locks import {take}
with {take}({what}) as got:
    print(got, flush=True)
    time.sleep(60)
""",
            url,
        )
        assert self.process.stdout
        assert self.process.stdout.readline().strip() == b"True"

    def end(self) -> None:
        """Kill it, as a power cut would."""
        self.process.kill()
        self.process.communicate()
