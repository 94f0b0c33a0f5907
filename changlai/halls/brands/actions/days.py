"""Plan a table of neighbours or a clean-up day: an ordinary activity that belongs to a brand."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.engines.activities.public import (
    Activity,
    QuotaPlan,
    SessionPlan,
    SignUpPlan,
    SignUpRule,
    Words,
    announce_activity,
    make_activity,
    presets_of,
)
from changlai.foundation.people.public import Actor
from changlai.halls.brands import policies
from changlai.halls.brands.actions.words import line
from changlai.halls.brands.events import DayPlanned
from changlai.halls.brands.lookups import forget
from changlai.halls.brands.models import Brand
from changlai.halls.brands.states import CLEANUP_PRESET, ROLE, TABLE_PRESET, BrandPart
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require
from changlai.kernel.records import public as records

PRESET_OF_PART = {BrandPart.TABLES: TABLE_PRESET, BrandPart.CLEANUPS: CLEANUP_PRESET}
PARTY = 4
"""So many come by one sign-up: a couple with children, or an old neighbour brought along."""


@dataclass(frozen=True, kw_only=True)
class Day:
    """What a day or a table says before it is planned."""

    part: str
    title: str
    starts: datetime
    ends: datetime
    seats: int
    place: str = ""
    room_id: UUID | None = None
    host: str = ""
    bring: str = ""


@transaction.atomic
def plan_day(
    *, centre: Any, brand_id: UUID, day: Day, actor: Actor, at: datetime, form_id: UUID
) -> Activity:
    """Plan and announce a day of a brand at once; one form is one day.

    Seats, waiting list, roll, and telling everyone who signed up when it is called off are those
    of all activities. Raises NotAllowed; BadInput for what cannot be; RoomTaken.
    """
    brand = Brand.objects.of(centre).get(pk=brand_id)
    require(policies.may_write, actor, centre)
    there: Activity | None = Activity.objects.of(centre).filter(form_id=form_id).first()
    if there is not None:
        return there
    code = PRESET_OF_PART.get(BrandPart(day.part)) if day.part in BrandPart.values else None
    if code is None or not brand.offers(day.part):
        raise BadInput("这个品牌的页面上没有这一块，先到“改”里勾上。")
    if day.starts <= at:
        raise BadInput("时间已经过了，请选以后的。")
    preset = presets_of(centre).filter(code=code).first()
    if preset is None:
        raise BadInput("这种活动类型停用了，请到“活动类型”里打开。")
    place = line(day.place, 80)
    if day.room_id is None and not place:
        raise BadInput("请选一间屋，或者写清楚在哪里。")
    activity = make_activity(
        centre=centre,
        actor=actor,
        at=at,
        preset=preset,
        title=line(day.title, 60, "请写叫什么，例如：九月百家宴。"),
        sessions=[SessionPlan(day.starts, day.ends, room_id=day.room_id, place_text=place)],
        sign_up=SignUpPlan(
            rule=SignUpRule.FIRST,
            quotas=(QuotaPlan("座位", day.seats),),
            closes_at=day.starts,
            party_limit=min(PARTY, day.seats),
        ),
        words=Words(extra={"host": line(day.host, 40), "bring": line(day.bring, 120)}),
        form_id=form_id,
    )
    activity = announce_activity(centre=centre, activity_id=activity.pk, actor=actor, at=at)
    records.link(centre, brand.pk, activity.pk, ROLE, at=at, by_id=actor.account_id)
    forget(brand.centre_id)
    publish(
        DayPlanned(
            centre_id=brand.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=brand.pk,
            activity_id=activity.pk,
            preset=code,
        )
    )
    return activity
