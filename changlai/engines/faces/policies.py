"""Who may say how it went, for whom, and who reads what was said."""

from typing import Any

from changlai.engines.faces.models import Asked
from changlai.engines.faces.sources import source_of, sources
from changlai.foundation.people.public import Actor

SEE = "faces.see"


def _here(actor: Actor, centre_id: Any) -> bool:
    return actor.centre_id == centre_id and actor.can(SEE)


def may_see(actor: Actor, centre: Any) -> bool:
    """Say whether an actor reads the figures of this centre."""
    return _here(actor, centre.pk)


def may_read(actor: Actor, kind: str) -> bool:
    """Say whether an actor works in the hall of a kind, and so reads its words."""
    if actor.centre is None or not actor.can(SEE):
        return False
    source = source_of(actor.centre, kind)
    return source is not None and source.is_ours and actor.can(source.power)


def may_enter(actor: Actor, asked: Asked) -> bool:
    """Say whether an actor may write down what somebody said on paper or by telephone.

    Whoever did the service does not: another colleague writes it down, or the person taps it.
    """
    is_another = asked.served_by_id is None or asked.served_by_id != actor.account_id
    return actor.centre_id == asked.centre_id and may_read(actor, asked.kind) and is_another


def may_tap(actor: Actor, asked: Asked) -> bool:
    """Say whether whoever holds the link may tap: anybody but the one who did the service.

    Nor does a delegate: leave to act is not leave to judge.
    """
    if actor.centre_id != asked.centre_id or actor.is_delegate:
        return False
    return asked.served_by_id is None or asked.served_by_id != actor.account_id


def own_asked(actor: Actor) -> Any:
    """Return what the actor, or the person staff act for, was asked."""
    rows = Asked.objects.of(actor.centre_id)
    if actor.for_person_id is None or actor.is_delegate:
        return rows.none()
    return rows.filter(person_id=actor.for_person_id)


def visible_asked(actor: Actor) -> Any:
    """Return what was asked in the halls in which an actor works; nothing for anybody else."""
    rows = Asked.objects.of(actor.centre_id)
    if actor.centre is None or not actor.can(SEE):
        return rows.none()
    kinds = [one.code for one in sources(actor.centre) if one.is_ours and actor.can(one.power)]
    return rows.filter(kind__in=kinds)
