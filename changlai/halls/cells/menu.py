"""Entries of the cells hall in the menus."""

from changlai.kernel.registry.contributions import MenuItem

MENU = [
    MenuItem("home", "便民格子间", "cells:list", "store", 70, hint="谁在、几点在，也能申请一格"),
    MenuItem(
        "desk",
        "格子间",
        "cells:desk_cells",
        "store",
        70,
        group="场所",
        shown=lambda actor: actor.can("cells.see"),
    ),
]
