import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import changlai.kernel.crypto.fields
import changlai.kernel.ids
import changlai.kernel.tenancy.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.CENTRE_MODEL),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Booking",
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
                ("number", models.CharField(max_length=20, verbose_name="编号")),
                ("purpose", models.CharField(max_length=60, verbose_name="做什么用")),
                ("headcount", models.PositiveSmallIntegerField(verbose_name="大约几个人")),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "村里的公事"), (2, "文艺队、协会等集体"), (3, "个人")],
                        verbose_name="谁用",
                    ),
                ),
                (
                    "group_name",
                    models.CharField(blank=True, max_length=40, verbose_name="队伍或单位"),
                ),
                (
                    "contact_name",
                    models.CharField(blank=True, max_length=40, verbose_name="联系人"),
                ),
                (
                    "contact_phone",
                    changlai.kernel.crypto.fields.EncryptedTextField(
                        blank=True, default="", editable=False, verbose_name="联系电话"
                    ),
                ),
                ("needs", models.CharField(blank=True, max_length=120, verbose_name="要用的设备")),
                ("conditions", models.TextField(blank=True, verbose_name="同意的须知")),
                ("repeat", models.JSONField(blank=True, null=True, verbose_name="重复")),
                (
                    "channel",
                    models.CharField(default="online", max_length=10, verbose_name="怎么约的"),
                ),
                ("booked_at", models.DateTimeField(verbose_name="提出时间")),
                ("form_id", models.UUIDField(verbose_name="表单编号")),
                (
                    "booked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                (
                    "function",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.function",
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
                    "room",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.room",
                        verbose_name="场所",
                    ),
                ),
            ],
            options={
                "verbose_name": "场地预约",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["centre", "-booked_at", "-id"], name="rooms_booking_newest"
                    ),
                    models.Index(
                        fields=["centre", "person", "-booked_at"], name="rooms_booking_person"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "number"), name="rooms_booking_number"
                    ),
                    models.UniqueConstraint(
                        fields=("centre", "form_id"), name="rooms_booking_form"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("priority__range", (1, 3))),
                        name="rooms_booking_priority",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("headcount__gte", 1)), name="rooms_booking_heads"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BookingDate",
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
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "等确认"),
                            ("confirmed", "已约好"),
                            ("refused", "没约上"),
                            ("in_use", "使用中"),
                            ("done", "已用完"),
                            ("no_show", "没有来"),
                            ("cancelled", "已取消"),
                            ("displaced", "场所临时用不了"),
                        ],
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "村里的公事"), (2, "文艺队、协会等集体"), (3, "个人")],
                        verbose_name="谁用",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="提出时间")),
                ("reason", models.CharField(blank=True, max_length=120, verbose_name="原因")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="确认时间"),
                ),
                ("came_at", models.DateTimeField(blank=True, null=True, verbose_name="到场时间")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                (
                    "booking",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dates",
                        to="rooms.booking",
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
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "layout",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.layout",
                    ),
                ),
                (
                    "part",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.roompart",
                    ),
                ),
                (
                    "room",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.room",
                        verbose_name="场所",
                    ),
                ),
            ],
            options={
                "verbose_name": "预约的一天",
                "ordering": ["starts", "id"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["centre", "starts", "id"], name="rooms_date_day"),
                    models.Index(fields=["centre", "room", "starts"], name="rooms_date_room"),
                    models.Index(
                        condition=models.Q(("state", "requested")),
                        fields=["centre", "starts"],
                        name="rooms_date_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["confirmed", "in_use", "requested"])),
                        fields=["ends"],
                        name="rooms_date_ending_x",
                    ),
                    models.Index(fields=["centre", "booking", "starts"], name="rooms_date_booking"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts__lt", models.F("ends"))),
                        name="rooms_date_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "requested",
                                    "confirmed",
                                    "refused",
                                    "in_use",
                                    "done",
                                    "no_show",
                                    "cancelled",
                                    "displaced",
                                ],
                            )
                        ),
                        name="rooms_date_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="rooms_date_why",
                    ),
                ],
            },
        ),
    ]
