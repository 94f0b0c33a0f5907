import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import changlai.kernel.ids
import changlai.kernel.tenancy.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.CENTRE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Tag",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=changlai.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("code", models.CharField(max_length=30, verbose_name="编号")),
                ("title", models.CharField(max_length=40, verbose_name="提法")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
                (
                    "centre",
                    changlai.kernel.tenancy.models.CentreKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.CENTRE_MODEL,
                    ),
                ),
                (
                    "parent",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="figures.tag",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "code"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "code"), name="figures_tag_code")
                ],
            },
        ),
        migrations.CreateModel(
            name="TaggedSource",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=changlai.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("source", models.CharField(max_length=30)),
                (
                    "centre",
                    changlai.kernel.tenancy.models.CentreKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.CENTRE_MODEL,
                    ),
                ),
                (
                    "tag",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="figures.tag",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "tag", "source"), name="figures_taggedsource_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Card",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=changlai.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("month", "月"), ("quarter", "季度")], max_length=10),
                ),
                ("first", models.DateField()),
                ("used_minutes", models.PositiveIntegerField(default=0)),
                ("open_minutes", models.PositiveIntegerField(default=0)),
                ("activities", models.PositiveIntegerField(default=0)),
                ("heads", models.PositiveIntegerField(default=0)),
                ("persons", models.PositiveIntegerField(default=0)),
                ("until", models.DateField()),
                ("worked_out_at", models.DateTimeField()),
                (
                    "centre",
                    changlai.kernel.tenancy.models.CentreKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.CENTRE_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["kind", "first"], name="figures_card_span_x")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "kind", "first"), name="figures_card_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first__lte", models.F("until"))),
                        name="figures_card_span",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Encounter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=changlai.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("source", models.CharField(max_length=30)),
                ("subject_id", models.UUIDField()),
                ("day", models.DateField()),
                ("person_id", models.UUIDField(null=True)),
                ("heads", models.PositiveIntegerField(default=1)),
                (
                    "centre",
                    changlai.kernel.tenancy.models.CentreKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.CENTRE_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["centre", "day", "source"], name="figures_encounter_day"),
                    models.Index(
                        condition=models.Q(("person_id__isnull", False)),
                        fields=["centre", "person_id"],
                        name="figures_encounter_person",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "source", "subject_id"), name="figures_encounter_once"
                    )
                ],
            },
        ),
    ]
