"""What a fact is: a frozen value with a name, a time, and a payload of ids, codes and minutes.

Words and personal data never enter the book: it can not be changed afterwards, and a person
must be erasable while the sealed book stays true. So the payload is checked value by value.
"""

import re
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

CODE = re.compile(r"[a-z0-9_.:-]{1,64}")
NAME = re.compile(r"[a-z]+(\.[a-z_]+){1,3}")
_LONG_NUMBER = re.compile(r"\d{11,}")
_LARGEST_NUMBER = 10**10

_OWN = ("centre_id", "at", "actor_id", "subject_id")

known: dict[str, type["Event"]] = {}
"""Every declared fact by name, so that a name means one thing in the whole house."""


class NotAFact(Exception):
    """A payload value that must not enter the book; the text names the field, never the value."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of all facts. A subclass sets `name` ("cases.case.answered") and adds payload fields.

    `at` is when it happened, which for imported and demo rows is in the past. `subject_id` is
    the thing it happened to, `actor_id` the account that did it (None: the system or a stranger).
    """

    name: ClassVar[str] = ""
    version: ClassVar[int] = 1

    centre_id: UUID
    at: datetime
    actor_id: UUID | None = None
    subject_id: UUID | None = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not NAME.fullmatch(cls.name):
            raise TypeError(
                f"{cls.__qualname__}.name must read like 'cases.case.answered', not {cls.name!r}."
            )
        other = known.setdefault(cls.name, cls)
        if (other.__module__, other.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"{cls.name} is already the name of {other.__qualname__}.")
        known[cls.name] = cls

    def payload(self) -> dict[str, Any]:
        """Return the payload as it is stored; raises NotAFact for a value that may not be."""
        if self.at.tzinfo is None:
            raise NotAFact(f"{self.name}.at has no time zone.")
        return {
            field.name: stored(f"{self.name}.{field.name}", getattr(self, field.name))
            for field in fields(self)
            if field.name not in _OWN
        }


def stored(where: str, value: Any) -> Any:
    """Return one payload value in the form the book keeps: ids, times and amounts become text.

    Raises NotAFact naming `where`: for a text that is not a code, for a number as long as a
    telephone number, and for anything that is neither.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) >= _LARGEST_NUMBER:
            raise NotAFact(f"{where} is a number as long as a telephone number.")
        return int(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise NotAFact(f"{where} has no time zone.")
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        if not value.is_finite() or abs(value) >= _LARGEST_NUMBER:
            raise NotAFact(f"{where} is not an amount.")
        return format(value, "f")
    if isinstance(value, str):
        if not CODE.fullmatch(value):
            raise NotAFact(
                f"{where} is not a code: codes are a-z 0-9 _ . : - and at most 64 of them."
            )
        if _LONG_NUMBER.search(value):
            raise NotAFact(f"{where} holds eleven digits in a row, as a telephone number does.")
        return str(value)
    raise NotAFact(
        f"{where} is a {type(value).__name__}; the book takes ids, codes, times and numbers only."
    )


@dataclass(frozen=True)
class StoredEvent:
    """A fact as receivers get it; in `payload`, ids, times and amounts are text, as stored."""

    id: UUID
    centre_id: UUID
    name: str
    version: int
    at: datetime
    actor_id: UUID | None
    subject_id: UUID | None
    payload: dict[str, Any]

    def uuid(self, field: str) -> UUID | None:
        """Return a payload id as a UUID."""
        value = self.payload.get(field)
        return None if value is None else UUID(value)

    def moment(self, field: str) -> datetime | None:
        """Return a payload time as a datetime."""
        value = self.payload.get(field)
        return None if value is None else datetime.fromisoformat(value)
