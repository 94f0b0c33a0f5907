"""Re-encrypt what an older key or algorithm wrote, so that the old key can be taken away."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Cast

from changlai.kernel.crypto.ciphers import CannotDecrypt, decrypt, index_prefix, prefix_in_use
from changlai.kernel.crypto.fields import BlindIndexField, EncryptedTextField

BATCH = 500


@dataclass
class Counts:
    """What a rotation did, in rows: `rejected` ones could not be read and stay as they were."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0

    def as_dict(self) -> dict[str, int]:
        """Return the counts for the JSON line."""
        return asdict(self)


def encrypted_models() -> list[type[models.Model]]:
    """Return the models that have an encrypted column."""
    return [
        model
        for model in apps.get_models()
        if model._meta.managed
        and any(isinstance(f, EncryptedTextField) for f in model._meta.local_fields)
    ]


def rotate_model(
    model: type[models.Model],
    centre_ids: Iterable[Any] | None,
    counts: Counts,
    told: Callable[[int], object] = lambda rows: None,
) -> None:
    """Bring all rows of a model under the first key, centre by centre, in short transactions.

    `centre_ids` is None for a shared table. Rows already under the first key are only read, so a
    run that was cut off goes on where it stopped. `told(rows)` is called after each batch.
    """
    for centre_id in [None] if centre_ids is None else centre_ids:
        rows = model._base_manager.all()
        if centre_id is not None:
            rows = rows.filter(centre_id=centre_id)
        last: Any = None
        while True:
            with transaction.atomic():
                size, last = _rotate_batch(model, rows, last, counts)
            told(size)
            if size < BATCH:
                break


def _rotate_batch(
    model: type[models.Model], rows: models.QuerySet[Any], last: Any, counts: Counts
) -> tuple[int, Any]:
    """Rotate the rows after key `last`; returns how many were read and the last key."""
    fields = [f for f in model._meta.local_fields if isinstance(f, EncryptedTextField)]
    indexes = [f for f in model._meta.local_fields if isinstance(f, BlindIndexField)]
    raw = {f"raw_{field.name}": Cast(field.name, models.TextField()) for field in fields}
    batch = rows if last is None else rows.filter(pk__gt=last)
    batch = batch.select_for_update().order_by("pk").annotate(**raw)
    found = list(batch.values("pk", *raw, *[index.name for index in indexes])[:BATCH])
    prefix, mark = prefix_in_use(), index_prefix()
    for row in found:
        counts.read += 1
        texts = {field.name: row[f"raw_{field.name}"] for field in fields}
        stale = any(text and not text.startswith(prefix) for text in texts.values()) or any(
            row[index.name] and not row[index.name].startswith(mark) for index in indexes
        )
        if not stale:
            counts.unchanged += 1
            continue
        try:
            plain: dict[str, Any] = {
                field.name: decrypt(texts[field.name], field.place)
                if texts[field.name]
                else texts[field.name]
                for field in fields
            }
        except CannotDecrypt:
            counts.rejected += 1
            continue
        written = dict(plain)
        for index in indexes:
            if index.source in plain:
                written[index.name] = index.index_of(plain[index.source])
        rows.filter(pk=row["pk"]).update(**written)
        counts.updated += 1
    return len(found), found[-1]["pk"] if found else last


def centre_ids() -> list[Any]:
    """Return the keys of all centres, in order."""
    return list(
        apps.get_model(settings.CENTRE_MODEL).objects.order_by("pk").values_list("pk", flat=True)
    )
