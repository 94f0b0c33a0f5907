"""Write the parts of an activity that belong to other halls."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from changlai.engines.activities.facet_kinds import facet_kind
from changlai.engines.activities.models import Activity, ActivityFacet
from changlai.foundation.people.public import Actor
from changlai.kernel.errors import BadInput, NotAllowed


@transaction.atomic
def put_facets(activity: Activity, facets: Mapping[str, dict[str, Any]], actor: Actor) -> None:
    """Keep the answers to each part; a part with no answer at all is taken off.

    Raises BadInput for a part no hall declares, NotAllowed for one the actor may not see.
    """
    for code, data in facets.items():
        kind = facet_kind(code)
        if kind is None:
            raise BadInput("活动里没有这个附加部分。")
        if not (actor.is_system or kind.may_see(actor)):
            raise NotAllowed
        if data:
            ActivityFacet.objects.update_or_create(
                centre_id=activity.centre_id,
                activity=activity,
                code=code,
                defaults={"data": dict(data)},
            )
        else:
            ActivityFacet.objects.of(activity.centre_id).filter(
                activity=activity, code=code
            ).delete()
