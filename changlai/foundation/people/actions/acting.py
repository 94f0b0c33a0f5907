"""Verbs of standing in someone's place: act for a resident, delegate, agree and take it back."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from changlai.foundation.areas.public import Centre
from changlai.foundation.people import policies, queries
from changlai.foundation.people.actions.signing_in import account_of
from changlai.foundation.people.actor import Actor
from changlai.foundation.people.events import (
    ActForEnded,
    ActForStarted,
    ConsentGiven,
    ConsentWithdrawn,
    DelegationEnded,
    DelegationGiven,
)
from changlai.foundation.people.models import (
    ActForSession,
    Consent,
    Delegation,
    Person,
)
from changlai.foundation.people.states import ActForReason, Channel, Matter, Scope
from changlai.kernel.crypto.phones import is_mobile, normalise_cn
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require

ACT_FOR_MINUTES = 30
LONGEST_DELEGATION = timedelta(days=366)


@transaction.atomic
def start_act_for(
    *,
    centre: Centre,
    person_id: UUID,
    actor: Actor,
    reason: str,
    channel: str,
    at: datetime,
    note: str = "",
) -> ActForSession:
    """Stand in a resident's place for half an hour, with the reason said first.

    What is done then is the resident's, and every record keeps who did it and how they came.
    The person is told afterwards. Raises BadInput without a known reason and channel.
    """
    person = Person.objects.of(centre).select_for_update().active().get(pk=person_id)
    require(policies.may_act_for, actor, centre.pk)
    if reason not in ActForReason.values or channel not in Channel.values:
        raise BadInput("请选择原因和来办方式。")
    if reason == ActForReason.OTHER and not note.strip():
        raise BadInput("选“其他”时，请用一句话说明原因。")
    if person.pk == actor.person_id:
        raise BadInput("这是您自己，不用代办，直接办理就可以。")
    return _begin(person, actor, at, reason=reason, channel=channel, note=note.strip()[:120])


@transaction.atomic
def start_by_delegation(
    *, centre: Centre, delegation_id: UUID, actor: Actor, at: datetime
) -> ActForSession:
    """Stand in the place of someone who has delegated it to this account, within its scopes.

    Raises WrongStep when the delegation has ended or run out.
    """
    delegation = (
        Delegation.objects.of(centre)
        .select_for_update()
        .filter(principal__is_active=True)
        .get(pk=delegation_id)
    )
    require(policies.may_act_by, actor, delegation)
    if not queries.is_in_force(delegation, at):
        raise WrongStep("这份委托已经结束或到期了。")
    principal = Person.objects.of(centre).get(pk=delegation.principal_id)
    return _begin(
        principal,
        actor,
        at,
        reason=ActForReason.ASKED,
        channel=Channel.DELEGATE,
        delegation=delegation,
    )


def _begin(
    person: Person,
    actor: Actor,
    at: datetime,
    *,
    reason: str,
    channel: str,
    note: str = "",
    delegation: Delegation | None = None,
) -> ActForSession:
    assert actor.account_id is not None  # noqa: S101 -- both policies refuse a stranger
    session = ActForSession(
        centre_id=person.centre_id,
        account_id=actor.account_id,
        person=person,
        delegation=delegation,
        channel=channel,
        reason=reason,
        note=note,
        started_at=at,
        until=at + timedelta(minutes=ACT_FOR_MINUTES),
    )
    session.save(force_insert=True)
    publish(
        ActForStarted(
            centre_id=person.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=session.pk,
            person_id=person.pk,
            channel=channel,
            reason=reason,
            by_delegation=delegation is not None,
        )
    )
    return session


@transaction.atomic
def end_act_for(
    *, centre: Centre, session_id: UUID, actor: Actor, at: datetime
) -> ActForSession | None:
    """Leave a resident's place; None when it is not this account's, or over already."""
    session = (
        ActForSession.objects.of(centre)
        .select_for_update()
        .filter(pk=session_id, account_id=actor.account_id, ended_at__isnull=True)
        .first()
    )
    if session is None:
        return None
    session.ended_at = min(at, session.until)
    session.save(update_fields=["ended_at"])
    publish(
        ActForEnded(
            centre_id=centre.pk,
            at=session.ended_at,
            actor_id=actor.account_id,
            subject_id=session.pk,
            person_id=session.person_id,
        )
    )
    return session


@transaction.atomic
def give_delegation(
    *,
    centre: Centre,
    principal_id: UUID,
    delegate_phone: str,
    scopes: Sequence[str],
    expires_on: date,
    actor: Actor,
    at: datetime,
    evidence: str = "",
) -> Delegation:
    """Let another account act in a person's name, within scopes, for at most a year.

    The delegate need not have signed in yet, so nobody learns who has an account. When staff
    enter it, `evidence` says how the person agreed. Raises BadInput for scopes, day or phone
    that are none; NotAllowed for whoever does not speak for the person.
    """
    person = Person.objects.of(centre).select_for_update().active().get(pk=principal_id)
    require(policies.may_speak_for, actor, person)
    if not policies.scopes_are_known(scopes, Scope.values):
        raise BadInput("请至少选择一项可以代办的事。")
    today = timezone.localdate(at)
    if not today <= expires_on <= today + LONGEST_DELEGATION:
        raise BadInput("有效期从今天起，最长一年。")
    by_self = actor.person_id == person.pk
    if not by_self and not evidence.strip():
        raise BadInput("请写明本人是怎样同意的，如“当面签字，委托书编号 12”。")
    number = normalise_cn(delegate_phone)
    if not is_mobile(number):
        raise BadInput("请填代办人的 11 位手机号。")
    delegate = account_of(number, at)
    if person.account_id == delegate.pk:
        raise BadInput("不用委托给自己。")
    delegation = Delegation(
        centre=centre,
        principal=person,
        delegate=delegate,
        scopes=sorted(set(scopes)),
        evidence=evidence.strip()[:200] or "本人在线确认",
        given_at=at,
        given_by_id=actor.account_id,
        expires_on=expires_on,
    )
    delegation.save(force_insert=True)
    publish(
        DelegationGiven(
            centre_id=centre.pk,
            at=at,
            actor_id=actor.account_id,
            subject_id=delegation.pk,
            person_id=person.pk,
            delegate_id=delegate.pk,
        )
    )
    return delegation


@transaction.atomic
def end_delegation(
    *, centre: Centre, delegation_id: UUID, actor: Actor, at: datetime
) -> Delegation:
    """Take a delegation back; sessions under it end with the next page they ask for."""
    delegation = Delegation.objects.of(centre).select_for_update().get(pk=delegation_id)
    principal = Person.objects.of(centre).get(pk=delegation.principal_id)
    # Who was asked to help may also lay it down.
    if not policies.may_act_by(actor, delegation):
        require(policies.may_speak_for, actor, principal)
    if delegation.ended_at is not None:
        raise WrongStep("这份委托已经结束了。")
    delegation.ended_at = at
    delegation.save(update_fields=["ended_at"])
    publish(
        DelegationEnded(
            centre_id=centre.pk,
            at=at,
            actor_id=actor.account_id,
            subject_id=delegation.pk,
            person_id=principal.pk,
            delegate_id=delegation.delegate_id,
        )
    )
    return delegation


@transaction.atomic
def give_consent(
    *,
    centre: Centre,
    person_id: UUID,
    matter: str,
    version: str,
    actor: Actor,
    at: datetime,
    note: str = "",
) -> Consent:
    """Note that a person agreed to one matter, and to which words; agreeing twice is once."""
    person = Person.objects.of(centre).select_for_update().active().get(pk=person_id)
    require(policies.may_speak_for, actor, person)
    if matter not in Matter.values:
        raise BadInput
    consent, made = Consent.objects.of(centre).get_or_create(
        person=person,
        matter=matter,
        withdrawn_at=None,
        defaults={
            "centre": centre,
            "version": version,
            "note": note.strip()[:200],
            "given_at": at,
            "given_by_id": actor.account_id,
        },
    )
    if made:
        publish(
            ConsentGiven(
                centre_id=centre.pk,
                at=at,
                actor_id=actor.account_id,
                subject_id=person.pk,
                matter=matter,
            )
        )
    return consent


@transaction.atomic
def withdraw_consent(
    *, centre: Centre, person_id: UUID, matter: str, actor: Actor, at: datetime
) -> None:
    """Take a consent back from now on; what was done under it before stays lawful."""
    person = Person.objects.of(centre).select_for_update().active().get(pk=person_id)
    require(policies.may_speak_for, actor, person)
    changed = (
        Consent.objects.of(centre)
        .filter(person=person, matter=matter, withdrawn_at__isnull=True)
        .update(withdrawn_at=at)
    )
    if changed:
        publish(
            ConsentWithdrawn(
                centre_id=centre.pk,
                at=at,
                actor_id=actor.account_id,
                subject_id=person.pk,
                matter=matter,
            )
        )
