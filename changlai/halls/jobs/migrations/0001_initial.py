import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import changlai.kernel.crypto.fields
import changlai.kernel.ids
import changlai.kernel.tenancy.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("areas", "0003_parts_off"),
        ("people", "0001_initial"),
        ("records", "0001_initial"),
        migrations.swappable_dependency(settings.CENTRE_MODEL),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Employer",
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
                            ("household", "农户家里"),
                            ("company", "企业"),
                            ("cooperative", "合作社"),
                            ("farm", "农场、基地"),
                        ],
                        max_length=12,
                        verbose_name="哪一类",
                    ),
                ),
                ("contact_name", models.CharField(max_length=40, verbose_name="联系人")),
                (
                    "phone",
                    changlai.kernel.crypto.fields.EncryptedTextField(
                        editable=False, verbose_name="联系电话"
                    ),
                ),
                (
                    "checked_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("licence", "看过营业执照"),
                            ("known", "本村人，认识"),
                            ("phoned", "打电话核实过"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="怎么核实的",
                    ),
                ),
                (
                    "checked_note",
                    models.CharField(blank=True, max_length=120, verbose_name="核实情况"),
                ),
                (
                    "checked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="核实时间"),
                ),
                ("added_at", models.DateTimeField(verbose_name="登记时间")),
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
                    "checked_by",
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
            ],
            options={
                "verbose_name": "用工方",
                "ordering": ["name", "id"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("centre", "person"),
                        name="jobs_employer_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_at__isnull", True), ("checked_how", "")),
                            models.Q(
                                ("checked_at__isnull", False),
                                models.Q(("checked_how", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="jobs_employer_checked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JobPost",
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
                ("title", models.CharField(max_length=30, verbose_name="什么活")),
                ("what", models.CharField(blank=True, max_length=300, verbose_name="具体做什么")),
                ("skills", models.JSONField(blank=True, default=list, verbose_name="要会什么")),
                ("place", models.CharField(max_length=60, verbose_name="在哪里")),
                ("starts_on", models.DateField(verbose_name="从哪天")),
                ("ends_on", models.DateField(verbose_name="到哪天")),
                ("hours", models.CharField(max_length=40, verbose_name="几点到几点")),
                ("headcount", models.PositiveSmallIntegerField(default=1, verbose_name="要几个人")),
                (
                    "pay",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="工钱"
                    ),
                ),
                (
                    "pay_unit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("day", "天"),
                            ("hour", "小时"),
                            ("piece", "件"),
                            ("job", "趟(包干)"),
                        ],
                        default="",
                        max_length=5,
                        verbose_name="每",
                    ),
                ),
                (
                    "pay_how",
                    models.CharField(blank=True, max_length=60, verbose_name="怎么付、什么时候付"),
                ),
                ("safety", models.CharField(blank=True, max_length=120, verbose_name="安全和保险")),
                ("meals", models.CharField(blank=True, max_length=60, verbose_name="吃饭和接送")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "待核实"),
                            ("published", "招人"),
                            ("filled", "招满了"),
                            ("closed", "已结束"),
                            ("expired", "已过期"),
                        ],
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "channel",
                    models.CharField(default="online", max_length=10, verbose_name="怎么来的"),
                ),
                ("handed_in_at", models.DateTimeField(verbose_name="交来时间")),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="发布时间"),
                ),
                ("expires_on", models.DateField(verbose_name="挂到哪天")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                (
                    "end_note",
                    models.CharField(blank=True, max_length=120, verbose_name="为什么结束"),
                ),
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
                    "employer",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="jobs.employer",
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
                    "hamlet",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.hamlet",
                    ),
                ),
                (
                    "published_by",
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
                "verbose_name": "用工",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["centre", "state", "starts_on", "id"], name="jobs_post_coming"
                    ),
                    models.Index(
                        condition=models.Q(("state__in", frozenset(["filled", "published"]))),
                        fields=["expires_on", "centre"],
                        name="jobs_post_expiring_x",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "form_id"), name="jobs_post_form"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", frozenset(["closed", "draft"])),
                            models.Q(("pay__gt", 0), models.Q(("pay_unit", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="jobs_post_paid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("headcount__gte", 1)), name="jobs_post_hands"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__lte", models.F("expires_on")),
                            ("starts_on__lte", models.F("ends_on")),
                        ),
                        name="jobs_post_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkerCard",
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
                ("skills", models.JSONField(blank=True, default=list, verbose_name="会什么")),
                (
                    "more_skills",
                    models.CharField(blank=True, max_length=60, verbose_name="还会什么"),
                ),
                ("places", models.JSONField(blank=True, default=list, verbose_name="愿意去哪里")),
                ("weekdays", models.JSONField(blank=True, default=list, verbose_name="周几有空")),
                ("hours", models.CharField(blank=True, max_length=60, verbose_name="什么时候方便")),
                (
                    "channel",
                    models.CharField(default="online", max_length=10, verbose_name="怎么登记的"),
                ),
                ("made_at", models.DateTimeField(verbose_name="登记时间")),
                ("expires_on", models.DateField(verbose_name="留到哪天")),
                (
                    "reminded_for",
                    models.DateField(blank=True, null=True, verbose_name="提醒过的到期日"),
                ),
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
                "verbose_name": "求职卡",
                "ordering": ["made_at", "id"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["expires_on", "centre"], name="jobs_card_expiring_x"),
                    models.Index(fields=["centre", "made_at", "id"], name="jobs_card_order"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "form_id"), name="jobs_card_form"),
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("centre", "person"),
                        name="jobs_card_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", False),
                            models.Q(("alias", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="jobs_card_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JobMatch",
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
                            ("recommended", "已推荐"),
                            ("contacted", "在联系"),
                            ("agreed", "说好了"),
                            ("worked", "干完了"),
                            ("closed", "已了结"),
                            ("fell", "没成"),
                        ],
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                (
                    "wanted_by",
                    models.CharField(
                        choices=[("worker", "自己想去"), ("staff", "中心推荐")],
                        max_length=6,
                        verbose_name="怎么来的",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=160, verbose_name="为什么推荐")),
                (
                    "channel",
                    models.CharField(default="online", max_length=10, verbose_name="怎么提的"),
                ),
                ("made_at", models.DateTimeField(verbose_name="提出时间")),
                (
                    "agreed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="说好的时间"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="了结时间")),
                (
                    "end_note",
                    models.CharField(blank=True, max_length=120, verbose_name="为什么没成"),
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
                (
                    "post",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="jobs.jobpost",
                    ),
                ),
                (
                    "card",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="jobs.workercard",
                    ),
                ),
            ],
            options={
                "verbose_name": "推荐",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["centre", "post", "made_at"], name="jobs_match_of_post"),
                    models.Index(
                        fields=["centre", "person", "-made_at"], name="jobs_match_person_ix"
                    ),
                    models.Index(fields=["centre", "-made_at", "-id"], name="jobs_match_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("person__isnull", False), models.Q(("state", "fell"), _negated=True)
                        ),
                        fields=("centre", "post", "person"),
                        name="jobs_match_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("card__isnull", False), models.Q(("state", "fell"), _negated=True)
                        ),
                        fields=("centre", "post", "card"),
                        name="jobs_match_card",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", False),
                            models.Q(("alias", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="jobs_match_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", frozenset(["agreed", "closed", "worked"])),
                                _negated=True,
                            ),
                            ("agreed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="jobs_match_agreed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosingWord",
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
                    "side",
                    models.CharField(
                        choices=[("worker", "干活的"), ("employer", "用工的")],
                        max_length=8,
                        verbose_name="哪一方",
                    ),
                ),
                ("did_work", models.BooleanField(verbose_name="活干了没有")),
                ("was_paid", models.BooleanField(verbose_name="工钱付清没有")),
                ("text", models.CharField(blank=True, max_length=200, verbose_name="一句话")),
                (
                    "channel",
                    models.CharField(default="online", max_length=10, verbose_name="怎么说的"),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
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
                    "match",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="jobs.jobmatch",
                    ),
                ),
            ],
            options={
                "verbose_name": "干完以后的话",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "match", "side"), name="jobs_word_of_side"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Skill",
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
                ("name", models.CharField(max_length=12, verbose_name="会什么")),
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
                "verbose_name": "技能",
                "ordering": ["order", "name", "id"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "name"), name="jobs_skill_name")
                ],
            },
        ),
    ]
