"""Who may see a case and who may take which step, in pairs: one for a row, one for a list.

What a step needs is written in the kind's workflow; here its words are matched with the actor.
Seeing comes first: nobody takes a step on a case they may not see.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from changlai.engines.cases.models import Case, CoHandler, UpwardGrant
from changlai.engines.cases.states import POWERS, RUNNING, Channel, Secrecy, Verb, Who
from changlai.foundation.people.public import Actor


@dataclass(frozen=True)
class CodeProof:
    """Somebody showed the right progress code of one case; made by progress.open_by_code alone."""

    case_id: UUID


def _families(actor: Actor, power: str) -> list[str]:
    """Return the families in which an actor has a power ("voices.see" → "voices")."""
    ending = f".{power}"
    return sorted(name.removesuffix(ending) for name in actor.powers if name.endswith(ending))


def _has(actor: Actor, case: Case, power: str) -> bool:
    return actor.can(f"{case.family}.{power}")


def _works_here(actor: Actor, case: Case) -> bool:
    return actor.account_id is not None and any(
        _has(actor, case, power) for power in ("see", "handle", "oversee")
    )


def visible_cases(actor: Actor, at: dt.datetime | None = None) -> QuerySet[Case]:
    """Return the cases of the actor's centre that this actor may see.

    Staff see ordinary cases of the families they have ".see" for; a case for handlers only is
    seen by its handler, co-handlers and whoever oversees; a requester sees their own. Someone
    of the level above sees a case through a grant that holds `at` that moment, and no other.
    """
    rows = Case.objects.of(actor.centre_id)
    if actor.is_system:
        return rows
    may = Q(pk__in=[])
    if families := _families(actor, "see"):
        may |= Q(family__in=families, secrecy=Secrecy.ORDINARY)
    if families := _families(actor, "oversee"):
        may |= Q(family__in=families)
    if actor.account_id is not None:
        if families := _families(actor, "handle"):
            helps = CoHandler.objects.filter(
                centre_id=OuterRef("centre_id"), case_id=OuterRef("pk"), account_id=actor.account_id
            )
            may |= Q(family__in=families, handler_id=actor.account_id)
            may |= Q(Exists(helps), family__in=families)
        if at is not None:
            granted = UpwardGrant.objects.live(at).filter(
                centre_id=OuterRef("centre_id"), case_id=OuterRef("pk"), account_id=actor.account_id
            )
            may |= Q(Exists(granted))
    if actor.for_person_id is not None:
        mine = Q(person_id=actor.for_person_id)
        if actor.is_delegate:
            mine &= Q(family__in=sorted(actor.delegated))
        may |= mine
    return rows.filter(may)


def may_see(actor: Actor, case: Case, at: dt.datetime | None = None) -> bool:
    """Say whether an actor may see a case; the twin of visible_cases."""
    if actor.centre_id != case.centre_id:
        return False
    if is_requester(actor, case) or _has(actor, case, "oversee"):
        return True
    if case.secrecy == Secrecy.ORDINARY and _has(actor, case, "see"):
        return True
    if _has(actor, case, "handle") and (is_handler(actor, case) or is_co_handler(actor, case)):
        return True
    return at is not None and has_grant(actor, case, at)


def is_requester(actor: Actor, case: Case) -> bool:
    """Say whether the actor is, or acts for, the person whose matter it is."""
    mine = actor.for_person_id is not None and actor.for_person_id == case.person_id
    # A delegate reads and says only what the principal gave leave for.
    return mine and actor.acts_within(case.family)


def is_handler(actor: Actor, case: Case) -> bool:
    """Say whether the case is in this actor's hands."""
    return actor.account_id is not None and actor.account_id == case.handler_id


def is_co_handler(actor: Actor, case: Case) -> bool:
    """Say whether the actor was asked to help with the case."""
    if actor.account_id is None:
        return False
    rows = CoHandler.objects.of(case.centre_id)
    return rows.filter(case_id=case.pk, account_id=actor.account_id).exists()


def has_grant(actor: Actor, case: Case, at: dt.datetime) -> bool:
    """Say whether a grant lets the actor see this case now."""
    if actor.account_id is None:
        return False
    rows = UpwardGrant.objects.of(case.centre_id).live(at)
    return rows.filter(case_id=case.pk, account_id=actor.account_id).exists()


