import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import changlai.kernel.crypto.fields
import changlai.kernel.ids
import changlai.kernel.tenancy.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.CENTRE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CodeNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "phone",
                    changlai.kernel.crypto.fields.EncryptedTextField(
                        editable=False, verbose_name="电话"
                    ),
                ),
                (
                    "code",
                    changlai.kernel.crypto.fields.EncryptedTextField(
                        editable=False, verbose_name="验证码"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, verbose_name="时间")),
            ],
            options={
                "verbose_name": "登录验证码",
                "verbose_name_plural": "登录验证码",
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Message",
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
                ("person_id", models.UUIDField(verbose_name="收件人")),
                ("account_id", models.UUIDField(blank=True, null=True, verbose_name="账号")),
                ("template", models.CharField(blank=True, max_length=64, verbose_name="模板")),
                (
                    "text",
                    changlai.kernel.crypto.fields.EncryptedTextField(
                        editable=False, verbose_name="内容"
                    ),
                ),
                ("url", models.CharField(blank=True, max_length=300, verbose_name="链接")),
                ("dedupe", models.CharField(max_length=160, verbose_name="事由")),
                ("urgent", models.BooleanField(default=False, verbose_name="紧急")),
                ("record_id", models.UUIDField(blank=True, null=True, verbose_name="相关记录")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="已读时间")),
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
                "verbose_name": "消息",
                "verbose_name_plural": "消息",
                "ordering": ["-at", "-id"],
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["centre", "person_id", "-at"], name="message_of_person"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)),
                        fields=["centre", "person_id"],
                        name="message_unread",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "person_id", "dedupe"), name="message_told_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Sending",
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
                ("channel", models.CharField(max_length=20, verbose_name="渠道")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待发送"),
                            ("sent", "已发送"),
                            ("called", "已电话告知"),
                            ("failed", "没有送达"),
                            ("dropped", "不必再告知"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "name",
                    changlai.kernel.crypto.fields.EncryptedTextField(
                        blank=True, default="", editable=False, verbose_name="姓名"
                    ),
                ),
                (
                    "phone",
                    changlai.kernel.crypto.fields.EncryptedTextField(
                        blank=True, default="", editable=False, verbose_name="电话"
                    ),
                ),
                ("urgent", models.BooleanField(default=False, verbose_name="紧急")),
                ("due_at", models.DateTimeField(verbose_name="最早时间")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="次数")),
                ("tried_at", models.DateTimeField(blank=True, null=True, verbose_name="最近一次")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="完成时间")),
                ("done_by", models.UUIDField(blank=True, null=True, verbose_name="经办账号")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
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
                    "message",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sendings",
                        to="outbox.message",
                    ),
                ),
            ],
            options={
                "verbose_name": "发送",
                "verbose_name_plural": "发送",
                "ordering": ["-urgent", "due_at", "id"],
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["centre", "channel", "due_at"],
                        name="sending_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["due_at"],
                        name="sending_due_x",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "message", "channel"), name="sending_once_a_channel"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "sent", "called", "failed", "dropped"])
                        ),
                        name="sending_state_known",
                    ),
                ],
            },
        ),
    ]
