"""The counter: someone stands there and says it, a colleague writes it down."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.engines.cases.public import OpenedCase, open_case
from changlai.foundation.people.public import Actor, Person
from changlai.halls.voices import policies
from changlai.halls.voices.actions.calls import known_phone
from changlai.halls.voices.importing import one_line
from changlai.halls.voices.kinds import VOICE_KINDS
from changlai.kernel.errors import BadInput
from changlai.kernel.policies import require


@transaction.atomic
def take_in(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    kind: str,
    text: str,
    person: Person | None = None,
    alias: str = "",
    phone: str = "",
    title: str = "",
    category: Any = None,
    urgency: str = "normal",
    place_text: str = "",
    is_anonymous: bool = False,
    files: tuple[Any, ...] = (),
    form_id: UUID | None = None,
) -> OpenedCase:
    """Open a voice that was said at the counter; the person leaves with number and code on paper.

    `form_id` is the form's own number, so that a double tap opens one voice.

    Raises NotAllowed without intake; BadInput for an unknown kind, no words, or a wrong number.
    """
    require(policies.may_take_in, actor, centre)
    if kind not in VOICE_KINDS:
        raise BadInput("请选择这件事属于哪一种。")
    return open_case(
        centre=centre,
        kind=kind,
        text=text,
        channel="counter",
        at=at,
        actor=actor,
        person=None if is_anonymous else person,
        title=title,
        category=category,
        urgency=urgency,
        reporter_alias="" if is_anonymous else one_line(alias)[:40],
        contact_phone="" if is_anonymous else known_phone(phone),
        is_anonymous=is_anonymous,
        place_text=place_text,
        files=files,
        form_id=form_id,
    )
