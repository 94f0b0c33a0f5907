"""Write an issue down, mend it, have somebody else look at it, and look once more after weeks."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from changlai.engines.cases import public as cases
from changlai.engines.cases.public import CallBackOutcome, Case, Category, OpenedCase
from changlai.foundation.people.public import Actor
from changlai.governance.rectification import policies
from changlai.governance.rectification.events import IssueLookedAgain, IssueTied, IssueVerified
from changlai.governance.rectification.kinds import CLOSED, FAMILY, ISSUE, TO_CHECK
from changlai.governance.rectification.models import Issue
from changlai.governance.rectification.queries import evidence_keys, usual_issue
from changlai.governance.rectification.states import EVIDENCE, LOOK_DAYS, LookOutcome, Source
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require
from changlai.kernel.records import public as records
from changlai.kernel.wording import one_line

LONGEST_DAYS = 366
NOT_SHOWN = "要销号，先在“依据”里关联至少一条已有的记录；真没有，就写明为什么没有。"


@transaction.atomic
def open_issue(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    title: str,
    text: str = "",
    source: str = Source.SELF,
    due_on: date,
    form_id: UUID | None = None,
    place: str = "",
    category: Category | None = None,
    origin_id: UUID | None = None,
    person: Any = None,
    files: Iterable[Any] = (),
) -> OpenedCase:
    """Write an issue down with its due day; the same form again is the same issue.

    Raises NotAllowed; BadInput without a title, for an unknown source, or a day that is not ahead.
    """
    require(policies.may_open, actor, centre)
    title = one_line(title, 80, "请写是什么问题，一句话。")
    if source not in Source.values:
        raise BadInput("请选问题是从哪里来的。")
    today = timezone.localdate(at)
    if not today <= due_on <= today + timedelta(days=LONGEST_DAYS):
        raise BadInput("限期要从今天起、一年以内。")
    opened = cases.open_case(
        centre=centre,
        kind=ISSUE,
        title=title,
        text=text.strip() or title,
        channel="online",
        at=at,
        actor=actor,
        person=person,
        category=category,
        place_text=place,
        origin_id=_known_origin(centre, origin_id),
        form_id=form_id,
        files=files,
        # The engine's own clock never runs out before the day that was set.
        own_days=min(max((due_on - today).days, 1), 250),
    )
    if opened.is_new:
        Issue(centre=centre, case=opened.case, source=source, due_on=due_on).save(force_insert=True)
    return opened


def _known_origin(centre: Any, origin_id: UUID | None) -> UUID | None:
    if origin_id is None:
        return None
    found = records.Record.objects.of(centre).filter(pk=origin_id)
    if not found.exists():
        raise BadInput("来源的那条记录已经没有了，去掉来源再交一次。")
    return origin_id


@transaction.atomic
def keep_issue(*, centre: Any, case_id: UUID) -> Issue:
    """Return an issue with its row locked, written first where another part opened the case."""
    case = Case.objects.of(centre).select_related("origin_record", "kind_version").get(pk=case_id)
    if case.family != FAMILY:
        raise Case.DoesNotExist
    usual = usual_issue(case)
    Issue.objects.get_or_create(
        centre_id=case.centre_id,
        case=case,
        defaults={"source": usual.source, "due_on": usual.due_on},
    )
    return Issue.objects.of(centre).select_for_update().get(case_id=case_id)


def _both(centre: Any, case_id: UUID) -> tuple[Issue, Case]:
    issue = keep_issue(centre=centre, case_id=case_id)
    # The issue's lock comes first everywhere, so the case is read as it stands behind it.
    case = Case.objects.of(centre).select_for_update().get(pk=case_id)
    issue.case = case
    return issue, case


@transaction.atomic
def claim_issue(
    *,
    centre: Any,
    case_id: UUID,
    actor: Actor,
    at: datetime,
    root_cause: str = "",
    measure: str = "",
) -> Case:
    """Take an issue on, with why it came about and how it is mended as far as known.

    Raises NotAllowed, WrongStep.
    """
    issue, _ = _both(centre, case_id)
    case = cases.accept_case(centre=centre, case_id=case_id, actor=actor, at=at)
    _plan(issue, root_cause, measure)
    return case


@transaction.atomic
def assign_issue(
    *, centre: Any, case_id: UUID, actor: Actor, at: datetime, handler: Any, note: str = ""
) -> Case:
    """Give an issue to somebody. Raises NotAllowed, WrongStep, BadInput."""
    _both(centre, case_id)
    return cases.assign_case(
        centre=centre, case_id=case_id, actor=actor, handler=handler, at=at, note=note
    )


@transaction.atomic
def plan_issue(
    *, centre: Any, case_id: UUID, actor: Actor, root_cause: str, measure: str, source: str = ""
) -> Issue:
    """Say why it came about and how it is mended; what is closed stays as it was.

    Raises NotAllowed, WrongStep.
    """
    issue, case = _both(centre, case_id)
    require(policies.may_plan, actor, case)
    if not case.is_running:
        raise WrongStep("已经了结的问题不再改。")
    if source in Source.values:
        issue.source = Source(source)
        issue.save(update_fields=["source"])
    _plan(issue, root_cause, measure, is_whole=True)
    return issue


def _plan(issue: Issue, root_cause: str, measure: str, *, is_whole: bool = False) -> None:
    cause, way = one_line(root_cause, 300), one_line(measure, 300)
    if is_whole or cause or way:
        issue.root_cause, issue.measure = cause, way
        issue.save(update_fields=["root_cause", "measure"])


@transaction.atomic
def extend_issue(
    *, centre: Any, case_id: UUID, actor: Actor, at: datetime, due_on: date, reason: str
) -> Case:
    """Put the day off once, with the reason, before it has passed.

    Raises NotAllowed, WrongStep; BadInput for a day that is not later.
    """
    issue, case = _both(centre, case_id)
    today = timezone.localdate(at)
    if issue.due_on < today:
        raise WrongStep("限期已经过了，不能再延，请尽快改好。")
    if not issue.due_on < due_on <= issue.due_on + timedelta(days=84):
        raise BadInput("新的限期要比原来的晚，最多晚12周。")
    days = max((due_on - issue.due_on).days * 5 // 7, 1)
    case = cases.extend_case(
        centre=centre, case_id=case_id, actor=actor, working_days=days, reason=reason, at=at
    )
    issue.due_on = due_on
    issue.save(update_fields=["due_on"])
    return case


@transaction.atomic
def link_record(*, centre: Any, case_id: UUID, record_id: UUID, actor: Actor, at: datetime) -> None:
    """Point to a record that shows it is mended. Raises NotAllowed, WrongStep, BadInput."""
    _, case = _both(centre, case_id)
    require(policies.may_link, actor, case)
    if not case.is_running:
        raise WrongStep("已经了结的问题不再改。")
    if record_id == case.pk:
        raise BadInput("不能用这个问题自己来证明自己。")
    records.link(centre, case.pk, record_id, EVIDENCE, at=at, by_id=actor.account_id)


@transaction.atomic
def unlink_record(*, centre: Any, case_id: UUID, record_id: UUID, actor: Actor) -> None:
    """Take a record away again. Raises NotAllowed, WrongStep."""
    _, case = _both(centre, case_id)
    require(policies.may_link, actor, case)
    if not case.is_running:
        raise WrongStep("已经了结的问题不再改。")
    records.unlink(centre, case.pk, record_id, EVIDENCE)


@transaction.atomic
def submit_issue(
    *,
    centre: Any,
    case_id: UUID,
    actor: Actor,
    at: datetime,
    result: str,
    no_record_reason: str = "",
    files: Iterable[Any] = (),
) -> Case:
    """Say what was done and ask for somebody else to look.

    Raises NotAllowed unless the owner; WrongStep; BadInput without the result, or with neither a
    record that shows it nor the reason why there is none.
    """
    issue, case = _both(centre, case_id)
    reason = one_line(no_record_reason, 200)
    if policies.is_owner(actor, case) and not result.strip():
        raise BadInput("请写改成什么样了。")
    if policies.is_owner(actor, case) and not (reason or evidence_keys(case)):
        raise BadInput(NOT_SHOWN)
    case = cases.answer_case(
        centre=centre, case_id=case_id, actor=actor, text=result, at=at, files=files
    )
    issue.done_by_id, issue.no_record_reason = actor.account_id, reason
    issue.save(update_fields=["done_by", "no_record_reason"])
    return case


@transaction.atomic
def verify_issue(
    *,
    centre: Any,
    case_id: UUID,
    actor: Actor,
    at: datetime,
    is_mended: bool,
    note: str = "",
    due_on: date | None = None,
) -> Issue:
    """Look at what was mended: close it, or send it back with what is missing.

    Two who look at once are one: the second is told so. Raises NotAllowed for the owner;
    WrongStep; BadInput without what is missing, or with nothing that shows it.
    """
    issue, case = _both(centre, case_id)
    require(policies.may_verify, actor, case)
    if case.state != TO_CHECK:
        raise WrongStep("这个问题刚才有人验收过了，或者还没有改好。")
    note = one_line(note, 200)
    if not is_mended and not note:
        raise BadInput("请写哪里还没改好。")
    shown = evidence_keys(case)
    if is_mended and not (shown or issue.no_record_reason):
        raise BadInput(NOT_SHOWN)
    cases.call_back(
        centre=centre,
        case_id=case_id,
        actor=actor,
        outcome=CallBackOutcome.REACHED,
        at=at,
        solved=is_mended,
        note=note,
        redo=not is_mended,
    )
    today = timezone.localdate(at)
    if not is_mended:
        if due_on is not None and due_on < today:
            raise BadInput("新的限期要从今天起。")
        issue.done_by, issue.due_on = None, due_on or issue.due_on
        issue.save(update_fields=["done_by", "due_on"])
        return issue
    issue.verified_by_id, issue.verified_at = actor.account_id, at
    issue.kept_records, issue.look_on = shown, today + timedelta(days=LOOK_DAYS)
    issue.save(update_fields=["verified_by", "verified_at", "kept_records", "look_on"])
    done_on = timezone.localdate(case.answered_at or at)
    publish(
        IssueVerified(
            centre_id=issue.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=case.pk,
            source=issue.source,
            records=len(shown),
            in_time=done_on <= issue.due_on,
        )
    )
    return issue


@transaction.atomic
def drop_issue(*, centre: Any, case_id: UUID, actor: Actor, at: datetime, reason: str) -> Case:
    """Say that it needs no mending after all, and why. Raises NotAllowed, WrongStep, BadInput."""
    _both(centre, case_id)
    return cases.refuse_case(centre=centre, case_id=case_id, actor=actor, reason=reason, at=at)


@transaction.atomic
def tie_issue(*, centre: Any, case_id: UUID, earlier_id: UUID, actor: Actor, at: datetime) -> Issue:
    """Say that an issue is the same as an earlier one; a relapse where that one was closed.

    Raises NotAllowed; BadInput for itself, a later one, or one that is not there.
    """
    issue, case = _both(centre, case_id)
    require(policies.may_plan, actor, case)
    earlier = Issue.objects.of(centre).select_related("case").filter(case_id=earlier_id).first()
    if earlier is None or earlier.pk == issue.pk or earlier.case.opened_at > case.opened_at:
        raise BadInput("请从列出的以前的问题里选一个。")
    _tie(issue, earlier, actor, at)
    return issue


def _tie(issue: Issue, earlier: Issue, actor: Actor, at: datetime) -> None:
    issue.repeat_of, issue.is_relapse = earlier, earlier.case.state == CLOSED
    issue.save(update_fields=["repeat_of", "is_relapse"])
    publish(
        IssueTied(
            centre_id=issue.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=issue.case_id,
            earlier_id=earlier.case_id,
            is_relapse=issue.is_relapse,
        )
    )


@transaction.atomic
def look_again(
    *, centre: Any, case_id: UUID, actor: Actor, at: datetime, outcome: str, note: str = ""
) -> Case | None:
    """Look some weeks after the closing, once, by another than the owner; a relapse opens anew.

    The closing stays true: what came back is an issue of its own that points to it. Returns the
    new case, None where all is well. Raises NotAllowed, WrongStep; BadInput.
    """
    issue, case = _both(centre, case_id)
    require(policies.may_look_again, actor, issue)
    if case.state != CLOSED:
        raise WrongStep("还没有销号，不用回头看。")
    if issue.looked_at is not None:
        raise WrongStep("已经有人回头看过了。")
    if outcome not in LookOutcome.values:
        raise BadInput("请选现在怎么样。")
    issue.looked_at, issue.looked_by_id = at, actor.account_id
    issue.look_outcome, issue.look_note = LookOutcome(outcome), one_line(note, 200)
    issue.save(update_fields=["looked_at", "looked_by", "look_outcome", "look_note"])
    relapsed = outcome == LookOutcome.AGAIN
    publish(
        IssueLookedAgain(
            centre_id=issue.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=case.pk,
            relapsed=relapsed,
        )
    )
    if not relapsed:
        return None
    opened = cases.open_case(
        centre=centre,
        kind=ISSUE,
        title=case.title,
        text=issue.look_note or case.text,
        channel="online",
        at=at,
        actor=actor,
        category=case.category,
        place_text=case.place_text,
        origin_id=case.origin_record_id,
    )
    again = keep_issue(centre=centre, case_id=opened.case.pk)
    again.source = issue.source
    again.save(update_fields=["source"])
    _tie(again, issue, actor, at)
    return opened.case
