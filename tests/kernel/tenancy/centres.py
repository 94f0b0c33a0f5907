"""Two villages side by side, as bare as the kernel sees them."""

from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings


def make_centre(code: str) -> Any:
    """Make a centre on an area that does not exist."""
    area, _ = apps.get_model("areas", "Area").objects.get_or_create(
        code="990102103201",
        defaults={"level": 5, "name": "云溪村", "parent_code": "990102103", "full_name": "云溪村"},
    )
    centre = apps.get_model(settings.CENTRE_MODEL)
    return centre._default_manager.create(
        code=code, name=code, short_name=code, area=area, opened_on=date(2025, 1, 1)
    )
