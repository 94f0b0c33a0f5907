"""The closed lists of words about appointments, and the steps between."""

from typing import Final

from django.db import models


class Purpose(models.TextChoices):
    """What people come to a sitting for: a professional, or the windows of the counter."""

    CLINIC = "clinic", "看诊和咨询"
    COUNTER = "counter", "窗口办事"


class SittingState(models.TextChoices):
    """How far a sitting is."""

    PLANNED = "planned", "未开始"
    DONE = "done", "已结束"
    CANCELLED = "cancelled", "已取消"


SITTING_NEXT: Final = {
    SittingState.PLANNED: {SittingState.DONE, SittingState.CANCELLED},
    SittingState.DONE: frozenset[SittingState](),
    SittingState.CANCELLED: frozenset[SittingState](),
}


class AppointmentState(models.TextChoices):
    """How far an appointment is; what was said in the talk is nowhere."""

    BOOKED = "booked", "已约好"
    HERE = "here", "到了，等叫号"
    CALLED = "called", "正在谈"
    SKIPPED = "skipped", "叫过了，没在"
    DONE = "done", "谈完了"
    NO_SHOW = "no_show", "没有来"
    CANCELLED = "cancelled", "已取消"


APPOINTMENT_NEXT: Final = {
    AppointmentState.BOOKED: {
        AppointmentState.HERE,
        AppointmentState.NO_SHOW,
        AppointmentState.CANCELLED,
    },
    AppointmentState.HERE: {
        AppointmentState.CALLED,
        AppointmentState.NO_SHOW,
        AppointmentState.CANCELLED,
    },
    AppointmentState.CALLED: {
        AppointmentState.DONE,
        AppointmentState.HERE,
        AppointmentState.SKIPPED,
        AppointmentState.NO_SHOW,
    },
    AppointmentState.SKIPPED: {
        AppointmentState.HERE,
        AppointmentState.NO_SHOW,
        AppointmentState.CANCELLED,
    },
    AppointmentState.DONE: frozenset[AppointmentState](),
    AppointmentState.NO_SHOW: {AppointmentState.HERE},
    AppointmentState.CANCELLED: frozenset[AppointmentState](),
}
LIVE: Final = (
    AppointmentState.BOOKED,
    AppointmentState.HERE,
    AppointmentState.CALLED,
    AppointmentState.SKIPPED,
    AppointmentState.DONE,
)
"""Appointments that hold their slot; a no-show and a cancellation give it free."""
COMING: Final = (
    AppointmentState.BOOKED,
    AppointmentState.HERE,
    AppointmentState.CALLED,
    AppointmentState.SKIPPED,
)
"""Appointments that are not over: a person has one of them at a sitting."""
QUEUE: Final = (AppointmentState.HERE, AppointmentState.CALLED)
MOST_CALLS: Final = 3
"""Whoever was called so often and is not there is missed; before that, only passed over."""
FAIR_WAY: Final = 2
"""How many go first when somebody who was passed over comes back: not the end, not the front."""
