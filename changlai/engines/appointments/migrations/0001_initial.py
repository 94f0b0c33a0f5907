import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import changlai.kernel.ids
import changlai.kernel.tenancy.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.CENTRE_MODEL),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Provider",
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
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                ("title", models.CharField(max_length=40, verbose_name="职业")),
                ("unit", models.CharField(blank=True, max_length=80, verbose_name="单位")),
                ("licence", models.CharField(blank=True, max_length=60, verbose_name="执业证号")),
                (
                    "licence_until",
                    models.DateField(blank=True, null=True, verbose_name="证件有效期至"),
                ),
                ("note", models.CharField(blank=True, max_length=120, verbose_name="擅长")),
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
                "ordering": ["name"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "name", "unit"), name="appointments_provider_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Sitting",
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
                ("origin_id", models.UUIDField(blank=True, null=True, verbose_name="来自")),
                ("title", models.CharField(max_length=60, verbose_name="名称")),
                ("starts", models.DateTimeField(verbose_name="开始")),
                ("ends", models.DateTimeField(verbose_name="结束")),
                (
                    "slot_minutes",
                    models.PositiveSmallIntegerField(default=15, verbose_name="每人(分钟)"),
                ),
                ("place_text", models.CharField(blank=True, max_length=80, verbose_name="地点")),
                ("takes_walk_ins", models.BooleanField(default=True, verbose_name="没约也可以来")),
                ("is_opaque", models.BooleanField(default=False, verbose_name="保密")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "未开始"),
                            ("done", "已结束"),
                            ("cancelled", "已取消"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "last_number",
                    models.PositiveSmallIntegerField(default=0, verbose_name="排到几号"),
                ),
                (
                    "cancel_reason",
                    models.CharField(blank=True, max_length=120, verbose_name="取消原因"),
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
                (
                    "provider",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sittings",
                        to="appointments.provider",
                    ),
                ),
            ],
            options={
                "ordering": ["starts", "id"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["centre", "starts"], name="appointments_sitting_day"),
                    models.Index(
                        fields=["centre", "origin_id"], name="appointments_sitting_origin"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts__lt", models.F("ends"))),
                        name="appointments_sitting_span",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slot_minutes__gte", 5)),
                        name="appointments_sitting_minutes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Slot",
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
                ("starts", models.DateTimeField(verbose_name="开始")),
                ("ends", models.DateTimeField(verbose_name="结束")),
                ("is_closed", models.BooleanField(default=False, verbose_name="不开放")),
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
                    "sitting",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slots",
                        to="appointments.sitting",
                    ),
                ),
            ],
            options={
                "ordering": ["starts", "id"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "sitting", "starts"), name="appointments_slot_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
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
                ("alias", models.CharField(blank=True, max_length=40, verbose_name="称呼")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("booked", "已约好"),
                            ("here", "到了，等叫号"),
                            ("called", "正在谈"),
                            ("done", "谈完了"),
                            ("no_show", "没有来"),
                            ("cancelled", "已取消"),
                        ],
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "queue_number",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="排队号"),
                ),
                ("channel", models.CharField(max_length=10, verbose_name="渠道")),
                ("booked_at", models.DateTimeField(verbose_name="预约时间")),
                ("here_at", models.DateTimeField(blank=True, null=True, verbose_name="到达时间")),
                ("called_at", models.DateTimeField(blank=True, null=True, verbose_name="叫号时间")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                ("end_reason", models.CharField(blank=True, max_length=120, verbose_name="说明")),
                ("form_id", models.UUIDField(blank=True, null=True, verbose_name="表单号")),
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
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "sitting",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="appointments.sitting",
                    ),
                ),
                (
                    "slot",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="appointments.slot",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["centre", "sitting", "state"], name="appointments_queue"),
                    models.Index(
                        fields=["centre", "person", "-booked_at"], name="appointments_person"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("slot__isnull", False),
                            ("state__in", ("booked", "here", "called", "done")),
                        ),
                        fields=("centre", "slot"),
                        name="appointments_slot_taken_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("person__isnull", False),
                            ("state__in", ("booked", "here", "called", "done")),
                        ),
                        fields=("centre", "sitting", "person"),
                        name="appointments_person_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("queue_number__isnull", False)),
                        fields=("centre", "sitting", "queue_number"),
                        name="appointments_number_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("form_id__isnull", False)),
                        fields=("centre", "form_id"),
                        name="appointments_form",
                    ),
                ],
            },
        ),
    ]
