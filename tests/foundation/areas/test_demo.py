"""The demo village is set up once, whole, and the same from the same seed."""

import json
import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from changlai.foundation.areas.models import Area, Centre
from changlai.foundation.areas.stage import (
    DemoAccount,
    chance,
    months_before,
    set_stage,
    write_accounts,
)

UNTIL = date(2026, 3, 18)
NOW = datetime(2026, 3, 18, 2, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_the_stage_has_two_centres_in_a_country_that_does_not_exist() -> None:
    village = set_stage(seed=7, months=6, until=UNTIL, now=NOW)
    assert village.centre.area_id.startswith("99")
    assert village.centre.area.full_name.endswith("溪桥镇青石岭村")
    assert Centre.objects.count() == 2
    assert Area.objects.filter(code__startswith="99").count() == 6
    assert village.since == date(2025, 9, 18)
    assert len(list(village.days())) == (UNTIL - village.since).days + 1
    assert village.centre.opened_on == village.since


@pytest.mark.django_db
def test_nothing_is_acted_after_the_watchers_clock() -> None:
    village = set_stage(seed=7, months=1, until=UNTIL, now=NOW)
    assert village.is_past(NOW)
    assert not village.is_past(NOW + timedelta(seconds=1))
    assert village.moment(UNTIL, 10).utcoffset() == timedelta(hours=8)


def test_an_acts_chance_depends_on_seed_and_act_alone() -> None:
    assert chance(7, "voices").random() == chance(7, "voices").random()
    assert chance(7, "voices").random() != chance(8, "voices").random()
    assert chance(7, "voices").random() != chance(7, "people").random()


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-03-18", 6, "2025-09-18"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2026-12-31", 12, "2025-12-31"),
        ("2026-12-31", 6, "2026-06-30"),
        ("2024-02-29", 12, "2023-02-28"),
    ],
)
def test_months_are_counted_back_to_a_day_that_exists(day: str, months: int, expected: str) -> None:
    assert months_before(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_the_list_of_accounts_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "demo-accounts.json"
    path.write_text("old and longer than the new one, readable by all" * 20)
    path.chmod(0o644)
    write_accounts([DemoAccount("林", "书记", "pw", "qingshiling", "lin", "", "")], path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    rows: list[dict[str, Any]] = json.loads(path.read_text())
    assert [list(row) for row in rows] == [
        ["name", "role", "password", "centre", "sign_in", "phone", "totp_secret"]
    ]
