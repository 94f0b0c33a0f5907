"""Blank forms with their numbers printed ahead, and their return: one form, one voice."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from changlai.engines.cases.public import Case, OpenedCase, open_case
from changlai.foundation.people.public import Actor, Person
from changlai.halls.voices import policies
from changlai.halls.voices.actions.calls import known_phone
from changlai.halls.voices.events import PaperEntered, PaperPrinted
from changlai.halls.voices.importing import one_line
from changlai.halls.voices.models import PaperBatch, PaperForm
from changlai.halls.voices.numbers import check_digit, clean_number
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require

MOST_FORMS = 200


@transaction.atomic
def print_forms(
    *, centre: Any, actor: Actor, at: datetime, count: int, batch_id: UUID | None = None
) -> PaperBatch:
    """Reserve numbers for `count` blank forms (1 to 200); `batch_id` makes a double tap one run.

    Raises NotAllowed; BadInput for a count out of bounds.
    """
    require(policies.may_take_in, actor, centre)
    if batch_id and (known := PaperBatch.objects.of(centre).filter(pk=batch_id).first()):
        return known
    if not 1 <= count <= MOST_FORMS:
        raise BadInput(f"一次可以印 1 到 {MOST_FORMS} 张。")
    batch = PaperBatch(
        centre_id=centre.pk, printed_at=at, printed_by_id=actor.account_id, count=count
    )
    if batch_id:
        batch.pk = batch_id
    batch.save(force_insert=True)
    day = f"{timezone.localtime(at):%y%m%d}"
    taken = set(
        PaperForm.objects.of(centre)
        .filter(number__startswith=f"Z{day}-")
        .values_list("number", flat=True)
    )
    numbers: list[str] = []
    while len(numbers) < count:
        digits = f"{secrets.randbelow(10_000):04d}"
        number = f"Z{day}-{digits}{check_digit(day + digits)}"
        if number not in taken:
            taken.add(number)
            numbers.append(number)
    PaperForm.objects.bulk_create(
        [PaperForm(centre_id=centre.pk, batch=batch, number=number) for number in sorted(numbers)]
    )
    publish(
        PaperPrinted(
            centre_id=centre.pk, at=at, actor_id=actor.account_id, subject_id=batch.pk, count=count
        )
    )
    return batch


@transaction.atomic
def enter_paper(
    *,
    centre: Any,
    number: str,
    actor: Actor,
    at: datetime,
    kind: str,
    text: str,
    person: Person | None = None,
    alias: str = "",
    phone: str = "",
    category: Any = None,
    place_text: str = "",
    urgency: str = "normal",
    is_anonymous: bool = False,
    title: str = "",
    files: tuple[Any, ...] = (),
) -> tuple[Case, OpenedCase | None]:
    """Enter a filled form under its printed number; entered again, the same voice comes back.

    Returns the case, and what was opened (None the second time: its code was given out already).

    Raises NotAllowed; BadInput for a number that was never printed here.
    """
    printed = clean_number(number)
    form = PaperForm.objects.of(centre).select_for_update().filter(number=printed).first()
    require(policies.may_take_in, actor, centre)
    if form is None:
        raise BadInput("本中心没有印过这个编号的表，请核对编号。")
    if form.case_id:
        return form.case, None
    opened = open_case(
        centre=centre,
        kind=kind,
        text=text,
        channel="paper",
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
    )
    form.case, form.entered_at = opened.case, at
    form.save(update_fields=["case", "entered_at"])
    publish(
        PaperEntered(
            centre_id=centre.pk,
            at=at,
            actor_id=actor.account_id,
            subject_id=form.pk,
            case_id=opened.case.pk,
        )
    )
    return opened.case, opened
