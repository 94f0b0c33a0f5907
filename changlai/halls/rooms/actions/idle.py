"""Bring what stands idle into use, step by step; a collective one only once it was decided."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from changlai.foundation.people.public import Actor
from changlai.foundation.places.public import Room, make_room, may_manage
from changlai.halls.rooms.actions.things import line
from changlai.halls.rooms.models import AssetPhoto, Decision, IdleAsset, UseAgreement
from changlai.halls.rooms.things import (
    NEEDS_DECISION,
    AssetKind,
    AssetState,
    Body,
    Owner,
    PhotoWhen,
)
from changlai.kernel.errors import BadInput
from changlai.kernel.policies import require

DECIDE_FIRST = "这是集体的，要先开会通过，再登记会议决定，才能动工和启用。"
LOCKED_STATES = frozenset({AssetState.WORKS, AssetState.IN_USE})


@transaction.atomic
def put_asset(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    name: str,
    kind: str,
    owner: str,
    asset_id: UUID | None = None,
    owner_name: str = "",
    area_m2: Decimal | None = None,
    place: str = "",
    condition: str = "",
    idle_since: date | None = None,
) -> IdleAsset:
    """Register what stands idle, or change what is said of it.

    Raises NotAllowed; BadInput without a name, for an area of nothing, a day to come, or an
    owner that changes after works began: the decision was about the owner's thing.
    """
    require(may_manage, actor, centre)
    rows = IdleAsset.objects.of(centre).select_for_update()
    asset = rows.get(pk=asset_id) if asset_id else IdleAsset(centre=centre)
    today = timezone.localdate(at)
    if area_m2 is not None and area_m2 <= 0:
        raise BadInput("面积请填大于0的平方米数，不知道就空着。")
    if idle_since is not None and idle_since > today:
        raise BadInput("闲置的日子不能在今天以后。")
    if asset_id and asset.state in LOCKED_STATES and Owner(owner) != asset.owner:
        raise BadInput("已经动工或启用，不能再改归谁。")
    if not asset_id:
        asset.registered_on = today
    asset.name, asset.kind = line(name, "请填写名称。", 60), AssetKind(kind)
    asset.owner, asset.owner_name = Owner(owner), line(owner_name, "", 60)
    asset.area_m2, asset.place = area_m2, line(place, "", 80)
    asset.condition, asset.idle_since = line(condition, "", 120), idle_since
    asset.save()
    return asset


@transaction.atomic
def move_asset(
    *,
    centre: Any,
    asset_id: UUID,
    actor: Actor,
    at: datetime,
    state: str,
    words: str = "",
    decision_id: UUID | None = None,
) -> IdleAsset:
    """Take an asset one step on. `words` are the assessment, the plan, or how it is now.

    The property of the collective is disposed of by a meeting of the village alone
    (村民委员会组织法 第二十四条): works and use need a linked decision that passed.

    Raises NotAllowed, WrongStep; BadInput without the words a step needs, for a decision that
    is none of this centre, or for a collective asset without one that passed.
    """
    asset = IdleAsset.objects.of(centre).select_for_update().get(pk=asset_id)
    require(may_manage, actor, centre)
    state = AssetState(state)
    words = words.strip()[:1000]
    today = timezone.localdate(at)
    if state == AssetState.DECIDED:
        if decision_id is None:
            raise BadInput("请选会议决定；还没登记的，先去登记。")
        asset.decision = Decision.objects.of(centre).get(pk=decision_id)
    is_decided = asset.decision is not None and asset.decision.passed
    if state in NEEDS_DECISION and asset.owner == Owner.COLLECTIVE and not is_decided:
        raise BadInput(DECIDE_FIRST)
    if state == AssetState.ASSESSED:
        asset.assessment = _needed(words, "请写评估：好不好用、安不安全、修要多少钱。")
    elif state == AssetState.PLANNED:
        asset.plan = _needed(words, "请写方案：做什么用、给谁用、钱从哪来。")
        # Another plan needs another word of the village.
        asset.decision = None
    elif state == AssetState.IN_USE:
        asset.used_since, asset.result = today, line(words, "", 200)
    elif state == AssetState.ENDED:
        asset.ended_on = today
    elif state == AssetState.REGISTERED:
        asset.registered_on, asset.used_since, asset.ended_on = today, None, None
        asset.decision, asset.assessment, asset.plan = None, "", ""
    asset.move_to(state)
    asset.save()
    return asset


@transaction.atomic
def put_decision(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    title: str,
    body: str,
    held_on: date,
    due: int,
    present: int,
    votes_for: int,
    votes_against: int = 0,
    said_passed: bool | None = None,
    note: str = "",
    file: Any = None,
) -> Decision:
    """Write down what a meeting decided, as its minutes say.

    Whether it passed is worked out for the two meetings of the law (see `passes`); another
    meeting goes by its own statute, and there the minutes' word (`said_passed`) with the reason
    is taken. Raises NotAllowed; BadInput for numbers that cannot be, or a word without a reason.
    """
    require(may_manage, actor, centre)
    if held_on > timezone.localdate(at):
        raise BadInput("会议的日子不能在今天以后。")
    if due < 1 or present > due or votes_for + votes_against > present:
        raise BadInput("人数对不上：实到不能多于应到，同意和不同意加起来不能多于实到。")
    note = line(note, "", 200)
    counted = passes(body, due, present, votes_for)
    if counted is None and (said_passed is None or not note):
        raise BadInput("这种会按章程定，请选通过没有，并写明按哪一条。")
    row = Decision(
        centre=centre,
        title=line(title, "请写议题。", 80),
        body=Body(body),
        held_on=held_on,
        due=due,
        present=present,
        votes_for=votes_for,
        votes_against=votes_against,
        passed=bool(said_passed) if counted is None else counted,
        is_said=counted is None,
        note=note,
        file=file,
        entered_by_id=actor.account_id,
        entered_at=at,
    )
    row.save(force_insert=True)
    return row


def passes(body: str, due: int, present: int, votes_for: int) -> bool | None:
    """Say whether a meeting was one and agreed; None where its own statute says how.

    An assembly needs more than half of those entitled, delegates two thirds of their number;
    both agree by more than half of those present. Source: 村民委员会组织法 (2018年修正)
    第二十二条、第二十六条.
    """
    agreed = 2 * votes_for > present
    if body == Body.ASSEMBLY:
        return 2 * present > due and agreed
    if body == Body.DELEGATES:
        return 3 * present >= 2 * due and agreed
    return None


@transaction.atomic
def agree_on_use(
    *,
    centre: Any,
    asset_id: UUID,
    actor: Actor,
    user_name: str,
    use: str,
    starts_on: date,
    ends_on: date,
    fee_note: str = "",
    income: Decimal = Decimal(0),
) -> UseAgreement:
    """Write down who uses an asset, how long, and what the collective has from it.

    Raises NotAllowed; BadInput for an asset that is not in use yet, a term that ends before it
    begins, or an income below nothing.
    """
    asset = IdleAsset.objects.of(centre).select_for_update().get(pk=asset_id)
    require(may_manage, actor, centre)
    if asset.state != AssetState.IN_USE:
        raise BadInput("启用以后才能登记使用协议。")
    if ends_on < starts_on:
        raise BadInput("结束的日子要晚于开始的日子。")
    if income < 0:
        raise BadInput("收入不能小于0。")
    row = UseAgreement(
        centre=centre,
        asset=asset,
        user_name=line(user_name, "请写谁来用。", 60),
        use=line(use, "请写做什么用。", 80),
        starts_on=starts_on,
        ends_on=ends_on,
        fee_note=line(fee_note, "", 80),
        income=income,
        agreed_by_id=actor.account_id,
    )
    row.save(force_insert=True)
    return row


@transaction.atomic
def make_room_of_asset(
    *,
    centre: Any,
    asset_id: UUID,
    actor: Actor,
    at: datetime,
    name: str,
    kind: str,
    area_m2: Decimal,
) -> Room:
    """Make a room of an asset that is in use, so that people can book it.

    Raises NotAllowed; BadInput before it is in use, when it is a room already, or as make_room.
    """
    asset = IdleAsset.objects.of(centre).select_for_update().get(pk=asset_id)
    require(may_manage, actor, centre)
    if asset.state != AssetState.IN_USE:
        raise BadInput("启用以后才能变成场所。")
    if asset.room_id is not None:
        raise BadInput("已经是场所了。")
    room = make_room(centre=centre, actor=actor, at=at, name=name, kind=kind, area_m2=area_m2)
    asset.room = room
    asset.save(update_fields=["room"])
    return room


@transaction.atomic
def add_asset_photo(
    *, centre: Any, asset_id: UUID, actor: Actor, file: Any, when: str
) -> AssetPhoto:
    """Keep a picture of before or after. Raises NotAllowed."""
    asset = IdleAsset.objects.of(centre).get(pk=asset_id)
    require(may_manage, actor, centre)
    row = AssetPhoto(centre=centre, asset=asset, file=file, when=PhotoWhen(when))
    row.save(force_insert=True)
    return row


def _needed(words: str, missing: str) -> str:
    if not words:
        raise BadInput(missing)
    return words
