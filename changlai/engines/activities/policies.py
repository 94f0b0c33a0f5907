"""Who plans activities, who finds them, whose sign-up one may touch."""

from typing import Any

from changlai.engines.activities.models import Activity, SignUp
from changlai.engines.activities.states import SHOWN, Visibility
from changlai.foundation.people.public import Actor, Scope

PLAN = "activities.plan"
ROLL = "activities.roll"


def may_plan(actor: Actor, centre: Any) -> bool:
    """Say whether the actor may plan and change activities of this centre."""
    return _is_here(actor, centre) and actor.can(PLAN)


def may_roll(actor: Actor, centre: Any) -> bool:
    """Say whether the actor may sign others up and call the roll here."""
    return _is_here(actor, centre) and (actor.can(ROLL) or actor.can(PLAN))


def may_see(actor: Actor, activity: Activity) -> bool:
    """Say whether the actor may find this activity."""
    if actor.centre_id != activity.centre_id:
        return False
    if actor.is_staff:
        return True
    return activity.state in SHOWN and activity.visibility == Visibility.PUBLIC


def visible_activities(actor: Actor, centre: Any) -> Any:
    """Return the activities an actor may find: announced public ones; staff find all."""
    rows = Activity.objects.of(centre)
    if not _is_here(actor, centre):
        return rows.none()
    return rows if actor.is_staff else rows.shown()


def is_own(actor: Actor, sign_up: SignUp) -> bool:
    """Say whether a sign-up is the actor's own, or of the person acted for within the leave."""
    return (
        actor.centre_id == sign_up.centre_id
        and sign_up.person_id is not None
        and sign_up.person_id == actor.for_person_id
        and actor.acts_within(Scope.GATHERINGS)
    )


def may_change_sign_up(actor: Actor, sign_up: SignUp) -> bool:
    """Say whether the actor may cancel a sign-up or take its offer: one's own, or staff."""
    if actor.is_system:
        return True
    staff = actor.centre_id == sign_up.centre_id and (actor.can(ROLL) or actor.can(PLAN))
    return staff or is_own(actor, sign_up)


def may_speak(actor: Actor, centre: Any) -> bool:
    """Say whether the actor may speak of activities for the person they stand for."""
    return actor.centre_id == centre.pk and actor.acts_within(Scope.GATHERINGS)


def visible_sign_ups(actor: Actor, centre: Any) -> Any:
    """Return the sign-ups an actor may read: staff of the roll all, others their own."""
    rows = SignUp.objects.of(centre)
    if not _is_here(actor, centre):
        return rows.none()
    if actor.can(ROLL) or actor.can(PLAN):
        return rows
    if actor.for_person_id is None or not actor.acts_within(Scope.GATHERINGS):
        return rows.none()
    return rows.filter(person_id=actor.for_person_id)


def _is_here(actor: Actor, centre: Any) -> bool:
    """Say whether the actor is at this centre (a Centre or its key)."""
    return bool(actor.centre_id == getattr(centre, "pk", centre))
