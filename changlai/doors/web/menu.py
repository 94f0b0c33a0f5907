"""What the door itself adds to the menus: the way home, the sheet of today, one's own corner."""

from typing import Any

from changlai.kernel.outbox.public import unread
from changlai.kernel.registry.contributions import MenuItem


def _signed_in(actor: Any) -> bool:
    return actor.account_id is not None


def _stranger(actor: Any) -> bool:
    return actor.account_id is None


def _staff(actor: Any) -> bool:
    return bool(actor.is_staff)


def _may(power: str) -> Any:
    return lambda actor: actor.can(power)


def _unread(actor: Any) -> int:
    if actor.centre_id is None or actor.for_person_id is None:
        return 0
    return unread(actor.centre_id, actor.for_person_id, actor.bound_to).count()


MENU = [
    MenuItem("tab", "首页", "web:home", "house", 0),
    MenuItem("tab", "查进度", "voices:progress", "search", 10),
    MenuItem("tab", "我的", "web:mine", "user", 20, count=_unread),
    MenuItem("account", "工作台", "web:today", "layout-dashboard", 0, shown=_staff),
    MenuItem("account", "登录", "people:sign_in", "log-in", 10, shown=_stranger),
    MenuItem("account", "退出", "people:sign_out", "log-out", 20, shown=_signed_in),
    MenuItem("acting", "结束代办", "people:act_for_end", "log-out", 0),
    MenuItem("elder", "长辈版", "web:elder", "a-large-small", 0),
    MenuItem("foot", "怎么用", "web:guides", "book-open", 0),
    MenuItem("foot", "关于", "web:about", "info", 10),
    MenuItem("foot", "工作人员登录", "people:staff_sign_in", "log-in", 20, shown=_stranger),
    MenuItem("desk", "今日", "web:today", "sun", 0, group="今日", shown=_staff),
    MenuItem(
        "desk", "台账", "registers:index", "table", 0, group="数据", shown=_may("registers.see")
    ),
    MenuItem(
        "desk",
        "放假安排",
        "web:calendar",
        "calendar-days",
        90,
        group="保障",
        shown=_may("calendar.import"),
    ),
    MenuItem("desk", "看居民首页", "web:home", "house", 95, group="保障", shown=_staff),
]
