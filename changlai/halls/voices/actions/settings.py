"""What the secretary sets for the voices: the tree of matters, promised times, prepared replies."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from changlai.engines.cases.public import (
    Category,
    Level,
    ReplyTemplate,
    ServiceLevel,
    put_category,
    put_reply_template,
    set_service_level,
)
from changlai.foundation.people.public import Actor
from changlai.halls.voices import policies
from changlai.halls.voices.importing import one_line
from changlai.halls.voices.kinds import FAMILY
from changlai.halls.voices.models import SuggestedTimes
from changlai.kernel.errors import BadInput
from changlai.kernel.policies import require


@transaction.atomic
def add_category(
    *, centre: Any, actor: Actor, at: datetime, name: str, parent: Category | None = None
) -> tuple[Category, bool]:
    """Add a category under another, or on top; one of the same name there comes back into use.

    Returns (category, whether anything changed). Raises NotAllowed; BadInput without a name, or
    under a category that is not in use.
    """
    require(policies.may_import, actor, centre)
    if parent is not None and not parent.is_active:
        raise BadInput("上级类别已经停用，请先恢复它。")
    label = one_line(name)
    rows = Category.objects.of(centre)
    known = rows.filter(parent=parent, name=label).first()
    return put_category(
        centre=centre,
        name=label,
        at=at,
        actor=actor,
        family=FAMILY,
        parent=parent,
        code=known.code if known else "",
        order=known.order if known else rows.count(),
    )


@transaction.atomic
def rename_category(
    *, centre: Any, actor: Actor, at: datetime, category_id: UUID, name: str
) -> Category:
    """Give a category another name; its code, and so every figure, stays.

    What lies below is written again, since its full name begins with this one. Raises NotAllowed;
    BadInput without a name, or one that a neighbour has.
    """
    require(policies.may_import, actor, centre)
    rows = Category.objects.of(centre)
    category = rows.select_for_update(of=("self",)).select_related("parent").get(pk=category_id)
    label = one_line(name)
    if rows.filter(parent=category.parent, name=label).exclude(pk=category.pk).exists():
        raise BadInput(f"这一级已经有“{label}”了。")
    renamed = _put(category, centre, actor, at, name=label)
    _renew_below(renamed, centre, actor, at)
    return renamed


@transaction.atomic
def set_category_in_use(
    *, centre: Any, actor: Actor, at: datetime, category_id: UUID, is_active: bool
) -> Category:
    """Retire a category with all below it, or bring it back with all above it.

    Voices that carry it keep it; it is only no longer offered. Raises NotAllowed.
    """
    require(policies.may_import, actor, centre)
    category = Category.objects.of(centre).select_for_update().get(pk=category_id)
    changed = _put(category, centre, actor, at, is_active=is_active)
    if not is_active:
        _renew_below(changed, centre, actor, at, is_active=False)
    above = changed.parent
    while is_active and above is not None and not above.is_active:
        above = _put(above, centre, actor, at, is_active=True).parent
    return changed


def _renew_below(parent: Category, centre: Any, actor: Actor, at: datetime, **more: Any) -> None:
    for child in Category.objects.of(centre).filter(parent=parent):
        child.parent = parent
        _renew_below(_put(child, centre, actor, at, **more), centre, actor, at, **more)


def _put(category: Category, centre: Any, actor: Actor, at: datetime, **more: Any) -> Category:
    values = {
        "name": category.name,
        "parent": category.parent,
        "order": category.order,
        "is_active": category.is_active,
    }
    row, _ = put_category(
        centre=centre, at=at, actor=actor, family=FAMILY, code=category.code, **(values | more)
    )
    return row


@transaction.atomic
def promise_times(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    kind: str,
    level: Level,
    valid_from: date,
    category: Category | None = None,
) -> ServiceLevel:
    """Promise other times for a kind from a day on; the same promise sent twice is one.

    Raises NotAllowed; BadInput for another promise from the same day.
    """
    require(policies.may_import, actor, centre)
    same = ServiceLevel.objects.of(centre).filter(
        kind=kind, category=category, urgency=level.urgency, valid_from=valid_from
    )
    known = same.first()
    if known and all(getattr(known, k) == v for k, v in ServiceLevel.values_of(level).items()):
        return known
    return set_service_level(
        centre=centre,
        kind=kind,
        level=level,
        at=at,
        actor=actor,
        category=category,
        valid_from=valid_from,
    )


@transaction.atomic
def keep_reply(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    title: str,
    text: str,
    kind: str = "",
    is_active: bool = True,
    template_id: UUID | None = None,
) -> ReplyTemplate:
    """Write a prepared reply or change one; the same new reply sent twice is one.

    Raises NotAllowed; BadInput for missing words, or a title that another reply has.
    """
    require(policies.may_import, actor, centre)
    rows = ReplyTemplate.objects.of(centre).filter(family=FAMILY)
    order = rows.count()
    if template_id is None:
        same = rows.filter(title=title.strip(), text=text.strip(), kind=kind).first()
        template_id = same.pk if same else None
    if template_id is not None:
        order = rows.get(pk=template_id).order
    return put_reply_template(
        centre=centre,
        family=FAMILY,
        title=title,
        text=text,
        at=at,
        actor=actor,
        template_id=template_id,
        kind=kind,
        order=order,
        is_active=is_active,
    )


@transaction.atomic
def suggest_times(
    *, centre: Any, actor: Actor, at: datetime, kind: str, level: Level
) -> SuggestedTimes:
    """Lay another village's times beside the village's own, for somebody to look at.

    Raises NotAllowed; BadInput while others for the same kind wait to be looked at.
    """
    require(policies.may_import, actor, centre)
    row, is_new = SuggestedTimes.objects.get_or_create(
        centre=centre,
        kind=kind,
        urgency=level.urgency.value,
        defaults={"level": level.model_dump(mode="json"), "came_at": at},
    )
    if not is_new and Level.model_validate(row.level) != level:
        raise BadInput("已经有一份别处来的时限等着看，先在“诉求设置”的“时限”里用上或者拿掉。")
    return row


@transaction.atomic
def settle_suggested(
    *, centre: Any, actor: Actor, at: datetime, suggested_id: UUID, is_taken: bool
) -> None:
    """Promise what was suggested from today on, or leave it; either way it waits no more.

    Raises NotAllowed; BadInput for another promise from the same day.
    """
    row = SuggestedTimes.objects.of(centre).select_for_update().get(pk=suggested_id)
    require(policies.may_import, actor, centre)
    if is_taken:
        promise_times(
            centre=centre,
            actor=actor,
            at=at,
            kind=row.kind,
            level=Level.model_validate(row.level),
            valid_from=timezone.localdate(at),
        )
    row.delete()
