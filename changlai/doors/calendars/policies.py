"""Who may have a secret address: a person for their own calendar alone."""

from typing import Any

from changlai.foundation.people.public import Actor


def may_keep_key(actor: Actor, centre: Any) -> bool:
    """Say whether the actor may have an address: one's own, never in another's place.

    A key lasts longer than the half hour for which a colleague acts for somebody.
    """
    return actor.centre_id == centre.pk and actor.person_id is not None and actor.acting_for is None
