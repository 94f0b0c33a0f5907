import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import changlai.kernel.crypto.fields
import changlai.kernel.ids
import changlai.kernel.tenancy.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.CENTRE_MODEL),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportBatch",
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
                ("at", models.DateTimeField(verbose_name="导入时间")),
                ("file_name", models.CharField(max_length=200, verbose_name="文件名")),
                ("file_sha256", models.CharField(max_length=64, verbose_name="文件指纹")),
                ("mapping", models.JSONField(blank=True, default=dict, verbose_name="栏目对照")),
                ("read", models.PositiveIntegerField(default=0, verbose_name="读到")),
                ("created", models.PositiveIntegerField(default=0, verbose_name="新增")),
                ("updated", models.PositiveIntegerField(default=0, verbose_name="更新")),
                ("unchanged", models.PositiveIntegerField(default=0, verbose_name="未变")),
                ("rejected", models.PositiveIntegerField(default=0, verbose_name="未收")),
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
            ],
            options={
                "verbose_name": "导入批次",
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["centre", "-at", "-id"], name="voices_import_newest")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "read",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("created"), "+", models.F("updated")
                                        ),
                                        "+",
                                        models.F("unchanged"),
                                    ),
                                    "+",
                                    models.F("rejected"),
                                ),
                            )
                        ),
                        name="voices_import_adds_up",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportedVoice",
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
                ("row", models.PositiveIntegerField(verbose_name="第几行")),
                ("digest", models.CharField(max_length=64, verbose_name="原文指纹")),
                (
                    "category_words",
                    models.CharField(blank=True, default="", max_length=80, verbose_name="原分类"),
                ),
                ("supporters", models.PositiveIntegerField(default=0, verbose_name="点赞数")),
                ("opposers", models.PositiveIntegerField(default=0, verbose_name="反对数")),
                (
                    "note",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="说明"),
                ),
                (
                    "batch",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voices",
                        to="voices.importbatch",
                    ),
                ),
                (
                    "case",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
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
            ],
            options={
                "verbose_name": "导入的诉求",
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "case"), name="voices_imported_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperBatch",
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
                ("printed_at", models.DateTimeField(verbose_name="印制时间")),
                ("count", models.PositiveSmallIntegerField(verbose_name="张数")),
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
                    "printed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "纸质表批次",
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["centre", "-printed_at", "-id"], name="voices_paper_newest"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperForm",
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
                ("number", models.CharField(max_length=20, verbose_name="纸表编号")),
                (
                    "entered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="录入时间"),
                ),
                (
                    "batch",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forms",
                        to="voices.paperbatch",
                    ),
                ),
                (
                    "case",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
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
            ],
            options={
                "verbose_name": "纸质表",
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "number"), name="voices_paper_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case__isnull", True), ("entered_at__isnull", True)),
                            models.Q(("case__isnull", False), ("entered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="voices_paper_entered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
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
                ("query", models.CharField(max_length=500, verbose_name="条件")),
                ("created_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
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
            ],
            options={
                "verbose_name": "我的视图",
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "account", "name"), name="voices_view_name"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SuggestionBox",
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
                    "place",
                    models.CharField(
                        blank=True, default="", max_length=80, verbose_name="挂在哪里"
                    ),
                ),
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
                "verbose_name": "意见箱",
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "name"), name="voices_box_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="BoxOpening",
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
                ("opened_at", models.DateTimeField(verbose_name="开箱时间")),
                ("slips", models.PositiveSmallIntegerField(verbose_name="共几张")),
                ("entered", models.PositiveSmallIntegerField(default=0, verbose_name="已登记")),
                ("blank", models.PositiveSmallIntegerField(default=0, verbose_name="空白")),
                ("invalid", models.PositiveSmallIntegerField(default=0, verbose_name="无效")),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="核对完成"),
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
                    "first_opener",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="开箱人一",
                    ),
                ),
                (
                    "second_opener",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="开箱人二",
                    ),
                ),
                (
                    "second_person",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="开箱人二(村民)",
                    ),
                ),
                (
                    "box",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="openings",
                        to="voices.suggestionbox",
                    ),
                ),
            ],
            options={
                "verbose_name": "开箱记录",
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["centre", "-opened_at", "-id"], name="voices_box_newest")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("second_opener__isnull", False), ("second_person__isnull", True)
                            ),
                            models.Q(
                                ("second_opener__isnull", True), ("second_person__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="voices_box_two_openers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second_opener__isnull", True),
                            models.Q(("second_opener", models.F("first_opener")), _negated=True),
                            _connector="OR",
                        ),
                        name="voices_box_openers_differ",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "slips__gte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("entered"), "+", models.F("blank")
                                    ),
                                    "+",
                                    models.F("invalid"),
                                ),
                            )
                        ),
                        name="voices_box_not_too_many",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("finished_at__isnull", True),
                            (
                                "slips",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("entered"), "+", models.F("blank")
                                    ),
                                    "+",
                                    models.F("invalid"),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="voices_box_adds_up",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoxSlip",
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
                ("order", models.PositiveSmallIntegerField(verbose_name="第几张")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("case", "已登记"),
                            ("blank", "空白"),
                            ("invalid", "无法辨认或与村务无关"),
                        ],
                        default="case",
                        max_length=10,
                        verbose_name="是什么",
                    ),
                ),
                (
                    "case",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
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
                    "opening",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slip_rows",
                        to="voices.boxopening",
                    ),
                ),
            ],
            options={
                "verbose_name": "意见条",
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "opening", "order"), name="voices_slip_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case__isnull", False), ("kind", "case")),
                            models.Q(
                                models.Q(("kind", "case"), _negated=True), ("case__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="voices_slip_has_case",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CallLog",
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
                ("at", models.DateTimeField(verbose_name="来电时间")),
                (
                    "caller_phone",
                    changlai.kernel.crypto.fields.EncryptedTextField(
                        blank=True, default="", editable=False, verbose_name="来电号码"
                    ),
                ),
                (
                    "caller_index",
                    changlai.kernel.crypto.fields.BlindIndexField(
                        editable=False,
                        max_length=64,
                        null=True,
                        purpose="phone",
                        source="caller_phone",
                    ),
                ),
                (
                    "caller_name",
                    models.CharField(blank=True, default="", max_length=40, verbose_name="来电人"),
                ),
                ("summary", models.TextField(blank=True, default="", verbose_name="说了什么")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("answered", "当场答复"),
                            ("made_case", "已记成诉求"),
                            ("missed", "未接，待回电"),
                            ("called_back", "已回电"),
                            ("not_reached", "多次打不通"),
                        ],
                        max_length=20,
                        verbose_name="情况",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="已回拨次数")),
                (
                    "settled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="回电时间"),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, default="", max_length=500, verbose_name="回电记录"
                    ),
                ),
                (
                    "case",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                        verbose_name="诉求",
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
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="回电人",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="接听人",
                    ),
                ),
            ],
            options={
                "verbose_name": "电话记录",
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["centre", "-at", "-id"], name="voices_call_newest"),
                    models.Index(
                        condition=models.Q(("state__in", ["missed"])),
                        fields=["centre", "at"],
                        name="voices_call_to_return",
                    ),
                    models.Index(fields=["centre", "caller_index"], name="voices_call_caller"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "made_case"), _negated=True),
                            ("case__isnull", False),
                            _connector="OR",
                        ),
                        name="voices_call_case_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "answered"), _negated=True),
                            models.Q(("summary", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="voices_call_says_what",
                    ),
                ],
            },
        ),
    ]
