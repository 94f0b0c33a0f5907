"""Put kinds of activity: brought by a hall's pack, or made by staff in the browser."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from changlai.engines.activities import policies
from changlai.engines.activities.events import PresetPut
from changlai.engines.activities.lookups import forget
from changlai.engines.activities.models import Preset, PresetVersion
from changlai.engines.activities.states import Document, RosterRule, SignUpRule, Visibility
from changlai.foundation.people.public import Actor
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require
from changlai.kernel.schemas.public import Schema

LONGEST_TITLE = 30


@transaction.atomic
def put_preset(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    title: str,
    code: str = "",
    schema: Schema | None = None,
    roster_rule: str = RosterRule.SIGNED_UP,
    documents: Iterable[str] = (),
    visibility: str = Visibility.PUBLIC,
    sign_up_rule: str = SignUpRule.FIRST,
    seats: int | None = None,
    minutes: int = 120,
    icon: str = "calendar-days",
    hint: str = "",
    tags: Iterable[str] = (),
    is_active: bool = True,
) -> Preset:
    """Add a kind of activity, or change the one of this `code`; without a code one is made.

    What it asks and keeps is written as a new version only when it differs; activities already
    planned keep theirs. Raises NotAllowed without the power; BadInput for a title that another
    kind has, or a code that cannot be.
    """
    require(policies.may_plan, actor, centre)
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE:
        raise BadInput(f"请填写活动类型的名称，最多{LONGEST_TITLE}个字。")
    if not 10 <= minutes <= 1440:
        raise BadInput("一般多久请填10到1440分钟。")
    presets = Preset.objects.of(centre).select_for_update()
    preset = presets.filter(code=code).first() if code else None
    if preset is None:
        count = presets.count()
        preset = Preset(centre=centre, code=code or _free_code(centre, count + 1), order=count)
    preset.title, preset.icon, preset.hint = title, icon, hint.strip()[:120]
    preset.tags, preset.is_active = sorted(set(tags)), is_active
    try:
        with transaction.atomic():
            preset.save()
    except IntegrityError:
        raise BadInput(f"已经有叫“{title}”的活动类型了。") from None
    wanted = PresetVersion(
        centre=centre,
        preset=preset,
        schema=(schema or Schema()).dump(),
        roster_rule=RosterRule(roster_rule),
        documents=[one.value for one in Document if one in set(documents)],
        visibility=Visibility(visibility),
        sign_up_rule=SignUpRule(sign_up_rule),
        seats=seats,
        minutes=minutes,
        made_at=at,
    )
    latest = PresetVersion.objects.of(centre).filter(preset=preset).order_by("-number").first()
    if latest is None or _said(latest) != _said(wanted):
        wanted.number = latest.number + 1 if latest else 1
        wanted.save(force_insert=True)
        publish(
            PresetPut(
                centre_id=preset.centre_id,
                at=at,
                actor_id=actor.account_id,
                subject_id=preset.pk,
                preset=preset.code,
                number=wanted.number,
            )
        )
    forget(centre.pk)
    return preset


def version_now(preset: Preset) -> PresetVersion:
    """Return what a preset asks and keeps now."""
    rows = PresetVersion.objects.of(preset.centre_id).filter(preset=preset)
    return rows.order_by("-number")[0]


def used_codes(preset: Preset) -> set[str]:
    """Return the codes of all fields this preset ever had, so that none is used anew."""
    rows = PresetVersion.objects.of(preset.centre_id).filter(preset=preset)
    return {one.code for row in rows for one in Schema.parse(row.schema)}


def _said(version: PresetVersion) -> tuple[Any, ...]:
    return (
        Schema.parse(version.schema),
        version.roster_rule,
        list(version.documents),
        version.visibility,
        version.sign_up_rule,
        version.seats,
        version.minutes,
    )


def _free_code(centre: Any, number: int) -> str:
    taken = set(Preset.objects.of(centre).values_list("code", flat=True))
    while f"own_{number}" in taken:
        number += 1
    return f"own_{number}"


@transaction.atomic
def tag_preset(*, centre: Any, preset_id: UUID, actor: Actor, tags: Iterable[str]) -> Preset:
    """Say under which headings of the village's reporting tree a kind of activity counts.

    Nothing it asks or keeps changes, so there is no new version. Raises NotAllowed.
    """
    preset: Preset = Preset.objects.of(centre).select_for_update().get(pk=preset_id)
    require(policies.may_plan, actor, centre)
    preset.tags = sorted(set(tags))
    preset.save(update_fields=["tags"])
    forget(centre.pk)
    return preset
