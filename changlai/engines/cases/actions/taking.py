"""What every verb does alike: lock, ask the policy, take the step, keep history and facts."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from changlai.engines.cases import clocks, policies, texts
from changlai.engines.cases.events import CaseContacted, CaseEvent
from changlai.engines.cases.lookups import week_of
from changlai.engines.cases.models import Case, CaseStep
from changlai.engines.cases.policies import CodeProof
from changlai.engines.cases.states import StateType
from changlai.foundation.people.public import Actor, staff_of
from changlai.kernel.errors import BadInput, NotAllowed
from changlai.kernel.events.public import publish

NOTE_MISSING = "请写明理由，诉求人和同事才看得明白。"


def locked(centre: Any, case_id: UUID) -> Case:
    """Return the case with its row locked; raises Case.DoesNotExist."""
    return Case.objects.of(centre).select_for_update().get(pk=case_id)


@dataclass
class Taking:
    """One verb being done to one locked case: collects what changed, then writes it in one go."""

    centre: Any
    case: Case
    actor: Actor
    at: dt.datetime
    proof: CodeProof | None = None
    facts: list[CaseEvent] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)

    @classmethod
    def begin(
        cls,
        *,
        centre: Any,
        case_id: UUID,
        actor: Actor,
        at: dt.datetime,
        verb: str,
        proof: CodeProof | None = None,
    ) -> "Taking":
        """Lock, then ask. Raises Case.DoesNotExist; NotAllowed if the step is not the actor's."""
        case = locked(centre, case_id)
        if not policies.may_take(actor, case, verb, proof):
            raise NotAllowed
        return cls(centre, case, actor, at, proof)

    def take(
        self,
        verb: str,
        note: str = "",
        *,
        to_handler_id: UUID | None = None,
        in_time: bool | None = None,
        minutes: int | None = None,
        alarm: str = "",
    ) -> None:
        """Take one step and write its line of history.

        Raises WrongStep, or BadInput without a needed note.
        """
        case = self.case
        before = case.state
        step = case.move_to(verb)
        note = texts.cleaned(note)
        if step.needs_note:
            note = texts.words(note, missing=NOTE_MISSING)
        by_requester = self.proof is not None or (
            policies.is_requester(self.actor, case) and self.actor.acting_for is None
        )
        CaseStep(
            centre_id=case.centre_id,
            case=case,
            verb=verb,
            from_state=before,
            to_state=case.state,
            to_type=case.state_type,
            at=self.at,
            actor_id=self.actor.account_id,
            # A resident's name has no place in a history that may be read aloud to others.
            actor_name="" if by_requester else self.actor.name[:40],
            by_requester=by_requester,
            to_handler_id=to_handler_id,
            note=note,
            is_told=step.told,
            in_time=in_time,
            minutes=minutes,
            alarm=alarm,
        ).save(force_insert=True)
        if case.state != before:
            self.changed |= {"state", "state_type"}
        if case.state_type == StateType.WAITING:
            self.set(was_paused=True)
        if case.state_type == StateType.CLOSED and case.closed_at is None:
            self.set(closed_at=self.at)

    def write_line(self, verb: str, note: str) -> None:
        """Write a line for colleagues that is no step of the kind and moves nothing."""
        case = self.case
        CaseStep(
            centre_id=case.centre_id,
            case=case,
            verb=verb,
            from_state=case.state,
            to_state=case.state,
            to_type=case.state_type,
            at=self.at,
            actor_id=self.actor.account_id,
            actor_name=self.actor.name[:40],
            note=note,
        ).save(force_insert=True)

    def set(self, **values: Any) -> None:
        """Set columns of the case, to be saved at the end."""
        for name, value in values.items():
            setattr(self.case, name, value)
            self.changed.add(name)

    def note_first_contact(self) -> None:
        """Remember the first time that someone of the centre reached the requester.

        Later times change nothing.
        """
        case = self.case
        if case.first_contact_at is not None:
            return
        in_time = case.first_contact_due is None or self.at <= case.first_contact_due
        self.set(first_contact_at=self.at, contact_in_time=in_time)
        self.say(CaseContacted, in_time=in_time)

    def say(self, fact: type[CaseEvent], **more: Any) -> None:
        """Remember a fact to publish when all is saved."""
        self.facts.append(fact_of(fact, self.case, self.actor, self.at, **more))

    def used_minutes(self) -> int:
        """Return the minutes of opening time that the matter has been with the centre."""
        return clocks.used_minutes(self.case, self.at, week_of(self.centre))

    def done(self) -> Case:
        """Work out the deadlines, save what changed, publish; returns the case."""
        self.changed |= set(clocks.set_deadlines(self.case, centre=self.centre, at=self.at))
        return self.saved()

    def saved(self) -> Case:
        """Save what changed and publish, for verbs that move no clock."""
        if self.changed:
            self.case.save(update_fields=sorted(self.changed))
        for fact in self.facts:
            publish(fact)
        return self.case


def fact_of(
    fact: type[CaseEvent], case: Case, actor: Actor, at: dt.datetime, **more: Any
) -> CaseEvent:
    """Return a fact about a case, with what every fact about a case says."""
    return fact(
        centre_id=case.centre_id,
        at=at,
        actor_id=actor.account_id,
        subject_id=case.pk,
        family=case.family,
        kind=case.kind,
        secrecy=case.secrecy,
        person_id=case.person_id,
        **more,
    )


def answered_for(centre: Any, account: Any, power: str, at: dt.datetime) -> UUID:
    """Return the key of a member of staff who may be given a case.

    Raises BadInput if they may not.
    """
    if account.pk not in {one.pk for one in staff_of(centre, power, at=at)}:
        raise BadInput("这位同事不在本中心办理这类事情，请另选一位。")
    return account.pk
