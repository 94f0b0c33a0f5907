"""Front door of the registry: find what the installed apps contribute by files of their own.

An app contributes `menu.MENU`, `home.HOME`, `today.TODAY`, `mine.MINE`, `held.HELD`, `roles.ROLES`,
`pack.PACK`, `demo.DEMO`, `jobs.JOBS`, `searchable.SEARCHABLE`, `registers.REGISTERS`,
`metrics.METRICS`, `encounters.ENCOUNTERS`, `offline.OFFLINE`, `record_pages.RECORD_PAGES`,
`use_pages.USE_PAGES`, `parts.PARTS`, `faces.FACES`, `content_kinds.CONTENT_KINDS`,
`measures.MEASURES`, `sharing.SHARING`: a list each, in a module of that name.
Nothing is imported before the apps are ready.
"""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.apps import apps

from changlai.kernel.registry.contributions import (
    MINE_OVER,
    DemoAct,
    Held,
    HeldLine,
    HomeSection,
    Job,
    Measure,
    MenuItem,
    MineLine,
    MineSection,
    OfflinePage,
    Pack,
    Part,
    RecordPage,
    RoleGift,
    Searchable,
    Shared,
    TakeReport,
    TodayLine,
    TodaySection,
    Turn,
)

__all__ = [
    "MINE_OVER",
    "DemoAct",
    "Held",
    "HeldLine",
    "HomeSection",
    "Job",
    "Measure",
    "MenuItem",
    "MineLine",
    "MineSection",
    "OfflinePage",
    "Pack",
    "Part",
    "RecordPage",
    "RoleGift",
    "Searchable",
    "Shared",
    "TakeReport",
    "TodayLine",
    "TodaySection",
    "Turn",
    "app_of",
    "collect",
    "measure",
    "modules",
    "record_page",
    "url_modules",
]


def app_of(module: ModuleType) -> str:
    """Return the app a module belongs to by its own name: "parcels" of changlai.halls.parcels.x."""
    return module.__name__.split(".")[2]


@cache
def modules(name: str) -> tuple[ModuleType, ...]:
    """Import and return the modules `<app>.<name>` of our apps, in the order of the storeys."""
    found = []
    for config in apps.get_app_configs():
        if config.name.startswith("changlai.") and find_spec(f"{config.name}.{name}"):
            found.append(import_module(f"{config.name}.{name}"))
    return tuple(found)


@cache
def collect(name: str, off: frozenset[str] = frozenset()) -> tuple[Any, ...]:
    """Return all contributions of a kind, as collect("menu"), sorted by their `order` if any.

    `off` names parts of the house that a village does without: theirs are left out.
    """
    everything = [
        item
        for module in modules(name)
        if not off or app_of(module) not in off
        for item in getattr(module, name.upper())
    ]
    return tuple(sorted(everything, key=lambda item: getattr(item, "order", 0)))


def record_page(kind: str) -> str:
    """Return the url name of a kind of record, by `record_pages.RECORD_PAGES`; empty without one.

    An engine puts records and knows no page; the hall that shows them says which it is.
    """
    return next((one.url_name for one in collect("record_pages") if one.kind == kind), "")


def measure(code: str, off: frozenset[str] = frozenset()) -> Measure | None:
    """Return the measure of a code; None where no app gives it, or its part is switched off.

    Who keeps a code says so plainly then: the source is gone, which is neither met nor a gap.
    """
    return next((one for one in collect("measures", off) if one.code == code), None)


def url_modules() -> list[str]:
    """Return the dotted names of our apps' url modules."""
    return [module.__name__ for module in modules("urls")]
