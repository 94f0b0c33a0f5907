"""Put plots, look after one, go on, give it back, be named or not, be reminded, be forgotten."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.foundation.people.public import Actor, Person
from changlai.halls.brands import policies
from changlai.halls.brands.actions.words import line
from changlai.halls.brands.events import (
    AdoptionEnded,
    AdoptionEnding,
    AdoptionNamed,
    AdoptionRenewed,
    PlotAdopted,
    PlotPut,
)
from changlai.halls.brands.models import Adoption, Brand, Plot
from changlai.halls.brands.states import (
    CHANNELS,
    REMIND_DAYS,
    TERMS,
    Adopter,
    AdoptionState,
    BrandState,
    PlotKind,
)
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.ids import uuid7
from changlai.kernel.policies import require

TAKEN = "这里已经有人认领了，看看别的吧。"
GONE = "已注销"


@dataclass(frozen=True, kw_only=True)
class Place:
    """What a plot says, as it was typed."""

    name: str
    place: str
    kind: str
    to_do: str = ""
    is_open: bool = True


@transaction.atomic
def put_plot(
    *,
    centre: Any,
    brand_id: UUID,
    place: Place,
    actor: Actor,
    at: datetime,
    form_id: UUID | None = None,
    plot_id: UUID | None = None,
) -> Plot:
    """Add a plot to a brand, or change the one of `plot_id`; one form is one plot.

    Closed, it takes no new adoption; the living one goes on. Raises NotAllowed, BadInput.
    """
    brand = Brand.objects.of(centre).select_for_update().get(pk=brand_id)
    require(policies.may_write, actor, centre)
    rows = Plot.objects.of(centre).filter(brand=brand)
    if plot_id is not None:
        row = rows.select_for_update().get(pk=plot_id)
    else:
        first: Plot | None = Plot.objects.of(centre).filter(form_id=form_id).first()
        if first is not None:
            return first
        row = Plot(centre_id=brand.centre_id, brand=brand, made_at=at, form_id=form_id or uuid7())
        row.order = rows.count() + 1
    row.name = line(place.name, 40, "请写叫什么，例如：村口老樟树。")
    row.place = line(place.place, 80, "请用话写清楚在哪里。")
    row.to_do = line(place.to_do, 200)
    if place.kind not in PlotKind.values:
        raise BadInput("请选是什么。")
    row.kind, row.is_open = place.kind, place.is_open
    row.save()
    publish(PlotPut(centre_id=row.centre_id, at=at, actor_id=actor.account_id, subject_id=row.pk))
    return row


@transaction.atomic
def adopt_plot(
    *,
    centre: Any,
    plot_id: UUID,
    actor: Actor,
    at: datetime,
    form_id: UUID,
    adopter: str = Adopter.PERSON,
    called: str = "",
    person: Person | None = None,
    months: int = 12,
    is_named: bool = False,
    channel: str = "online",
) -> Adoption:
    """Look after a plot for some months; one form is one adoption, one plot has one adopter.

    A household is called after whom the centre speaks with, a group by its own name. Nobody is
    named in public unless they agreed (`is_named`).

    Raises NotAllowed for somebody else's person; WrongStep where it is taken already, or not to
    be had; BadInput without anybody, or a term that is not offered.
    """
    plot = Plot.objects.of(centre).select_for_update().get(pk=plot_id)
    require(policies.may_speak_for, actor, centre, person.pk if person else None)
    first: Adoption | None = Adoption.objects.of(centre).filter(form_id=form_id).first()
    if first is not None:
        return first
    brand = Brand.objects.of(centre).get(pk=plot.brand_id)
    if not plot.is_open or brand.state != BrandState.SHOWN:
        raise WrongStep("这里现在不能认领。")
    if Adoption.objects.of(centre).filter(plot=plot, state=AdoptionState.LIVING).exists():
        raise WrongStep(TAKEN)
    if adopter not in Adopter.values or months not in TERMS:
        raise BadInput("请选谁认领、认领多久。")
    today = timezone.localdate(at)
    row = Adoption(
        centre_id=plot.centre_id,
        plot=plot,
        adopter=adopter,
        called=_called(adopter, called, person),
        person=person,
        is_named=is_named,
        months=months,
        starts_on=today,
        ends_on=months_later(today, months),
        state=AdoptionState.LIVING,
        channel=channel if channel in CHANNELS else "counter",
        entered_by_id=actor.account_id if actor.is_staff or actor.acting_for else None,
        made_at=at,
        form_id=form_id,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise WrongStep(TAKEN) from None
    publish(
        PlotAdopted(
            **_said(row, actor, at),
            plot_id=plot.pk,
            adopter=row.adopter,
            channel=row.channel,
            months=months,
        )
    )
    return row


@transaction.atomic
def renew_adoption(*, centre: Any, adoption_id: UUID, actor: Actor, at: datetime) -> Adoption:
    """Go on for as many months again, within a month of the end. Raises NotAllowed, WrongStep."""
    row = _locked(centre, adoption_id)
    require(policies.may_keep, actor, row)
    if not row.is_living:
        raise WrongStep("这次认领已经结束了，可以再认领一次。")
    if not row.may_renew(timezone.localdate(at)):
        raise WrongStep("离到期还早，到期前一个月再续。")
    row.ends_on = months_later(max(row.ends_on, timezone.localdate(at)), row.months)
    row.save(update_fields=["ends_on"])
    publish(AdoptionRenewed(**_said(row, actor, at), plot_id=row.plot_id, months=row.months))
    return row


@transaction.atomic
def give_back(*, centre: Any, adoption_id: UUID, actor: Actor, at: datetime) -> Adoption:
    """Give a plot back; nobody has to say why. Raises NotAllowed, WrongStep."""
    row = _locked(centre, adoption_id)
    require(policies.may_keep, actor, row)
    _end(row, AdoptionState.RETURNED, actor, at)
    return row


@transaction.atomic
def name_adopter(
    *, centre: Any, adoption_id: UUID, is_named: bool, actor: Actor, at: datetime
) -> Adoption:
    """Let the adopter's name stand in public, or no longer. Raises NotAllowed."""
    row = _locked(centre, adoption_id)
    require(policies.may_keep, actor, row)
    if row.is_named != is_named:
        row.is_named = is_named
        row.save(update_fields=["is_named"])
        publish(AdoptionNamed(**_said(row, actor, at), is_named=is_named))
    return row


