"""The queue before the windows: its days, what a number is for, and how often a door was used."""

from django.db import models

from changlai.halls.counter.models.items import ServiceItem
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK


class CounterDay(Owned):
    """A day of the counter: the one queue of it is a sitting of the appointments engine.

    Laid from the centre's opening hours, never by a form.
    """

    centre = CentreKey()
    day = models.DateField("日期")
    sitting = SameCentreFK("appointments.Sitting", models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        verbose_name = "窗口的一天"
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "day"], name="counter_day_once"),
        ]

    def __str__(self) -> str:
        return str(self.day)


class Ticket(Owned):
    """What somebody who has a number came for, and the request that came of it, if any."""

    centre = CentreKey()
    appointment = SameCentreFK("appointments.Appointment", models.PROTECT, related_name="tickets")
    item = SameCentreFK(ServiceItem, models.PROTECT, null=True, blank=True, related_name="+")
    case = SameCentreFK("cases.Case", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Owned.Meta):
        verbose_name = "排队号"
        constraints = [
            models.UniqueConstraint(fields=["centre", "appointment"], name="counter_ticket_once"),
        ]
        indexes = [
            models.Index(fields=["centre", "case"], name="counter_ticket_case"),
        ]

    def __str__(self) -> str:
        return str(self.appointment_id)


class DoorTry(Owned):
    """How many numbers one network address, or the hall's tablet, took in some minutes."""

    centre = CentreKey()
    key = models.CharField(max_length=64)
    taken = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()

    class Meta(Owned.Meta):
        verbose_name = "门口取号"
        constraints = [models.UniqueConstraint(fields=["centre", "key"], name="counter_door_key")]
        indexes = [models.Index(fields=["since", "centre"], name="counter_door_old_x")]

    def __str__(self) -> str:
        return str(self.taken)
