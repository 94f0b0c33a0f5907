"""What belongs to whom: owned, shared and local tables of this installation, and their links."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from changlai.kernel.tenancy.models import LOCAL, OWNED, SHARED, CentreKey, SameCentreFK

FRAMEWORK = frozenset(
    {
        "admin",
        "auth",
        "contenttypes",
        "sessions",
        "messages",
        "sites",
        "account",
        "mfa",
        "socialaccount",
        "usersessions",
        "axes",
        "django_tasks_database",
    }
)
"""Apps of others, whose tables are local: this installation's own, never a village's."""


def placement_of(model: type[models.Model]) -> str | None:
    """Return "owned", "shared" or "local" for a model, or None if it says nothing."""
    options = model._meta
    if any(isinstance(field, CentreKey) for field in options.local_fields):
        return OWNED
    if options.app_label in FRAMEWORK:
        return LOCAL
    if options.auto_created:
        # A through table that Django made stands where the model that declares it stands.
        declaring: Any = options.auto_created
        return placement_of(declaring)
    return getattr(model, "placement", None)


def owned_models() -> list[type[models.Model]]:
    """Return all models with a table that belongs to centres."""
    return [model for model in _with_table() if placement_of(model) == OWNED]


def shared_models() -> list[type[models.Model]]:
    """Return all models with a table that belongs to the whole installation."""
    return [model for model in _with_table() if placement_of(model) == SHARED]


def append_only_models() -> list[type[models.Model]]:
    """Return the models whose rows are written once (`append_only = True` in the class)."""
    return [model for model in _with_table() if getattr(model, "append_only", False)]


def links() -> Iterator[tuple[type[models.Model], SameCentreFK, type[models.Model]]]:
    """Yield (model, link, model pointed to) for every link inside a centre."""
    for model in owned_models():
        for field in model._meta.local_fields:
            if isinstance(field, SameCentreFK):
                target: Any = field.related_model
                yield model, field, target


def _with_table() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not model._meta.swapped
    ]
