"""Cover personal words, keep the original apart, and publish what everyone may read."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from changlai.engines.cases import policies, texts
from changlai.engines.cases.actions.taking import Taking, locked
from changlai.engines.cases.events import CasePublished, CaseRedacted, CaseUnpublished
from changlai.engines.cases.models import Case, CaseLook, CaseStep, PublicAnswer, RedactionOriginal
from changlai.engines.cases.searching import keep_public_searchable, keep_searchable, take_down
from changlai.engines.cases.states import Verb
from changlai.foundation.people.public import Actor
from changlai.kernel.crypto.marks import marks_in, words_of
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep


@transaction.atomic
def redact_case(
    *,
    centre: Any,
    case_id: UUID,
    actor: Actor,
    reason: str,
    at: dt.datetime,
    title: str | None = None,
    text: str | None = None,
    place_text: str | None = None,
    answer: str | None = None,
    reporter_alias: str | None = None,
    public_title: str | None = None,
) -> Case:
    """Replace words that name or mark a person.

    Each earlier wording is kept encrypted, for good reason only.

    Without any change it notes that somebody looked and found nothing to cover.
    `public_title` is a safe line shown to others with the same matter.

    Raises NotAllowed, WrongStep; BadInput without a reason, or when the words would be gone.
    """
    taking = Taking.begin(centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.REDACT)
    case = taking.case
    given = {
        "title": title,
        "text": text,
        "place_text": place_text,
        "answer": answer,
        "reporter_alias": reporter_alias,
    }
    taking.take(Verb.REDACT, reason)
    for name, new in given.items():
        old = getattr(case, name)
        if new is None or texts.cleaned(new) == old:
            continue
        new = texts.cleaned(new)
        if name in {"text", "answer"} and not new:
            raise BadInput("遮盖后要留下能看懂的话，不能全部删掉。")
        RedactionOriginal.objects.create(
            centre_id=case.centre_id,
            case=case,
            field=name,
            words=old,
            by_id=actor.account_id,
            at=at,
        )
        taking.set(**{name: new})
        if name == "answer":
            # The same words stand in the history that the requester reads.
            steps = CaseStep.objects.of(centre).filter(case=case, note=old)
            steps.filter(verb__in=[Verb.ANSWER, Verb.BRING_ANSWER]).update(note=new)
    if public_title is not None:
        _refuse_personal_marks(public_title)
        taking.set(public_title=texts.few_words(public_title, longest=60))
    taking.set(redacted_at=at)
    keep_searchable(case)
    taking.say(CaseRedacted)
    return taking.saved()


@transaction.atomic
def original_words(
    *, centre: Any, case_id: UUID, actor: Actor, reason: str, at: dt.datetime
) -> list[RedactionOriginal]:
    """Return the words before redaction, newest first, and log who looked and why.

    Raises NotAllowed unless the actor handles or oversees the case; BadInput without a reason.
    """
    case = locked(centre, case_id)
    if not policies.may_read_original(actor, case):
        raise NotAllowed
    CaseLook.objects.create(
        centre_id=case.centre_id,
        case=case,
        what=CaseLook.ORIGINAL,
        by_id=actor.account_id,
        by_name=actor.name[:40],
        reason=texts.words(reason, missing="请写明为什么要看原文。", longest=200),
        at=at,
    )
    return list(RedactionOriginal.objects.of(centre).filter(case=case).order_by("-at", "-id"))


@transaction.atomic
def publish_answer(
    *,
    centre: Any,
    case_id: UUID,
    actor: Actor,
    question: str,
    answer: str,
    post: str,
    at: dt.datetime,
) -> PublicAnswer:
    """Show a question and its answer to everyone, under the name of the post that answers for it.

    Raises NotAllowed; WrongStep before redaction, without the asker's consent, or for a kind
    that is never published; BadInput for missing words or telephone and identity numbers.
    """
    taking = Taking.begin(centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.PUBLISH)
    case = taking.case
    case.step(Verb.PUBLISH)
    if not case.rules.may_publish:
        raise WrongStep("这类事情不公开。")
    if not case.may_publish:
        raise WrongStep("提问的人还没有同意公开。")
    if case.redacted_at is None:
        raise WrongStep("请先核对并遮盖个人信息，再公开。")
    _refuse_personal_marks(f"{question}\n{answer}")
    taking.take(Verb.PUBLISH)
    take_down(case)
    public = PublicAnswer.objects.create(
        centre_id=case.centre_id,
        case=case,
        category_id=case.category_id,
        question=texts.words(question, missing="请写下要公开的问题。"),
        answer=texts.words(answer, missing="请写下要公开的答复。"),
        post=texts.words(post, missing="请写明由哪个岗位答复。", longest=60),
        asked_on=timezone.localdate(case.opened_at),
        published_at=at,
    )
    taking.set(published_at=at)
    keep_public_searchable(public)
    taking.say(CasePublished)
    taking.saved()
    return public


@transaction.atomic
def unpublish_answer(
    *, centre: Any, case_id: UUID, actor: Actor, reason: str, at: dt.datetime
) -> Case:
    """Take a published answer down. Raises NotAllowed, WrongStep, BadInput without a reason."""
    taking = Taking.begin(centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.UNPUBLISH)
    if taking.case.published_at is None:
        raise WrongStep("这件事没有公开。")
    taking.take(Verb.UNPUBLISH, reason)
    taking.set(published_at=None)
    take_down(taking.case)
    taking.say(CaseUnpublished)
    return taking.saved()


def _refuse_personal_marks(text: str) -> None:
    if found := marks_in(text):
        raise BadInput(f"要公开的文字里还有{words_of(found)}，请先去掉。")