def remind(at: datetime) -> int:
    """Ask whoever has an adoption that ends within a fortnight, once for each end."""
    until = timezone.localdate(at) + timedelta(days=REMIND_DAYS)
    rows = Adoption.objects.filter(state=AdoptionState.LIVING, ends_on__lte=until)
    due = list(rows.only("pk", "centre_id", "ends_on", "reminded_for").order_by("centre_id", "pk"))
    return sum(
        _remind(one.centre_id, one.pk, until, at) for one in due if one.reminded_for != one.ends_on
    )


@transaction.atomic
def _remind(centre_id: UUID, adoption_id: UUID, until: date, at: datetime) -> bool:
    row = _locked(centre_id, adoption_id)
    if not row.is_living or row.ends_on > until or row.reminded_for == row.ends_on:
        return False
    row.reminded_for = row.ends_on
    row.save(update_fields=["reminded_for"])
    publish(AdoptionEnding(centre_id=centre_id, at=at, subject_id=row.pk))
    return True


def lapse(at: datetime) -> int:
    """End adoptions that are past their last day, so that others may have the plot."""
    today = timezone.localdate(at)
    rows = Adoption.objects.filter(state=AdoptionState.LIVING, ends_on__lt=today)
    due = list(rows.order_by("centre_id", "pk").values_list("centre_id", "pk"))
    return sum(_lapse(centre_id, key, today, at) for centre_id, key in due)


@transaction.atomic
def _lapse(centre_id: UUID, adoption_id: UUID, today: date, at: datetime) -> bool:
    row = _locked(centre_id, adoption_id)
    if not row.is_living or row.ends_on >= today:
        return False
    _end(row, AdoptionState.LAPSED, Actor.system(centre_id), at)
    return True


@transaction.atomic
def forget_person(*, centre_id: UUID, person_id: UUID, at: datetime) -> None:
    """End the adoptions of whoever asked to be forgotten, and take their name out of all."""
    rows = Adoption.objects.of(centre_id).filter(person_id=person_id)
    for row in list(rows.select_for_update().filter(state=AdoptionState.LIVING).order_by("pk")):
        _end(row, AdoptionState.RETURNED, Actor.system(centre_id), at)
    rows.update(person=None, called=GONE, is_named=False)


def keep_with_person(*, centre_id: UUID, merged_id: UUID, keep_id: UUID) -> None:
    """Move the adoptions of a person to the entry that they turned out to be."""
    Adoption.objects.of(centre_id).filter(person_id=merged_id).update(person_id=keep_id)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last one of that month."""
    number = day.month - 1 + months
    year, month = day.year + number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _locked(centre: Any, adoption_id: UUID) -> Adoption:
    found: Adoption = Adoption.objects.of(centre).select_for_update().get(pk=adoption_id)
    return found


def _end(row: Adoption, state: str, actor: Actor, at: datetime) -> None:
    row.move_to(state, at)
    row.save(update_fields=["state", "ended_at"])
    publish(AdoptionEnded(**_said(row, actor, at), plot_id=row.plot_id, state=row.state))


def _called(adopter: str, called: str, person: Person | None) -> str:
    if adopter == Adopter.GROUP:
        return line(called, 40, "请写队伍、小组的名字，例如：三组妇女队。")
    if person is None:
        raise BadInput("请先找到是哪位村民。")
    return f"{person.name}一家" if adopter == Adopter.HOUSEHOLD else str(person.name)


def _said(row: Adoption, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "centre_id": row.centre_id,
        "at": at,
        "actor_id": actor.account_id,
        "subject_id": row.pk,
    }
