"""Open a case: one record from the app, the telephone, the counter, the box, paper or a file."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from changlai.engines.cases import clocks, codes, lookups, policies, texts
from changlai.engines.cases.actions.taking import fact_of, locked
from changlai.engines.cases.events import CaseContacted, CaseOpened
from changlai.engines.cases.kinds import KindDefinition
from changlai.engines.cases.models import Case, CaseFile, CaseStep, Category
from changlai.engines.cases.policies import CodeProof
from changlai.engines.cases.searching import keep_searchable
from changlai.engines.cases.states import FACE_TO_FACE, OPENED, Channel, FileRole, Secrecy, Urgency
from changlai.foundation.people.public import Actor
from changlai.kernel.crypto.phones import normalise_cn
from changlai.kernel.errors import BadInput, NotAllowed
from changlai.kernel.events.public import publish
from changlai.kernel.records.public import Record, Visibility

RECORD_KIND = "case"
_ATTEMPTS = 6


@dataclass(frozen=True)
class OpenedCase:
    """A case just opened, and its progress code, which is shown once (it can be issued anew)."""

    case: Case
    code: str
    is_new: bool = True


@transaction.atomic
def open_case(
    *,
    centre: Any,
    kind: str,
    text: str,
    channel: str,
    at: dt.datetime,
    actor: Actor,
    person: Any = None,
    title: str = "",
    category: Category | None = None,
    urgency: str = Urgency.NORMAL,
    reporter_alias: str = "",
    contact_phone: str = "",
    is_anonymous: bool = False,
    place_text: str = "",
    may_publish: bool = False,
    origin_id: UUID | None = None,
    outside_number: str | None = None,
    form_id: UUID | None = None,
    files: Iterable[Any] = (),
    own_days: int | None = None,
) -> OpenedCase:
    """Take in a matter and start its clocks; the words stay as they were said.

    `own_days` are the working days promised for this very matter, where they differ from what the
    centre promises for its kind: a service item says its own.

    `form_id` is the number of the form in the browser: sent twice it gives the first case and
    the same code. Someone who was spoken with face to face or by telephone has been contacted.

    Raises BadInput for missing or too long words, an unknown kind, a wrong telephone number, or
    an `outside_number` that the centre has already; NotAllowed for a stranger to the centre.
    """
    if actor.centre_id != centre.pk:
        raise NotAllowed
    version = lookups.kind_now(centre.pk, kind)
    rules = version.rules
    if not policies.may_open(actor, rules.family):
        raise NotAllowed
    case = Case(
        centre=centre,
        kind=kind,
        kind_version=version,
        family=rules.family,
        level=lookups.level_now(centre.pk, kind, category, urgency, at),
        category=category,
        opened_category=category.code if category else "",
        secrecy=rules.secrecy,
        state=rules.workflow.first_state,
        state_type=rules.workflow.state(rules.workflow.first_state).type,
        channel=Channel(channel),
        urgency=Urgency(urgency),
        title=texts.few_words(title, longest=80),
        text=texts.words(text),
        place_text=texts.few_words(place_text, longest=120),
        person_id=None if is_anonymous or person is None else person.pk,
        reporter_alias=texts.few_words(reporter_alias, longest=40),
        contact_phone=normalise_cn(contact_phone) if contact_phone and not is_anonymous else "",
        is_anonymous=is_anonymous,
        may_publish=may_publish and rules.may_publish,
        entered_by_id=actor.account_id if actor.is_staff and not actor.is_system else None,
        origin_record_id=origin_id,
        outside_number=texts.few_words(outside_number or "", longest=60),
        form_id=form_id,
        own_days=own_days,
        opened_at=at,
        clock_from=at,
    )
    case.is_contactable = bool(case.person_id or case.contact_phone)
    clocks.set_deadlines(case, centre=centre, at=at)
    contacted = case.channel in FACE_TO_FACE
    if contacted:
        in_time = case.first_contact_due is None or at <= case.first_contact_due
        case.first_contact_at, case.contact_in_time = at, in_time
        clocks.set_deadlines(case, centre=centre, at=at)
    code = codes.code_for_form(form_id) if form_id else codes.new_code()
    case.code_index = codes.fingerprint(case.pk, code)
    first = _insert(case)
    if first is not None:
        if (first.person_id, first.entered_by_id) != (case.person_id, case.entered_by_id):
            raise BadInput("这张表已经交过了，请重新打开页面再填。")
        return OpenedCase(first, code, is_new=False)
    _keep_around(case, rules, actor, files)
    publish(
        fact_of(
            CaseOpened,
            case,
            actor,
            at,
            channel=case.channel,
            category=case.opened_category or "none",
            urgency=case.urgency,
            is_anonymous=is_anonymous,
        )
    )
    if contacted:
        publish(fact_of(CaseContacted, case, actor, at, in_time=bool(case.contact_in_time)))
    return OpenedCase(case, code)


def _insert(case: Case) -> Case | None:
    """Write the row under a free number; returns the first case if this form was sent before."""
    for attempt in range(_ATTEMPTS):
        case.number = codes.new_number(case.opened_at, attempt)
        try:
            with transaction.atomic():
                case.save(force_insert=True)
        except IntegrityError:
            rows = Case.objects.of(case.centre_id)
            if case.form_id and (first := rows.filter(form_id=case.form_id).first()):
                return first
            if case.outside_number and rows.filter(outside_number=case.outside_number).exists():
                raise BadInput(f"编号 {case.outside_number} 已经登记过了。") from None
            if not rows.filter(number=case.number).exists():
                raise
        else:
            return None
    raise BadInput("今天登记的事情太多，一时分不出编号，请再交一次。")


def _keep_around(case: Case, rules: KindDefinition, actor: Actor, files: Iterable[Any]) -> None:
    """Write what goes with a new case: first line of history, record, search, files."""
    CaseStep(
        centre_id=case.centre_id,
        case=case,
        verb=OPENED,
        to_state=case.state,
        to_type=case.state_type,
        at=case.opened_at,
        actor_id=actor.account_id,
        actor_name=actor.name[:40] if case.entered_by_id else "",
        by_requester=case.entered_by_id is None,
        is_told=True,
    ).save(force_insert=True)
    secret = case.secrecy != Secrecy.ORDINARY
    # Written straight: `records.put` asks first whether there is one, and a new case has none.
    Record(
        id=case.pk,
        centre_id=case.centre_id,
        kind=RECORD_KIND,
        title=f"{rules.title} {case.number}",
        at=case.opened_at,
        visibility=Visibility.SECRET if secret else Visibility.PERSON,
        person_id=case.person_id,
        url_name=rules.url_name,
    ).save(force_insert=True)
    keep_searchable(case)
    keep_files(case, files, FileRole.ASKED, case.opened_at)


def keep_files(case: Case, files: Iterable[Any], role: FileRole, at: dt.datetime) -> None:
    """Hang stored files on a case."""
    rows = [
        CaseFile(centre_id=case.centre_id, case=case, file=file, role=role, at=at) for file in files
    ]
    if rows:
        CaseFile.objects.bulk_create(rows)


@transaction.atomic
def add_files(
    *,
    centre: Any,
    case_id: UUID,
    actor: Actor,
    files: Iterable[Any],
    role: FileRole,
    at: dt.datetime,
    proof: CodeProof | None = None,
) -> Case:
    """Hang more files on a running case: the requester's, or staff's while handling it.

    Raises NotAllowed for anyone else.
    """
    case = locked(centre, case_id)
    mine = policies.is_requester(actor, case) or (proof is not None and proof.case_id == case.pk)
    if not mine and not (policies.may_see(actor, case) and actor.can(f"{case.family}.handle")):
        raise NotAllowed
    keep_files(case, files, FileRole.ASKED if mine else FileRole(role), at)
    return case


@transaction.atomic
def issue_code(*, centre: Any, case_id: UUID, actor: Actor, at: dt.datetime) -> str:
    """Make a new progress code for someone who lost the slip; the old one stops working.

    Raises NotAllowed unless the requester asks, or staff who may see the case.
    """
    case = locked(centre, case_id)
    if not policies.may_see(actor, case):
        raise NotAllowed
    code = codes.new_code()
    case.code_index = codes.fingerprint(case.pk, code)
    case.save(update_fields=["code_index"])
    return code
