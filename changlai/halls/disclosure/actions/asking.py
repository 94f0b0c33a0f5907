"""Ask about a disclosure or one of its lines: a case of its own, answered within ten days."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.engines.cases.public import OpenedCase, open_case
from changlai.foundation.people.public import Actor, Person
from changlai.halls.disclosure.events import QuestionAsked
from changlai.halls.disclosure.models import Disclosure, DisclosureLine, Question
from changlai.halls.disclosure.queries.showing import readable_version
from changlai.halls.disclosure.states import QUESTION_KIND
from changlai.kernel.errors import BadInput, NotAllowed
from changlai.kernel.events.public import publish


@transaction.atomic
def ask_about(
    *,
    centre: Any,
    disclosure_id: UUID,
    line_id: UUID | None,
    text: str,
    actor: Actor,
    at: datetime,
    form_id: UUID,
    person: Person | None = None,
    channel: str = "online",
    name: str = "",
    phone: str = "",
    may_publish: bool = False,
) -> OpenedCase:
    """Open the question as a case with the line quoted; one form is one question.

    Residents ask for themselves; staff write down what came by telephone, on paper or at the
    counter. Raises NotAllowed for a stranger; BadInput without words or for what is not shown.
    """
    row = Disclosure.objects.of(centre).select_related("item").get(pk=disclosure_id)
    if not actor.is_signed_in or (not actor.is_staff and person is None):
        raise NotAllowed
    version = readable_version(centre, row.pk)
    if version is None:
        raise BadInput("这一份现在没有公开，不能问。")
    line = None
    if line_id is not None:
        rows = DisclosureLine.objects.of(centre).filter(version=version)
        line = rows.filter(pk=line_id).first()
        if line is None:
            raise BadInput("没有找到这一行，可能刚换了新的一版，请刷新再看。")
    if not text.strip():
        raise BadInput("请写您想问什么。")
    about = f"{version.title}" + (f"，第{line.order}行“{line.words}”" if line else "")
    opened = open_case(
        centre=centre,
        kind=QUESTION_KIND,
        text=f"{text.strip()}\n(问的是：{about}，{row.record_number})",
        title=f"问公开：{line.words if line else version.title}"[:80],
        channel=channel,
        at=at,
        actor=actor,
        person=person,
        reporter_alias=name if person is None else "",
        contact_phone=phone if person is None else "",
        may_publish=may_publish,
        origin_id=row.pk,
        form_id=form_id,
    )
    if not opened.is_new:
        return opened
    question = Question(
        centre_id=row.centre_id,
        disclosure=row,
        line=line,
        line_words=line.words if line else "",
        case=opened.case,
        asked_at=at,
    )
    question.save(force_insert=True)
    publish(
        QuestionAsked(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            case_id=opened.case.pk,
            category=row.category,
            is_about_line=line is not None,
        )
    )
    return opened
