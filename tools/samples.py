"""`make samples`: the importer on the real messages that lie beside the project, if they do.

The messages are read where they are, into a database that is thrown away; nothing is copied.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import redirect_stderr
from dataclasses import dataclass
from typing import Any

from tools.ground import PYTHON, ROOT, Stop, environment, say, settle

MESSAGES = ROOT.parent / "shared" / "data" / "messages"
INSIDE = "--inside"
CENTRE = "samples"


@dataclass(frozen=True)
class Run:
    """One file through one command, and the counts that must come out."""

    title: str
    command: str
    file: str
    read: int
    created: int = 0
    unchanged: int = 0
    updated: int = 0
    rejected: int = 0

    def expected(self) -> dict[str, int]:
        """Return the counts as the command prints them."""
        names = ("read", "created", "updated", "unchanged", "rejected")
        return {name: getattr(self, name) for name in names}


RUNS = (
    Run("分类 categories", "import-categories", "categories.xlsx", 517, created=517),
    Run("留言 messages", "import-voices", "labelled_sample.xlsx", 495, created=494, unchanged=1),
    Run("热点 popular", "import-voices", "popular_sample.xlsx", 30, created=30),
    Run("已答复 answered", "import-voices", "answered_sample.xlsx", 120, created=120),
    Run("再来一遍 again", "import-categories", "categories.xlsx", 517, unchanged=517),
    Run("再来一遍 again", "import-voices", "labelled_sample.xlsx", 495, unchanged=495),
    Run("再来一遍 again", "import-voices", "popular_sample.xlsx", 30, unchanged=30),
    Run("再来一遍 again", "import-voices", "answered_sample.xlsx", 120, unchanged=120),
)


def main() -> int:
    """Import the messages into an empty database of their own and compare the counts."""
    if not MESSAGES.is_dir():
        say(
            "没有找到真实留言(../shared/data/messages)，这一步只在放有样本的机器上做。\n"
            "No real messages beside the project (../shared/data/messages); nothing to run."
        )
        return 1
    if INSIDE in sys.argv[1:]:
        return _inside()
    try:
        settle("run")
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="changlai-samples-") as place:
        env = environment(
            VAR_DIR=place,
            DATABASE_URL=f"sqlite:///{place}/samples.sqlite3",
            DJANGO_SETTINGS_MODULE="changlai.config.settings.dev",
        )
        argv = [str(PYTHON), "-m", "tools.samples", INSIDE]
        return subprocess.run(argv, cwd=ROOT, env=env, check=False).returncode


def _inside() -> int:
    """Do the runs in this process, whose database is the throw-away one."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    centre = _open_centre()
    say(
        f"{'':<18}{'文件 file':<24}"
        + _row(["read", "created", "updated", "unchanged", "rejected", "sec"])
    )
    failed = False
    for run in RUNS:
        began = time.monotonic()
        found = _counts(run)
        seconds = time.monotonic() - began
        told = [str(found[name]) for name in run.expected()]
        say(_wide(run.title, 18) + f"{run.file:<24}" + _row([*told, f"{seconds:.1f}"]))
        if found != run.expected():
            failed = True
            say(f"  应为 expected: {run.expected()}")
    failed = not _clocks_are_right(centre) or failed
    say("不符。 Differs." if failed else "全部相符。 All as expected.")
    return int(failed)


def _open_centre() -> Any:
    from django.utils import timezone

    from changlai.foundation.areas.models import Area
    from changlai.foundation.areas.public import open_centre

    area, _ = Area.objects.get_or_create(
        code="99",
        defaults={"level": 1, "name": "样本省", "parent_code": "", "full_name": "样本省"},
    )
    return open_centre(area=area, code=CENTRE, name="样本中心", at=timezone.now())


def _counts(run: Run) -> dict[str, int]:
    from django.core.management import call_command

    out = io.StringIO()
    with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stderr(nowhere):
        call_command(run.command, str(MESSAGES / run.file), centre=CENTRE, json=True, stdout=out)
    counts: dict[str, int] = json.loads(out.getvalue().splitlines()[-1])
    return counts


def _clocks_are_right(centre: Any) -> bool:
    """Check that messages with an answer arrived answered, with clocks on working days."""
    from django.db.models import F

    from changlai.engines.cases.public import Case
    from changlai.foundation.areas.public import open_week
    from changlai.kernel.workcalendar.clocks import due_after_working_days, open_minutes

    week = open_week(centre)
    answered = Case.objects.of(centre).filter(rounds=1).select_related("level")
    right = late = 0
    minutes: list[int] = []
    for case in answered:
        days = case.level.resolution["working_days"]
        due = due_after_working_days(case.opened_at, days, week).at
        in_time = case.answered_at <= due
        late += not in_time
        minutes.append(open_minutes(case.opened_at, case.answered_at, week))
        right += case.resolution_due == due and case.answered_in_time == in_time
    count = len(minutes)
    stuck = answered.filter(state_type="open").count()
    early = answered.filter(answered_at__lt=F("opened_at")).count()
    median = sorted(minutes)[count // 2] if minutes else 0
    say(
        f"带答复的 {count} 件：时钟按工作日核对相符 {right} 件，按期 {count - late} 件,"
        f"用时中位数 {median // 60} 小时(开门时间)"
    )
    return count == 120 and right == count and not stuck and not early


def _row(cells: list[str]) -> str:
    return "".join(f"{cell:>10}" for cell in cells)


def _wide(text: str, width: int) -> str:
    """Pad a text in which Chinese characters take two places."""
    taken = sum(2 if ord(char) > 0x2E7F else 1 for char in text)
    return text + " " * (width - taken)


if __name__ == "__main__":
    sys.exit(main())
