"""The verbs of floor plans: hang the plan of a floor, take it down."""

from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.foundation.people.public import Actor
from changlai.foundation.places import policies
from changlai.foundation.places.models import FloorPlan
from changlai.kernel.errors import BadInput
from changlai.kernel.policies import require


@transaction.atomic
def put_plan(*, centre: Any, actor: Actor, floor: str, file: Any, note: str = "") -> FloorPlan:
    """Hang the plan of a floor; one that hangs there already gives way.

    `note` says in words what the picture shows, for whoever listens to the page.

    Raises NotAllowed without the power; BadInput without the name of the floor.
    """
    require(policies.may_manage, actor, centre)
    name = floor.strip()
    if not name:
        raise BadInput("请写明是哪一层，比如“一楼”。")
    row, _ = FloorPlan.objects.of(centre).update_or_create(
        floor=name[:40],
        defaults={"file": file, "note": note.strip()[:200]},
        create_defaults={"centre": centre, "file": file, "note": note.strip()[:200]},
    )
    return row


@transaction.atomic
def take_plan_down(*, centre: Any, plan_id: UUID, actor: Actor) -> None:
    """Take a plan down; raises NotAllowed without the power. One gone already is fine."""
    require(policies.may_manage, actor, centre)
    FloorPlan.objects.of(centre).filter(pk=plan_id).delete()
