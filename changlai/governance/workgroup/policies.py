"""Who sees goals and tasks, who sets them, who works on them, and who is told of lateness."""

from typing import Any

from changlai.foundation.people.public import Actor, Role, RoleGrant
from changlai.governance.workgroup.models import Goal, Task, WorkGroup

SEE = "workgroup.see"
WORK = "workgroup.work"
MANAGE = "workgroup.manage"


def visible_groups(actor: Actor) -> Any:
    """Return the work groups an actor may read."""
    rows = WorkGroup.objects.of(actor.centre_id)
    return rows if actor.can(SEE) else rows.none()


def visible_goals(actor: Actor) -> Any:
    """Return the goals an actor may read."""
    rows = Goal.objects.of(actor.centre_id)
    return rows if actor.can(SEE) else rows.none()


def visible_tasks(actor: Actor) -> Any:
    """Return the tasks an actor may read."""
    rows = Task.objects.of(actor.centre_id)
    return rows if actor.can(SEE) else rows.none()


def may_manage(actor: Actor, centre: Any) -> bool:
    """Say whether an actor may set up groups, goals and tasks."""
    return actor.centre_id == getattr(centre, "pk", centre) and actor.can(MANAGE)


def is_owner(actor: Actor, task: Task) -> bool:
    """Say whether the task is this actor's."""
    return actor.account_id is not None and actor.account_id == task.owner_id


def may_work(actor: Actor, task: Task) -> bool:
    """Say whether an actor may say how far a task is: its owner, and whoever sets tasks."""
    own = actor.can(WORK) and is_owner(actor, task)
    return actor.centre_id == task.centre_id and (own or may_manage(actor, task.centre_id))


def may_see_lateness(actor: Actor, task: Task) -> bool:
    """Say whether an actor is told that a task is late: its owner and the group's head alone."""
    if actor.account_id is None or not actor.can(SEE):
        return False
    return is_owner(actor, task) or actor.account_id == task.goal.group.head_id


def is_secretary(centre: Any, account_id: Any, at: Any) -> bool:
    """Say whether an account is the branch secretary of a centre at a moment."""
    grants = RoleGrant.objects.effective(at)
    return bool(grants.filter(centre=centre, role=Role.SECRETARY, account_id=account_id).exists())
