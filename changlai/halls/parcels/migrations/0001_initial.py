import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import changlai.kernel.crypto.fields
import changlai.kernel.crypto.phones
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
            name="Parcel",
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
                    "waybill",
                    changlai.kernel.crypto.fields.EncryptedTextField(
                        blank=True, default="", editable=False, verbose_name="单号"
                    ),
                ),
                ("waybill_key", models.CharField(blank=True, max_length=64, null=True)),
                (
                    "waybill_tail",
                    models.CharField(blank=True, max_length=6, verbose_name="单号尾号"),
                ),
                (
                    "carrier",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("post", "邮政"),
                            ("sf", "顺丰"),
                            ("zto", "中通"),
                            ("yto", "圆通"),
                            ("sto", "申通"),
                            ("yunda", "韵达"),
                            ("jt", "极兔"),
                            ("jd", "京东"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                        verbose_name="快递公司",
                    ),
                ),
                ("shelf", models.CharField(max_length=8, verbose_name="货架")),
                ("digits", models.CharField(max_length=4, verbose_name="取件码")),
                ("name", models.CharField(blank=True, max_length=40, verbose_name="收件人")),
                (
                    "phone",
                    changlai.kernel.crypto.fields.EncryptedTextField(
                        blank=True, default="", editable=False, verbose_name="收件人电话"
                    ),
                ),
                (
                    "phone_index",
                    changlai.kernel.crypto.fields.BlindIndexField(
                        editable=False,
                        max_length=64,
                        normalise=changlai.kernel.crypto.phones.normalise_cn,
                        null=True,
                        source="phone",
                    ),
                ),
                ("tail", models.CharField(blank=True, max_length=4, verbose_name="电话尾号")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "在架"), ("handed", "已取走"), ("returned", "已退回")],
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("in_at", models.DateTimeField(verbose_name="到的时间")),
                ("told_at", models.DateTimeField(blank=True, null=True, verbose_name="通知时间")),
                ("notice", models.UUIDField(blank=True, null=True)),
                (
                    "reminded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="再次通知时间"),
                ),
                ("reminder", models.UUIDField(blank=True, null=True)),
                ("proxy_name", models.CharField(blank=True, max_length=40, verbose_name="代取人")),
                (
                    "proxy_channel",
                    models.CharField(blank=True, max_length=10, verbose_name="怎么说的"),
                ),
                ("out_at", models.DateTimeField(blank=True, null=True, verbose_name="离开时间")),
                (
                    "taker",
                    models.CharField(
                        blank=True,
                        choices=[("self", "本人"), ("proxy", "代取人"), ("door", "送到家")],
                        max_length=10,
                        verbose_name="谁取的",
                    ),
                ),
                ("taker_name", models.CharField(blank=True, max_length=40, verbose_name="取件人")),
                ("put_backs", models.PositiveSmallIntegerField(default=0, verbose_name="放回几次")),
                (
                    "reason",
                    models.CharField(blank=True, max_length=120, verbose_name="放回或退回的原因"),
                ),
                ("purged_at", models.DateTimeField(blank=True, null=True, verbose_name="清除时间")),
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
                    "in_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "out_by",
                    models.ForeignKey(
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
            ],
            options={
                "verbose_name": "快递",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["centre", "in_at", "id"],
                        name="parcels_shelf",
                    ),
                    models.Index(fields=["centre", "-in_at", "-id"], name="parcels_newest"),
                    models.Index(fields=["centre", "person", "-in_at"], name="parcels_of_person"),
                    models.Index(fields=["centre", "phone_index"], name="parcels_of_phone"),
                    models.Index(fields=["centre", "waybill_key"], name="parcels_waybill"),
                    models.Index(
                        condition=models.Q(
                            models.Q(("state", "waiting")), ("told_at__isnull", True)
                        ),
                        fields=["in_at", "centre"],
                        name="parcels_untold_x",
                    ),
                    models.Index(
                        condition=models.Q(("out_at__isnull", False), ("purged_at__isnull", True)),
                        fields=["out_at", "centre"],
                        name="parcels_to_purge_x",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("centre", "waybill_key"),
                        name="parcels_waybill_live",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("centre", "digits"),
                        name="parcels_digits_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "handed", "returned"])),
                        name="parcels_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(models.Q(("state", "waiting")), ("out_at__isnull", True)),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("out_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="parcels_out_when_gone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "handed"), _negated=True),
                            ("taker__in", ["self", "proxy", "door"]),
                            _connector="OR",
                        ),
                        name="parcels_handed_to_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("purged_at__isnull", True),
                            models.Q(
                                ("name", ""),
                                ("phone_index__isnull", True),
                                ("waybill_key__isnull", True),
                                ("waybill_tail", ""),
                                ("person__isnull", True),
                                ("proxy_name", ""),
                                ("tail", ""),
                                ("taker_name", ""),
                            ),
                            _connector="OR",
                        ),
                        name="parcels_purged_is_empty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("out_at__isnull", True),
                            ("out_at__gte", models.F("in_at")),
                            _connector="OR",
                        ),
                        name="parcels_out_after_in",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "等着送"),
                            ("done", "送到了"),
                            ("not_possible", "送不了"),
                            ("withdrawn", "不用送了"),
                        ],
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                (
                    "channel",
                    models.CharField(default="online", max_length=10, verbose_name="怎么提的"),
                ),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="送到哪里")),
                ("asked_at", models.DateTimeField(verbose_name="提出时间")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                (
                    "answer",
                    models.CharField(blank=True, max_length=120, verbose_name="送不了的原因"),
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
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "parcel",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="parcels.parcel",
                    ),
                ),
            ],
            options={
                "verbose_name": "送货上门",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "asked")),
                        fields=["centre", "asked_at"],
                        name="parcels_to_deliver",
                    ),
                    models.Index(
                        fields=["centre", "parcel", "-asked_at"], name="parcels_deliveries"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("centre", "parcel"),
                        name="parcels_delivery_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["asked", "done", "not_possible", "withdrawn"])
                        ),
                        name="parcels_delivery_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShelfRule",
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
                    "overdue_days",
                    models.PositiveSmallIntegerField(default=7, verbose_name="几天没取算超期"),
                ),
                (
                    "shelves",
                    models.CharField(
                        default="1-1 1-2 1-3 2-1 2-2 2-3", max_length=400, verbose_name="货架"
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
                "verbose_name": "快递约定",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("centre",), name="parcels_rule_one"),
                    models.CheckConstraint(
                        condition=models.Q(("overdue_days__range", (1, 60))),
                        name="parcels_rule_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CodeTry",
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
                ("key", models.CharField(max_length=64)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("last_at", models.DateTimeField()),
                ("blocked_until", models.DateTimeField(blank=True, null=True)),
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
                "verbose_name": "取件码输错",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["last_at", "centre"], name="parcels_try_old_x")],
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "key"), name="parcels_try_key")
                ],
            },
        ),
    ]
