"""Entries of the voices hall in the menus."""

from changlai.kernel.registry.contributions import MenuItem

MENU = [
    MenuItem("home", "我要说", "voices:say", "message-square-plus", 10, hint="问事、求助、提意见"),
    MenuItem("home", "我要看", "voices:answers", "messages-square", 60, hint="大家问的和答的"),
]
