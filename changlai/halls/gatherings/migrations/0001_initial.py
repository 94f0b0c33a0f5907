import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import changlai.kernel.ids
import changlai.kernel.tenancy.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("activities", "0001_initial"),
        ("files", "0001_initial"),
        ("records", "0001_initial"),
        migrations.swappable_dependency(settings.CENTRE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Theme",
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
                ("title", models.CharField(max_length=40, verbose_name="名称")),
                ("since", models.DateField(verbose_name="从")),
                ("until", models.DateField(verbose_name="到")),
                ("intro", models.TextField(blank=True, max_length=2000, verbose_name="介绍")),
                (
                    "presets",
                    models.JSONField(blank=True, default=list, verbose_name="常用的活动类型"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "进行中"), ("ended", "已结束")],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("summary", models.JSONField(blank=True, default=dict, verbose_name="总结")),
                ("made_at", models.DateTimeField(verbose_name="建立时间")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
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
                    "cover",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["-since", "title"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("since__lte", models.F("until"))),
                        name="gatherings_theme_span",
                    ),
                    models.UniqueConstraint(
                        fields=("centre", "title", "since"), name="gatherings_theme_title"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ThemeItem",
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
                ("added_at", models.DateTimeField(verbose_name="加入时间")),
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
                    "record",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="records.record",
                    ),
                ),
                (
                    "theme",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="gatherings.theme",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "theme", "record"), name="gatherings_themeitem_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
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
                ("order", models.PositiveSmallIntegerField(verbose_name="第几条")),
                ("text", models.CharField(max_length=200, verbose_name="定了什么")),
                ("who", models.CharField(blank=True, max_length=40, verbose_name="谁来办")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="哪天前")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="办好时间")),
                (
                    "activity",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="activities.activity",
                    ),
                ),
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
                "ordering": ["order"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=["centre", "due_on"],
                        name="gatherings_decision_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "activity", "order"), name="gatherings_decision_order"
                    )
                ],
            },
        ),
    ]
