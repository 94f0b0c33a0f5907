"""Begin a theme, put things into it, end it with its sum."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from changlai.foundation.people.public import Actor
from changlai.halls.gatherings import policies
from changlai.halls.gatherings.events import ThemeEnded, ThemeMade
from changlai.halls.gatherings.models import Theme, ThemeItem
from changlai.halls.gatherings.queries.themes import counts_of
from changlai.halls.gatherings.states import ThemeState
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.files.public import StoredFile
from changlai.kernel.policies import require
from changlai.kernel.records import public as records
from changlai.kernel.records.public import Record, Visibility

RECORD_KIND = "theme"
LONGEST_TITLE = 40


@transaction.atomic
def put_theme(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    title: str,
    since: date,
    until: date,
    intro: str = "",
    presets: Iterable[str] = (),
    cover: StoredFile | None = None,
    theme_id: UUID | None = None,
) -> Theme:
    """Begin a theme, or change the one of this id; its page is there at once.

    Raises NotAllowed; BadInput without a title, for days the wrong way round, for one of the
    same name and day, or once it has ended.
    """
    require(policies.may_manage, actor, centre)
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE:
        raise BadInput(f"请填写主题名称，最多{LONGEST_TITLE}个字。")
    if until < since:
        raise BadInput("结束日期比开始日期早，请改一下。")
    theme = Theme(centre=centre, made_at=at)
    if theme_id is not None:
        theme = Theme.objects.of(centre).select_for_update().get(pk=theme_id)
        _require_open(theme)
    is_new = theme_id is None
    theme.title, theme.since, theme.until = title, since, until
    theme.intro, theme.presets = intro.strip()[:2000], sorted(set(presets))
    if cover is not None:
        theme.cover = cover
    try:
        with transaction.atomic():
            theme.save()
    except IntegrityError:
        raise BadInput("这一天已经有一个同名的主题了，请换个名称。") from None
    records.put(
        centre,
        theme.pk,
        RECORD_KIND,
        theme.title,
        at,
        Visibility.PUBLIC,
        url_name="gatherings:theme",
    )
    if is_new:
        publish(
            ThemeMade(
                centre_id=theme.centre_id, at=at, actor_id=actor.account_id, subject_id=theme.pk
            )
        )
    return theme


@transaction.atomic
def put_in(
    *, centre: Any, theme_id: UUID, record_ids: Iterable[UUID], actor: Actor, at: datetime
) -> int:
    """Put things into a theme by their records; return how many are new in it.

    Raises NotAllowed; BadInput once it has ended.
    """
    theme = _locked(centre, theme_id, actor)
    there = set(
        ThemeItem.objects.of(centre).filter(theme=theme).values_list("record_id", flat=True)
    )
    rows = Record.objects.of(centre).filter(pk__in=list(record_ids)).exclude(pk__in=there)
    count = 0
    for record in rows.order_by("pk"):
        ThemeItem(centre_id=theme.centre_id, theme=theme, record=record, added_at=at).save(
            force_insert=True
        )
        count += 1
    return count


@transaction.atomic
def take_out(*, centre: Any, theme_id: UUID, item_id: UUID, actor: Actor) -> None:
    """Take one thing out of a theme; the thing itself stays. Raises NotAllowed, BadInput."""
    theme = _locked(centre, theme_id, actor)
    ThemeItem.objects.of(centre).filter(theme=theme, pk=item_id).delete()


@transaction.atomic
def end_theme(*, centre: Any, theme_id: UUID, actor: Actor, at: datetime) -> Theme:
    """End a theme: its pages become an archive, and one sum by source is kept (F40).

    Raises NotAllowed, WrongStep.
    """
    theme = Theme.objects.of(centre).select_for_update().get(pk=theme_id)
    require(policies.may_manage, actor, centre)
    theme.move_to(ThemeState.ENDED)
    theme.summary, theme.ended_at = counts_of(theme), at
    theme.save(update_fields=["state", "summary", "ended_at"])
    publish(
        ThemeEnded(
            centre_id=theme.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=theme.pk,
            records=sum(theme.summary["by_kind"].values()),
        )
    )
    return theme


def _locked(centre: Any, theme_id: UUID, actor: Actor) -> Theme:
    theme = Theme.objects.of(centre).select_for_update().get(pk=theme_id)
    require(policies.may_manage, actor, centre)
    _require_open(theme)
    return theme


def _require_open(theme: Theme) -> None:
    if theme.state != ThemeState.OPEN:
        raise BadInput("这个主题已经结束归档，不能再改。")
