"""Write a set of indicators, let a version stand, copy it for the next."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from changlai.foundation.people.public import Actor
from changlai.governance.assessments import policies
from changlai.governance.assessments.banned import refuse_banned
from changlai.governance.assessments.events import SetPublished
from changlai.governance.assessments.models import Indicator, IndicatorSet
from changlai.governance.assessments.queries.sources import choices, words_of
from changlai.governance.assessments.states import (
    LONGEST_CRITERION,
    LONGEST_TITLE,
    MOST_INDICATORS,
    MOST_SCORE,
    IndicatorKind,
    SetState,
)
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require
from changlai.kernel.wording import one_line

STANDS = "已经定稿了，不能再改。要改，复制出新的一版。"


@dataclass(frozen=True)
class Wanted:
    """What an indicator says, as it was typed; its rules stand in `add_indicator`."""

    title: str
    kind: str
    source: str = ""
    criterion: str = ""
    target: Decimal | None = None
    is_at_most: bool = False
    score: int | None = None


@transaction.atomic
def start_set(
    *, centre: Any, actor: Actor, at: datetime, title: str, form_id: UUID
) -> IndicatorSet:
    """Begin a set of indicators; the same form again is the same set. Raises NotAllowed, BadInput.

    A title is words of an indicator too: it may not ask for what is banned.
    """
    require(policies.may_lead, actor, centre)
    first = IndicatorSet.objects.of(centre).filter(form_id=form_id).first()
    if first is not None:
        return first
    title = one_line(title, LONGEST_TITLE, "请写这套指标叫什么。")
    refuse_banned(title)
    row = IndicatorSet(
        centre=centre, title=title, form_id=form_id, made_at=at, made_by_id=actor.account_id
    )
    row.line = row.pk
    row.save(force_insert=True)
    return row


@transaction.atomic
def add_indicator(
    *, centre: Any, set_id: UUID, actor: Actor, at: datetime, wanted: Wanted
) -> Indicator:
    """Add an indicator to a draft.

    Raises NotAllowed; WrongStep for a version that stands; BadInput for what is no indicator, and
    for whatever counts log-ins, likes, forwards, online time, votes, study minutes, installs,
    check-ins or photographs, in its words or in those of its source.
    """
    row = _draft(centre, set_id, actor)
    title = one_line(wanted.title, LONGEST_TITLE, "请写指标的名称。")
    criterion = one_line(wanted.criterion, LONGEST_CRITERION, "")
    if wanted.kind not in IndicatorKind.values:
        raise BadInput("请选这一项怎么看。")
    refuse_banned(title, criterion, wanted.source, *words_of(centre, wanted.source))
    is_manual = wanted.kind == IndicatorKind.MANUAL
    if is_manual:
        if not criterion:
            raise BadInput("请写怎样算好，打分的人照这句话打。")
        if wanted.score is None or not 1 <= wanted.score <= MOST_SCORE:
            raise BadInput(f"满分请填1到{MOST_SCORE}。")
    elif wanted.source not in dict(choices(centre, wanted.kind)):
        raise BadInput("请选数据从哪里来。")
    rows = Indicator.objects.of(centre).filter(set=row)
    count = rows.count()
    if count >= MOST_INDICATORS:
        raise BadInput(f"一套最多{MOST_INDICATORS}项，多了没人看得过来。")
    found = Indicator(
        centre_id=row.centre_id,
        set=row,
        order=count,
        title=title,
        kind=wanted.kind,
        source="" if is_manual else wanted.source,
        criterion=criterion,
        target=None if is_manual else wanted.target,
        is_at_most=wanted.is_at_most and not is_manual,
        score=wanted.score if is_manual else None,
    )
    try:
        with transaction.atomic():
            found.save(force_insert=True)
    except IntegrityError:
        raise BadInput(f"已经有“{title}”这一项了。") from None
    return found


@transaction.atomic
def drop_indicator(*, centre: Any, indicator_id: UUID, actor: Actor) -> None:
    """Take an indicator out of a draft. Raises NotAllowed; WrongStep for one that stands."""
    found = Indicator.objects.of(centre).get(pk=indicator_id)
    _draft(centre, found.set_id, actor)
    Indicator.objects.of(centre).filter(pk=indicator_id).delete()


@transaction.atomic
def publish_set(*, centre: Any, set_id: UUID, actor: Actor, at: datetime) -> IndicatorSet:
    """Let a version stand; from now on nothing in it changes.

    Raises NotAllowed, WrongStep; BadInput for a set without indicators, or one in which a source
    came to be worded as what is banned.
    """
    row = _draft(centre, set_id, actor)
    found = list(Indicator.objects.of(centre).filter(set=row))
    if not found:
        raise BadInput("一项指标也没有，先加一项。")
    for one in found:
        refuse_banned(one.title, one.criterion, one.source, *words_of(centre, one.source))
    row.move_to(SetState.PUBLISHED)
    row.published_at = at
    row.save(update_fields=["state", "published_at"])
    publish(
        SetPublished(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            number=row.number,
            indicators=len(found),
        )
    )
    return row


@transaction.atomic
def copy_set(*, centre: Any, set_id: UUID, actor: Actor, at: datetime) -> IndicatorSet:
    """Begin the next version with what the newest says; one that is begun already is that one.

    Raises NotAllowed; WrongStep for a draft, which can be changed itself.
    """
    require(policies.may_lead, actor, centre)
    rows = IndicatorSet.objects.of(centre)
    row: IndicatorSet = rows.select_for_update().get(pk=set_id)
    if row.state != SetState.PUBLISHED:
        raise WrongStep("这一版还没有定稿，直接改就行。")
    newest = rows.filter(line=row.line).order_by("-number").first()
    if newest is not None and newest.state == SetState.DRAFT:
        return newest
    number = newest.number + 1 if newest else 1
    made = IndicatorSet(
        centre_id=row.centre_id,
        line=row.line,
        number=number,
        title=row.title,
        form_id=uuid5(row.line, str(number)),
        made_at=at,
        made_by_id=actor.account_id,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        return rows.get(line=row.line, number=number)
    same = ("order", "title", "kind", "source", "criterion", "target", "is_at_most", "score")
    Indicator.objects.bulk_create(
        Indicator(centre_id=row.centre_id, set=made, **{name: getattr(one, name) for name in same})
        for one in Indicator.objects.of(centre).filter(set=row)
    )
    return made


def _draft(centre: Any, set_id: UUID, actor: Actor) -> IndicatorSet:
    row: IndicatorSet = IndicatorSet.objects.of(centre).select_for_update().get(pk=set_id)
    require(policies.may_lead, actor, centre)
    if row.state != SetState.DRAFT:
        raise WrongStep(STANDS)
    return row
