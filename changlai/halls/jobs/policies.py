"""Who may offer work, publish it, have a card, and read whose number when."""

from typing import Any

from django.db.models import Q

from changlai.foundation.people.public import Actor, Scope
from changlai.halls.jobs.models import Employer, JobMatch, JobPost, WorkerCard
from changlai.halls.jobs.states import TAKEN

SEE = "jobs.see"
MANAGE = "jobs.manage"


def may_manage(actor: Actor, centre: Any) -> bool:
    """Say whether an actor checks employers and publishes their posts at this centre."""
    return actor.centre_id == getattr(centre, "pk", centre) and actor.can(MANAGE)


def may_take_in(actor: Actor, centre: Any) -> bool:
    """Say whether an actor writes posts and cards down for others and talks with both sides."""
    return actor.centre_id == getattr(centre, "pk", centre) and actor.can(SEE)


def acts_as(actor: Actor, centre_id: Any, person_id: Any) -> bool:
    """Say whether a person's matter is the actor's: one's own, or of whom one acts for."""
    return (
        actor.centre_id == centre_id
        and person_id is not None
        and person_id == actor.for_person_id
        and actor.acts_within(Scope.SERVICES)
    )


def may_act_for(actor: Actor, centre: Any, person_id: Any) -> bool:
    """Say whether an actor may offer or ask for work in this person's name."""
    return acts_as(actor, centre.pk, person_id) or may_take_in(actor, centre)


def is_employer(actor: Actor, employer: Employer) -> bool:
    """Say whether an employer is the actor, or whom the actor acts for."""
    return acts_as(actor, employer.centre_id, employer.person_id)


def is_worker(actor: Actor, match: JobMatch) -> bool:
    """Say whether a match is the actor's, or of whom the actor acts for."""
    return acts_as(actor, match.centre_id, match.person_id)


def may_change_post(actor: Actor, post: JobPost) -> bool:
    """Say whether an actor may change or end a post: staff, and whoever offered it."""
    return may_take_in(actor, post.centre_id) or is_employer(actor, post.employer)


def may_keep_card(actor: Actor, card: WorkerCard) -> bool:
    """Say whether an actor may change, renew or delete a card: its owner, and staff for them."""
    own = acts_as(actor, card.centre_id, card.person_id)
    return own or may_take_in(actor, card.centre_id)


def may_leave(actor: Actor, match: JobMatch) -> bool:
    """Say whether an actor may call a match off or say how it went for the worker."""
    return is_worker(actor, match) or may_take_in(actor, match.centre_id)


def may_speak_for_employer(actor: Actor, match: JobMatch) -> bool:
    """Say whether an actor may say how it went for the employer."""
    return is_employer(actor, match.post.employer) or may_take_in(actor, match.centre_id)


def may_read_worker_phone(actor: Actor, match: JobMatch) -> bool:
    """Say whether an actor may read the worker's number: staff; the employer once it is agreed."""
    if may_take_in(actor, match.centre_id):
        return True
    checked = match.post.employer.is_checked
    return match.state in TAKEN and checked and is_employer(actor, match.post.employer)


def may_read_employer_phone(actor: Actor, match: JobMatch) -> bool:
    """Say whether an actor may read the employer's number: staff; the worker once it is agreed."""
    if may_take_in(actor, match.centre_id):
        return True
    return match.state in TAKEN and is_worker(actor, match)


def visible_employers(actor: Actor, centre: Any) -> Any:
    """Return the employers an actor may read of: staff all of the centre, others themselves."""
    rows = Employer.objects.of(centre)
    if may_take_in(actor, centre):
        return rows
    own = _own_person(actor)
    return rows.filter(person_id=own) if own and actor.centre_id == centre.pk else rows.none()


def visible_posts(actor: Actor, centre: Any, day: Any) -> Any:
    """Return the posts an actor may read: staff all; others what is listed, and their own."""
    rows = JobPost.objects.of(centre)
    if may_take_in(actor, centre):
        return rows
    return rows.filter(Q(pk__in=rows.listed(day).values("pk")) | _offered_by(actor, centre))


def own_posts(actor: Actor) -> Any:
    """Return the posts that the actor, or whom they act for, offered."""
    own = _own_person(actor)
    rows = JobPost.objects.of(actor.centre_id)
    return rows.filter(employer__person_id=own) if own else rows.none()


def own_cards(actor: Actor) -> Any:
    """Return the card of the actor, or of whom they act for."""
    own = _own_person(actor)
    rows = WorkerCard.objects.of(actor.centre_id)
    return rows.filter(person_id=own) if own else rows.none()


def own_matches(actor: Actor) -> Any:
    """Return the matches of the actor as a worker, or of whom they act for."""
    own = _own_person(actor)
    rows = JobMatch.objects.of(actor.centre_id)
    return rows.filter(person_id=own) if own else rows.none()


def visible_cards(actor: Actor) -> Any:
    """Return the cards an actor may read: staff all of the centre, others their own."""
    return WorkerCard.objects.of(actor.centre_id) if actor.can(SEE) else own_cards(actor)


def visible_matches(actor: Actor) -> Any:
    """Return the matches an actor may read: staff all of the centre, others their own."""
    return JobMatch.objects.of(actor.centre_id) if actor.can(SEE) else own_matches(actor)


def _own_person(actor: Actor) -> Any:
    return actor.for_person_id if actor.acts_within(Scope.SERVICES) else None


def _offered_by(actor: Actor, centre: Any) -> Q:
    own = _own_person(actor) if actor.centre_id == centre.pk else None
    return Q(employer__person_id=own) if own else Q(pk__in=[])
