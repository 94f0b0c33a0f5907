"""Note who agreed to stand in a piece, and take it down at once when somebody no longer does."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from changlai.engines.content import policies
from changlai.engines.content.actions.publishing import take_down
from changlai.engines.content.events import AgreementNoted, AgreementWithdrawn
from changlai.engines.content.kinds import kind_of
from changlai.engines.content.models import Agreement, Piece, Version
from changlai.engines.content.states import AgreedAs, AgreedHow, Archived, VersionState
from changlai.foundation.people.public import Actor, Person
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require


@transaction.atomic
def note_agreement(
    *,
    centre: Any,
    piece_id: UUID,
    actor: Actor,
    at: datetime,
    name: str = "",
    person: Person | None = None,
    agreed_as: str = AgreedAs.NAMED,
    agreed_on: date | None = None,
    how: str = "",
    by_kin: str = "",
) -> Agreement:
    """Note somebody who stands in a piece, and, once `agreed_on` is known, that they agreed.

    Noted again under the same name it is the same row. A day without a way how, or the other way
    round, is half a consent. Raises NotAllowed; BadInput.
    """
    piece = Piece.objects.of(centre).select_for_update().get(pk=piece_id)
    require(policies.may_write, actor, piece.centre_id, piece.kind)
    name = " ".join((name or (person.name if person else "")).split())[:40]
    if not name:
        raise BadInput("请写是谁。")
    if agreed_as not in AgreedAs.values or (how and how not in AgreedHow.values):
        raise BadInput
    if (agreed_on is None) != (not how):
        raise BadInput("同意的日子和怎么同意的，要写就都写上。")
    if agreed_on is not None and agreed_on > timezone.localdate(at):
        raise BadInput("同意的日子还没有到，请改一下。")
    rows = Agreement.objects.of(centre).filter(piece=piece, left_out_at__isnull=True)
    row = rows.filter(name=name, agreed_as=agreed_as, withdrawn_at__isnull=True).first()
    if row is not None and row.stands and agreed_on is None:
        raise BadInput("这位已经同意过了。不再同意，请点“本人要撤回”。")
    if row is None:
        row = Agreement(
            centre_id=piece.centre_id, piece=piece, name=name, agreed_as=agreed_as, noted_at=at
        )
    row.person = person or row.person
    row.agreed_on, row.how, row.by_kin = agreed_on, how, " ".join(by_kin.split())[:60]
    row.noted_by_id, row.noted_at = actor.account_id, at
    row.save()
    publish(AgreementNoted(**_said(row, piece, actor, at)))
    return row


@transaction.atomic
def withdraw_agreement(*, centre: Any, agreement_id: UUID, actor: Actor, at: datetime) -> Agreement:
    """Take a consent back; what is shown goes from the next request on, nobody has to say why.

    Paper is not forgotten: until somebody says that none hangs (`paper_taken_off`), it stands on
    the sheet of the day. Raises NotAllowed; WrongStep where it was taken back before.
    """
    row = Agreement.objects.of(centre).select_related("piece").get(pk=agreement_id)
    piece = Piece.objects.of(centre).select_for_update().get(pk=row.piece_id)
    row = Agreement.objects.of(centre).select_for_update().get(pk=agreement_id)
    row.piece = piece
    require(policies.may_withdraw, actor, row)
    if row.withdrawn_at is not None:
        raise WrongStep("已经撤回了。")
    was_given = row.agreed_on is not None
    row.withdrawn_at = at
    if not was_given:
        row.taken_off_at = at
    row.save(update_fields=["withdrawn_at", "taken_off_at"])
    publish(AgreementWithdrawn(**_said(row, piece, actor, at)))
    rows = Version.objects.of(centre).filter(piece=piece, state=VersionState.PUBLISHED)
    if kind_of(piece.kind).falls_with_consent and rows.exists():
        take_down(
            centre=centre,
            piece_id=piece.pk,
            actor=Actor.system(piece.centre_id),
            at=at,
            why=Archived.CONSENT,
        )
    return row


@transaction.atomic
def leave_out(*, centre: Any, agreement_id: UUID, actor: Actor, at: datetime) -> None:
    """Note that somebody stands in the next versions no more, so that nothing waits for them.

    Whoever never agreed is deleted from the list; a consent that was given stays as a proof.
    Raises NotAllowed; WrongStep while they stand in what everybody reads.
    """
    row = Agreement.objects.of(centre).select_for_update().get(pk=agreement_id)
    piece = Piece.objects.of(centre).get(pk=row.piece_id)
    require(policies.may_write, actor, piece.centre_id, piece.kind)
    live = Version.objects.of(centre).filter(piece=piece, state=VersionState.PUBLISHED)
    if row.stands and live.exists():
        raise WrongStep("这一篇正公开着，里面有这个人。先撤下，或者记“撤回同意”。")
    if row.agreed_on is None:
        row.delete()
        return
    row.left_out_at = at
    row.save(update_fields=["left_out_at"])


@transaction.atomic
def paper_taken_off(*, centre: Any, agreement_id: UUID, actor: Actor, at: datetime) -> None:
    """Note that no paper of it hangs any more, or that none ever did. Raises NotAllowed."""
    row = Agreement.objects.of(centre).select_for_update().get(pk=agreement_id)
    piece = Piece.objects.of(centre).get(pk=row.piece_id)
    require(policies.may_write, actor, piece.centre_id, piece.kind)
    if row.withdrawn_at is not None and row.taken_off_at is None:
        row.taken_off_at = at
        row.save(update_fields=["taken_off_at"])


@transaction.atomic
def forget_person(*, centre_id: UUID, person_id: UUID, at: datetime) -> None:
    """Take down what somebody stands in who asked to be forgotten, and their name with it."""
    rows = Agreement.objects.of(centre_id).filter(person_id=person_id)
    system = Actor.system(centre_id)
    for row in list(rows.filter(withdrawn_at__isnull=True).order_by("pk")):
        withdraw_agreement(centre=centre_id, agreement_id=row.pk, actor=system, at=at)
    rows.update(person=None, name="已注销", by_kin="")


@transaction.atomic
def withdraw_pictures(*, centre_id: UUID, person_id: UUID, at: datetime) -> None:
    """Take back every consent to pictures of a person who took the general one back."""
    rows = Agreement.objects.of(centre_id).filter(
        person_id=person_id, agreed_as=AgreedAs.PICTURED, withdrawn_at__isnull=True
    )
    for row in list(rows.order_by("pk")):
        withdraw_agreement(
            centre=centre_id, agreement_id=row.pk, actor=Actor.system(centre_id), at=at
        )


def keep_with_person(*, centre_id: UUID, merged_id: UUID, keep_id: UUID) -> None:
    """Move the consents of a person to the entry that they turned out to be."""
    Agreement.objects.of(centre_id).filter(person_id=merged_id).update(person_id=keep_id)


def _said(row: Agreement, piece: Piece, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "centre_id": row.centre_id,
        "at": at,
        "actor_id": actor.account_id,
        "subject_id": piece.pk,
        "kind": piece.kind,
        "agreement_id": row.pk,
    }
