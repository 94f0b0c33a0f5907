"""Ask about a line that everyone reads: the question is a voice like any other, with its clock."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from changlai.engines.cases.public import OpenedCase, open_case
from changlai.engines.ledger.public import yuan
from changlai.foundation.people.public import Actor
from changlai.governance.funds.events import LineAsked
from changlai.governance.funds.models import FundEntry
from changlai.governance.funds.queries.lines import public_entries, with_all
from changlai.governance.funds.states import month_words
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish

VOICE: Final = "consult"
"""The kind of voice that a question is (咨询): answered within a working day."""
LONGEST: Final = 500


def quoted(line: FundEntry) -> str:
    """Return a line as its question quotes it, in the words of the public page."""
    day, voucher = line.entry.occurred_on, line.voucher
    party = f"，对方：{voucher.shown_party}" if voucher.shown_party else ""
    undone = "冲正：" if line.entry.is_reversal else ""
    return (
        f"{month_words(line.month)}资金公开里的这一笔：{day.month}月{day.day}日，{undone}"
        f"{line.words}，{line.side_label}{yuan(line.entry.counted)}元{party}。"
    )


@transaction.atomic
def ask_about(
    *,
    centre: Any,
    line_id: UUID,
    question: str,
    may_publish: bool,
    actor: Actor,
    person: Any,
    at: datetime,
    form_id: UUID,
    channel: str = "online",
) -> OpenedCase:
    """Open a voice about a published line, with the line quoted; one form is one question.

    Raises BadInput without a question; whatever the engine of cases refuses.
    """
    line = with_all(public_entries(centre)).get(pk=line_id)
    question = question.strip()
    if not question:
        raise BadInput("请写您想问什么。")
    if len(question) > LONGEST:
        raise BadInput(f"问题太长了，最多{LONGEST}个字。")
    opened = open_case(
        centre=centre,
        kind=VOICE,
        text=f"{quoted(line)}\n\n{question}",
        title=f"问资金：{line.words}"[:80],
        channel=channel,
        at=at,
        actor=actor,
        person=person,
        may_publish=may_publish,
        origin_id=line.pk,
        form_id=form_id,
    )
    if opened.is_new:
        publish(
            LineAsked(
                centre_id=centre.pk,
                at=at,
                # Who asked is the voice's to know.
                actor_id=None,
                subject_id=line.pk,
                case_id=opened.case.pk,
            )
        )
    return opened
