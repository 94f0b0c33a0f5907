"""Entrust a matter, say once what is missing, hand over what was done, and let scans go."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from changlai.engines.cases import public as cases
from changlai.engines.cases.public import Case, Channel, OpenedCase, StateType
from changlai.foundation.people.public import Actor, Person, person_for
from changlai.halls.counter import policies
from changlai.halls.counter.actions.queue.numbers import link_request
from changlai.halls.counter.events import Delivered, MissingTold, RequestMade, ScansPurged
from changlai.halls.counter.kinds import REQUEST
from changlai.halls.counter.models import (
    ItemVersion,
    Material,
    Notice,
    Scan,
    ServiceItem,
    ServiceRequest,
)
from changlai.halls.counter.states import Handing, How, ItemLevel, MaterialState
from changlai.halls.counter.wishes import Paper
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.files.public import drop_files
from changlai.kernel.policies import require
from changlai.kernel.schemas.public import Schema, without_id_numbers

KEEPS_DAYS = 30
"""Days after delivery on which scans are deleted: the platform's own default (domain text F26)."""
MANY = 500
DAILY = {"counter", "phone", "visit"}


@transaction.atomic
def make_request(
    *,
    centre: Any,
    item_id: UUID,
    actor: Actor,
    at: datetime,
    answers: Mapping[str, Any],
    words: str = "",
    person: Person | None = None,
    by_staff: bool = False,
    alias: str = "",
    phone: str = "",
    channel: str = "",
    is_urgent: bool = False,
    on_paper: bool = False,
    number_id: UUID | None = None,
    form_id: UUID | None = None,
) -> OpenedCase:
    """Entrust a matter to the centre under the item as it stands; the promised day is the item's.

    `by_staff` writes it down for `person`, or for a name with a number; `number_id` is the number
    of the queue with which they stand at the window. The same form again is the same request.

    Raises NotAllowed; BadInput for an item that is no longer offered or only shows the way, or for
    somebody who could not be told when it is done.
    """
    item = ServiceItem.objects.of(centre).select_for_update(of=("self",)).get(pk=item_id)
    if by_staff:
        require(policies.may_take_in, actor, centre)
    else:
        require(policies.may_ask, actor)
        person, channel = person_for(actor), str(actor.channel)
    if not item.is_active:
        raise BadInput(f"“{item.title}”现在不办了，请打电话或到窗口问一问。")
    if item.level == ItemLevel.GUIDE:
        raise BadInput(f"“{item.title}”要自己去办，看看该找谁；不会办就打电话，我们陪您办。")
    if person is None and not phone.strip():
        raise BadInput("请找到村民，或者留下电话，办好了才能告诉对方。")
    version = version_now(item)
    opened = cases.open_case(
        centre=centre,
        kind=REQUEST,
        title=item.title,
        text=words.strip() or item.title,
        channel=channel if channel in Channel.values else Channel.ONLINE,
        at=at,
        actor=actor,
        person=person,
        reporter_alias=alias,
        contact_phone=phone,
        urgency="urgent" if is_urgent else "normal",
        own_days=None if is_urgent else version.days,
        form_id=form_id,
    )
    if not opened.is_new:
        return opened
    row = ServiceRequest(
        centre_id=opened.case.centre_id,
        case=opened.case,
        item=item,
        version=version,
        answers=json.dumps(dict(answers), ensure_ascii=False, sort_keys=True) if answers else "",
        entrusted_at=at,
        is_entrusted_on_paper=on_paper,
    )
    row.save(force_insert=True)
    Material.objects.bulk_create(
        Material(
            centre_id=row.centre_id,
            request=row,
            title=paper.title,
            how=paper.how,
            is_needed=paper.is_needed,
            order=place,
        )
        for place, paper in enumerate(map(Paper.parse, version.materials))
    )
    if number_id is not None and by_staff:
        link_request(
            centre=centre, appointment_id=number_id, case_id=opened.case.pk, actor=actor, at=at
        )
    publish(
        RequestMade(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=opened.case.pk,
            item_id=item.pk,
            channel=opened.case.channel,
            person_id=opened.case.person_id,
        )
    )
    return opened


