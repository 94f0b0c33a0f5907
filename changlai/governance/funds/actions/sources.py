"""Write down where money comes from, and what a project may cost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from changlai.engines.ledger.public import open_book
from changlai.foundation.people.public import Actor
from changlai.governance.funds import policies
from changlai.governance.funds.actions.typing_in import line_of
from changlai.governance.funds.events import ProjectPut, SourcePut
from changlai.governance.funds.models import FundPlan, FundProject, FundSource
from changlai.governance.funds.states import BOOK, PROJECT_ROLE, Purpose, SourceKind
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require
from changlai.kernel.records.public import Visibility, link, put, unlink

NO_SOURCE_TITLE: Final = "请写这笔钱叫什么，例如：设备补助。"
NO_PROJECT_TITLE: Final = "请写项目叫什么，例如：重阳敬老饭。"


@dataclass(frozen=True, kw_only=True)
class SourceWords:
    """A source of money as it was typed."""

    kind: str
    title: str
    purpose: str
    document: str = ""
    promised_cents: int | None = None
    is_restricted: bool = False
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ProjectWords:
    """A project as it was typed; `plans` gives cents by purpose."""

    title: str
    about: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    is_public: bool = True
    plans: Mapping[str, int] = field(default_factory=dict)


def _span(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise BadInput("结束的日期比开始早，请改一下。")


@transaction.atomic
def put_source(
    *,
    centre: Any,
    words: SourceWords,
    actor: Actor,
    at: datetime,
    form_id: UUID,
    source_id: UUID | None = None,
) -> FundSource:
    """Write down a source of money with its book, or change its words; one form is one source.

    Raises NotAllowed; BadInput for missing words or a name that another source has.
    """
    require(policies.may_enter, actor, centre)
    rows = FundSource.objects.of(centre)
    if source_id is None:
        if (first := rows.filter(form_id=form_id).first()) is not None:
            return first
        source = FundSource(centre_id=centre.pk, made_at=at, made_by_id=actor.account_id)
        source.form_id = form_id
    else:
        source = rows.select_for_update().get(pk=source_id)
    if words.kind not in SourceKind.values or words.purpose not in Purpose.values:
        raise BadInput("请选资金从哪里来、用在哪方面。")
    _span(words.starts_on, words.ends_on)
    if words.promised_cents is not None and words.promised_cents <= 0:
        raise BadInput("答应的金额要大于0，不知道就不填。")
    source.kind, source.purpose = words.kind, words.purpose
    source.title = line_of(words.title, "名称", 60, needed=NO_SOURCE_TITLE)
    source.document = line_of(words.document, "依据", 120)
    source.promised_cents = words.promised_cents
    source.is_restricted = words.is_restricted
    source.starts_on, source.ends_on = words.starts_on, words.ends_on
    if source_id is None:
        book = open_book(centre=centre, code=BOOK, subject_id=source.pk, actor=actor, at=at)
        source.book = book
    try:
        with transaction.atomic():
            source.save(force_insert=source_id is None, force_update=source_id is not None)
    except IntegrityError:
        if source_id is None and (first := rows.filter(form_id=form_id).first()) is not None:
            return first
        raise BadInput("已经有一笔叫这个名字的资金，请换个名称。") from None
    publish(
        SourcePut(
            centre_id=centre.pk,
            at=at,
            actor_id=actor.account_id,
            subject_id=source.pk,
            kind=source.kind,
            is_new=source_id is None,
        )
    )
    return source


@transaction.atomic
def put_project(
    *,
    centre: Any,
    words: ProjectWords,
    actor: Actor,
    at: datetime,
    form_id: UUID,
    project_id: UUID | None = None,
) -> FundProject:
    """Write down a project with its budget, or change it; one form is one project.

    Raises NotAllowed; BadInput for missing words or a name that another project has.
    """
    require(policies.may_enter, actor, centre)
    rows = FundProject.objects.of(centre)
    if project_id is None:
        if (first := rows.filter(form_id=form_id).first()) is not None:
            return first
        project = FundProject(
            centre_id=centre.pk, made_at=at, made_by_id=actor.account_id, form_id=form_id
        )
    else:
        project = rows.select_for_update().get(pk=project_id)
    _span(words.starts_on, words.ends_on)
    project.title = line_of(words.title, "项目名称", 60, needed=NO_PROJECT_TITLE)
    project.about = line_of(words.about, "做什么", 200)
    project.starts_on, project.ends_on = words.starts_on, words.ends_on
    project.is_public = words.is_public
    try:
        with transaction.atomic():
            project.save(force_insert=project_id is None, force_update=project_id is not None)
    except IntegrityError:
        if project_id is None and (first := rows.filter(form_id=form_id).first()) is not None:
            return first
        raise BadInput("已经有一个叫这个名字的项目，请换个名称。") from None
    _plan(project, words.plans)
    put(
        centre,
        project.pk,
        "fund_project",
        project.title,
        project.made_at,
        Visibility.PUBLIC if project.is_public else Visibility.STAFF,
        url_name="funds:project" if project.is_public else "funds:desk_project",
        is_new=project_id is None,
    )
    publish(
        ProjectPut(
            centre_id=centre.pk,
            at=at,
            actor_id=actor.account_id,
            subject_id=project.pk,
            is_new=project_id is None,
        )
    )
    return project


def _plan(project: FundProject, plans: Mapping[str, int]) -> None:
    FundPlan.objects.of(project.centre_id).filter(project=project).delete()
    FundPlan.objects.bulk_create(
        FundPlan(centre_id=project.centre_id, project=project, purpose=one, cents=plans[one])
        for one in Purpose
        if plans.get(one)
    )


@transaction.atomic
def link_project(
    *, centre: Any, project_id: UUID, record_id: UUID, actor: Actor, at: datetime
) -> None:
    """Let a project point to a record that it is about. Raises NotAllowed, BadInput."""
    require(policies.may_enter, actor, centre)
    project = FundProject.objects.of(centre).get(pk=project_id)
    link(centre, project.pk, record_id, PROJECT_ROLE, at=at, by_id=actor.account_id)


@transaction.atomic
def unlink_project(*, centre: Any, project_id: UUID, record_id: UUID, actor: Actor) -> None:
    """Take such a link away. Raises NotAllowed."""
    require(policies.may_enter, actor, centre)
    unlink(centre, project_id, record_id, PROJECT_ROLE)
