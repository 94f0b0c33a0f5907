"""Dates, times and durations as people say them: 11月26日(周四)下午3:00, 还剩2天."""

from datetime import date, datetime, timedelta

from django.utils import timezone

WEEKDAYS = "一二三四五六日"
PARTS_OF_DAY = ((6, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))


def spoken_day(day: date, today: date) -> str:
    """Say a date with its weekday, and with the year only when it is another one."""
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日(周{WEEKDAYS[day.weekday()]})"


def spoken_clock(hour: int, minute: int) -> str:
    """Say a time of day: 15:00 is 下午3:00, 12:05 is 中午12:05."""
    part = next(word for until, word in PARTS_OF_DAY if hour < until)
    return f"{part}{hour if hour <= 12 else hour - 12}:{minute:02d}"


def spoken_moment(at: datetime, today: date) -> str:
    """Say a moment in local time."""
    local = timezone.localtime(at)
    return f"{spoken_day(local.date(), today)}{spoken_clock(local.hour, local.minute)}"


def spoken_hours(starts: datetime, ends: datetime, today: date) -> str:
    """Say from when to when: 3月20日(周五)下午2:00到4:00; the other day is named past midnight."""
    begin, end = timezone.localtime(starts), timezone.localtime(ends)
    if begin.date() != end.date():
        return f"{spoken_moment(starts, today)}到{spoken_moment(ends, today)}"
    return f"{spoken_moment(starts, today)}到{spoken_clock_after(begin, end)}"


def spoken_clock_after(begin: datetime, end: datetime) -> str:
    """Say a time of day that follows another; the part of the day is not said twice."""
    first, second = spoken_clock(begin.hour, begin.minute), spoken_clock(end.hour, end.minute)
    return second[2:] if first[:2] == second[:2] else second


def spoken_span(span: timedelta) -> str:
    """Say how long: days from two days on, else hours, else minutes; always rounded down."""
    minutes = int(abs(span).total_seconds() // 60)
    if minutes >= 48 * 60:
        return f"{minutes // (24 * 60)}天"
    if minutes >= 60:
        return f"{minutes // 60}小时"
    return f"{max(minutes, 1)}分钟"


def time_left(due: datetime, now: datetime) -> str:
    """Say how long until `due`, or by how much it is late."""
    return ("还剩" if due > now else "超时") + spoken_span(due - now)
