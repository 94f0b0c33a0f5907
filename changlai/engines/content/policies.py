"""Who writes, who lets out, who reads."""

from typing import Any

from changlai.engines.content.kinds import Review, all_kinds, kind_of
from changlai.engines.content.models import Agreement, Piece, Version
from changlai.foundation.people.public import Actor


def may_write(actor: Actor, centre_id: Any, kind: str) -> bool:
    """Say whether an actor may begin and change drafts of a kind."""
    found = kind_of(kind)
    return actor.centre_id == centre_id and (
        actor.can(found.write_power) or actor.can(found.publish_power)
    )


def may_publish(actor: Actor, version: Version) -> bool:
    """Say whether an actor may let this version out; some kinds ask for another pair of eyes."""
    kind = kind_of(version.kind)
    if actor.centre_id != version.centre_id or not actor.can(kind.publish_power):
        return False
    is_own = version.written_by_id is not None and version.written_by_id == actor.account_id
    return kind.review != Review.OTHER or not is_own


def may_take_down(actor: Actor, piece: Piece) -> bool:
    """Say whether an actor may take a piece down: whoever may let it out, and the system."""
    return actor.centre_id == piece.centre_id and actor.can(kind_of(piece.kind).publish_power)


def may_withdraw(actor: Actor, agreement: Agreement) -> bool:
    """Say whether an actor may take a consent back: its person, or staff who were told so."""
    if actor.centre_id != agreement.centre_id:
        return False
    own = actor.for_person_id is not None and actor.for_person_id == agreement.person_id
    return (own and not actor.is_delegate) or may_write(
        actor, agreement.centre_id, agreement.piece.kind
    )


def visible_pieces(actor: Actor, kind: str = "") -> Any:
    """Return the pieces that staff work on; nothing for anybody else."""
    kinds = [
        one.code
        for one in all_kinds()
        if (not kind or one.code == kind)
        and actor.centre_id is not None
        and may_write(actor, actor.centre_id, one.code)
    ]
    return Piece.objects.of(actor.centre_id).filter(kind__in=kinds)


def visible_versions(actor: Actor, kind: str = "") -> Any:
    """Return all versions of the pieces that staff work on; nothing for anybody else."""
    rows = Version.objects.of(actor.centre_id)
    return rows.filter(piece_id__in=visible_pieces(actor, kind).values("pk"))


def own_agreements(actor: Actor) -> Any:
    """Return the consents of the person whose matter this is; a delegate looks at none."""
    rows = Agreement.objects.of(actor.centre_id)
    if actor.for_person_id is None or actor.is_delegate:
        return rows.none()
    return rows.filter(person_id=actor.for_person_id)
