"""Who keeps the items, who sees a request, and who writes one down for somebody."""

from typing import Any

from django.db.models import QuerySet

from changlai.engines.appointments.public import Purpose, visible_appointments
from changlai.engines.cases.public import visible_cases
from changlai.foundation.people.public import Actor, Scope
from changlai.halls.counter.kinds import FAMILY
from changlai.halls.counter.models import ServiceItem, ServiceRequest

SEE, HANDLE, OVERSEE = "services.see", "services.handle", "services.oversee"
INTAKE, MANAGE = "services.intake", "services.manage"
CALL, WINDOWS = "appointments.call", "appointments.plan"
"""Who calls people to a window, and who names the windows: powers of the appointments engine."""


def may_manage(actor: Actor, centre: Any) -> bool:
    """Say whether an actor may make and change the items of this centre."""
    return actor.is_system or (actor.centre_id == centre.pk and actor.can(MANAGE))


def may_take_in(actor: Actor, centre: Any) -> bool:
    """Say whether an actor may write down what somebody entrusts."""
    return actor.centre_id == centre.pk and actor.can(INTAKE)


def may_ask(actor: Actor) -> bool:
    """Say whether an actor may entrust a matter in the own name, or of the person acted for."""
    return actor.for_person_id is not None and actor.acts_within(Scope.SERVICES)


def visible_items(actor: Actor, centre: Any) -> Any:
    """Return the items an actor may read: those in use; for whoever keeps them, all."""
    rows = ServiceItem.objects.of(centre)
    return rows if may_manage(actor, centre) else rows.offered()


def visible_requests(actor: Actor) -> QuerySet[ServiceRequest]:
    """Return the requests whose cases an actor may see."""
    if actor.centre_id is None:
        return ServiceRequest.objects.none()
    cases = visible_cases(actor).filter(family=FAMILY)
    rows = ServiceRequest.objects.filter(centre_id=actor.centre_id, case__in=cases)
    return rows.select_related("case__kind_version", "case__person", "case__handler", "item")


def own_requests(actor: Actor) -> QuerySet[ServiceRequest]:
    """Return the actor's own requests, or those of the person acted for within the leave."""
    if not may_ask(actor) or actor.for_person_id is None:
        return ServiceRequest.objects.none()
    return visible_requests(actor).filter(case__person_id=actor.for_person_id)


def visible_numbers(actor: Actor, centre: Any) -> QuerySet[Any]:
    """Return the numbers and times of the counter that an actor may read: staff all, others own."""
    found: QuerySet[Any] = visible_appointments(actor, centre, Purpose.COUNTER)
    return found


def own_numbers(actor: Actor, centre: Any) -> QuerySet[Any]:
    """Return the actor's own times at the counter, or those of the person acted for."""
    rows = visible_numbers(actor, centre)
    if not may_ask(actor):
        return rows.none()
    return rows.filter(person_id=actor.for_person_id)
