"""When each regular job last ran on this installation, and how that went."""

from django.db import models

from changlai.kernel.tenancy.models import Local


class JobRun(Local):
    """The last run of one job; the row named "tick" is the heartbeat of the background itself."""

    code = models.CharField("任务", primary_key=True, max_length=64)
    started_at = models.DateTimeField("开始")
    finished_at = models.DateTimeField("结束")
    succeeded_at = models.DateTimeField("最近成功", null=True, blank=True)
    failures = models.PositiveIntegerField("连续失败次数", default=0)
    error = models.CharField("最近错误", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "后台任务运行"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code
