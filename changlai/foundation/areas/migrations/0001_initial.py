import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import changlai.kernel.ids
import changlai.kernel.tenancy.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Area",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=12, primary_key=True, serialize=False, verbose_name="代码"
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "省"), (2, "市"), (3, "县"), (4, "乡镇"), (5, "村")],
                        verbose_name="级别",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                (
                    "parent_code",
                    models.CharField(blank=True, max_length=12, verbose_name="上级代码"),
                ),
                ("full_name", models.CharField(max_length=300, verbose_name="全称")),
                ("is_pseudo", models.BooleanField(default=False, verbose_name="统计用虚拟单位")),
            ],
            options={
                "verbose_name": "区划",
                "verbose_name_plural": "区划",
                "ordering": ["code"],
                "indexes": [models.Index(fields=["parent_code", "code"], name="area_parent_x")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 5)),
                        name="area_level_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Centre",
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
                    "code",
                    models.SlugField(
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9][a-z0-9-]*$", "网址代码只能用小写字母、数字和短横线。"
                            )
                        ],
                        verbose_name="网址代码",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="全称")),
                ("short_name", models.CharField(max_length=30, verbose_name="简称")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="公开电话")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="地址")),
                ("opened_on", models.DateField(verbose_name="启用日期")),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
                (
                    "host_name",
                    models.CharField(blank=True, max_length=100, verbose_name="主办单位"),
                ),
                (
                    "filing_number",
                    models.CharField(blank=True, max_length=60, verbose_name="备案编号"),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.area",
                        verbose_name="所在区划",
                    ),
                ),
            ],
            options={
                "verbose_name": "党群服务中心",
                "verbose_name_plural": "党群服务中心",
                "ordering": ["area_id", "code"],
                "swappable": "CENTRE_MODEL",
            },
        ),
        migrations.CreateModel(
            name="Hamlet",
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
                ("name", models.CharField(max_length=40, verbose_name="名称")),
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
            ],
            options={
                "verbose_name": "自然村(小组)",
                "verbose_name_plural": "自然村(小组)",
                "ordering": ["order", "name"],
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "name"), name="hamlet_name_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningException",
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
                ("day", models.DateField(verbose_name="日期")),
                ("opens", models.TimeField(blank=True, null=True, verbose_name="开门")),
                ("closes", models.TimeField(blank=True, null=True, verbose_name="关门")),
                ("note", models.CharField(blank=True, max_length=60, verbose_name="说明")),
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
                "verbose_name": "特殊日期",
                "verbose_name_plural": "特殊日期",
                "ordering": ["day"],
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "day"), name="hours_exception_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closes__isnull", True), ("opens__isnull", True)),
                            models.Q(
                                ("closes__isnull", False),
                                ("opens__isnull", False),
                                ("opens__lt", models.F("closes")),
                            ),
                            _connector="OR",
                        ),
                        name="hours_exception_sound",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningHours",
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
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "星期一"),
                            (2, "星期二"),
                            (3, "星期三"),
                            (4, "星期四"),
                            (5, "星期五"),
                            (6, "星期六"),
                            (7, "星期日"),
                        ],
                        verbose_name="星期",
                    ),
                ),
                ("opens", models.TimeField(verbose_name="开门")),
                ("closes", models.TimeField(verbose_name="关门")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
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
                "verbose_name": "开放时间",
                "verbose_name_plural": "开放时间",
                "ordering": ["weekday", "opens"],
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "weekday", "opens"), name="hours_start_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("opens__lt", models.F("closes"))),
                        name="hours_open_before_close",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weekday__gte", 1), ("weekday__lte", 7)),
                        name="hours_weekday_known",
                    ),
                ],
            },
        ),
    ]
