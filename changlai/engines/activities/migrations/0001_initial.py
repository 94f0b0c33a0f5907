import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import changlai.kernel.crypto.fields
import changlai.kernel.ids
import changlai.kernel.tenancy.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0001_initial"),
        ("people", "0001_initial"),
        ("places", "0001_initial"),
        ("records", "0001_initial"),
        migrations.swappable_dependency(settings.CENTRE_MODEL),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Preset",
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
                ("code", models.CharField(max_length=30, verbose_name="代码")),
                ("title", models.CharField(max_length=30, verbose_name="名称")),
                (
                    "icon",
                    models.CharField(default="calendar-days", max_length=40, verbose_name="图标"),
                ),
                ("hint", models.CharField(blank=True, max_length=120, verbose_name="什么时候用")),
                ("tags", models.JSONField(blank=True, default=list, verbose_name="归类")),
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
                "ordering": ["order", "title"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "code"), name="activities_preset_code"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_active", True)),
                        fields=("centre", "title"),
                        name="activities_preset_title",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PresetVersion",
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
                ("number", models.PositiveSmallIntegerField(verbose_name="版本")),
                ("schema", models.JSONField(blank=True, default=dict, verbose_name="要填的内容")),
                (
                    "roster_rule",
                    models.CharField(
                        choices=[
                            ("signed_up", "报了名的人"),
                            ("open", "来的都记"),
                            ("staff", "本中心工作人员"),
                        ],
                        max_length=10,
                        verbose_name="点名范围",
                    ),
                ),
                (
                    "documents",
                    models.JSONField(blank=True, default=list, verbose_name="要留的材料"),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[("public", "所有人"), ("staff", "只有工作人员")],
                        max_length=10,
                        verbose_name="谁看得到",
                    ),
                ),
                (
                    "sign_up_rule",
                    models.CharField(
                        choices=[
                            ("none", "不用报名，来了就行"),
                            ("first", "先到先得"),
                            ("draw", "抽签"),
                            ("approve", "工作人员确认"),
                        ],
                        max_length=10,
                        verbose_name="报名方式",
                    ),
                ),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="一般多少人"
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(default=120, verbose_name="一般多久(分钟)"),
                ),
                ("made_at", models.DateTimeField(verbose_name="启用时间")),
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
                    "preset",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="activities.preset",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "preset", "number"), name="activities_version_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Series",
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
                ("title", models.CharField(max_length=60, verbose_name="名称")),
                ("rule", models.JSONField(verbose_name="重复规则")),
                ("made_at", models.DateTimeField(verbose_name="建立时间")),
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
            },
        ),
        migrations.CreateModel(
            name="Activity",
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
                ("number", models.CharField(max_length=14, verbose_name="编号")),
                ("title", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "summary",
                    models.CharField(blank=True, max_length=120, verbose_name="一句话介绍"),
                ),
                ("body", models.TextField(blank=True, max_length=4000, verbose_name="详细说明")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("announced", "已发布"),
                            ("done", "已结束"),
                            ("cancelled", "已取消"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[("public", "所有人"), ("staff", "只有工作人员")],
                        max_length=10,
                        verbose_name="谁看得到",
                    ),
                ),
                ("extra", models.JSONField(blank=True, default=dict, verbose_name="其他内容")),
                ("audiences", models.JSONField(blank=True, default=list, verbose_name="适合谁")),
                ("first_starts", models.DateTimeField(null=True, verbose_name="开始")),
                ("last_ends", models.DateTimeField(null=True, verbose_name="结束")),
                (
                    "sign_up_rule",
                    models.CharField(
                        choices=[
                            ("none", "不用报名，来了就行"),
                            ("first", "先到先得"),
                            ("draw", "抽签"),
                            ("approve", "工作人员确认"),
                        ],
                        max_length=10,
                        verbose_name="报名方式",
                    ),
                ),
                ("opens_at", models.DateTimeField(blank=True, null=True, verbose_name="报名开始")),
                ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="报名截止")),
                (
                    "party_limit",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="一次最多带几人(含本人)"
                    ),
                ),
                (
                    "household_limit",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="一户最多几人"
                    ),
                ),
                (
                    "has_waiting_list",
                    models.BooleanField(default=True, verbose_name="满了可以候补"),
                ),
                (
                    "offer_hours",
                    models.PositiveSmallIntegerField(default=12, verbose_name="候补名额保留几小时"),
                ),
                (
                    "cancel_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="最晚取消"),
                ),
                ("minutes", models.TextField(blank=True, verbose_name="活动记录")),
                (
                    "minutes_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="记录时间"),
                ),
                ("made_at", models.DateTimeField(verbose_name="建立时间")),
                ("announced_at", models.DateTimeField(null=True, verbose_name="发布时间")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="结束登记时间")),
                (
                    "cancel_reason",
                    models.CharField(blank=True, max_length=120, verbose_name="取消原因"),
                ),
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
                    "organiser",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "preset",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="activities.preset",
                    ),
                ),
                (
                    "version",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="activities.presetversion",
                    ),
                ),
                (
                    "series",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="activities.series",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["centre", "state", "first_starts"], name="activities_state"
                    ),
                    models.Index(fields=["centre", "last_ends"], name="activities_over"),
                    models.Index(
                        fields=["centre", "preset", "first_starts"], name="activities_preset_at"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "number"), name="activities_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("form_id__isnull", False)),
                        fields=("centre", "form_id"),
                        name="activities_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "cancelled"), _negated=True),
                            models.Q(("cancel_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="activities_cancel_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Quota",
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
                ("name", models.CharField(max_length=30, verbose_name="名额")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                (
                    "activity",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quotas",
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
                "ordering": ["order", "id"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "activity", "name"), name="activities_quota_name"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SeatPool",
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
                    "kept_for",
                    models.CharField(
                        choices=[
                            ("everyone", "所有人"),
                            ("elders", "老年人"),
                            ("first_timers", "第一次参加的人"),
                        ],
                        default="everyone",
                        max_length=15,
                        verbose_name="留给谁",
                    ),
                ),
                ("seats", models.PositiveIntegerField(verbose_name="座位")),
                ("taken", models.PositiveIntegerField(default=0, verbose_name="已占")),
                (
                    "release_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="没人用时放开"),
                ),
                ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="已放开")),
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
                    "quota",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pools",
                        to="activities.quota",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "quota", "kept_for"), name="activities_pool_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("taken__lte", models.F("seats"))),
                        name="activities_pool_not_oversold",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kept_for", "everyone"), ("release_at__isnull", False), _connector="OR"
                        ),
                        name="activities_pool_release",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketKind",
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
                ("name", models.CharField(max_length=30, verbose_name="报名种类")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                (
                    "activity",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
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
                (
                    "quota",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="activities.quota",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "id"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "activity", "name"), name="activities_ticket_name"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignUp",
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
                        blank=True, editable=False, verbose_name="联系电话"
                    ),
                ),
                ("heads", models.PositiveSmallIntegerField(default=1, verbose_name="人数")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("applied", "已登记，等结果"),
                            ("confirmed", "已报上名"),
                            ("waiting", "候补中"),
                            ("offered", "有名额，等您确认"),
                            ("refused", "没有通过"),
                            ("lost", "没有抽中"),
                            ("lapsed", "名额已让出"),
                            ("cancelled", "已取消"),
                        ],
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("code", models.CharField(max_length=16, verbose_name="报名码")),
                ("channel", models.CharField(max_length=10, verbose_name="渠道")),
                ("note", models.CharField(blank=True, max_length=120, verbose_name="备注")),
                ("queued_at", models.DateTimeField(verbose_name="报名时间")),
                (
                    "offered_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="保留到"),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="确认时间"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                ("end_reason", models.CharField(blank=True, max_length=120, verbose_name="说明")),
                ("form_id", models.UUIDField(blank=True, null=True, verbose_name="表单号")),
                (
                    "activity",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_ups",
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
                    "household",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.household",
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
                    "pool",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_ups",
                        to="activities.seatpool",
                    ),
                ),
                (
                    "ticket",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="activities.ticketkind",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["centre", "activity", "state", "queued_at"],
                        name="activities_signup_queue",
                    ),
                    models.Index(
                        fields=["centre", "person", "-queued_at"], name="activities_signup_person"
                    ),
                    models.Index(
                        condition=models.Q(("state", "offered")),
                        fields=["offered_until"],
                        name="activities_signup_offered_x",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("person__isnull", False),
                            ("state__in", ("applied", "confirmed", "waiting", "offered")),
                        ),
                        fields=("centre", "activity", "person"),
                        name="activities_signup_one_live",
                    ),
                    models.UniqueConstraint(
                        fields=("centre", "code"), name="activities_signup_code"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("form_id__isnull", False)),
                        fields=("centre", "form_id"),
                        name="activities_signup_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", False),
                            models.Q(("alias", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="activities_signup_who",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("heads__gte", 1)), name="activities_signup_heads"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "offered"), _negated=True),
                            ("offered_until__isnull", False),
                            _connector="OR",
                        ),
                        name="activities_signup_offer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActivityFacet",
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
                ("code", models.CharField(max_length=30, verbose_name="部分")),
                ("data", models.JSONField(default=dict, verbose_name="内容")),
                (
                    "activity",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facets",
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
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "activity", "code"), name="activities_facet_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
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
                ("minutes", models.PositiveIntegerField(verbose_name="参加时长(分钟)")),
                ("sessions", models.PositiveSmallIntegerField(verbose_name="参加场次")),
                ("issued_at", models.DateTimeField(verbose_name="开具时间")),
                (
                    "activity",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="activities.activity",
                    ),
                ),
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
                    "sign_up",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="activities.signup",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "number"), name="activities_certificate_no"
                    ),
                    models.UniqueConstraint(
                        fields=("centre", "activity", "sign_up"), name="activities_certificate_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draw",
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
                    "seed",
                    changlai.kernel.crypto.fields.EncryptedTextField(
                        editable=False, verbose_name="种子"
                    ),
                ),
                ("seed_hash", models.CharField(max_length=64, verbose_name="种子指纹")),
                ("made_at", models.DateTimeField(verbose_name="公布指纹时间")),
                ("drawn_at", models.DateTimeField(blank=True, null=True, verbose_name="抽签时间")),
                (
                    "activity",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
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
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "activity"), name="activities_draw_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Feedback",
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
                    "face",
                    models.CharField(
                        choices=[
                            ("very_satisfied", "很满意"),
                            ("satisfied", "满意"),
                            ("basically", "基本满意"),
                            ("not_satisfied", "不满意"),
                        ],
                        max_length=20,
                        verbose_name="评价",
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=500, verbose_name="想说的话")),
                ("channel", models.CharField(max_length=10, verbose_name="渠道")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "activity",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
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
                (
                    "sign_up",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="activities.signup",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("sign_up__isnull", False)),
                        fields=("centre", "activity", "sign_up"),
                        name="activities_feedback_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
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
                ("days", models.PositiveSmallIntegerField(verbose_name="几天后")),
                ("due_on", models.DateField(verbose_name="该问的日子")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("employed", "找到了工作"),
                            ("started", "开始创业"),
                            ("none", "暂时没有"),
                            ("not_said", "不愿意说"),
                            ("not_reached", "没有联系上"),
                        ],
                        max_length=15,
                        verbose_name="近况",
                    ),
                ),
                ("noted_at", models.DateTimeField(blank=True, null=True, verbose_name="登记时间")),
                (
                    "activity",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="activities.activity",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
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
                    "sign_up",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="activities.signup",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("noted_at__isnull", True)),
                        fields=["centre", "due_on"],
                        name="activities_followup_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "sign_up", "days"), name="activities_followup_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HouseholdSeats",
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
                ("heads", models.PositiveSmallIntegerField(default=0, verbose_name="人数")),
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
                (
                    "household",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.household",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "activity", "household"), name="activities_household_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
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
                ("order", models.PositiveSmallIntegerField(verbose_name="第几场")),
                ("starts", models.DateTimeField(verbose_name="开始")),
                ("ends", models.DateTimeField(verbose_name="结束")),
                ("place_text", models.CharField(blank=True, max_length=80, verbose_name="地点")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "未开始"),
                            ("held", "已举行"),
                            ("cancelled", "已取消"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("needs_room", models.BooleanField(default=False, verbose_name="要另找地方")),
                ("code", models.CharField(max_length=16, verbose_name="签到码")),
                (
                    "guests",
                    models.PositiveSmallIntegerField(default=0, verbose_name="没留名的人数"),
                ),
                ("held_at", models.DateTimeField(null=True, verbose_name="登记举行时间")),
                (
                    "cancel_reason",
                    models.CharField(blank=True, max_length=120, verbose_name="取消原因"),
                ),
                (
                    "activity",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
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
                "ordering": ["starts", "id"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["centre", "starts"], name="activities_session_day"),
                    models.Index(
                        condition=models.Q(("needs_room", True)),
                        fields=["centre", "needs_room"],
                        name="activities_session_homeless",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "activity", "order"), name="activities_session_order"
                    ),
                    models.UniqueConstraint(
                        fields=("centre", "code"), name="activities_session_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("starts__lt", models.F("ends"))),
                        name="activities_session_span",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mark",
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
                    "kind",
                    models.CharField(
                        choices=[("in", "到场"), ("out", "离开"), ("void", "更正(作废一条)")],
                        max_length=5,
                        verbose_name="内容",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("self", "本人扫码"),
                            ("staff", "工作人员点名"),
                            ("paper", "纸质签到表"),
                            ("offline", "离线后补传"),
                        ],
                        max_length=10,
                        verbose_name="来源",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("taken", "有效"),
                            ("unknown_code", "码不认识"),
                            ("not_signed_up", "没有报名"),
                            ("sign_up_ended", "报名已取消"),
                            ("wrong_session", "不是这一场"),
                            ("too_early", "还没到时间"),
                            ("repeated", "已经到场"),
                        ],
                        max_length=15,
                        verbose_name="结果",
                    ),
                ),
                ("nonce", models.UUIDField(verbose_name="一次性编号")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "device_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="手机上的时间"),
                ),
                ("received_at", models.DateTimeField(verbose_name="收到时间")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
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
                    "voids",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voided_by",
                        to="activities.mark",
                    ),
                ),
                (
                    "session",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="activities.session",
                    ),
                ),
                (
                    "sign_up",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="activities.signup",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["centre", "session", "at"], name="activities_mark_session"
                    ),
                    models.Index(fields=["centre", "person", "at"], name="activities_mark_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "nonce"), name="activities_mark_nonce"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voids__isnull", False)),
                        fields=("centre", "voids"),
                        name="activities_mark_void_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "void"), ("voids__isnull", False)),
                            models.Q(
                                models.Q(("kind", "void"), _negated=True), ("voids__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="activities_mark_void",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
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
                ("text", models.TextField(max_length=1000, verbose_name="意见")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("adopted", "采纳"),
                            ("partly", "部分采纳"),
                            ("explained", "说明了理由"),
                        ],
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                ("reply", models.TextField(blank=True, max_length=1000, verbose_name="答复")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="答复时间"),
                ),
                (
                    "activity",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
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
                    "voice_record",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.record",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", ""), models.Q(("reply", ""), _negated=True), _connector="OR"
                        ),
                        name="activities_opinion_reply",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Photo",
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
                ("caption", models.CharField(blank=True, max_length=80, verbose_name="说明")),
                ("shows_people", models.BooleanField(default=True, verbose_name="认得出人")),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="公开时间"),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "activity",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="activities.activity",
                    ),
                ),
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
                    "file",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PhotoPerson",
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
                    "person",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "photo",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="persons",
                        to="activities.photo",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "photo", "person"), name="activities_photo_person"
                    )
                ],
            },
        ),
    ]
