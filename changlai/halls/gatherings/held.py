"""What gatherings keep about a person: sign-ups, and appointments without what was said."""

from datetime import datetime
from typing import Any

from changlai.engines.activities.public import SignUp
from changlai.engines.appointments.public import Appointment, Purpose
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import Held, HeldLine

UNTIL = "您注销时，名字和电话当即删除"


def _sign_ups(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    count = SignUp.objects.of(centre).filter(person_id=person_id).count()
    url = centre_reverse(centre, "gatherings:signups")
    return [HeldLine("活动报名", count, UNTIL, "留名额、有变动时找到您", url)]


def _appointments(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    rows = Appointment.objects.of(centre).filter(sitting__purpose=Purpose.CLINIC)
    count = rows.filter(person_id=person_id).count()
    url = centre_reverse(centre, "gatherings:appointments")
    return [HeldLine("看诊和咨询预约", count, UNTIL, "留时间；谈了什么不记", url)]


HELD = [
    Held("gatherings_signups", 50, _sign_ups),
    Held("gatherings_appointments", 55, _appointments),
]
