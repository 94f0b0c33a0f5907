"""What the counter keeps about a person: requests, and scans of papers until they are purged."""

from datetime import datetime
from typing import Any

from django.db.models import Count

from changlai.engines.appointments.public import Appointment, Purpose
from changlai.halls.counter.actions.requests import KEEPS_DAYS
from changlai.halls.counter.models import ServiceRequest
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import Held, HeldLine


def _lines(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    rows = ServiceRequest.objects.of(centre).filter(case__person_id=person_id)
    made = rows.aggregate(requests=Count("pk", distinct=True), scans=Count("scans", distinct=True))
    url = centre_reverse(centre, "counter:mine")
    return [
        HeldLine(
            "托办的事和填的内容",
            made["requests"],
            "您注销时，填的内容当即删除",
            "替您办事、给您回执",
            url,
        ),
        HeldLine("材料扫描件", made["scans"], f"送达后{KEEPS_DAYS}天删除", "办这一件事时要用", url),
    ]


def _numbers(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    rows = Appointment.objects.of(centre).filter(sitting__purpose=Purpose.COUNTER)
    count = rows.filter(person_id=person_id).count()
    return [HeldLine("窗口的号和约的时间", count, "您注销时，名字当即去掉", "留时间、叫到您")]


HELD = [Held("counter", 30, _lines), Held("counter_numbers", 31, _numbers)]