def version_now(item: ServiceItem) -> ItemVersion:
    """Return what an item says now."""
    found: ItemVersion = ItemVersion.objects.of(item.centre_id).filter(item=item).latest("number")
    return found


def answers_of(row: ServiceRequest) -> dict[str, Any]:
    """Return the answers by the codes of their questions."""
    found: dict[str, Any] = json.loads(row.answers) if row.answers else {}
    return found


@transaction.atomic
def mark_materials(
    *, centre: Any, case_id: UUID, actor: Actor, states: Mapping[UUID, str]
) -> ServiceRequest:
    """Tick which papers were seen, copied, kept or given back.

    Raises NotAllowed unless staff who handle requests; BadInput for a state that is none.
    """
    row = _locked(centre, case_id, actor)
    for paper in Material.objects.of(centre).filter(request=row, pk__in=list(states)):
        if paper.state != states[paper.pk]:
            paper.move_to(states[paper.pk])
            paper.save(update_fields=["state"])
    return row


@transaction.atomic
def tell_missing(
    *,
    centre: Any,
    case_id: UUID,
    actor: Actor,
    at: datetime,
    lines: Iterable[str],
    reason: str = "",
) -> Case:
    """Say everything that is missing, all at once; the clock waits until it is brought.

    A second time needs a reason that the person reads: the first list should have been whole
    (一次性告知). Raises NotAllowed, WrongStep; BadInput for an empty list or a missing reason.
    """
    row = _locked(centre, case_id, actor)
    said = [" ".join(line.split())[:120] for line in lines if line.strip()]
    if not said:
        raise BadInput("请写明还缺什么，一样一行，一次说全。")
    number = Notice.objects.of(centre).filter(request=row).count() + 1
    reason = " ".join(reason.split())[:120]
    if number > 1 and not reason:
        raise BadInput("已经告知过一次。再让人补，要写明为什么上次没说。")
    whole = "、".join(said)
    words = f"还缺：{whole}。" + (f"又请您补的原因：{reason}。" if number > 1 else "")
    case = cases.ask_requester(centre=centre, case_id=case_id, actor=actor, question=words, at=at)
    Notice(
        centre_id=row.centre_id,
        request=row,
        number=number,
        lines=said,
        reason=reason if number > 1 else "",
        at=at,
        by_id=actor.account_id,
    ).save(force_insert=True)
    publish(
        MissingTold(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=case_id,
            number=number,
            missing=len(said),
        )
    )
    return case


@transaction.atomic
def deliver(
    *,
    centre: Any,
    case_id: UUID,
    actor: Actor,
    at: datetime,
    how: str,
    handed_to: str = "",
) -> Case:
    """Write down that what was done is in the person's hands; originals have to be back too.

    Scans are deleted thirty days later. Raises NotAllowed, WrongStep; BadInput for a paper that
    is still kept here, or a proxy without a name.
    """
    row = _locked(centre, case_id, actor)
    if how not in Handing.values:
        raise BadInput("请选怎么送达的。")
    kept = Material.objects.of(centre).filter(request=row, state=MaterialState.KEPT)
    if titles := list(kept.values_list("title", flat=True)):
        raise BadInput(f"原件还没有还：{'、'.join(titles)}。还了再记送达。")
    to = " ".join(handed_to.split())[:40]
    if how == Handing.PROXY and not to:
        raise BadInput("请写明谁代取的。")
    note = Handing(how).label + (f"：{to}" if to else "")
    case = cases.deliver_case(centre=centre, case_id=case_id, actor=actor, at=at, note=note)
    row.handing, row.handed_to = how, to
    row.purge_on = timezone.localdate(at) + timedelta(days=KEEPS_DAYS)
    row.save(update_fields=["handing", "handed_to", "purge_on"])
    publish(
        Delivered(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=case_id,
            how=how,
            keeps_days=KEEPS_DAYS,
        )
    )
    return case


