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
        ("areas", "0001_initial"),
        migrations.swappable_dependency(settings.CENTRE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
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
                    "username",
                    models.CharField(
                        blank=True, max_length=40, null=True, unique=True, verbose_name="用户名"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=40, verbose_name="显示名")),
                (
                    "phone",
                    changlai.kernel.crypto.fields.EncryptedTextField(
                        blank=True, editable=False, verbose_name="手机号"
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
                        unique=True,
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="有效")),
                ("must_change_password", models.BooleanField(default=False)),
                ("session_round", models.PositiveIntegerField(default=0)),
                ("joined_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("username", ""), _negated=True),
                        name="people_account_username_said",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Household",
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
                ("number", models.CharField(max_length=40, verbose_name="户号")),
                ("address", models.CharField(blank=True, max_length=120, verbose_name="住址")),
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
            ],
            options={
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "number"), name="people_household_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
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
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                (
                    "phone",
                    changlai.kernel.crypto.fields.EncryptedTextField(
                        blank=True, editable=False, verbose_name="手机号"
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
                (
                    "contact_phone",
                    changlai.kernel.crypto.fields.EncryptedTextField(
                        blank=True, editable=False, verbose_name="家人电话"
                    ),
                ),
                (
                    "birth_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="出生年份"
                    ),
                ),
                (
                    "id_number",
                    changlai.kernel.crypto.fields.EncryptedTextField(
                        blank=True, editable=False, verbose_name="身份证号"
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("added_at", models.DateTimeField()),
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
                    "added_by",
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
                    "household",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="persons",
                        to="people.household",
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
                        to="people.person",
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["centre", "is_active", "name"], name="people_person_name"),
                    models.Index(fields=["centre", "hamlet", "name"], name="people_person_hamlet"),
                    models.Index(fields=["centre", "household"], name="people_person_household"),
                    models.Index(fields=["account"], name="people_person_account_x"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_active", True), ("phone_index__isnull", False)),
                        fields=("centre", "phone_index"),
                        name="people_person_phone",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("account__isnull", False)),
                        fields=("centre", "account"),
                        name="people_person_account",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("birth_year__isnull", True),
                            ("birth_year__range", (1880, 2200)),
                            _connector="OR",
                        ),
                        name="people_person_birth_year",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegation",
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
                ("scopes", models.JSONField(default=list, verbose_name="可代办事项")),
                ("evidence", models.CharField(max_length=200, verbose_name="同意凭据")),
                ("given_at", models.DateTimeField()),
                ("expires_on", models.DateField(verbose_name="有效期至")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                    "delegate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "principal",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["centre", "delegate"], name="people_delegation_delegate"),
                    models.Index(
                        fields=["centre", "principal"], name="people_delegation_principal"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
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
                    "matter",
                    models.CharField(
                        choices=[
                            ("privacy", "个人信息使用说明"),
                            ("delegation", "委托他人代办"),
                            ("portrait", "照片公开使用"),
                            ("publishing", "公开我的提问"),
                        ],
                        max_length=20,
                    ),
                ),
                ("version", models.CharField(max_length=20, verbose_name="说明版本")),
                ("note", models.CharField(blank=True, max_length=200)),
                ("given_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("centre", "person", "matter"),
                        name="people_consent_live",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ActForSession",
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
                    "channel",
                    models.CharField(
                        choices=[
                            ("counter", "到窗口"),
                            ("phone", "打电话"),
                            ("visit", "上门走访"),
                            ("delegate", "代办人"),
                        ],
                        max_length=10,
                        verbose_name="来办方式",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("no_phone", "没有手机"),
                            ("asked", "本人在场，请我代填"),
                            ("cannot", "看不清或不会操作"),
                            ("called", "本人打电话委托"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                        verbose_name="原因",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=120, verbose_name="说明")),
                ("started_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
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
                    "delegation",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="people.delegation",
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
            ],
            options={
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["centre", "person", "started_at"], name="people_actfor_person"
                    ),
                    models.Index(
                        fields=["centre", "account", "started_at"], name="people_actfor_account"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleGrant",
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
                            ("secretary", "书记"),
                            ("handler", "工作人员"),
                            ("duty", "值班员"),
                            ("mediator", "调解员"),
                            ("counsellor", "心理咨询员"),
                            ("tutor", "辅导老师"),
                            ("cook", "食堂管理员"),
                            ("clerk", "报账员"),
                            ("supervisor", "监督委员"),
                            ("township", "镇(街道)工作人员"),
                            ("county", "县(市、区)工作人员"),
                            ("operator", "平台运维员"),
                            ("security", "安全管理员"),
                            ("auditor", "审计员"),
                        ],
                        max_length=20,
                        verbose_name="角色",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="任期起")),
                ("ends_on", models.DateField(verbose_name="任期止")),
                ("granted_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=120, verbose_name="结束原因"),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.area",
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.CENTRE_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "indexes": [
                    models.Index(fields=["account", "ends_on"], name="people_grant_account_x"),
                    models.Index(fields=["centre", "role"], name="people_grant_centre"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts_on__lte", models.F("ends_on"))),
                        name="people_grant_term",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("centre__isnull", True), ("area__isnull", True), _connector="OR"
                        ),
                        name="people_grant_one_scope",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleSetting",
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
                            ("secretary", "书记"),
                            ("handler", "工作人员"),
                            ("duty", "值班员"),
                            ("mediator", "调解员"),
                            ("counsellor", "心理咨询员"),
                            ("tutor", "辅导老师"),
                            ("cook", "食堂管理员"),
                            ("clerk", "报账员"),
                            ("supervisor", "监督委员"),
                            ("township", "镇(街道)工作人员"),
                            ("county", "县(市、区)工作人员"),
                            ("operator", "平台运维员"),
                            ("security", "安全管理员"),
                            ("auditor", "审计员"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "needs_second_factor",
                    models.BooleanField(default=False, verbose_name="需要第二重验证"),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.CENTRE_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("centre__isnull", False)),
                        fields=("centre", "role"),
                        name="people_rolesetting_centre",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("centre__isnull", True)),
                        fields=("role",),
                        name="people_rolesetting_platform",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SecondFactor",
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
                            ("totp", "动态口令"),
                            ("passkey", "通行密钥"),
                            ("recovery", "备用码"),
                        ],
                        max_length=10,
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=40, verbose_name="名称")),
                ("secret", changlai.kernel.crypto.fields.EncryptedTextField(editable=False)),
                ("last_step", models.BigIntegerField(default=0)),
                ("added_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="factors",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "totp")),
                        fields=("account",),
                        name="people_factor_one_totp",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignInCode",
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
                ("phone_index", models.CharField(max_length=64)),
                ("address_index", models.CharField(max_length=64)),
                ("code_hash", models.CharField(max_length=64)),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["phone_index", "asked_at"], name="people_code_phone"),
                    models.Index(fields=["address_index", "asked_at"], name="people_code_address"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyTurn",
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
                ("day", models.DateField(verbose_name="日期")),
                (
                    "part",
                    models.CharField(
                        choices=[("morning", "上午"), ("afternoon", "下午"), ("evening", "晚上")],
                        max_length=10,
                        verbose_name="时段",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("phone", "接电话"), ("here", "在岗")],
                        max_length=10,
                        verbose_name="值班内容",
                    ),
                ),
                (
                    "account",
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
            ],
            options={
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "day", "part", "kind", "account"), name="people_duty_once"
                    )
                ],
            },
        ),
    ]
