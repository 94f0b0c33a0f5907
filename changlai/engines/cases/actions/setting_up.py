"""What a centre sets up before cases come: kinds, promised times, categories, prepared replies."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from changlai.engines.cases import lookups, policies, texts
from changlai.engines.cases.kinds import KindDefinition, Level
from changlai.engines.cases.models import Category, KindVersion, ReplyTemplate, ServiceLevel
from changlai.foundation.people.public import Actor
from changlai.kernel.errors import BadInput, NotAllowed
from changlai.kernel.events.facts import CODE

_OLD = dt.date(2000, 1, 1)


@transaction.atomic
def adopt_kind(
    *, centre: Any, definition: KindDefinition, at: dt.datetime, actor: Actor
) -> KindVersion:
    """Take over a kind's definition as the next version, only if it differs from the newest.

    Promised times that the centre has none of yet are written too; those it changed stay.
    Raises NotAllowed.
    """
    if not policies.may_set_up(actor, definition.family):
        raise NotAllowed
    data = definition.model_dump(mode="json")
    rows = KindVersion.objects.of(centre).filter(code=definition.code).select_for_update()
    newest = rows.order_by("-version").first()
    if newest is not None and newest.rules == definition:
        version = newest
    else:
        version = KindVersion.objects.create(
            centre=centre,
            code=definition.code,
            version=newest.version + 1 if newest else 1,
            title=definition.title,
            family=definition.family,
            definition=data,
            created_at=at,
        )
    there = set(
        ServiceLevel.objects.of(centre)
        .filter(kind=definition.code, category__isnull=True)
        .values_list("urgency", flat=True)
    )
    for level in definition.levels:
        if level.urgency not in there:
            _write_level(centre, definition.code, None, level, _OLD)
    lookups.forget(centre.pk)
    return version


@transaction.atomic
def set_service_level(
    *,
    centre: Any,
    kind: str,
    level: Level,
    at: dt.datetime,
    actor: Actor,
    category: Category | None = None,
    valid_from: dt.date | None = None,
) -> ServiceLevel:
    """Promise other times for a kind (and category) from a day on; cases opened before keep theirs.

    Raises NotAllowed; BadInput for a second promise from the same day.
    """
    version = lookups.kind_now(centre.pk, kind)
    if not policies.may_set_up(actor, version.family):
        raise NotAllowed
    day = valid_from or timezone.localdate(at)
    same = ServiceLevel.objects.of(centre).filter(
        kind=kind, category=category, urgency=level.urgency, valid_from=day
    )
    if same.exists():
        raise BadInput("同一天已经设过一次时限，请换一个起用日期。")
    row = _write_level(centre, kind, category, level, day)
    lookups.forget(centre.pk)
    return row


def _write_level(
    centre: Any, kind: str, category: Category | None, level: Level, valid_from: dt.date
) -> ServiceLevel:
    return ServiceLevel.objects.create(
        centre=centre,
        kind=kind,
        category=category,
        valid_from=valid_from,
        **ServiceLevel.values_of(level),
    )


def category_code(names: Sequence[str]) -> str:
    """Return a code for a category without one: the same names give the same code."""
    digest = hashlib.blake2b("/".join(names).encode(), digest_size=6).hexdigest()
    return re.sub(r"\d{11,}", lambda found: f"{found[0][:6]}-{found[0][6:]}", f"c-{digest}")


@transaction.atomic
def put_category(
    *,
    centre: Any,
    name: str,
    at: dt.datetime,
    actor: Actor,
    family: str,
    parent: Category | None = None,
    code: str = "",
    order: int = 0,
    is_active: bool = True,
) -> tuple[Category, bool]:
    """Write a category, or renew the one with the same code.

    Returns (row, whether anything changed).

    Raises NotAllowed; BadInput for a missing name or a code that is none.
    """
    if not policies.may_set_up(actor, family):
        raise NotAllowed
    name = texts.words(" ".join(name.split()), missing="请填写类别名称。", longest=60)
    above = parent.full_name.split(" / ") if parent else []
    code = code or category_code([*above, name])
    if not CODE.fullmatch(code) or len(code) > 40:
        raise BadInput("类别编码只能用小写字母、数字和 . - _。")
    path = f"{parent.path}/{code}" if parent else code
    if len(path) > 200 or len(" / ".join([*above, name])) > 255:
        raise BadInput("类别的层级太深了。")
    values = {
        "name": name,
        "parent": parent,
        "path": path,
        "full_name": " / ".join([*above, name]),
        "order": order,
        "is_active": is_active,
    }
    row = Category.objects.of(centre).filter(code=code).first()
    if row is None:
        return Category.objects.create(centre=centre, code=code, **values), True
    changed = [key for key, value in values.items() if getattr(row, key) != value]
    for key in changed:
        setattr(row, key, values[key])
    if changed:
        row.save(update_fields=changed)
        lookups.forget(centre.pk)
    return row, bool(changed)


@transaction.atomic
def put_categories(
    *,
    centre: Any,
    paths: Iterable[Sequence[str]],
    at: dt.datetime,
    actor: Actor,
    family: str,
) -> dict[str, int]:
    """Write a tree given as names from the root down.

    A second run with the same paths changes nothing.

    Returns counts (read, created, unchanged), parents included. Raises NotAllowed, BadInput.
    """
    if not policies.may_set_up(actor, family):
        raise NotAllowed
    known = {row.full_name: row for row in Category.objects.of(centre)}
    counts = {"read": 0, "created": 0, "unchanged": 0}
    for names in paths:
        parent: Category | None = None
        counts["read"] += 1
        fresh = False
        for depth, _ in enumerate(names):
            full_name = " / ".join(" ".join(name.split()) for name in names[: depth + 1])
            row = known.get(full_name)
            if row is None:
                row, _ = put_category(
                    centre=centre,
                    name=names[depth],
                    at=at,
                    actor=actor,
                    family=family,
                    parent=parent,
                    order=len(known),
                )
                known[full_name] = row
                counts["created"] += 1
                fresh = True
            parent = row
        counts["unchanged"] += not fresh
    return counts


@transaction.atomic
def put_reply_template(
    *,
    centre: Any,
    family: str,
    title: str,
    text: str,
    at: dt.datetime,
    actor: Actor,
    template_id: UUID | None = None,
    kind: str = "",
    order: int = 0,
    is_active: bool = True,
) -> ReplyTemplate:
    """Write a prepared reply, or change one. Raises NotAllowed.

    BadInput for missing words or a title used twice.
    """
    if not (policies.may_set_up(actor, family) or actor.can(f"{family}.handle")):
        raise NotAllowed
    rows = ReplyTemplate.objects.of(centre).filter(family=family)
    title = texts.words(title, missing="请填写标题。", longest=40)
    if rows.filter(title=title).exclude(pk=template_id).exists():
        raise BadInput("已经有同名的答复模板，请换一个标题。")
    row = rows.get(pk=template_id) if template_id else ReplyTemplate(centre=centre, family=family)
    row.title = title
    row.text = texts.words(text, missing="请填写模板内容。")
    row.kind, row.order, row.is_active = kind, order, is_active
    row.save()
    return row
