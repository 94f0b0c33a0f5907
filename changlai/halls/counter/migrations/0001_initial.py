import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import changlai.kernel.crypto.fields
import changlai.kernel.ids
import changlai.kernel.tenancy.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0002_own_days_and_delivery"),
        ("files", "0001_initial"),
        migrations.swappable_dependency(settings.CENTRE_MODEL),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceItem",
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
                ("title", models.CharField(max_length=40, verbose_name="名称")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("village", "村里办"),
                            ("agent", "帮您代办"),
                            ("guide", "告诉您去哪办"),
                        ],
                        max_length=10,
                        verbose_name="谁来办",
                    ),
                ),
                (
                    "domain",
                    models.CharField(
                        choices=[
                            ("work", "就业创业"),
                            ("learning", "教育"),
                            ("health", "医疗健康"),
                            ("security", "社会保障"),
                            ("family", "户籍婚育"),
                            ("house", "住房土地"),
                            ("farm", "农业生产"),
                            ("other", "别的事"),
                        ],
                        max_length=10,
                        verbose_name="哪方面",
                    ),
                ),
                ("audience", models.JSONField(blank=True, default=list, verbose_name="给谁")),
                (
                    "daily_words",
                    models.CharField(blank=True, max_length=120, verbose_name="平常怎么说"),
                ),
                ("launched_on", models.DateField(blank=True, null=True, verbose_name="推出日期")),
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
                "verbose_name": "服务事项",
                "ordering": ["order", "title"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "code"), name="counter_item_code"),
                    models.UniqueConstraint(fields=("centre", "title"), name="counter_item_title"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemVersion",
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
                ("can_i", models.TextField(max_length=600, verbose_name="能不能办")),
                ("days", models.PositiveSmallIntegerField(verbose_name="几个工作日")),
                ("whom", models.CharField(blank=True, max_length=120, verbose_name="找谁")),
                (
                    "at_home",
                    models.CharField(blank=True, max_length=200, verbose_name="不用来也行吗"),
                ),
                ("fee", models.CharField(blank=True, max_length=60, verbose_name="收费")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                ("steps", models.JSONField(blank=True, default=list, verbose_name="怎么办")),
                ("materials", models.JSONField(blank=True, default=list, verbose_name="带什么")),
                ("schema", models.JSONField(blank=True, default=dict, verbose_name="要填的")),
                ("made_at", models.DateTimeField(verbose_name="起用时间")),
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
                    "item",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="counter.serviceitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "事项版本",
                "ordering": ["-number"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "item", "number"), name="counter_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("days__lte", 250)),
                        name="counter_version_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceRequest",
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
                    "answers",
                    changlai.kernel.crypto.fields.EncryptedTextField(
                        blank=True, default="", editable=False, verbose_name="填的内容"
                    ),
                ),
                ("entrusted_at", models.DateTimeField(verbose_name="委托时间")),
                (
                    "is_entrusted_on_paper",
                    models.BooleanField(default=False, verbose_name="签了纸质委托"),
                ),
                (
                    "handing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fetched", "自己来取"),
                            ("brought", "送到家里"),
                            ("sent", "寄出或网上办好"),
                            ("proxy", "家里人代取"),
                        ],
                        max_length=10,
                        verbose_name="怎么送达",
                    ),
                ),
                ("handed_to", models.CharField(blank=True, max_length=40, verbose_name="交给谁")),
                ("purge_on", models.DateField(blank=True, null=True, verbose_name="扫描件删除日")),
                ("purged_at", models.DateTimeField(blank=True, null=True, verbose_name="已删除")),
                (
                    "case",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="service_requests",
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
                    "item",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="counter.serviceitem",
                    ),
                ),
                (
                    "version",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="counter.itemversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "帮办代办",
                "ordering": ["-entrusted_at", "-id"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["centre", "item"], name="counter_request_item"),
                    models.Index(
                        condition=models.Q(
                            ("purge_on__isnull", False), ("purged_at__isnull", True)
                        ),
                        fields=["purge_on"],
                        name="counter_request_purge_x",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "case"), name="counter_request_case")
                ],
            },
        ),
        migrations.CreateModel(
            name="Scan",
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
                ("title", models.CharField(max_length=60, verbose_name="是什么")),
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
                    "file",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "request",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scans",
                        to="counter.servicerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "扫描件",
                "ordering": ["at", "id"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Notice",
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
                ("number", models.PositiveSmallIntegerField(verbose_name="第几次")),
                ("lines", models.JSONField(verbose_name="缺什么")),
                (
                    "reason",
                    models.CharField(blank=True, max_length=120, verbose_name="为什么又告知"),
                ),
                ("at", models.DateTimeField(verbose_name="告知时间")),
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
                    "request",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="counter.servicerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "一次性告知",
                "ordering": ["number"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("centre", "request", "number"), name="counter_notice_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="counter_notice_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Material",
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
                ("title", models.CharField(max_length=60, verbose_name="材料")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("see", "看一下"),
                            ("copy", "留复印件"),
                            ("keep", "交原件，办完还"),
                        ],
                        max_length=10,
                        verbose_name="怎么收",
                    ),
                ),
                ("is_needed", models.BooleanField(default=True, verbose_name="必须有")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("missing", "还缺"),
                            ("seen", "看过了"),
                            ("copied", "留了复印件"),
                            ("kept", "收了原件"),
                            ("returned", "原件还了"),
                        ],
                        default="missing",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=80, verbose_name="说明")),
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
                    "request",
                    changlai.kernel.tenancy.models.SameCentreFK(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="materials",
                        to="counter.servicerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "材料",
                "ordering": ["order", "id"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
    ]
