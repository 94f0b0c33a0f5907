"""Front door of the appointments engine: what halls may call, read and show."""

from changlai.engines.appointments.actions.booking import (
    SlotTaken,
    book_slot,
    cancel_appointment,
    walk_in,
)
from changlai.engines.appointments.actions.laying import (
    cancel_sitting,
    close_slot,
    lay_sitting,
    move_sitting,
    put_provider,
)
from changlai.engines.appointments.actions.queueing import (
    arrive,
    call_next,
    end_sitting,
    finish,
    note_missed,
    put_back,
)
from changlai.engines.appointments.models import Appointment, Provider, Sitting, Slot
from changlai.engines.appointments.policies import (
    is_own,
    may_call,
    may_cancel,
    may_plan,
    visible_appointments,
    visible_sittings,
)
from changlai.engines.appointments.queries import (
    coming_sittings,
    expected,
    free_slots,
    queue_of,
    sittings_from,
    slots_of,
)
from changlai.engines.appointments.states import LIVE, QUEUE, AppointmentState, SittingState

__all__ = [
    "LIVE",
    "QUEUE",
    "Appointment",
    "AppointmentState",
    "Provider",
    "Sitting",
    "SittingState",
    "Slot",
    "SlotTaken",
    "arrive",
    "book_slot",
    "call_next",
    "cancel_appointment",
    "cancel_sitting",
    "close_slot",
    "coming_sittings",
    "end_sitting",
    "expected",
    "finish",
    "free_slots",
    "is_own",
    "lay_sitting",
    "may_call",
    "may_cancel",
    "may_plan",
    "move_sitting",
    "note_missed",
    "put_back",
    "put_provider",
    "queue_of",
    "sittings_from",
    "slots_of",
    "visible_appointments",
    "visible_sittings",
    "walk_in",
]
