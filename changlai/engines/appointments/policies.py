"""Who lays sittings, who calls the queue, whose appointment one may touch."""

from typing import Any, Final

from changlai.engines.appointments.models import Appointment, Sitting
from changlai.engines.appointments.states import Purpose
from changlai.foundation.people.public import Actor, Scope

PLAN = "appointments.plan"
CALL = "appointments.call"
SCOPES: Final = {Purpose.CLINIC: Scope.GATHERINGS, Purpose.COUNTER: Scope.SERVICES}
"""Which leave a delegate needs for somebody's appointment."""


def may_plan(actor: Actor, centre: Any) -> bool:
    """Say whether the actor may lay sittings of this centre."""
    return _is_here(actor, centre) and actor.can(PLAN)


def may_call(actor: Actor, centre: Any) -> bool:
    """Say whether the actor may take people in and call the next here."""
    return _is_here(actor, centre) and (actor.can(CALL) or actor.can(PLAN))


def is_own(actor: Actor, row: Appointment) -> bool:
    """Say whether an appointment is the actor's own, or of the person acted for."""
    return (
        actor.centre_id == row.centre_id
        and row.person_id is not None
        and row.person_id == actor.for_person_id
        and actor.acts_within(SCOPES[Purpose(row.sitting.purpose)])
    )


def may_cancel(actor: Actor, row: Appointment) -> bool:
    """Say whether the actor may give this slot free: one's own, or staff."""
    staff = actor.centre_id == row.centre_id and (actor.can(CALL) or actor.can(PLAN))
    return actor.is_system or staff or is_own(actor, row)


def visible_sittings(actor: Actor, centre: Any, purpose: Purpose = Purpose.CLINIC) -> Any:
    """Return the sittings anyone at this centre may find; opaque ones are found by their hall."""
    rows = Sitting.objects.of(centre).filter(purpose=purpose)
    return rows.filter(is_opaque=False) if _is_here(actor, centre) else rows.none()


def visible_appointments(actor: Actor, centre: Any, purpose: Purpose = Purpose.CLINIC) -> Any:
    """Return the appointments an actor may read: staff all but opaque ones, others their own."""
    rows = Appointment.objects.of(centre).filter(sitting__is_opaque=False, sitting__purpose=purpose)
    if not _is_here(actor, centre):
        return rows.none()
    if may_call(actor, centre):
        return rows
    if actor.for_person_id is None or not actor.acts_within(SCOPES[purpose]):
        return rows.none()
    return rows.filter(person_id=actor.for_person_id)


def _is_here(actor: Actor, centre: Any) -> bool:
    """Say whether the actor is at this centre (a Centre or its key)."""
    return bool(actor.centre_id == getattr(centre, "pk", centre))