def _is(actor: Actor, case: Case, who: str) -> bool:
    if who in POWERS:
        return _has(actor, case, who)
    match who:
        case Who.HANDLER:
            return is_handler(actor, case) and _has(actor, case, "handle")
        case Who.CO_HANDLER:
            return _has(actor, case, "handle") and is_co_handler(actor, case)
        case Who.NOT_HANDLER:
            return _works_here(actor, case) and not is_handler(actor, case)
        case Who.REQUESTER:
            return is_requester(actor, case)
        case Who.RESIDENT:
            return actor.for_person_id is not None
        case Who.SYSTEM:
            return actor.is_system
    return False


def may_take(actor: Actor, case: Case, verb: str, proof: CodeProof | None = None) -> bool:
    """Say whether an actor may take a step; `proof` stands for the requester.

    Asked of someone whose step it would be in another state, this says yes: that the state is
    wrong is then told as such (WrongStep), not as a missing right.
    """
    if actor.centre_id != case.centre_id:
        return False
    workflow = case.rules.workflow
    step = workflow.step(verb, case.state)
    who = frozenset(step.who) if step else workflow.who(verb)
    if proof is not None and proof.case_id == case.pk and Who.REQUESTER in who:
        return True
    if Who.SYSTEM in who and actor.is_system:
        return True
    return may_see(actor, case) and _is_any(actor, case, who)


def _is_any(actor: Actor, case: Case, who: Iterable[str]) -> bool:
    # Asked last, since it alone asks the database.
    names = sorted(who, key=lambda name: name == Who.CO_HANDLER)
    return any(_is(actor, case, name) for name in names)


def steps_for(actor: Actor, case: Case) -> list[str]:
    """Return the verbs that this actor may take now, in the order of the workflow."""
    if not may_see(actor, case):
        return []
    steps = case.rules.workflow.next_steps(case.state)
    return [step.code for step in steps if _is_any(actor, case, step.who)]


def may_open(actor: Actor, family: str) -> bool:
    """Say whether an actor may bring a matter here: everyone, a delegate within their leave."""
    return actor.centre_id is not None and actor.acts_within(family)


def may_rate(actor: Actor, case: Case, channel: str, proof: CodeProof | None = None) -> bool:
    """Say whether this rating is the requester's own word.

    It is when they are signed in, show the code, or filled in the paper slip; staff enter the
    slip, or act for a resident, only if they did not handle the case.
    """
    if not case.rules.may_rate or actor.centre_id != case.centre_id:
        return False
    if proof is not None and proof.case_id == case.pk:
        return True
    if channel == Channel.PAPER:
        return _works_here(actor, case) and may_see(actor, case) and not is_handler(actor, case)
    return is_requester(actor, case) and not is_handler(actor, case)


def may_follow(actor: Actor, case: Case, *, leaves_phone: bool = False) -> bool:
    """Say whether someone may follow a case: only ordinary, running ones, and not their own.

    Whoever leaves a telephone number needs no account: a neighbour without one is told by phone.
    """
    return (
        actor.centre_id == case.centre_id
        and case.secrecy == Secrecy.ORDINARY
        and case.state_type in RUNNING
        and not is_requester(actor, case)
        and (
            leaves_phone
            or any(_is(actor, case, name) for name in case.rules.workflow.who(Verb.FOLLOW))
        )
    )


def may_read_original(actor: Actor, case: Case) -> bool:
    """Say whether an actor may read what was covered: the handler and whoever oversees."""
    return may_see(actor, case) and (is_handler(actor, case) or _has(actor, case, "oversee"))


def may_ask_exclusion(actor: Actor, case: Case) -> bool:
    """Say whether an actor may ask to leave a case out of a rate."""
    return actor.account_id is not None and (
        _has(actor, case, "handle") or _has(actor, case, "oversee")
    )


def may_decide_exclusion(actor: Actor, case: Case, asked_by: UUID | None) -> bool:
    """Say whether an actor may agree: someone who oversees or handles, never who asked."""
    return may_ask_exclusion(actor, case) and actor.account_id != asked_by


def may_end_grant(actor: Actor, case: Case) -> bool:
    """Say whether an actor may close what the level above can see: whoever may open it."""
    return actor.account_id is not None and may_see(actor, case) and _has(actor, case, "oversee")


def may_set_up(actor: Actor, family: str) -> bool:
    """Say whether an actor may change kinds, categories, promised times and prepared replies."""
    return actor.is_system or actor.can(f"{family}.oversee") or actor.can("centre.manage")
