"""Verbs of centres: open one, say what it is, set its hours, keep its hamlets."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import get_default_timezone, localtime

from changlai.foundation.areas import policies
from changlai.foundation.areas.events import (
    CentreDescribed,
    CentreOpened,
    ExceptionSet,
    HamletChanged,
    HoursChanged,
    PartSwitched,
)
from changlai.foundation.areas.models import (
    CENTRE_CODE,
    CENTRE_CODE_WRONG,
    Area,
    Centre,
    Hamlet,
    OpeningException,
    OpeningHours,
)
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require
from changlai.kernel.registry.public import collect
from changlai.kernel.workcalendar.clocks import OpenWeek


@transaction.atomic
def open_centre(
    *,
    area: Area,
    code: str,
    name: str,
    at: datetime,
    short_name: str = "",
    phone: str = "",
    address: str = "",
    host_name: str = "",
    filing_number: str = "",
    hamlets: Iterable[str] = (),
    week: OpenWeek | None = None,
    opened_by: UUID | None = None,
) -> Centre:
    """Open a centre on an area: with its hours, its hamlets and what every app packs for a new one.

    Only the operator's commands call this, so there is no policy; a village does not open itself.
    Raises BadInput for a code that cannot stand in an address, or is taken; or a missing name.
    """
    code, name = code.strip().lower(), name.strip()
    if not re.fullmatch(CENTRE_CODE, code) or len(code) > 40:
        raise BadInput(CENTRE_CODE_WRONG)
    if not name:
        raise BadInput("请填写中心全称。")
    if Centre.objects.filter(code=code).exists():
        raise BadInput(f"网址代码“{code}”已经有中心在用，请换一个。")
    centre = Centre.objects.create(
        code=code,
        name=name,
        short_name=short_name.strip() or area.name,
        area=area,
        phone=phone,
        address=address,
        opened_on=_day_of(at),
        host_name=host_name,
        filing_number=filing_number,
    )
    _write_week(centre, week or OpenWeek.usual(), None)
    for order, hamlet in enumerate(hamlets):
        Hamlet.objects.create(centre=centre, name=hamlet.strip(), order=order)
    for pack in collect("pack"):
        pack.unpack(centre, at)
    publish(
        CentreOpened(centre_id=centre.pk, at=at, actor_id=opened_by, subject_id=centre.pk),
    )
    return centre


@transaction.atomic
def describe_centre(
    *,
    centre: Centre,
    actor: policies.Doer,
    at: datetime,
    name: str,
    short_name: str,
    phone: str = "",
    address: str = "",
    host_name: str = "",
    filing_number: str = "",
) -> Centre:
    """Change what the centre says about itself, as its pages' heads and feet show it.

    Raises NotAllowed without the power to manage this centre; BadInput without a name.
    """
    centre = _locked(centre, actor)
    if not name.strip() or not short_name.strip():
        raise BadInput("请填写中心的全称和简称。")
    said = {
        "name": name,
        "short_name": short_name,
        "phone": phone,
        "address": address,
        "host_name": host_name,
        "filing_number": filing_number,
    }
    for field, value in said.items():
        setattr(centre, field, value.strip())
    centre.save(update_fields=list(said))
    publish(
        CentreDescribed(centre_id=centre.pk, at=at, actor_id=actor.account_id, subject_id=centre.pk)
    )
    return centre


@transaction.atomic
def choose_parts(
    *, centre: Centre, actor: policies.Doer, at: datetime, off: Iterable[str]
) -> Centre:
    """Say which parts of the house the village does without; all others are on.

    Nothing that a part keeps is lost: switched on again it goes on where it stopped. Raises
    NotAllowed without the power to manage this centre; BadInput for what is no part.
    """
    centre = _locked(centre, actor)
    known = {part.code for part in collect("parts")}
    chosen = sorted(set(off))
    if set(chosen) - known:
        raise BadInput("没有这项功能，请重新选。")
    changed = sorted(centre.off ^ set(chosen))
    centre.parts_off = chosen
    centre.save(update_fields=["parts_off"])
    for part in changed:
        publish(
            PartSwitched(
                centre_id=centre.pk,
                at=at,
                actor_id=actor.account_id,
                subject_id=centre.pk,
                part=part,
                is_on=part not in chosen,
            )
        )
    return centre


@transaction.atomic
def set_week(*, centre: Centre, actor: policies.Doer, at: datetime, week: OpenWeek) -> None:
    """Set the ordinary opening hours of the week.

    Raises NotAllowed without the power to manage this centre; BadInput for a week that is never
    open, since deadlines count open hours.
    """
    centre = _locked(centre, actor)
    spans = _write_week(centre, week, _day_of(at))
    publish(
        HoursChanged(
            centre_id=centre.pk,
            at=at,
            actor_id=actor.account_id,
            subject_id=centre.pk,
            spans=spans,
        )
    )


@transaction.atomic
def set_exception(
    *,
    centre: Centre,
    actor: policies.Doer,
    at: datetime,
    day: date,
    opens: time | None = None,
    closes: time | None = None,
    note: str = "",
) -> OpeningException:
    """Announce a day on which the ordinary week does not hold; without times the centre is closed.

    A second word about the same day replaces the first. Raises NotAllowed without the power to
    manage this centre; BadInput for a past day, or times that do not make a span.
    """
    centre = _locked(centre, actor)
    if day < _day_of(at):
        raise BadInput("这一天已经过去，不用再设。")
    if (opens is None) != (closes is None):
        raise BadInput("开门和关门时间要一起填；都不填表示全天不开放。")
    if opens is not None and closes is not None and closes <= opens:
        raise BadInput("关门时间要晚于开门时间。")
    row, _ = OpeningException.objects.update_or_create(
        centre=centre,
        day=day,
        defaults={"opens": opens, "closes": closes, "note": note.strip()},
    )
    publish(
        ExceptionSet(
            centre_id=centre.pk,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            day=day.isoformat(),
            is_closed=row.is_closed,
        )
    )
    return row


@transaction.atomic
def drop_exception(
    *, centre: Centre, actor: policies.Doer, at: datetime, exception_id: UUID
) -> None:
    """Take back an announced day; the ordinary week holds again.

    Raises NotAllowed without the power to manage this centre. An exception already gone is fine.
    """
    centre = _locked(centre, actor)
    row = OpeningException.objects.of(centre).filter(pk=exception_id).first()
    if row is None:
        return
    OpeningException.objects.of(centre).filter(pk=row.pk).delete()
    publish(
        ExceptionSet(
            centre_id=centre.pk,
            at=at,
            actor_id=actor.account_id,
            subject_id=exception_id,
            day=row.day.isoformat(),
            is_closed=row.is_closed,
            withdrawn=True,
        )
    )


@transaction.atomic
def add_hamlet(*, centre: Centre, actor: policies.Doer, at: datetime, name: str) -> Hamlet:
    """Add a hamlet at the end of the list.

    Raises NotAllowed without the power to manage this centre; BadInput for an empty or taken name.
    """
    centre = _locked(centre, actor)
    last = Hamlet.objects.of(centre).order_by("-order").first()
    hamlet = Hamlet(centre=centre, name=_hamlet_name(name), order=last.order + 1 if last else 0)
    _save_hamlet(hamlet, None)
    _publish_hamlet(hamlet, actor, at)
    return hamlet


@transaction.atomic
def change_hamlet(
    *,
    centre: Centre,
    actor: policies.Doer,
    at: datetime,
    hamlet_id: UUID,
    name: str,
    is_active: bool,
) -> Hamlet:
    """Rename a hamlet, retire it or take it back; people who live there keep it.

    Raises NotAllowed without the power to manage this centre; BadInput for an empty or taken
    name; Hamlet.DoesNotExist for a hamlet of elsewhere.
    """
    centre = _locked(centre, actor)
    hamlet = Hamlet.objects.of(centre).select_for_update().get(pk=hamlet_id)
    hamlet.name, hamlet.is_active = _hamlet_name(name), is_active
    _save_hamlet(hamlet, ["name", "is_active"])
    _publish_hamlet(hamlet, actor, at)
    return hamlet


def _locked(centre: Centre, actor: policies.Doer) -> Centre:
    centre = Centre.objects.select_for_update().get(pk=centre.pk)
    require(policies.may_manage, actor, centre)
    return centre


def _day_of(at: datetime) -> date:
    return localtime(at, get_default_timezone()).date()


def _write_week(centre: Centre, week: OpenWeek, day: date | None) -> int:
    """Let another week hold from a day on; None for the first week, which always held."""
    rows = [
        OpeningHours(
            centre=centre, weekday=weekday, opens=opens, closes=closes, order=order, since=day
        )
        for weekday, spans in sorted(week.hours.items())
        for order, (opens, closes) in enumerate(spans)
    ]
    if not rows:
        raise BadInput("一周里至少要有一段开放时间。")
    held = OpeningHours.objects.of(centre).filter(until__isnull=True)
    if day is not None:
        held.filter(since=day).delete()
        held.update(until=day)
    OpeningHours.objects.bulk_create(rows)
    return len(rows)


def _hamlet_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > 40:
        raise BadInput("请填写自然村(小组)的名称，最多40个字。")
    return name


def _save_hamlet(hamlet: Hamlet, fields: list[str] | None) -> None:
    try:
        with transaction.atomic():
            hamlet.save(update_fields=fields)
    except IntegrityError:
        raise BadInput(f"已经有叫“{hamlet.name}”的自然村(小组)了。") from None


def _publish_hamlet(hamlet: Hamlet, actor: policies.Doer, at: datetime) -> None:
    publish(
        HamletChanged(
            centre_id=hamlet.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=hamlet.pk,
            hamlet_id=hamlet.pk,
            is_active=hamlet.is_active,
        )
    )
