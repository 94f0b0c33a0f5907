"""Front door of registers (台账): a query declared once is a page, a file and a print view.

An app lists its registers in `registers.REGISTERS`. Nothing is typed into a register; each names
the models it reads, and a test refuses one that has a table of its own.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django import forms

from changlai.kernel.registers.forms import Period
from changlai.kernel.registry.public import app_of, collect, modules

__all__ = ["Column", "Period", "Register", "RegisterRow", "registers_of"]

Kind = Literal["text", "number", "date", "datetime", "percent", "code"]

LONG = 28
"""From this width in characters on, a column holds running words."""


@dataclass(frozen=True)
class Column:
    """One column: `value` is an attribute path ("case.number") or a function of the row.

    A percent of 37.5 is given as 37.5. A code (261123-4817) is text that is never broken in two.
    `width` is in characters, for the file.
    """

    title: str
    value: str | Callable[[Any], Any]
    kind: Kind = "text"
    width: float | None = None

    def of(self, row: Any) -> Any:
        """Return this column's value of a row; a missing link on the way gives None."""
        if callable(self.value):
            return self.value(row)
        found = row
        for name in self.value.split("."):
            found = getattr(found, name, None)
            if found is None:
                return None
        return found() if callable(found) else found

    @property
    def is_number(self) -> bool:
        """Whether the column stands to the right."""
        return self.kind in {"number", "percent"}

    @property
    def look(self) -> str:
        """How the column stands in a table: num, nowrap, moment (day over clock), wide, or ""."""
        if self.is_number:
            return "num"
        if self.kind in {"date", "code"}:
            return "nowrap"
        if self.kind == "datetime":
            return "moment"
        return "wide" if self.width is not None and self.width >= LONG else ""


@dataclass(frozen=True)
class Register:
    """A register as declared: `rows(actor, filters)` is the policy's own queryset, in order.

    `filters` is a plain Form class whose cleaned data is given to `rows` (an empty dict while it
    does not hold). `power` is needed besides "registers.see"; empty asks for nothing more.
    `url(row)` leads from a row to its thing.
    """

    code: str
    title: str
    order: int
    rows: Callable[[Any, dict[str, Any]], Iterable[Any]]
    columns: Sequence[Column]
    filters: type[forms.Form] | None = None
    power: str = ""
    source_models: tuple[Any, ...] = ()
    note: str = ""
    group: str = ""
    url: Callable[[Any], str] | None = None

    def may_see(self, actor: Any) -> bool:
        """Say whether the actor holds the register's own power."""
        return not self.power or actor.can(self.power)


@dataclass(frozen=True)
class RegisterRow:
    """A row as the page shows it: its number in the list, its cells, its address."""

    number: int
    cells: list[tuple[Column, Any]]
    url: str


def registers_of(actor: Any) -> list[Register]:
    """Return the registers an actor may see, declared ones and those that follow from rows.

    An app with a register for each of its kinds, which the village makes up itself, has a function
    `registers.registers_for(actor)` beside its list.
    """
    off: frozenset[str] = getattr(getattr(actor, "centre", None), "off", frozenset())
    found = [*collect("registers", off)]
    for module in modules("registers"):
        own = getattr(module, "registers_for", None)
        if own is not None and not (off and app_of(module) in off):
            found += own(actor)
    return sorted((one for one in found if one.may_see(actor)), key=lambda one: one.order)
