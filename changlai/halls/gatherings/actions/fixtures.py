"""Set down the games of a sports day, their results, and take off what will not be played."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from changlai.engines.activities.public import Activity, ActivityState, Document
from changlai.foundation.people.public import Actor
from changlai.halls.gatherings import policies
from changlai.halls.gatherings.events import FixtureChanged, FixtureRemoved
from changlai.halls.gatherings.models import Fixture
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require

MOST: Final = 200


@dataclass(frozen=True)
class Game:
    """What is said of a game; teams or a title, the rest when it is known."""

    title: str = ""
    home: str = ""
    away: str = ""
    at: datetime | None = None
    place: str = ""
    result: str = ""


@transaction.atomic
def put_fixture(
    *,
    centre: Any,
    activity_id: UUID,
    actor: Actor,
    at: datetime,
    game: Game,
    fixture_id: UUID | None = None,
) -> Fixture:
    """Set down a game, or change the one of this id, as when its result is known.

    Raises NotAllowed; BadInput where the preset keeps no games, once the activity is cancelled,
    without two teams or a title, or for too many.
    """
    rows = Activity.objects.of(centre).select_for_update(of=("self",))
    activity = rows.select_related("version").get(pk=activity_id)
    require(policies.may_manage, actor, centre)
    if Document.FIXTURES not in activity.version.documents:
        raise BadInput("这类活动没有赛程，可以在活动类型里加上“赛程和结果”。")
    if activity.state == ActivityState.CANCELLED:
        raise BadInput("这个比赛取消了，不能再排赛程。")
    there = Fixture.objects.of(centre).filter(activity=activity)
    row = (
        there.get(pk=fixture_id)
        if fixture_id
        else Fixture(centre_id=activity.centre_id, activity=activity, noted_at=at)
    )
    row.title, row.home, row.away = (
        _line(game.title, 60),
        _line(game.home, 30),
        _line(game.away, 30),
    )
    row.at, row.place, row.result = game.at, _line(game.place, 60), _line(game.result, 120)
    if not row.title and not (row.home and row.away):
        raise BadInput("请写两个队，或者写比什么。")
    if fixture_id is None and there.count() >= MOST:
        raise BadInput(f"一次比赛最多排{MOST}场。")
    row.save(force_insert=fixture_id is None)
    publish(
        FixtureChanged(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            activity_id=activity.pk,
            has_result=bool(row.result),
        )
    )
    return row


@transaction.atomic
def remove_fixture(*, centre: Any, fixture_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Take a game off the list; return the activity. Raises NotAllowed."""
    row = Fixture.objects.of(centre).select_for_update().get(pk=fixture_id)
    require(policies.may_manage, actor, centre)
    gone = FixtureRemoved(
        centre_id=row.centre_id,
        at=at,
        actor_id=actor.account_id,
        subject_id=row.pk,
        activity_id=row.activity_id,
    )
    row.delete()
    publish(gone)
    return gone.activity_id


def _line(words: str, most: int) -> str:
    return " ".join(words.split())[:most]
