"""Front door of schemas: fields as data, drawn as forms, shown on pages, listed in registers."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from changlai.kernel.registers.public import Column
from changlai.kernel.schemas.editing import SchemaEditor
from changlai.kernel.schemas.forms import SchemaForm
from changlai.kernel.schemas.values import Field, Kind, Schema

__all__ = [
    "Field",
    "Kind",
    "Schema",
    "SchemaEditor",
    "SchemaForm",
    "columns",
    "shown",
    "without_id_numbers",
]


def shown(schema: Schema, answers: dict[str, Any]) -> list[tuple[str, str]]:
    """Return (label, words) of what was answered, in the order of the questions."""
    return [
        (one.label, _words(one, answers[one.code]))
        for one in schema.fields
        if answers.get(one.code) not in (None, "", [])
    ]


def columns(schema: Schema, answers_of: Callable[[Any], dict[str, Any]]) -> list[Column]:
    """Return the register's columns of a schema; `answers_of(row)` gives a row's answers."""
    return [_column(one, answers_of) for one in schema.fields if one.is_listed]


def without_id_numbers(schema: Schema, answers: dict[str, Any]) -> dict[str, Any]:
    """Return answers without identity numbers, which go when what they were for is done."""
    numbers = {one.code for one in schema.fields if one.kind == Kind.ID_NUMBER}
    return {code: value for code, value in answers.items() if code not in numbers}


def _column(one: Field, answers_of: Callable[[Any], dict[str, Any]]) -> Column:
    def value(row: Any) -> Any:
        found = (answers_of(row) or {}).get(one.code)
        if found is None:
            return None
        if one.kind == Kind.WHOLE:
            return found
        if one.kind == Kind.AMOUNT:
            return Decimal(str(found))
        if one.kind == Kind.DATE:
            return date.fromisoformat(str(found))
        return _words(one, found)

    kind = {Kind.WHOLE: "number", Kind.AMOUNT: "number", Kind.DATE: "date"}.get(one.kind, "text")
    return Column(one.label, value, kind=kind)  # type: ignore[arg-type]


def _words(one: Field, value: Any) -> str:
    if one.kind == Kind.YES_NO:
        return "是" if value else "否"
    if one.kind == Kind.DATE:
        day = date.fromisoformat(str(value))
        return f"{day.year}年{day.month}月{day.day}日"
    if one.kind == Kind.CHOICES:
        return "、".join(str(item) for item in value)
    return str(value)
