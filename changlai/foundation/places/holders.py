"""Which page shows what stands behind a use of a room: each app that holds rooms says its own."""

from dataclasses import dataclass
from functools import cache

from changlai.foundation.places.states import HolderKind
from changlai.kernel.registry.public import collect


@dataclass(frozen=True)
class HolderPage:
    """The page of a kind of holder on the workbench; its `url_name` takes the holder as `pk`.

    An app contributes `use_pages.USE_PAGES`.
    """

    kind: HolderKind
    url_name: str


@cache
def use_page(kind: str) -> str:
    """Return the url name of the page behind a kind of use; empty where no app has one."""
    return next((one.url_name for one in collect("use_pages") if one.kind == kind), "")
