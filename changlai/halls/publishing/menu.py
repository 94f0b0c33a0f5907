"""Entries of publishing in the menus."""

from changlai.halls.publishing.policies import WRITE
from changlai.kernel.registry.contributions import MenuItem


def _writes(actor: object) -> bool:
    return bool(actor.can(WRITE))  # type: ignore[attr-defined]


MENU = [
    MenuItem("home", "我要看", "publishing:look", "newspaper", 60, hint="公告、村务、村里的事"),
    MenuItem("look", "公告和指南", "publishing:list", "megaphone", 10, hint="通知、怎么办事"),
    MenuItem("look", "文化墙", "publishing:wall", "landmark", 40, hint="墙上写的，手机上看"),
    MenuItem(
        "look", "中心的窗口", "publishing:window", "building-2", 80, hint="开放日、参观看这里"
    ),
    MenuItem(
        "desk", "公告", "publishing:desk_notice_list", "megaphone", 10, group="宣传", shown=_writes
    ),
    MenuItem(
        "desk", "指南", "publishing:desk_guide_list", "book-open", 20, group="宣传", shown=_writes
    ),
    MenuItem(
        "desk", "文化墙", "publishing:desk_wall_list", "landmark", 30, group="宣传", shown=_writes
    ),
    MenuItem(
        "desk",
        "村里的故事",
        "publishing:desk_story_list",
        "feather",
        40,
        group="宣传",
        shown=_writes,
    ),
    MenuItem(
        "desk", "媒体报道", "publishing:desk_clips", "newspaper", 50, group="宣传", shown=_writes
    ),
    MenuItem(
        "desk",
        "展示窗口",
        "publishing:desk_window_list",
        "building-2",
        60,
        group="宣传",
        shown=_writes,
    ),
]
