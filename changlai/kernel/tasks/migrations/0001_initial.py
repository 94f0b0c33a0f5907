from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="JobRun",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=64, primary_key=True, serialize=False, verbose_name="任务"
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="开始")),
                ("finished_at", models.DateTimeField(verbose_name="结束")),
                (
                    "succeeded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="最近成功"),
                ),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="连续失败次数")),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="最近错误")),
            ],
            options={
                "verbose_name": "后台任务运行",
                "verbose_name_plural": "后台任务运行",
                "ordering": ["code"],
            },
        ),
    ]
