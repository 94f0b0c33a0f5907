"""Write a practice, let it stand, take it up again."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from changlai.foundation.people.public import Actor, names_of, trouble_in
from changlai.governance.practices import policies
from changlai.governance.practices.events import (
    PracticePublished,
    PracticePut,
    PracticeReopened,
)
from changlai.governance.practices.models import Practice
from changlai.governance.practices.queries.figures import choices
from changlai.governance.practices.states import (
    EVIDENCE,
    LONGEST_PART,
    LONGEST_TITLE,
    MOST_FIGURES,
    NEEDED,
    PARTS,
    PracticeState,
)
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.ids import uuid7
from changlai.kernel.policies import require
from changlai.kernel.records import public as records

KIND = "practice"


@dataclass(frozen=True)
class Telling:
    """What a practice says, as it was typed. Raises BadInput for no title or too many words."""

    title: str
    background: str = ""
    method: str = ""
    outcome: str = ""
    cost: str = ""
    fits: str = ""
    care: str = ""
    figures: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", " ".join(self.title.split()))
        if not self.title or len(self.title) > LONGEST_TITLE:
            raise BadInput(f"请写名称，最多{LONGEST_TITLE}个字。")
        for name, label, _ in PARTS:
            said = getattr(self, name).strip().replace("\r\n", "\n")
            if len(said) > LONGEST_PART:
                raise BadInput(f"“{label}”太长了，最多{LONGEST_PART}个字。")
            object.__setattr__(self, name, said)
        if len(self.figures) > MOST_FIGURES:
            raise BadInput(f"数字最多选{MOST_FIGURES}个。")
        if self.since and self.until and self.since > self.until:
            raise BadInput("“算到哪天”比“从哪天算”还早，请改一下。")


@transaction.atomic
def put_practice(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    telling: Telling,
    form_id: UUID | None = None,
    practice_id: UUID | None = None,
) -> Practice:
    """Begin a draft, or change the one of `practice_id`; the same form again is the same draft.

    Raises NotAllowed; WrongStep for one that stands; BadInput for a title that another has, or a
    figure that nobody counts here.
    """
    require(policies.may_write, actor, centre)
    rows = Practice.objects.of(centre).select_for_update()
    if practice_id is None:
        first = rows.filter(form_id=form_id).first()
        if first is not None:
            return first
        row = Practice(
            centre=centre, form_id=form_id or uuid7(), made_at=at, made_by_id=actor.account_id
        )
    else:
        row = rows.get(pk=practice_id)
        if row.state != PracticeState.DRAFT:
            raise WrongStep("已经定稿了。要改，先点“拿回来改”。")
    known = {code for code, _ in choices(centre)} | set(row.figures)
    if unknown := [code for code in telling.figures if code not in known]:
        raise BadInput(f"有一个数字这里数不出来：{unknown[0]}。")
    for one in fields(telling):
        setattr(row, one.name, getattr(telling, one.name))
    row.figures, row.changed_at = list(telling.figures), at
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        first = Practice.objects.of(centre).filter(form_id=form_id).first()
        if first is not None and practice_id is None:
            return first
        raise BadInput(f"已经有叫“{telling.title}”的经验了，请换个名称。") from None
    publish(PracticePut(**_said(row, actor, at), is_new=practice_id is None))
    return row


@transaction.atomic
def publish_practice(
    *, centre: Any, practice_id: UUID, actor: Actor, at: datetime, is_public: bool
) -> Practice:
    """Let a practice stand, and be read by everybody where the village wishes it.

    Raises NotAllowed, WrongStep; BadInput while it does not say enough, or names somebody: what
    goes to other villages is about the way, and not about who walked it.
    """
    row: Practice = Practice.objects.of(centre).select_for_update().get(pk=practice_id)
    require(policies.may_write, actor, centre)
    missing = [label for name, label, _ in PARTS if name in NEEDED and not getattr(row, name)]
    if missing:
        raise BadInput(f"还没有写：{'、'.join(missing)}。写了才能定稿。")
    said = [row.title, *(getattr(row, name) for name, _, _ in PARTS)]
    if trouble := trouble_in(said, names_of(centre)):
        raise BadInput(f"{trouble}。经验要给别的村看，请改成“一位村民”这样的说法。")
    row.move_to(PracticeState.PUBLISHED)
    row.is_public, row.published_at, row.changed_at = is_public, at, at
    row.save(update_fields=["state", "is_public", "published_at", "changed_at"])
    visibility = records.Visibility.PUBLIC if is_public else records.Visibility.STAFF
    records.put(centre, row.pk, KIND, row.title, at, visibility, url_name="practices:desk_one")
    publish(PracticePublished(**_said(row, actor, at), is_public=is_public))
    return row


@transaction.atomic
def reopen_practice(*, centre: Any, practice_id: UUID, actor: Actor, at: datetime) -> Practice:
    """Take a practice up again; until it stands anew nobody outside reads it.

    Raises NotAllowed, WrongStep.
    """
    row: Practice = Practice.objects.of(centre).select_for_update().get(pk=practice_id)
    require(policies.may_write, actor, centre)
    row.move_to(PracticeState.DRAFT)
    row.is_public, row.published_at, row.changed_at = False, None, at
    row.save(update_fields=["state", "is_public", "published_at", "changed_at"])
    records.put(
        centre,
        row.pk,
        KIND,
        row.title,
        at,
        records.Visibility.STAFF,
        url_name="practices:desk_one",
    )
    publish(PracticeReopened(**_said(row, actor, at)))
    return row


@transaction.atomic
def link_proof(
    *, centre: Any, practice_id: UUID, actor: Actor, at: datetime, record_id: UUID, is_on: bool
) -> None:
    """Let a draft point to a record that proves it, or no longer. Raises NotAllowed, WrongStep."""
    row: Practice = Practice.objects.of(centre).select_for_update().get(pk=practice_id)
    require(policies.may_write, actor, centre)
    if row.state != PracticeState.DRAFT:
        raise WrongStep("已经定稿了。要改，先点“拿回来改”。")
    if is_on:
        records.link(centre, row.pk, record_id, EVIDENCE, at=at, by_id=actor.account_id)
    else:
        records.unlink(centre, row.pk, record_id, EVIDENCE)


def _said(row: Practice, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "centre_id": row.centre_id,
        "at": at,
        "actor_id": actor.account_id,
        "subject_id": row.pk,
    }
