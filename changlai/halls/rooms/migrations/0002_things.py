import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import changlai.kernel.ids
import changlai.kernel.tenancy.models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("files", "0001_initial"),
        ("places", "0001_initial"),
        ("rooms", "0001_bookings"),
        migrations.swappable_dependency(settings.CENTRE_MODEL),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                ("title", models.CharField(max_length=80, verbose_name="议题")),
                (
                    "body",
                    models.CharField(
                        choices=[
                            ("assembly", "村民会议"),
                            ("delegates", "村民代表会议"),
                            ("other", "其他会议(按章程)"),
                        ],
                        max_length=10,
                        verbose_name="什么会",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="开会日期")),
                ("due", models.PositiveSmallIntegerField(verbose_name="应到(人)")),
                ("present", models.PositiveSmallIntegerField(verbose_name="实到(人)")),
                ("votes_for", models.PositiveSmallIntegerField(verbose_name="同意(人)")),
                (
                    "votes_against",
                    models.PositiveSmallIntegerField(default=0, verbose_name="不同意(人)"),
                ),
                ("passed", models.BooleanField(verbose_name="通过")),
                ("is_said", models.BooleanField(default=False, verbose_name="按会议记录")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("entered_at", models.DateTimeField(verbose_name="登记时间")),
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
                    "file",
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
                "verbose_name": "会议决定",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["centre", "-held_on", "-id"], name="rooms_decision_newest")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("present__lte", models.F("due"))),
                        name="rooms_decision_heads",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "present__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("votes_for"), "+", models.F("votes_against")
                                ),
                            )
                        ),
                        name="rooms_decision_votes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FacilityCheck",
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
                ("on", models.DateField(verbose_name="检查日期")),
                (
                    "condition",
                    models.CharField(
                        choices=[
                            ("good", "完好"),
                            ("worn", "能用，旧了"),
                            ("broken", "坏了，待修"),
                            ("gone", "已报废"),
                        ],
                        max_length=10,
                        verbose_name="状况",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=120, verbose_name="说明")),
                (
                    "by",
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
                    "facility",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="places.facility",
                    ),
                ),
            ],
            options={
                "verbose_name": "设施检查",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["centre", "facility", "-on", "-id"], name="rooms_check_newest"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IdleAsset",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("house", "房屋"),
                            ("ground", "场地"),
                            ("equipment", "设备"),
                            ("land", "土地类资源"),
                        ],
                        max_length=10,
                        verbose_name="种类",
                    ),
                ),
                (
                    "owner",
                    models.CharField(
                        choices=[
                            ("collective", "集体"),
                            ("person", "个人"),
                            ("above", "上级"),
                            ("company", "企业"),
                        ],
                        max_length=10,
                        verbose_name="归谁",
                    ),
                ),
                ("owner_name", models.CharField(blank=True, max_length=60, verbose_name="权属人")),
                (
                    "area_m2",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        verbose_name="面积(平方米)",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="在哪里")),
                ("condition", models.CharField(blank=True, max_length=120, verbose_name="现状")),
                ("idle_since", models.DateField(blank=True, null=True, verbose_name="从哪天闲置")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("registered", "已登记"),
                            ("assessed", "已评估"),
                            ("planned", "有方案"),
                            ("decided", "已决定"),
                            ("works", "改造中"),
                            ("in_use", "已启用"),
                            ("ended", "已退出"),
                        ],
                        default="registered",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("assessment", models.TextField(blank=True, max_length=1000, verbose_name="评估")),
                ("plan", models.TextField(blank=True, max_length=1000, verbose_name="方案")),
                ("result", models.CharField(blank=True, max_length=200, verbose_name="盘活以后")),
                ("registered_on", models.DateField(verbose_name="登记日期")),
                ("used_since", models.DateField(blank=True, null=True, verbose_name="启用日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="退出日期")),
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
                    "decision",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assets",
                        to="rooms.decision",
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
                "verbose_name": "闲置资源",
                "ordering": ["-registered_on", "-id"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["centre", "state"], name="rooms_asset_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("owner", "collective"), ("state", "in_use"), _negated=True),
                            ("decision__isnull", False),
                            _connector="OR",
                        ),
                        name="rooms_asset_decided",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AssetPhoto",
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
                    "when",
                    models.CharField(
                        choices=[("before", "盘活前"), ("after", "盘活后")],
                        max_length=10,
                        verbose_name="什么时候",
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
                    "file",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "asset",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="rooms.idleasset",
                    ),
                ),
            ],
            options={
                "verbose_name": "闲置资源照片",
                "ordering": ["when", "id"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="IdleOffer",
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
                            (8, "法定节假日"),
                        ],
                        verbose_name="星期几",
                    ),
                ),
                ("opens", models.TimeField(verbose_name="从")),
                ("closes", models.TimeField(verbose_name="到")),
                ("words", models.CharField(blank=True, max_length=120, verbose_name="捎一句话")),
                ("offered_at", models.DateTimeField(verbose_name="告知时间")),
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
                    "offered_by",
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
                        related_name="+",
                        to="places.room",
                    ),
                ),
            ],
            options={
                "verbose_name": "空闲时段告知",
                "ordering": ["-offered_at", "-id"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("opens__lt", models.F("closes"))),
                        name="rooms_offer_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OfferedTo",
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
                ("group_name", models.CharField(max_length=40, verbose_name="队伍或单位")),
                (
                    "booking",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                    "offer",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="groups",
                        to="rooms.idleoffer",
                    ),
                ),
            ],
            options={
                "verbose_name": "告知的队伍",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "offer", "group_name"), name="rooms_offered_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Repair",
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
                    "cost",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        verbose_name="花费(元)",
                    ),
                ),
                (
                    "case",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
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
                    "closure",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.closure",
                    ),
                ),
                (
                    "facility",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.facility",
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
                "verbose_name": "维修",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "case"), name="rooms_repair_case")
                ],
            },
        ),
        migrations.CreateModel(
            name="Sign",
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
                ("text", models.CharField(max_length=60, verbose_name="牌上的字")),
                (
                    "position",
                    models.CharField(
                        choices=[("outside", "外部"), ("inside", "内部"), ("guide", "导向")],
                        max_length=10,
                        verbose_name="位置",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=60, verbose_name="具体位置")),
                ("purpose", models.CharField(blank=True, max_length=60, verbose_name="用途")),
                ("basis", models.CharField(blank=True, max_length=120, verbose_name="依据")),
                ("installed_on", models.DateField(blank=True, null=True, verbose_name="挂上")),
                ("removed_on", models.DateField(blank=True, null=True, verbose_name="取下")),
                (
                    "state",
                    models.CharField(
                        choices=[("in_use", "在用"), ("to_merge", "待整合"), ("cleared", "已清理")],
                        default="in_use",
                        max_length=10,
                        verbose_name="状态",
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
                    "merged_into",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="rooms.sign",
                    ),
                ),
                (
                    "photo",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
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
                "verbose_name": "标识牌",
                "ordering": ["position", "installed_on", "id"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["centre", "position", "state"], name="rooms_sign_position_ix"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("position__in", ["outside", "inside", "guide"])),
                        name="rooms_sign_position",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "cleared"), _negated=True),
                            ("removed_on__isnull", False),
                            _connector="OR",
                        ),
                        name="rooms_sign_cleared",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignLimit",
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
                    "position",
                    models.CharField(
                        choices=[("outside", "外部"), ("inside", "内部"), ("guide", "导向")],
                        max_length=10,
                        verbose_name="位置",
                    ),
                ),
                ("most", models.PositiveSmallIntegerField(verbose_name="最多几块")),
                (
                    "named",
                    models.CharField(blank=True, max_length=120, verbose_name="应该是哪几块"),
                ),
                ("source", models.CharField(max_length=120, verbose_name="规定出处")),
                ("valid_from", models.DateField(verbose_name="从哪天起")),
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
                "verbose_name": "标识牌数量规定",
                "ordering": ["position", "-valid_from"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "position", "valid_from"), name="rooms_limit_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UseAgreement",
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
                ("user_name", models.CharField(max_length=60, verbose_name="谁用")),
                ("use", models.CharField(max_length=80, verbose_name="做什么用")),
                ("starts_on", models.DateField(verbose_name="从")),
                ("ends_on", models.DateField(verbose_name="到")),
                ("fee_note", models.CharField(blank=True, max_length=80, verbose_name="收费约定")),
                (
                    "income",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=12, verbose_name="集体每年收入(元)"
                    ),
                ),
                (
                    "agreed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asset",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="rooms.idleasset",
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
                "verbose_name": "使用协议",
                "ordering": ["-starts_on", "-id"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts_on__lte", models.F("ends_on"))),
                        name="rooms_agreement_term",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("income__gte", 0)), name="rooms_agreement_income"
                    ),
                ],
            },
        ),
    ]
