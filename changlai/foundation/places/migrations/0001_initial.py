import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import changlai.kernel.ids
import changlai.kernel.tenancy.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0001_initial"),
        migrations.swappable_dependency(settings.CENTRE_MODEL),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Function",
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
                "ordering": ["order", "name"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "name"), name="places_function_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="Room",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("office", "办公用房"),
                            ("service", "服务用房"),
                            ("shared", "共用场所"),
                            ("outdoor", "室外场地"),
                        ],
                        max_length=10,
                        verbose_name="性质",
                    ),
                ),
                ("floor", models.CharField(blank=True, max_length=40, verbose_name="楼层或位置")),
                (
                    "area_m2",
                    models.DecimalField(
                        decimal_places=2, max_digits=8, verbose_name="面积(平方米)"
                    ),
                ),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="最多容纳(人)"
                    ),
                ),
                ("access", models.JSONField(blank=True, default=list, verbose_name="无障碍")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="简介")),
                (
                    "conditions",
                    models.TextField(blank=True, max_length=1000, verbose_name="借用须知"),
                ),
                (
                    "booking_rule",
                    models.CharField(
                        choices=[
                            ("auto", "空着就能约，马上确认"),
                            ("ask", "提出后由工作人员确认"),
                            ("staff", "只由工作人员安排"),
                            ("none", "不外借"),
                        ],
                        default="auto",
                        max_length=10,
                        verbose_name="怎么借",
                    ),
                ),
                (
                    "longest_minutes",
                    models.PositiveSmallIntegerField(default=240, verbose_name="一次最长(分钟)"),
                ),
                (
                    "days_ahead",
                    models.PositiveSmallIntegerField(default=60, verbose_name="最多提前(天)"),
                ),
                (
                    "free_after_minutes",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="没来多久就放开(分钟)"
                    ),
                ),
                ("key_note", models.CharField(blank=True, max_length=80, verbose_name="钥匙在哪")),
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
                    "key_holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="管钥匙的人",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "name"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "name"), name="places_room_name"),
                    models.CheckConstraint(
                        condition=models.Q(("area_m2__gt", 0)), name="places_room_area"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Layout",
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
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="这样摆能坐(人)"
                    ),
                ),
                (
                    "set_up_minutes",
                    models.PositiveSmallIntegerField(default=0, verbose_name="布置要(分钟)"),
                ),
                (
                    "clean_up_minutes",
                    models.PositiveSmallIntegerField(default=0, verbose_name="收拾要(分钟)"),
                ),
                (
                    "checklist",
                    models.TextField(blank=True, max_length=1000, verbose_name="布置清单"),
                ),
                ("is_default", models.BooleanField(default=False, verbose_name="平时就这样摆")),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
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
                (
                    "room",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="layouts",
                        to="places.room",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "name"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "room", "name"), name="places_layout_name"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("centre", "room"),
                        name="places_layout_default",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Facility",
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
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("quantity", models.PositiveIntegerField(default=1, verbose_name="数量")),
                ("bought_on", models.DateField(blank=True, null=True, verbose_name="购置日期")),
                (
                    "condition",
                    models.CharField(
                        choices=[
                            ("good", "完好"),
                            ("worn", "能用，旧了"),
                            ("broken", "坏了，待修"),
                            ("gone", "已报废"),
                        ],
                        default="good",
                        max_length=10,
                        verbose_name="状况",
                    ),
                ),
                (
                    "check_every_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="几天检查一次"
                    ),
                ),
                ("check_due", models.DateField(blank=True, null=True, verbose_name="下次检查")),
                ("fund_note", models.CharField(blank=True, max_length=80, verbose_name="资金来源")),
                ("is_offered", models.BooleanField(default=True, verbose_name="可借用")),
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
                        related_name="facilities",
                        to="places.room",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["centre", "check_due"], name="places_facility_due")
                ],
            },
        ),
        migrations.CreateModel(
            name="Closure",
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
                ("starts", models.DateTimeField(verbose_name="从")),
                ("ends", models.DateTimeField(verbose_name="到")),
                ("reason", models.CharField(max_length=80, verbose_name="原因")),
                ("closed_at", models.DateTimeField(verbose_name="登记时间")),
                ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="提前恢复")),
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
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "room",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closures",
                        to="places.room",
                    ),
                ),
            ],
            options={
                "ordering": ["starts", "id"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts__lt", models.F("ends"))),
                        name="places_closure_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoomFunction",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rooms",
                        to="places.function",
                    ),
                ),
                (
                    "room",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="functions",
                        to="places.room",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "room", "function"), name="places_roomfunction_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoomHours",
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
                    "day",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "星期一"),
                            (2, "星期二"),
                            (3, "星期三"),
                            (4, "星期四"),
                            (5, "星期五"),
                            (6, "星期六"),
                            (7, "星期日"),
                            (8, "法定节假日"),
                        ],
                        verbose_name="哪天",
                    ),
                ),
                ("opens", models.TimeField(verbose_name="开始")),
                ("closes", models.TimeField(verbose_name="结束")),
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
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hours",
                        to="places.room",
                    ),
                ),
            ],
            options={
                "ordering": ["day", "opens"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "room", "day", "opens"), name="places_hours_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("opens__lt", models.F("closes"))),
                        name="places_hours_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoomPart",
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
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="最多容纳(人)"
                    ),
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="places.room",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "name"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "room", "name"), name="places_part_name"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Occupancy",
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
                ("starts", models.DateTimeField(verbose_name="占用从")),
                ("ends", models.DateTimeField(verbose_name="占用到")),
                ("use_starts", models.DateTimeField(verbose_name="使用从")),
                ("use_ends", models.DateTimeField(verbose_name="使用到")),
                (
                    "holder_kind",
                    models.CharField(
                        choices=[
                            ("booking", "预约"),
                            ("activity", "活动"),
                            ("programme", "托管和课堂"),
                            ("closure", "暂停使用"),
                        ],
                        max_length=10,
                        verbose_name="占用者",
                    ),
                ),
                ("holder_id", models.UUIDField(verbose_name="占用者编号")),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="用途")),
                ("is_live", models.BooleanField(default=True, verbose_name="有效")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="解除时间")),
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
                    "room",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.room",
                    ),
                ),
                (
                    "part",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.roompart",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_live", True)),
                        fields=["centre", "part", "starts"],
                        name="places_occupancy_live",
                    ),
                    models.Index(
                        fields=["centre", "room", "use_starts"], name="places_occupancy_room"
                    ),
                    models.Index(fields=["centre", "use_starts"], name="places_occupancy_day"),
                    models.Index(fields=["centre", "holder_id"], name="places_occupancy_holder"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts__lte", models.F("use_starts")),
                            ("use_starts__lt", models.F("use_ends")),
                            ("use_ends__lte", models.F("ends")),
                        ),
                        name="places_occupancy_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", True), ("ended_at__isnull", False), _connector="OR"
                        ),
                        name="places_occupancy_ended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoomPast",
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
                    models.CharField(
                        choices=[
                            ("office", "办公用房"),
                            ("service", "服务用房"),
                            ("shared", "共用场所"),
                            ("outdoor", "室外场地"),
                        ],
                        max_length=10,
                        verbose_name="性质",
                    ),
                ),
                (
                    "area_m2",
                    models.DecimalField(
                        decimal_places=2, max_digits=8, verbose_name="面积(平方米)"
                    ),
                ),
                ("since", models.DateField(verbose_name="从")),
                ("until", models.DateField(null=True, verbose_name="到(不含)")),
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="past",
                        to="places.room",
                    ),
                ),
            ],
            options={
                "ordering": ["since", "id"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("centre", "room"),
                        name="places_past_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoomPhoto",
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
                ("caption", models.CharField(blank=True, max_length=60, verbose_name="说明")),
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
                (
                    "file",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "room",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="places.room",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "id"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
    ]
