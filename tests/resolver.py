"""Every address of the resolver: nothing is listed by hand, so nothing can be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from changlai.foundation.people.public import Access
from changlai.kernel.tenancy.models import OWNED
from tests.cast import Village
from tools.storeys import STOREYS

NOBODYS = UUID(int=7 << 76 | 2 << 62)
SAMPLES = {"slug": "none", "str": "none", "int": 2026, "path": "none"}

SIGNED: Any = Access("signed")  # type: ignore[arg-type]
"""Opens with the signature in its address alone, so that a letter or a print may carry it."""


@dataclass(frozen=True)
class Address:
    """One pattern of the resolver with its view and the names of its arguments."""

    route: str
    view: Any
    namespace: str
    name: str
    arguments: tuple[tuple[str, str], ...]

    @property
    def access(self) -> Access | None:
        """The mark of the view; the kernel, which knows no roles, may say that it is signed."""
        mark = getattr(self.view, "access", None)
        return SIGNED if mark == "signed" else mark

    def path(self, code: str, thing: UUID) -> str:
        """Fill the route: the centre's code, one id for whatever is named by one, samples else."""
        path = self.route
        for converter, argument in self.arguments:
            value = code if argument == "code" else SAMPLES.get(converter, "none")
            if converter == "uuid":
                value = thing
            mark = f"<{converter}:{argument}>" if converter else f"<{argument}>"
            path = path.replace(mark, str(value))
        return f"/{path}"

    @property
    def full_name(self) -> str:
        """The name as templates write it."""
        return f"{self.namespace}:{self.name}"

    @property
    def names_a_thing(self) -> bool:
        """Say whether the address is of one row."""
        return any(converter == "uuid" for converter, _ in self.arguments)


def addresses() -> list[Address]:
    """Walk the whole resolver; nothing is listed by hand, so nothing can be forgotten."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[Any], before: str, namespace: str) -> Iterator[Address]:
    for entry in patterns:
        route = f"{before}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, route, entry.namespace or namespace)
        elif isinstance(entry, URLPattern):
            yield Address(
                route, entry.callback, namespace, entry.name or "", _arguments(entry, route)
            )


def _arguments(entry: URLPattern, route: str) -> tuple[tuple[str, str], ...]:
    found = []
    for part in route.split("<")[1:]:
        mark = part.split(">")[0]
        converter, _, argument = mark.rpartition(":")
        found.append((converter, argument))
    return tuple(found)


ADDRESSES = addresses()


def things_of(village: Village, address: Address) -> Iterator[UUID]:
    """Yield nobody's id, then the id of one row of each owned table that the view could know.

    An app knows its own tables and those of the storeys below it, which the linter holds it to;
    the row of a neighbour's table is nobody's id to it.
    """
    yield NOBODYS
    if not address.names_a_thing:
        return
    for model in apps.get_models():
        of_the_kernel = model.__module__.startswith("changlai.kernel")
        is_owned = getattr(model, "placement", None) == OWNED and not of_the_kernel
        if is_owned and _may_know(address.view.__module__, model.__module__):
            row = model._default_manager.filter(centre_id=village.centre.pk).first()
            if row is not None:
                yield row.pk


def _may_know(view: str, model: str) -> bool:
    """Say whether a view's app may import a model's: its own, or one of a lower storey."""
    (_, ours, app), (_, theirs, other) = view.split(".")[:3], model.split(".")[:3]
    if ours not in STOREYS or theirs not in STOREYS:
        return True
    return app == other or STOREYS.index(theirs) < STOREYS.index(ours)
