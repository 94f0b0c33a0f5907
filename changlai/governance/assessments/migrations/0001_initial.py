import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import changlai.kernel.ids
import changlai.kernel.tenancy.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("areas", "__first__"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="IndicatorSet",
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
                ("line", models.UUIDField(verbose_name="同一套")),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="版本")),
                ("title", models.CharField(max_length=40, verbose_name="名称")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "正在写"), ("published", "定稿")],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="开始写的时间")),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="定稿时间"),
                ),
                ("form_id", models.UUIDField(verbose_name="表单号")),
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
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "考核指标",
                "ordering": ["title", "-number"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "line", "number"), name="assessments_set_version"
                    ),
                    models.UniqueConstraint(
                        fields=("centre", "form_id"), name="assessments_set_form"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("centre", "line"),
                        name="assessments_set_one_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at__isnull", True), ("state", "draft")),
                            models.Q(("published_at__isnull", False), ("state", "published")),
                            _connector="OR",
                        ),
                        name="assessments_set_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
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
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                ("title", models.CharField(max_length=40, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("auto", "系统自己数"),
                            ("faces", "群众满意"),
                            ("manual", "看做法打分"),
                        ],
                        max_length=10,
                        verbose_name="怎么看",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=90, verbose_name="数据来源")),
                (
                    "criterion",
                    models.CharField(blank=True, max_length=300, verbose_name="怎样算好"),
                ),
                (
                    "target",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="目标"
                    ),
                ),
                ("is_at_most", models.BooleanField(default=False, verbose_name="越少越好")),
                (
                    "score",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="满分"),
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
                    "set",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicators",
                        to="assessments.indicatorset",
                    ),
                ),
            ],
            options={
                "verbose_name": "指标",
                "ordering": ["order", "id"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "set", "title"), name="assessments_indicator_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "manual"),
                                ("score__range", (1, 100)),
                                ("source", ""),
                                models.Q(("criterion", ""), _negated=True),
                            ),
                            models.Q(
                                ("kind__in", ["auto", "faces"]),
                                ("score__isnull", True),
                                models.Q(("source", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="assessments_indicator_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
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
                ("line", models.UUIDField(verbose_name="哪一套")),
                ("since", models.DateField(verbose_name="从哪天")),
                ("until", models.DateField(verbose_name="到哪天")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "数字留底了"),
                            ("noted", "正在写自评"),
                            ("sent", "交给镇里了"),
                            ("reviewed", "镇里看过了"),
                            ("appealed", "村里有不同意见"),
                            ("answered", "镇里答复了"),
                            ("published", "公布了"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("form_id", models.UUIDField(verbose_name="表单号")),
                ("made_at", models.DateTimeField(verbose_name="留底时间")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="交给镇里")),
                (
                    "proofs",
                    models.PositiveIntegerField(default=0, verbose_name="交的时候有几条依据"),
                ),
                (
                    "reviewed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="镇里看的时间"),
                ),
                (
                    "review_words",
                    models.CharField(blank=True, max_length=500, verbose_name="镇里的话"),
                ),
                (
                    "appeal",
                    models.TextField(blank=True, max_length=1000, verbose_name="村里的意见"),
                ),
                (
                    "appealed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="提意见的时间"),
                ),
                (
                    "answer",
                    models.TextField(blank=True, max_length=1000, verbose_name="镇里的答复"),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="答复时间"),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="公布时间"),
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
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "set",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="assessments.indicatorset",
                    ),
                ),
            ],
            options={
                "verbose_name": "考核评估",
                "ordering": ["-until", "-made_at", "-id"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["centre", "state", "-until"], name="assessments_by_state")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "form_id"), name="assessments_form_once"
                    ),
                    models.UniqueConstraint(
                        fields=("centre", "line", "since", "until"), name="assessments_period_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("since__lte", models.F("until"))),
                        name="assessments_span",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("appeal", ""), ("appealed_at__isnull", True)),
                            models.Q(
                                ("appealed_at__isnull", False),
                                models.Q(("appeal", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="assessments_appeal_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("appealed_at__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="assessments_answer_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Frozen",
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
                (
                    "value",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, null=True, verbose_name="数值"
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=10, verbose_name="单位")),
                ("above", models.PositiveIntegerField(null=True, verbose_name="分子")),
                ("below", models.PositiveIntegerField(null=True, verbose_name="分母")),
                ("asked", models.PositiveIntegerField(null=True, verbose_name="问了多少人")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="背后有多少条")),
                ("words", models.CharField(max_length=300, verbose_name="怎么算的")),
                ("behind", models.JSONField(blank=True, default=dict, verbose_name="到哪里看")),
                (
                    "target",
                    models.DecimalField(
                        decimal_places=2, max_digits=12, null=True, verbose_name="目标"
                    ),
                ),
                ("is_at_most", models.BooleanField(default=False, verbose_name="越少越好")),
                ("is_gone", models.BooleanField(default=False, verbose_name="来源没有了")),
                ("is_hidden", models.BooleanField(default=False, verbose_name="不足五人")),
                ("taken_at", models.DateTimeField(verbose_name="留底时间")),
                (
                    "assessment",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="frozen",
                        to="assessments.assessment",
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
                    "indicator",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="frozen",
                        to="assessments.indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "留底的数字",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "assessment", "indicator"), name="assessments_frozen_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SelfNote",
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
                ("text", models.CharField(max_length=500, verbose_name="自评")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "assessment",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="assessments.assessment",
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
                    "indicator",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "自评",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "assessment", "indicator"), name="assessments_note_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
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
                ("score", models.PositiveSmallIntegerField(null=True, verbose_name="得分")),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="评语")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "assessment",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="assessments.assessment",
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
                    "indicator",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "评议",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "assessment", "indicator"), name="assessments_review_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AboveLook",
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
                ("by_name", models.CharField(max_length=40, verbose_name="谁")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
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
                    "assessment",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks",
                        to="assessments.assessment",
                    ),
                ),
            ],
            options={
                "verbose_name": "上级看过",
                "ordering": ["-at", "-id"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
    ]
