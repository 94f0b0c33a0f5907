"""`make bench`: the measurements, on SQLite and then on a PostgreSQL of our own."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile

from tools.bench.groups import GROUPS
from tools.ground import PYTHON, ROOT, Stop, environment, say, settle
from tools.postgres import postgres


def main() -> int:
    """Measure on both databases; each has its own process, since Django binds its database once."""
    words = argparse.ArgumentParser(prog="make bench", description=__doc__)
    words.add_argument("--voices", type=int, default=100_000, help="rows in the list and search")
    words.add_argument("--only", choices=["sqlite", "postgres"], help="one database alone")
    words.add_argument(
        "--group", action="append", choices=GROUPS, help="these measurements alone; may be repeated"
    )
    words.add_argument("--no-areas", action="store_true", help="without the import of all villages")
    asked = words.parse_args()
    if asked.group:
        # A few measurements do not want the country's villages beside them.
        asked.no_areas = "areas" not in asked.group
    try:
        settle("dev")
        if asked.only != "postgres":
            _measure("SQLite", asked, None)
        if asked.only != "sqlite":
            with postgres(durable=True) as url:
                _measure("PostgreSQL", asked, url)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _measure(title: str, asked: argparse.Namespace, url: str | None) -> None:
    with tempfile.TemporaryDirectory(prefix="changlai-bench-") as var:
        more = {"DATABASE_URL": url} if url else {}
        env = environment(
            VAR_DIR=var, DJANGO_SETTINGS_MODULE="tools.bench.settings", PYTHONPATH=str(ROOT), **more
        )
        if not url:
            env.pop("DATABASE_URL", None)
        say(f"\n══ {title}")
        argv = [str(PYTHON), "-m", "tools.bench.one", "--voices", str(asked.voices)]
        argv += [f"--group={group}" for group in asked.group or GROUPS]
        if asked.no_areas:
            argv.append("--no-areas")
        done = subprocess.run(argv, cwd=ROOT, env=env, check=False)
        if done.returncode:
            raise Stop(f"{title} 上的测量没有跑完。", f"The measurement on {title} did not finish.")


if __name__ == "__main__":
    sys.exit(main())
