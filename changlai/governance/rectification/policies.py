"""Who sees an issue, who mends it, and who looks at it: never the same two."""

from typing import Any

from changlai.engines.cases.public import Case, may_see, visible_cases
from changlai.foundation.people.public import Actor
from changlai.governance.rectification.kinds import FAMILY
from changlai.governance.rectification.models import Issue

SEE = "issues.see"
HANDLE = "issues.handle"
OVERSEE = "issues.oversee"


def visible_issue_cases(actor: Actor) -> Any:
    """Return the cases of issues an actor may see: staff with the power, a resident their own."""
    return visible_cases(actor).filter(family=FAMILY)


def visible_issues(actor: Actor) -> Any:
    """Return the issues an actor may see, by their cases."""
    return Issue.objects.of(actor.centre_id).filter(case__in=visible_issue_cases(actor))


def may_open(actor: Actor, centre: Any) -> bool:
    """Say whether an actor may write an issue down."""
    return actor.centre_id == getattr(centre, "pk", centre) and actor.can(HANDLE)


def may_plan(actor: Actor, case: Case) -> bool:
    """Say whether an actor may say why it came about and how it is mended: owner or overseer."""
    return may_see(actor, case) and (actor.can(OVERSEE) or is_owner(actor, case))


def may_link(actor: Actor, case: Case) -> bool:
    """Say whether an actor may point to the records that show it: owner, overseer or looker."""
    return may_plan(actor, case) or (case.state == "to_check" and may_verify(actor, case))


def is_owner(actor: Actor, case: Case) -> bool:
    """Say whether it is this actor's to mend."""
    return actor.account_id is not None and actor.account_id == case.handler_id


def may_verify(actor: Actor, case: Case) -> bool:
    """Say whether an actor may look at it: whoever sees it and did not mend it.

    The resident who raised it may too, by themselves. An owner who acts for that resident is
    still the owner.
    """
    return actor.account_id is not None and may_see(actor, case) and not is_owner(actor, case)


def may_look_again(actor: Actor, issue: Issue) -> bool:
    """Say whether an actor may look after some weeks: staff who did not mend it."""
    return (
        actor.account_id is not None
        and actor.centre_id == issue.centre_id
        and actor.can(SEE)
        and actor.account_id != issue.done_by_id
    )


def may_see_lateness(actor: Actor, case: Case) -> bool:
    """Say whether an actor is told that it is late: the owner and the secretary alone."""
    return actor.can(OVERSEE) or is_owner(actor, case)
