"""Entries of the rooms hall in the menus."""

from changlai.kernel.registry.contributions import MenuItem

GROUP = "场所"

MENU = [
    MenuItem("home", "我要约", "rooms:book", "calendar-plus", 30, hint="找场所、约时间"),
]
