"""Dates and durations as people say them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from changlai.kernel.pages import words

TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_a_moment_is_said_in_local_time_with_its_weekday() -> None:
    at = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
    assert words.spoken_moment(at, TODAY) == "11月26日(周四)下午3:00"


def test_another_year_is_named() -> None:
    assert words.spoken_day(date(2027, 1, 4), TODAY) == "2027年1月4日(周一)"


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (0, "凌晨0:05"),
        (6, "上午6:05"),
        (11, "上午11:05"),
        (12, "中午12:05"),
        (13, "下午1:05"),
        (18, "晚上6:05"),
        (23, "晚上11:05"),
    ],
)
def test_each_part_of_the_day_has_its_word(hour: int, said: str) -> None:
    assert words.spoken_clock(hour, 5) == said


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(days=2, hours=5), "还剩2天"),
        (timedelta(hours=47), "还剩47小时"),
        (timedelta(minutes=61), "还剩1小时"),
        (timedelta(seconds=30), "还剩1分钟"),
        (timedelta(minutes=-20), "超时20分钟"),
        (timedelta(days=-3), "超时3天"),
        (timedelta(0), "超时1分钟"),
    ],
)
def test_time_left_is_never_promised_too_long(span: timedelta, said: str) -> None:
    assert words.time_left(NOON + span, NOON) == said
