"""One assessment: freeze the figures, note, send, review, appeal, answer, publish."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.engines.cases.public import KindVersion, OpenedCase, open_case
from changlai.foundation.people.public import Actor, names_of, trouble_in
from changlai.governance.assessments import policies
from changlai.governance.assessments.events import AssessmentLookedAt, AssessmentMoved
from changlai.governance.assessments.models import (
    AboveLook,
    Assessment,
    Frozen,
    Indicator,
    IndicatorSet,
    Review,
    SelfNote,
)
from changlai.governance.assessments.queries.sources import Sources
from changlai.governance.assessments.states import (
    EVIDENCE,
    ISSUE,
    LONGEST_APPEAL,
    LONGEST_NOTE,
    OPEN_TO_NOTES,
    RECORD_KIND,
    IndicatorKind,
    SetState,
    State,
)
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require
from changlai.kernel.records import public as records

LONGEST_SPAN = 366


@transaction.atomic
def start_assessment(
    *,
    centre: Any,
    set_id: UUID,
    since: date,
    until: date,
    actor: Actor,
    at: datetime,
    form_id: UUID,
) -> Assessment:
    """Begin the assessment of a period that is over, and freeze every figure as it is now.

    The same form again is the same assessment. Raises NotAllowed; WrongStep for a set that does
    not stand yet; BadInput for a period that runs on, or was begun by this set already.
    """
    require(policies.may_lead, actor, centre)
    first = Assessment.objects.of(centre).filter(form_id=form_id).first()
    if first is not None:
        return first
    chosen: IndicatorSet = IndicatorSet.objects.of(centre).get(pk=set_id)
    if chosen.state != SetState.PUBLISHED:
        raise WrongStep("这套指标还没有定稿，定稿了才能用。")
    if since > until or (until - since).days > LONGEST_SPAN:
        raise BadInput("日子不对：开始要在结束之前，最长一年。")
    if until >= timezone.localdate(at):
        raise BadInput("这段日子还没有过完，过完了数字才留得下来。")
    row = Assessment(
        centre=centre,
        set=chosen,
        line=chosen.line,
        since=since,
        until=until,
        made_at=at,
        made_by_id=actor.account_id,
        form_id=form_id,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        first = Assessment.objects.of(centre).filter(form_id=form_id).first()
        if first is not None:
            return first
        raise BadInput("这套指标、这段日子已经开始过了，不用再来一次。") from None
    _freeze(row, centre, at)
    records.put(
        centre,
        row.pk,
        RECORD_KIND,
        f"考核评估 {row.period}",
        at,
        records.Visibility.STAFF,
        url_name="assessments:desk_one",
        is_new=True,
    )
    _say(row, actor, at)
    return row


def _freeze(row: Assessment, centre: Any, at: datetime) -> None:
    sources = Sources(centre, row.since, row.until, at)
    kept = []
    for one in Indicator.objects.of(centre).filter(set_id=row.set_id):
        if one.kind == IndicatorKind.MANUAL:
            continue
        read = sources.read(one.source)
        kept.append(
            Frozen(
                centre_id=row.centre_id,
                assessment=row,
                indicator=one,
                title=one.title,
                value=read.value,
                unit=read.unit,
                above=read.above,
                below=read.below,
                asked=read.asked,
                count=read.count,
                words=read.words[:300],
                behind=read.behind,
                target=one.target,
                is_at_most=one.is_at_most,
                is_gone=read.is_gone,
                is_hidden=read.is_hidden,
                taken_at=at,
            )
        )
    Frozen.objects.bulk_create(kept)


@transaction.atomic
def note_self(
    *, centre: Any, assessment_id: UUID, actor: Actor, at: datetime, notes: Mapping[UUID, str]
) -> Assessment:
    """Write what the village says of its indicators; an empty one takes the note away.

    Raises NotAllowed; WrongStep once it was sent; BadInput for too many words.
    """
    row = _locked(centre, assessment_id)
    require(policies.may_note, actor, row)
    if row.state not in OPEN_TO_NOTES:
        raise WrongStep("已经交给镇里了，自评不能再改。")
    known = set(Indicator.objects.of(centre).filter(set_id=row.set_id).values_list("pk", flat=True))
    for key, words in notes.items():
        text = words.strip().replace("\r\n", "\n")
        if key not in known:
            raise BadInput
        if len(text) > LONGEST_NOTE:
            raise BadInput(f"自评太长了，一项最多{LONGEST_NOTE}个字。")
        rows = SelfNote.objects.of(centre).filter(assessment=row, indicator_id=key)
        if not text:
            rows.delete()
        elif not rows.update(text=text, at=at, by_id=actor.account_id):
            SelfNote(
                centre_id=row.centre_id,
                assessment=row,
                indicator_id=key,
                text=text,
                at=at,
                by_id=actor.account_id,
            ).save(force_insert=True)
    if row.state == State.DRAFT:
        row.move_to(State.NOTED)
        row.save(update_fields=["state"])
        _say(row, actor, at)
    return row


@transaction.atomic
def send_up(*, centre: Any, assessment_id: UUID, actor: Actor, at: datetime) -> Assessment:
    """Let the level above read the assessment: figures, notes, how many records prove it.

    Raises NotAllowed, WrongStep; BadInput while a way of doing has no word beside it, or a note
    names somebody: what goes up is about the centre.
    """
    row = _locked(centre, assessment_id)
    require(policies.may_lead, actor, centre)
    notes = {
        one.indicator_id: one.text for one in SelfNote.objects.of(centre).filter(assessment=row)
    }
    manual = Indicator.objects.of(centre).filter(set_id=row.set_id, kind=IndicatorKind.MANUAL)
    if missing := [one.title for one in manual if one.pk not in notes]:
        raise BadInput(f"还没有写自评：{'、'.join(missing)}。")
    if trouble := trouble_in(list(notes.values()), names_of(centre)):
        raise BadInput(f"自评{trouble}。交上去的只说事、不说人，请改一下。")
    row.move_to(State.SENT)
    row.sent_at = at
    row.proofs = records.links_of(centre, [row.pk], EVIDENCE).count()
    row.save(update_fields=["state", "sent_at", "proofs"])
    _say(row, actor, at)
    return row


@transaction.atomic
def link_proof(
    *, centre: Any, assessment_id: UUID, actor: Actor, at: datetime, record_id: UUID, is_on: bool
) -> None:
    """Let an assessment point to a record, or no longer. Raises NotAllowed; WrongStep once sent."""
    row = _locked(centre, assessment_id)
    require(policies.may_note, actor, row)
    if row.state not in OPEN_TO_NOTES:
        raise WrongStep("已经交给镇里了，依据不能再改。")
    if is_on:
        records.link(centre, row.pk, record_id, EVIDENCE, at=at, by_id=actor.account_id)
    else:
        records.unlink(centre, row.pk, record_id, EVIDENCE)


@transaction.atomic
def look_from_above(*, centre: Any, assessment_id: UUID, actor: Actor, at: datetime) -> Assessment:
    """Note that the level above read an assessment; the village sees it. Raises NotAllowed."""
    row: Assessment = Assessment.objects.of(centre).sent().get(pk=assessment_id)
    require(policies.may_review, actor, row)
    AboveLook(
        centre_id=row.centre_id,
        assessment=row,
        by_id=_account(actor),
        by_name=actor.name[:40],
        at=at,
    ).save(force_insert=True)
    publish(
        AssessmentLookedAt(
            centre_id=row.centre_id, at=at, actor_id=actor.account_id, subject_id=row.pk
        )
    )
    return row


@dataclass(frozen=True)
class Judged:
    """What a reviewer says of one indicator."""

    score: int | None = None
    remark: str = ""


@transaction.atomic
def review_assessment(
    *,
    centre: Any,
    assessment_id: UUID,
    actor: Actor,
    at: datetime,
    judged: Mapping[UUID, Judged],
    words: str = "",
) -> Assessment:
    """Review what a village sent: score for ways of doing, a remark beside any figure.

    Figures get no score: they were met or not, and say so themselves. Of two reviewers at once
    one counts. Raises NotAllowed; WrongStep for the other; BadInput for score that cannot be.
    """
    row = _locked(centre, assessment_id)
    require(policies.may_review, actor, row)
    row.move_to(State.REVIEWED)
    kept = []
    for one in Indicator.objects.of(centre).filter(set_id=row.set_id):
        said = judged.get(one.pk, Judged())
        remark = _words(said.remark, LONGEST_NOTE, "")
        if one.kind == IndicatorKind.MANUAL:
            if said.score is None or not 0 <= said.score <= (one.score or 0):
                raise BadInput(f"“{one.title}”请打0到{one.score}分。")
        elif said.score is not None:
            raise BadInput(f"“{one.title}”是系统数的，不打分。")
        if said.score is not None or remark:
            kept.append(
                Review(
                    centre_id=row.centre_id,
                    assessment=row,
                    indicator=one,
                    score=said.score,
                    remark=remark,
                    at=at,
                )
            )
    row.reviewed_at, row.reviewed_by_id = at, actor.account_id
    row.review_words = _words(words, LONGEST_NOTE, "")
    _names_nobody(centre, [row.review_words, *(one.remark for one in kept)])
    row.save(update_fields=["state", "reviewed_at", "reviewed_by", "review_words"])
    Review.objects.bulk_create(kept)
    _say(row, actor, at)
    return row


@transaction.atomic
def appeal(
    *, centre: Any, assessment_id: UUID, actor: Actor, at: datetime, words: str
) -> Assessment:
    """Say, once, where the village sees it otherwise. Raises NotAllowed, WrongStep, BadInput."""
    row = _locked(centre, assessment_id)
    require(policies.may_lead, actor, centre)
    row.move_to(State.APPEALED)
    row.appeal = _words(words, LONGEST_APPEAL, "请写哪里不同意、为什么。")
    if trouble := trouble_in(row.appeal, names_of(centre)):
        raise BadInput(f"意见{trouble}。交上去的只说事、不说人，请改一下。")
    row.appealed_at = at
    row.save(update_fields=["state", "appeal", "appealed_at"])
    _say(row, actor, at)
    return row


@transaction.atomic
def answer_appeal(
    *, centre: Any, assessment_id: UUID, actor: Actor, at: datetime, words: str
) -> Assessment:
    """Answer what the village said; its figures and score stay as they are, beside the answer.

    Raises NotAllowed, WrongStep, BadInput.
    """
    row = _locked(centre, assessment_id)
    require(policies.may_review, actor, row)
    row.move_to(State.ANSWERED)
    row.answer, row.answered_at = _words(words, LONGEST_APPEAL, "请写怎么答复。"), at
    _names_nobody(centre, [row.answer])
    row.save(update_fields=["state", "answer", "answered_at"])
    _say(row, actor, at)
    return row


@transaction.atomic
def publish_assessment(
    *, centre: Any, assessment_id: UUID, actor: Actor, at: datetime
) -> Assessment:
    """Show the assessment to the village, review, appeal and answer with it.

    Raises NotAllowed, WrongStep.
    """
    row = _locked(centre, assessment_id)
    require(policies.may_lead, actor, centre)
    row.move_to(State.PUBLISHED)
    row.published_at = at
    row.save(update_fields=["state", "published_at"])
    _say(row, actor, at)
    return row


def may_become_issue(centre: Any) -> bool:
    """Say whether the centre keeps issues, so that a gap can become one."""
    return bool(KindVersion.objects.of(centre).filter(code=ISSUE).exists())


@transaction.atomic
def open_issue(
    *, centre: Any, assessment_id: UUID, indicator_id: UUID, actor: Actor, at: datetime
) -> OpenedCase:
    """Make a gap an issue with this assessment as where it comes from; tapped twice it is one.

    Raises NotAllowed; BadInput where the centre keeps no issues, or nothing is missing.
    """
    row = _locked(centre, assessment_id)
    require(policies.may_lead, actor, centre)
    if not may_become_issue(centre):
        raise BadInput("村里没有用“问题整改”，记不了。")
    indicator: Indicator = Indicator.objects.of(centre).get(pk=indicator_id, set_id=row.set_id)
    gap = gap_of(row, indicator)
    if not gap:
        raise BadInput("这一项没有差距，不用记。")
    return open_case(
        centre=centre,
        kind=ISSUE,
        title=f"{indicator.title}没有达到",
        text=f"考核评估({row.period})：{gap}",
        channel="online",
        at=at,
        actor=actor,
        origin_id=row.pk,
        form_id=uuid5(row.pk, str(indicator.pk)),
    )


def gap_of(row: Assessment, indicator: Indicator) -> str:
    """Say in words what is missing at an indicator; "" where nothing is, or nothing was counted."""
    frozen = Frozen.objects.of(row.centre_id).filter(assessment=row, indicator=indicator).first()
    if frozen is not None:
        return (
            f"{frozen.title}是{frozen.shown}，目标{frozen.target_words}。"
            if frozen.is_missed
            else ""
        )
    review = Review.objects.of(row.centre_id).filter(assessment=row, indicator=indicator).first()
    if review is None or review.score is None or review.score >= (indicator.score or 0):
        return ""
    return f"{indicator.title}得{review.score}分，满分{indicator.score}分。{review.remark}"


def _names_nobody(centre: Any, said: list[str]) -> None:
    # Which name it was is not told: the level above could ask who lives here by trying.
    if trouble_in(said, names_of(centre)):
        raise BadInput("里面有村里人的姓名、账号或者号码。要公布的只说事、不说人，请改一下。")


def _account(actor: Actor) -> UUID:
    # The policy has let in an account of the level above, so there is one.
    if actor.account_id is None:
        raise NotAllowed
    return actor.account_id


def _locked(centre: Any, assessment_id: UUID) -> Assessment:
    found: Assessment = Assessment.objects.of(centre).select_for_update().get(pk=assessment_id)
    return found


def _words(text: str, longest: int, missing: str) -> str:
    words = text.strip().replace("\r\n", "\n")
    if not words and missing:
        raise BadInput(missing)
    if len(words) > longest:
        raise BadInput(f"太长了，最多{longest}个字。")
    return words


def _say(row: Assessment, actor: Actor, at: datetime) -> None:
    publish(
        AssessmentMoved(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            state=row.state,
        )
    )
