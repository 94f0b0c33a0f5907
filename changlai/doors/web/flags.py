"""What a colleague must see before she trusts the sheet: a stopped worker, an unknown year."""

from datetime import date, datetime, timedelta

from changlai.kernel.tasks.public import is_stalled
from changlai.kernel.workcalendar.days import fallback_note

LOOK_AHEAD = timedelta(days=40)


def flags(day: date, now: datetime) -> list[str]:
    """Return the warnings of the day as sentences."""
    said = []
    if is_stalled(now):
        said.append("后台停了：通知不会发出，超时提醒也不会更新。请管理员检查后台程序。")
    if note := fallback_note(day, day + LOOK_AHEAD):
        said.append(note)
    return said