@transaction.atomic
def add_scan(
    *, centre: Any, case_id: UUID, actor: Actor, at: datetime, file: Any, title: str
) -> Scan:
    """Keep a scan of a paper with a request that runs. Raises NotAllowed, WrongStep, BadInput."""
    row = _locked(centre, case_id, actor)
    if row.case.state_type not in {StateType.OPEN, StateType.WAITING}:
        raise WrongStep("这件已经办完，不能再加扫描件。")
    title = " ".join(title.split())[:60]
    if not title:
        raise BadInput("请写一下扫的是什么。")
    scan = Scan(centre_id=row.centre_id, request=row, file=file, title=title, at=at)
    scan.save(force_insert=True)
    return scan


def purge_scans(at: datetime) -> int:
    """Delete the scans whose day has come, the files with them; return how many requests.

    Identity numbers among the answers go with them: they were asked for this one matter.

    For what was refused or taken back the days count from its end. Each request has a short
    transaction and a fact that proves it; whoever downloads a scan in
    that moment has it whole or not at all.
    """
    ended = at - timedelta(days=KEEPS_DAYS)
    never = Q(case__state_type=StateType.CLOSED, case__closed_at__lte=ended)
    due = Q(purge_on__lte=timezone.localdate(at)) | never
    rows = ServiceRequest.objects.filter(due, purged_at__isnull=True)
    done = 0
    for centre_id, key in list(rows.order_by("pk").values_list("centre_id", "pk")[:MANY]):
        done += _purge(centre_id, key, at)
    return done


@transaction.atomic
def forget_person(centre_id: UUID, person_id: UUID, at: datetime) -> int:
    """Take out what requests say of somebody who asked to be forgotten; return how many.

    The matter stays as one of nobody in particular: its item, its days, its result.
    """
    rows = ServiceRequest.objects.of(centre_id).filter(case__person_id=person_id)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        ServiceRequest.objects.of(centre_id).filter(pk=key).update(answers="", handed_to="")
        _purge(centre_id, key, at)
    return len(keys)


@transaction.atomic
def _purge(centre_id: UUID, key: UUID, at: datetime) -> int:
    rows = ServiceRequest.objects.of(centre_id).select_for_update(of=("self",))
    row = rows.select_related("version").filter(pk=key, purged_at__isnull=True).first()
    if row is None:
        return 0
    scans = list(Scan.objects.of(centre_id).filter(request=row).values_list("pk", "file_id"))
    Scan.objects.of(centre_id).filter(pk__in=[pk for pk, _ in scans]).delete()
    drop_files(centre=centre_id, file_ids=[file_id for _, file_id in scans])
    answers = answers_of(row)
    kept = without_id_numbers(Schema.parse(row.version.schema), answers)
    if kept != answers:
        row.answers = json.dumps(kept, ensure_ascii=False)
    row.purged_at = at
    row.save(update_fields=["answers", "purged_at"])
    publish(ScansPurged(centre_id=centre_id, at=at, subject_id=row.case_id, scans=len(scans)))
    return 1


def _locked(centre: Any, case_id: UUID, actor: Actor) -> ServiceRequest:
    """Return a request with its row locked, for staff who handle requests here."""
    rows = ServiceRequest.objects.of(centre).select_for_update(of=("self",))
    row: ServiceRequest = rows.select_related("case", "item", "version").get(case_id=case_id)
    if not (actor.is_system or (actor.centre_id == row.centre_id and actor.can("services.handle"))):
        raise NotAllowed
    return row


def lines_to_ask(row: ServiceRequest) -> list[str]:
    """Return the papers that are needed and were not seen, as the first lines of a notice."""
    rows = Material.objects.of(row.centre_id).filter(
        request=row, is_needed=True, state=MaterialState.MISSING
    )
    return [f"{one.title}({How(one.how).label})" for one in rows]
