"""Regular work on the background itself."""

from datetime import datetime

from django.core.management import call_command

from changlai.kernel.registry.contributions import Job

DAY = 24 * 60 * 60


def prune_results(at: datetime) -> None:
    """Forget results of tasks that ended well two weeks ago, or badly two months ago."""
    call_command(
        "prune_db_task_results",
        queue_name="*",
        min_age_days=14,
        failed_min_age_days=60,
        verbosity=0,
    )


JOBS = [Job(code="tasks.prune", seconds=DAY, run=prune_results)]
