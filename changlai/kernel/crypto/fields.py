"""Columns that only the platform may read: encrypted text, and a blind index to find it by."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import FieldError
from django.db import models

from changlai.kernel.crypto.ciphers import blind_index, decrypt, encrypt


class EncryptedTextField(models.TextField):
    """Text that is ciphertext in the database and plain in memory.

    It can be neither searched nor sorted (use a BlindIndexField for equality), stays out of forms
    and admin unless asked for, and dumps as ciphertext. An empty text is stored as it is.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    @property
    def place(self) -> str:
        """Return "table.column", to which each ciphertext is bound."""
        return f"{self.model._meta.db_table}.{self.column}"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """Decrypt; raises CannotDecrypt for a missing key or an altered text."""
        return decrypt(value, self.place) if value else value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Encrypt on the way to the database."""
        value = super().get_db_prep_value(value, connection, prepared)
        return encrypt(value, self.place) if isinstance(value, str) and value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse every comparison but isnull: a ciphertext never equals another."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: look it up by its blind index.")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:
        """Return ciphertext for dumps."""
        value = self.value_from_object(obj)
        return encrypt(value, self.place) if value else ""


class BlindIndexField(models.CharField):
    """The keyed fingerprint of an encrypted field, made as the row is saved; null if empty.

    Find by `filter(phone_index=blind_index(phone, "phone"))`. `source` names the encrypted field,
    `normalise` brings it to one form first (and may raise BadInput), `purpose` is else `source`.
    Whoever saves `source` by update_fields names this field too; queryset.update() is for neither.
    """

    def __init__(
        self,
        *args: Any,
        source: str = "",
        normalise: Callable[[str], str] | None = None,
        purpose: str = "",
        **kwargs: Any,
    ) -> None:
        self.source, self.normalise, self.purpose = source, normalise, purpose or source
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault("null", True)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs |= {"source": self.source, "max_length": self.max_length}
        kwargs |= {"null": self.null, "editable": self.editable}
        if self.normalise:
            kwargs["normalise"] = self.normalise
        if self.purpose != self.source:
            kwargs["purpose"] = self.purpose
        return name, path, args, kwargs

    def index_of(self, text: str | None) -> str | None:
        """Return the fingerprint of a source text, or None for an empty one."""
        if not text:
            return None
        return blind_index(self.normalise(text) if self.normalise else text, self.purpose)

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:
        """Fingerprint the source as it is saved."""
        value = self.index_of(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, value)
        return value
