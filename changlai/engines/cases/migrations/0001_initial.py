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
        ("records", "0001_initial"),
        migrations.swappable_dependency(settings.CENTRE_MODEL),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Category",
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
                ("code", models.CharField(max_length=40, verbose_name="编码")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("path", models.CharField(max_length=200, verbose_name="路径")),
                ("full_name", models.CharField(max_length=255, verbose_name="全称")),
                ("order", models.IntegerField(default=0, verbose_name="顺序")),
                ("is_active", models.BooleanField(default=True, verbose_name="使用中")),
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
                    "parent",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="cases.category",
                    ),
                ),
            ],
            options={
                "ordering": ["path"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["centre", "path"], name="cases_category_path")],
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "code"), name="cases_category_code")
                ],
            },
        ),
        migrations.CreateModel(
            name="KindVersion",
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
                ("code", models.CharField(max_length=30, verbose_name="种类")),
                ("version", models.PositiveIntegerField(verbose_name="版本")),
                ("title", models.CharField(max_length=20, verbose_name="名称")),
                ("family", models.CharField(max_length=30, verbose_name="所属")),
                ("definition", models.JSONField(verbose_name="定义")),
                ("created_at", models.DateTimeField(verbose_name="启用时间")),
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
                        fields=("centre", "code", "version"), name="cases_kind_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceLevel",
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
                ("kind", models.CharField(max_length=30, verbose_name="种类")),
                (
                    "urgency",
                    models.CharField(
                        choices=[("normal", "一般"), ("urgent", "紧急")],
                        max_length=10,
                        verbose_name="紧急程度",
                    ),
                ),
                ("accept", models.JSONField(verbose_name="受理时限")),
                ("first_contact", models.JSONField(verbose_name="首次联系时限")),
                ("resolution", models.JSONField(verbose_name="答复时限")),
                ("call_back", models.JSONField(verbose_name="回访时限")),
                (
                    "warn_percent",
                    models.PositiveSmallIntegerField(default=80, verbose_name="提醒百分比"),
                ),
                (
                    "township_after",
                    models.PositiveSmallIntegerField(
                        default=3, verbose_name="逾期几个工作日乡镇可见"
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                ("valid_from", models.DateField(verbose_name="起用日期")),
                (
                    "category",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.category",
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
                        fields=("centre", "kind", "category", "urgency", "valid_from"),
                        name="cases_level_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("category__isnull", True)),
                        fields=("centre", "kind", "urgency", "valid_from"),
                        name="cases_level_any_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Case",
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
                ("code_index", models.CharField(blank=True, max_length=64, verbose_name="查询码")),
                ("form_id", models.UUIDField(blank=True, null=True, verbose_name="表单号")),
                ("kind", models.CharField(max_length=30, verbose_name="种类")),
                ("family", models.CharField(max_length=30, verbose_name="所属")),
                (
                    "opened_category",
                    models.CharField(blank=True, max_length=40, verbose_name="提出时的类别"),
                ),
                (
                    "secrecy",
                    models.CharField(
                        choices=[("ordinary", "一般"), ("handlers_only", "仅承办人可见")],
                        max_length=20,
                        verbose_name="可见范围",
                    ),
                ),
                ("state", models.CharField(max_length=40, verbose_name="状态")),
                (
                    "state_type",
                    models.CharField(
                        choices=[
                            ("open", "办理中"),
                            ("waiting", "等待诉求人"),
                            ("resolved", "已答复"),
                            ("closed", "未办理结束"),
                        ],
                        max_length=10,
                        verbose_name="状态类型",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("online", "网上"),
                            ("phone", "电话"),
                            ("box", "意见箱"),
                            ("counter", "窗口"),
                            ("paper", "纸质表"),
                            ("visit", "走访"),
                            ("forum", "座谈"),
                            ("import", "导入"),
                        ],
                        max_length=10,
                        verbose_name="渠道",
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("normal", "一般"), ("urgent", "紧急")],
                        max_length=10,
                        verbose_name="紧急程度",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=80, verbose_name="标题")),
                ("text", models.TextField(verbose_name="内容")),
                ("place_text", models.CharField(blank=True, max_length=120, verbose_name="地点")),
                (
                    "public_title",
                    models.CharField(blank=True, max_length=60, verbose_name="公开标题"),
                ),
                (
                    "reporter_alias",
                    models.CharField(blank=True, max_length=40, verbose_name="称呼"),
                ),
                (
                    "contact_phone",
                    changlai.kernel.crypto.fields.EncryptedTextField(
                        blank=True, editable=False, verbose_name="联系电话"
                    ),
                ),
                ("is_anonymous", models.BooleanField(default=False, verbose_name="匿名")),
                ("is_contactable", models.BooleanField(default=False, verbose_name="留有联系方式")),
                ("opened_at", models.DateTimeField(verbose_name="提出时间")),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="受理时间")),
                ("first_contact_at", models.DateTimeField(null=True, verbose_name="首次联系时间")),
                ("contact_in_time", models.BooleanField(null=True, verbose_name="首次联系及时")),
                ("clock_from", models.DateTimeField(verbose_name="答复起算时间")),
                ("accept_due", models.DateTimeField(null=True, verbose_name="受理期限")),
                ("first_contact_due", models.DateTimeField(null=True, verbose_name="首次联系期限")),
                ("resolution_due", models.DateTimeField(null=True, verbose_name="答复期限")),
                ("call_back_due", models.DateTimeField(null=True, verbose_name="回访期限")),
                ("next_deadline_at", models.DateTimeField(null=True, verbose_name="最近期限")),
                (
                    "next_deadline_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accept", "受理"),
                            ("first_contact", "首次联系"),
                            ("resolution", "答复"),
                            ("call_back", "回访"),
                        ],
                        max_length=20,
                        verbose_name="最近期限种类",
                    ),
                ),
                (
                    "deadline_provisional",
                    models.BooleanField(default=False, verbose_name="期限暂定"),
                ),
                ("deadlines_set_at", models.DateTimeField(verbose_name="期限计算时间")),
                ("alarm_at", models.DateTimeField(null=True, verbose_name="下次提醒时间")),
                (
                    "alarm_level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "未提醒"),
                            ("near", "快到期"),
                            ("overdue", "已到期，报书记"),
                            ("township", "到期多日，乡镇可见"),
                        ],
                        max_length=10,
                        verbose_name="提醒到",
                    ),
                ),
                ("was_paused", models.BooleanField(default=False, verbose_name="曾暂停")),
                ("bounces", models.PositiveSmallIntegerField(default=0, verbose_name="转办次数")),
                ("extended_at", models.DateTimeField(null=True, verbose_name="延期时间")),
                (
                    "extension_days",
                    models.PositiveSmallIntegerField(default=0, verbose_name="延长工作日"),
                ),
                (
                    "reopened",
                    models.PositiveSmallIntegerField(default=0, verbose_name="再次提出次数"),
                ),
                ("rounds", models.PositiveSmallIntegerField(default=0, verbose_name="答复次数")),
                ("answer", models.TextField(blank=True, verbose_name="答复")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="答复时间")),
                ("answered_in_time", models.BooleanField(null=True, verbose_name="答复及时")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                ("called_back_at", models.DateTimeField(null=True, verbose_name="回访时间")),
                (
                    "call_back_outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "已回访"),
                            ("unreachable", "联系不上"),
                            ("left_out", "不回访"),
                        ],
                        max_length=20,
                        verbose_name="回访结果",
                    ),
                ),
                ("solved", models.BooleanField(null=True, verbose_name="已解决")),
                (
                    "face",
                    models.CharField(
                        blank=True,
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
                ("rated_at", models.DateTimeField(null=True, verbose_name="评价时间")),
                (
                    "outside_number",
                    models.CharField(blank=True, max_length=60, verbose_name="外部编号"),
                ),
                ("redacted_at", models.DateTimeField(null=True, verbose_name="遮盖时间")),
                ("may_publish", models.BooleanField(default=False, verbose_name="同意公开")),
                ("published_at", models.DateTimeField(null=True, verbose_name="公开时间")),
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
                    "handler",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_into",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="cases.case",
                    ),
                ),
                (
                    "origin_record",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.record",
                    ),
                ),
                (
                    "person",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="people.person",
                    ),
                ),
                (
                    "category",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="cases.category",
                    ),
                ),
                (
                    "kind_version",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.kindversion",
                    ),
                ),
                (
                    "level",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.servicelevel",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["centre", "-opened_at", "-id"], name="cases_case_latest"),
                    models.Index(
                        fields=["centre", "state_type", "next_deadline_at"],
                        name="cases_case_pressing",
                    ),
                    models.Index(
                        fields=["centre", "handler", "state_type"], name="cases_case_handler"
                    ),
                    models.Index(
                        fields=["centre", "person", "-opened_at"], name="cases_case_person"
                    ),
                    models.Index(fields=["centre", "answered_at"], name="cases_case_answered_at"),
                    models.Index(
                        fields=["centre", "first_contact_due"], name="cases_case_contact_due"
                    ),
                    models.Index(
                        condition=models.Q(("alarm_at__isnull", False)),
                        fields=["alarm_at"],
                        name="cases_case_alarm_x",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("call_back_due__isnull", False),
                            ("call_back_outcome", ""),
                            ("closed_at__isnull", True),
                        ),
                        fields=["centre", "call_back_due"],
                        name="cases_case_call_back",
                    ),
                    models.Index(
                        fields=["centre", "state_type", "-opened_at", "-id"],
                        name="cases_case_by_state",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "number"), name="cases_case_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("form_id__isnull", False)),
                        fields=("centre", "form_id"),
                        name="cases_case_form",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("outside_number", ""), _negated=True),
                        fields=("centre", "outside_number"),
                        name="cases_case_outside",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="cases_case_has_words"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_anonymous", False), ("person__isnull", True), _connector="OR"
                        ),
                        name="cases_case_anonymous",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state_type", "resolved"), _negated=True),
                            ("answered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="cases_case_answered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at__isnull", True),
                            models.Q(("redacted_at__isnull", False), ("may_publish", True)),
                            _connector="OR",
                        ),
                        name="cases_case_published",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CoHandler",
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
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="co_handlers",
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
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["centre", "account"], name="cases_co_account")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "case", "account"), name="cases_co_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExcludedFromRate",
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
                    "rate",
                    models.CharField(
                        choices=[
                            ("response", "响应率"),
                            ("resolution", "解决率"),
                            ("satisfaction", "满意率"),
                        ],
                        max_length=20,
                        verbose_name="哪个率",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                ("asked_at", models.DateTimeField(verbose_name="提出时间")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="决定时间")),
                ("is_agreed", models.BooleanField(null=True, verbose_name="同意")),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exclusions",
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
                    "decided_by",
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
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "case", "rate"), name="cases_excluded_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="cases_excluded_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="cases_excluded_reason",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=["centre", "asked_at"],
                        name="cases_excluded_waiting",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Follower",
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
                    "phone",
                    changlai.kernel.crypto.fields.EncryptedTextField(
                        blank=True, editable=False, verbose_name="电话"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "case",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followers",
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
                    "from_case",
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
                    "person",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("centre", "case", "person"),
                        name="cases_follower_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgressTry",
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
                ("key", models.CharField(max_length=64, verbose_name="指纹")),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="连续错误")),
                ("last_at", models.DateTimeField(verbose_name="最近一次")),
                ("blocked_until", models.DateTimeField(null=True, verbose_name="等到")),
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
                "indexes": [models.Index(fields=["centre", "last_at"], name="cases_try_last")],
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "key"), name="cases_try_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicAnswer",
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
                ("question", models.TextField(verbose_name="问")),
                ("answer", models.TextField(verbose_name="答")),
                ("post", models.CharField(max_length=60, verbose_name="答复岗位")),
                ("asked_on", models.DateField(verbose_name="提问日期")),
                ("published_at", models.DateTimeField(verbose_name="公开时间")),
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
                    "category",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.category",
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
                "indexes": [
                    models.Index(fields=["centre", "-published_at"], name="cases_public_latest")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "case"), name="cases_public_once"),
                    models.CheckConstraint(
                        condition=models.Q(("post", ""), _negated=True),
                        name="cases_public_has_post",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rating",
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
                ("round", models.PositiveSmallIntegerField(verbose_name="第几次答复")),
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
                ("words", models.TextField(blank=True, verbose_name="想说的话")),
                ("solved", models.BooleanField(null=True, verbose_name="已解决")),
                ("was_contacted", models.BooleanField(null=True, verbose_name="有人联系过")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("online", "网上"),
                            ("phone", "电话"),
                            ("box", "意见箱"),
                            ("counter", "窗口"),
                            ("paper", "纸质表"),
                            ("visit", "走访"),
                            ("forum", "座谈"),
                            ("import", "导入"),
                        ],
                        max_length=10,
                        verbose_name="渠道",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "case",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
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
                    "entered_by",
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
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["centre", "at"], name="cases_rating_at")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "case", "round"), name="cases_rating_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RedactionOriginal",
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
                ("field", models.CharField(max_length=20, verbose_name="栏目")),
                (
                    "words",
                    changlai.kernel.crypto.fields.EncryptedTextField(
                        editable=False, verbose_name="原文"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
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
                    "case",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="originals",
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
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["centre", "case", "at"], name="cases_original_case")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReplyTemplate",
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
                ("family", models.CharField(max_length=30, verbose_name="所属")),
                ("kind", models.CharField(blank=True, max_length=30, verbose_name="种类")),
                ("title", models.CharField(max_length=40, verbose_name="标题")),
                ("text", models.TextField(verbose_name="内容")),
                ("order", models.IntegerField(default=0, verbose_name="顺序")),
                ("is_active", models.BooleanField(default=True, verbose_name="使用中")),
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
                        fields=("centre", "family", "title"), name="cases_template_title"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UpwardGrant",
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
                ("to_name", models.CharField(max_length=60, verbose_name="报给")),
                ("reason", models.TextField(verbose_name="事由")),
                ("starts_at", models.DateTimeField(verbose_name="起")),
                ("ends_at", models.DateTimeField(verbose_name="止")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="收回时间")),
                (
                    "outside_number",
                    models.CharField(blank=True, max_length=60, verbose_name="上级编号"),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
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
                    "granted_by",
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
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["centre", "account", "ends_at"], name="cases_grant_account"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="cases_grant_has_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CallBack",
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
                ("round", models.PositiveSmallIntegerField(verbose_name="第几次答复")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("reached", "已回访"),
                            ("unreachable", "联系不上"),
                            ("left_out", "不回访"),
                        ],
                        max_length=20,
                        verbose_name="结果",
                    ),
                ),
                ("solved", models.BooleanField(null=True, verbose_name="已解决")),
                ("was_contacted", models.BooleanField(null=True, verbose_name="有人联系过")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                ("at", models.DateTimeField(verbose_name="时间")),
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
                    "handler",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_backs",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["centre", "case", "at"], name="cases_back_case"),
                    models.Index(fields=["centre", "at"], name="cases_back_at"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("by__isnull", True),
                            ("handler__isnull", True),
                            models.Q(("by", models.F("handler")), _negated=True),
                            _connector="OR",
                        ),
                        name="cases_back_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "reached"), _negated=True),
                            ("solved__isnull", False),
                            _connector="OR",
                        ),
                        name="cases_back_says_solved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "left_out"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="cases_back_left_out",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseFile",
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
                    "role",
                    models.CharField(
                        choices=[
                            ("asked", "随诉求提交"),
                            ("handling", "办理过程"),
                            ("answer", "随答复附上"),
                        ],
                        max_length=10,
                        verbose_name="用途",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "case",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
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
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "case", "file"), name="cases_file_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseLook",
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
                    "what",
                    models.CharField(
                        choices=[("original", "原文"), ("grant", "上报件")],
                        max_length=10,
                        verbose_name="看了什么",
                    ),
                ),
                ("by_name", models.CharField(blank=True, max_length=40, verbose_name="谁")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="事由")),
                ("at", models.DateTimeField(verbose_name="时间")),
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
                    "case",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks",
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
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["centre", "case", "at"], name="cases_look_case")],
            },
        ),
        migrations.CreateModel(
            name="CaseStep",
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
                ("verb", models.CharField(max_length=40, verbose_name="步骤")),
                ("from_state", models.CharField(blank=True, max_length=40, verbose_name="原状态")),
                ("to_state", models.CharField(max_length=40, verbose_name="新状态")),
                ("to_type", models.CharField(max_length=10, verbose_name="新状态类型")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("actor_name", models.CharField(blank=True, max_length=40, verbose_name="经办")),
                ("by_requester", models.BooleanField(default=False, verbose_name="诉求人本人")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                ("is_told", models.BooleanField(default=False, verbose_name="告知诉求人")),
                ("in_time", models.BooleanField(null=True, verbose_name="及时")),
                ("minutes", models.PositiveIntegerField(null=True, verbose_name="用时(分钟)")),
                (
                    "alarm",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "未提醒"),
                            ("near", "快到期"),
                            ("overdue", "已到期，报书记"),
                            ("township", "到期多日，乡镇可见"),
                        ],
                        max_length=10,
                        verbose_name="提醒到",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
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
                    "to_handler",
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
                "ordering": ["at", "id"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["centre", "case", "at"], name="cases_step_history"),
                    models.Index(fields=["centre", "verb", "at"], name="cases_step_verb"),
                ],
            },
        ),
    ]
