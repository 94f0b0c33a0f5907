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
            name="Cell",
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
                ("name", models.CharField(max_length=30, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("desk", "工位"),
                            ("stall", "便民小摊"),
                            ("shelf", "展销格"),
                            ("locker", "储物格"),
                        ],
                        max_length=10,
                        verbose_name="种类",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=60, verbose_name="在哪里")),
                ("note", models.CharField(blank=True, max_length=120, verbose_name="大小和设施")),
                ("rules", models.TextField(blank=True, max_length=1000, verbose_name="使用约定")),
                (
                    "fee_note",
                    models.CharField(default="不收费", max_length=60, verbose_name="收费"),
                ),
                (
                    "term_days",
                    models.PositiveSmallIntegerField(default=180, verbose_name="一期几天"),
                ),
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
                    "room",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.room",
                    ),
                ),
            ],
            options={
                "verbose_name": "格子间",
                "ordering": ["order", "name", "id"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "name"), name="cells_cell_name"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["desk", "stall", "shelf", "locker"])),
                        name="cells_cell_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("term_days__gte", 1)), name="cells_cell_term"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Wish",
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
                    "contact_phone",
                    changlai.kernel.crypto.fields.EncryptedTextField(
                        blank=True, default="", editable=False, verbose_name="联系电话"
                    ),
                ),
                ("purpose", models.CharField(max_length=60, verbose_name="用来做什么")),
                ("shown_as", models.CharField(blank=True, max_length=30, verbose_name="招牌")),
                ("hours", models.CharField(blank=True, max_length=60, verbose_name="几点在")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("desk", "工位"),
                            ("stall", "便民小摊"),
                            ("shelf", "展销格"),
                            ("locker", "储物格"),
                        ],
                        max_length=10,
                        verbose_name="种类",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "排队中"),
                            ("given", "已分到"),
                            ("withdrawn", "不要了"),
                            ("declined", "没分到"),
                        ],
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "channel",
                    models.CharField(default="online", max_length=10, verbose_name="怎么提的"),
                ),
                ("asked_at", models.DateTimeField(verbose_name="提出时间")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                ("reason", models.CharField(blank=True, max_length=120, verbose_name="原因")),
                ("form_id", models.UUIDField(verbose_name="表单编号")),
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
                "verbose_name": "格子间申请",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["centre", "kind", "asked_at", "id"],
                        name="cells_wish_line",
                    ),
                    models.Index(
                        fields=["centre", "person", "-asked_at"], name="cells_wish_person"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "form_id"), name="cells_wish_form"),
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False), ("state", "waiting")),
                        fields=("centre", "person", "kind"),
                        name="cells_wish_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", False),
                            models.Q(("alias", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="cells_wish_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Allocation",
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
                    "contact_phone",
                    changlai.kernel.crypto.fields.EncryptedTextField(
                        blank=True, default="", editable=False, verbose_name="联系电话"
                    ),
                ),
                ("purpose", models.CharField(max_length=60, verbose_name="用来做什么")),
                ("shown_as", models.CharField(blank=True, max_length=30, verbose_name="招牌")),
                ("hours", models.CharField(blank=True, max_length=60, verbose_name="几点在")),
                ("rules", models.TextField(blank=True, verbose_name="使用约定")),
                ("fee_note", models.CharField(blank=True, max_length=60, verbose_name="收费")),
                ("starts_on", models.DateField(verbose_name="从")),
                ("ends_on", models.DateField(verbose_name="到")),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "在用"), ("returned", "已退还")],
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("renewals", models.PositiveSmallIntegerField(default=0, verbose_name="续期几次")),
                (
                    "reminded_for",
                    models.DateField(blank=True, null=True, verbose_name="提醒过的到期日"),
                ),
                (
                    "out_of_turn",
                    models.CharField(blank=True, max_length=120, verbose_name="为什么不按顺序"),
                ),
                ("given_at", models.DateTimeField(verbose_name="分配时间")),
                (
                    "returned_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="退还时间"),
                ),
                (
                    "return_note",
                    models.CharField(blank=True, max_length=120, verbose_name="退还情况"),
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
                    "given_by",
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
                (
                    "cell",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="cells.cell",
                    ),
                ),
                (
                    "wish",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cells.wish",
                    ),
                ),
            ],
            options={
                "verbose_name": "格子间分配",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "active")),
                        fields=["ends_on", "centre"],
                        name="cells_ending_x",
                    ),
                    models.Index(fields=["centre", "person", "-given_at"], name="cells_of_person"),
                    models.Index(fields=["centre", "-starts_on", "-id"], name="cells_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "active")),
                        fields=("centre", "cell"),
                        name="cells_one_active",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("wish__isnull", False)),
                        fields=("centre", "wish"),
                        name="cells_wish_fulfilled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("starts_on__lte", models.F("ends_on"))),
                        name="cells_term_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", False),
                            models.Q(("alias", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="cells_taker_somebody",
                    ),
                ],
            },
        ),
    ]
