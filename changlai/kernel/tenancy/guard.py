"""A guard for the test run: it reports SQL that would leave one centre, which Citus refuses.

It sees two things that no check of models can see: a row lock without a centre, and a sub-select
over an owned table that is not tied to the centre of the query around it.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections

from changlai.kernel.tenancy.placement import owned_models

_STATEMENT = re.compile(r"\s*(SELECT|UPDATE|DELETE|INSERT|WITH)\b")

Report = Callable[[str, str], None]


class Guard:
    """An execute wrapper; `report(what, sql)` is called for each finding."""

    def __init__(self, report: Report) -> None:
        self.report = report
        tables = "|".join(re.escape(model._meta.db_table) for model in owned_models())
        self.tables = re.compile(rf'(?:FROM|JOIN) "({tables})"(?: (?:AS )?"?(\w+)"?)?')

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        for what in self.faults(sql):
            self.report(what, sql)
        return execute(sql, params, many, context)

    def faults(self, sql: str) -> list[str]:
        """Return what is wrong with a statement."""
        seen = self.tables.findall(sql)
        if not seen or not _STATEMENT.match(sql):
            return []
        found = []
        condition = sql.split("WHERE", 1)[-1] if "WHERE" in sql else ""
        if "FOR UPDATE" in sql and not re.search(r'"centre_id" (=|IN) ', condition):
            found.append("a lock without a centre")
        for table, alias in seen:
            # Django names the tables of a sub-select U0, U1 …; those of the query keep their own.
            if re.fullmatch(r"[UVW]\d+", alias) and not _tied(alias, sql):
                found.append(f"a sub-select on {table} that is not tied to a centre")
        return found


@contextmanager
def watch(using: str = "default") -> Iterator[None]:
    """Fail at the end of the block, with AssertionError, if a statement in it left its centre."""
    found: list[str] = []
    with connections[using].execute_wrapper(
        Guard(lambda what, sql: found.append(f"{what}: {sql}"))
    ):
        yield
    if found:
        raise AssertionError("\n".join(found))


def _tied(alias: str, sql: str) -> bool:
    column = r'"?\w+"?\."centre_id"'
    mine = rf'"?{alias}"?\."centre_id"'
    return bool(re.search(rf"{mine} (?:= \(?(?:{column}|%s)|IN )|{column} = \(?{mine}", sql))
