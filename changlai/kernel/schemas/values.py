"""What a field and a schema are, and how they are written down as JSON Schema."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from changlai.kernel.errors import BadInput

CODE = re.compile(r"[a-z][a-z0-9_]{0,29}")
MOST_FIELDS = 40
MOST_OPTIONS = 40
LONGEST_LABEL = 30
LONGEST_HINT = 100
SHORT, LONG = 100, 2000


class Kind(StrEnum):
    """What may be answered to a field."""

    SHORT = "short"
    LONG = "long"
    WHOLE = "whole"
    AMOUNT = "amount"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    ID_NUMBER = "id_number"

    @property
    def word(self) -> str:
        """Return what a clerk calls this kind."""
        return _TITLES[self]


_TITLES = {
    Kind.SHORT: "一行字",
    Kind.LONG: "一段话",
    Kind.WHOLE: "整数",
    Kind.AMOUNT: "数字(可有小数)",
    Kind.DATE: "日期",
    Kind.YES_NO: "是或否",
    Kind.CHOICE: "选一个",
    Kind.CHOICES: "可选几个",
    Kind.ID_NUMBER: "身份证号",
}


@dataclass(frozen=True)
class Field:
    """One question: its code in the answers, its words, what may be answered."""

    code: str
    label: str
    kind: Kind = Kind.SHORT
    hint: str = ""
    required: bool = False
    options: tuple[str, ...] = ()
    in_register: bool = True

    def __post_init__(self) -> None:
        if not CODE.fullmatch(self.code):
            raise BadInput(f"栏目“{self.label}”的代码只能用小写字母、数字和下划线。")
        if not self.label.strip() or len(self.label) > LONGEST_LABEL:
            raise BadInput(f"每个栏目都要有名称，最多{LONGEST_LABEL}个字。")
        if len(self.hint) > LONGEST_HINT:
            raise BadInput(f"栏目“{self.label}”的说明最多{LONGEST_HINT}个字。")
        if self.has_options:
            distinct = set(self.options)
            if len(self.options) < 2 or len(distinct) < len(self.options):
                raise BadInput(f"栏目“{self.label}”至少要有两个不同的选项，一行写一个。")
            if len(self.options) > MOST_OPTIONS or any(
                not one.strip() or len(one) > SHORT for one in self.options
            ):
                raise BadInput(f"栏目“{self.label}”的选项太多或太长。")

    @property
    def has_options(self) -> bool:
        """Whether one picks from a list."""
        return self.kind in {Kind.CHOICE, Kind.CHOICES}

    @property
    def is_listed(self) -> bool:
        """Whether its answers may stand in a register: an identity number never does."""
        return self.in_register and self.kind != Kind.ID_NUMBER

    def dump(self) -> dict[str, Any]:
        """Return this field as a property of a JSON Schema."""
        said: dict[str, Any] = {
            **_SHAPES[self.kind],
            "title": self.label,
            "x-kind": self.kind.value,
        }
        if self.hint:
            said["description"] = self.hint
        if self.kind == Kind.CHOICE:
            said["enum"] = list(self.options)
        elif self.kind == Kind.CHOICES:
            said["items"] = {"type": "string", "enum": list(self.options)}
        if not self.in_register:
            said["x-in-register"] = False
        return said

    @classmethod
    def parse(cls, code: str, said: Any, *, required: bool) -> Self:
        """Return a field from its property; raises BadInput naming what is broken."""
        if not isinstance(said, Mapping):
            raise BadInput(f"栏目“{code}”不完整。")
        label = said.get("title", "")
        try:
            kind = Kind(said.get("x-kind", ""))
        except ValueError:
            raise BadInput(f"栏目“{label or code}”的类型不认识。") from None
        given = said.get("items", {}) if kind == Kind.CHOICES else said
        options = given.get("enum", []) if isinstance(given, Mapping) else []
        if not isinstance(label, str) or not all(isinstance(one, str) for one in options):
            raise BadInput(f"栏目“{code}”的名称或选项不是文字。")
        return cls(
            code=code,
            label=label,
            kind=kind,
            hint=str(said.get("description", "")),
            required=required,
            options=tuple(options),
            in_register=said.get("x-in-register", True) is not False,
        )


_SHAPES: dict[Kind, dict[str, Any]] = {
    Kind.SHORT: {"type": "string", "maxLength": SHORT},
    Kind.LONG: {"type": "string", "maxLength": LONG},
    Kind.WHOLE: {"type": "integer"},
    Kind.AMOUNT: {"type": "string", "pattern": r"^-?\d{1,12}(\.\d{1,4})?$"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.YES_NO: {"type": "boolean"},
    Kind.CHOICE: {"type": "string"},
    Kind.CHOICES: {"type": "array", "uniqueItems": True},
    Kind.ID_NUMBER: {"type": "string", "minLength": 18, "maxLength": 18},
}


@dataclass(frozen=True)
class Schema:
    """The questions of one thing, in the order in which they are asked."""

    fields: tuple[Field, ...] = field(default=())

    def __post_init__(self) -> None:
        codes = [one.code for one in self.fields]
        if len(set(codes)) < len(codes):
            raise BadInput("两个栏目用了同一个代码。")
        labels = [one.label.strip() for one in self.fields]
        if len(set(labels)) < len(labels):
            raise BadInput("两个栏目用了同一个名称，请改一个。")
        if len(codes) > MOST_FIELDS:
            raise BadInput(f"栏目最多{MOST_FIELDS}个。")

    def __iter__(self) -> Any:
        return iter(self.fields)

    def __len__(self) -> int:
        return len(self.fields)

    def dump(self) -> dict[str, Any]:
        """Return the schema as it is stored and given to other programs."""
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "properties": {one.code: one.dump() for one in self.fields},
            "required": [one.code for one in self.fields if one.required],
            "additionalProperties": False,
            "x-order": [one.code for one in self.fields],
        }

    @classmethod
    def parse(cls, said: Any) -> Self:
        """Return a schema from what was stored or sent; nothing at all is a schema without fields.

        Raises BadInput naming the broken field.
        """
        if not said:
            return cls()
        properties = said.get("properties") if isinstance(said, Mapping) else None
        if not isinstance(properties, Mapping):
            raise BadInput("栏目的格式不对。")
        order = [code for code in said.get("x-order", ()) if code in properties]
        order += [code for code in properties if code not in order]
        required = set(said.get("required", ()))
        return cls(
            tuple(Field.parse(code, properties[code], required=code in required) for code in order)
        )
