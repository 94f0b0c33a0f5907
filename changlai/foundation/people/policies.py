"""Who may do what with people; each is asked by the action after it has locked its row."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from changlai.foundation.people.actor import Actor
from changlai.foundation.people.models import Delegation, Person
from changlai.foundation.people.states import PLATFORM_ROLES, ROLES_NAMED_ABOVE, VILLAGE_ROLES

SEE = "people.see"
MANAGE = "people.manage"
ACT_FOR = "people.act_for"
DUTY = "duty.manage"
CENTRE = "centre.manage"
PLATFORM = "platform.manage"


def _serves(actor: Actor, centre_id: UUID) -> bool:
    """Say whether the actor is at work at this centre, not at another in which it has roles."""
    return actor.is_system or (actor.centre_id == centre_id and actor.is_staff)


def may_see_people(actor: Actor, centre_id: UUID) -> bool:
    """Say whether the actor may read the residents' list."""
    return _serves(actor, centre_id) and actor.can(SEE)


def visible_people(actor: Actor, centre: Any) -> QuerySet[Any]:
    """Return the persons an actor may look at: all for staff, oneself for a resident."""
    rows = Person.objects.of(centre).active()
    if may_see_people(actor, centre.pk):
        return rows
    mine = {actor.person_id, actor.for_person_id} - {None}
    return rows.filter(pk__in=mine) if actor.centre_id == centre.pk else rows.none()


def may_add_person(actor: Actor, centre_id: UUID) -> bool:
    """Say whether the actor may make a person known: whoever takes a telephone call must."""
    return _serves(actor, centre_id)


def may_manage_people(actor: Actor, centre_id: UUID) -> bool:
    """Say whether the actor keeps the residents' list: edit, merge, import, households."""
    return _serves(actor, centre_id) and actor.can(MANAGE)


def may_edit_person(actor: Actor, person: Person) -> bool:
    """Say whether the actor may put a person right: the person, or who keeps the list."""
    if actor.centre_id == person.centre_id and actor.person_id == person.pk:
        return True
    return may_manage_people(actor, person.centre_id)


def may_run_errand(actor: Actor, power: str) -> bool:
    """Whether the actor serves with this power, as whoever brings meals."""
    return actor.can(power)


def may_reveal_person(actor: Actor, person: Person) -> bool:
    """Say whether the actor may read a number in full; the reading is a fact in the book."""
    return may_see_people(actor, person.centre_id)


def may_act_for(actor: Actor, centre_id: UUID) -> bool:
    """Say whether the actor may stand in a resident's place."""
    return _serves(actor, centre_id) and actor.can(ACT_FOR)


def may_act_by(actor: Actor, delegation: Delegation) -> bool:
    """Say whether a delegation names this very account."""
    return (
        actor.account_id is not None
        and actor.centre_id == delegation.centre_id
        and actor.account_id == delegation.delegate_id
    )


def may_speak_for(actor: Actor, person: Person) -> bool:
    """Say whether the actor may agree or delegate in a person's name: they, or staff with them.

    A delegate may not: leave to act is not leave to pass it on.
    """
    if actor.centre_id != person.centre_id and not actor.is_system:
        return False
    if actor.is_delegate:
        return actor.person_id == person.pk
    return actor.person_id == person.pk or may_act_for(actor, person.centre_id)


def may_grant(actor: Actor, centre_id: UUID | None, role: str) -> bool:
    """Say whether the actor may give or end a role.

    The village names its own staff; its secretary, and every role of an area or of the
    platform, is named by the operator.
    """
    if actor.is_system or actor.can(PLATFORM):
        return True
    if centre_id is None or role not in VILLAGE_ROLES or role in ROLES_NAMED_ABOVE:
        return False
    return _serves(actor, centre_id) and actor.can(CENTRE)


def may_set_roles(actor: Actor, centre_id: UUID | None) -> bool:
    """Say whether the actor may change what a role needs at sign-in."""
    if centre_id is None:
        return actor.is_system or actor.can(PLATFORM)
    return actor.can(PLATFORM) or (_serves(actor, centre_id) and actor.can(CENTRE))


def may_manage_duty(actor: Actor, centre_id: UUID) -> bool:
    """Say whether the actor keeps the duty roster."""
    return _serves(actor, centre_id) and actor.can(DUTY)


def may_set_helps(actor: Actor, centre_id: UUID, account_id: UUID) -> bool:
    """Say whether the actor writes what a colleague helps with: they, or who keeps the roster."""
    return _serves(actor, centre_id) and (
        actor.account_id == account_id or may_manage_duty(actor, centre_id)
    )


def scope_fits(role: str, *, has_centre: bool, has_area: bool) -> bool:
    """Say whether a role stands where its kind must: at a centre, on an area, or everywhere."""
    if role in VILLAGE_ROLES:
        return has_centre and not has_area
    if role in PLATFORM_ROLES:
        return not has_centre and not has_area
    return has_area and not has_centre


def scopes_are_known(scopes: Collection[str], known: Collection[str]) -> bool:
    """Say whether a delegation names at least one thing, and only things there are."""
    return bool(scopes) and set(scopes) <= set(known)
