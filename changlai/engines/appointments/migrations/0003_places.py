"""Let everybody who has a number stand where it puts them, as all did before windows came."""

from typing import Any

from django.db import migrations
from django.db.models import F

GAP = 2**20


def give_places(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("appointments", "Appointment").objects
    rows.filter(queue_number__isnull=False).update(place=F("queue_number") * GAP)


class Migration(migrations.Migration):
    dependencies = [("appointments", "0002_windows")]

    operations = [migrations.RunPython(give_places, migrations.RunPython.noop)]
