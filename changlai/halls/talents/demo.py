"""The talents of the demo village: a few leave a card over the months, some are asked to come."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from changlai.foundation.people.public import actor_of, residents, staff_of
from changlai.halls.talents.actions import (
    Talent,
    invite,
    leave_card,
    note_outcome,
    see_card,
)
from changlai.kernel.registry.contributions import DemoAct

SAID: Final = (
    Talent(skills="会嫁接橙子、看果树病", fields=["farm"], wishes=["teach"]),
    Talent(
        skills="在城里做了八年网店，会拍视频、直播卖货",
        fields=["trade", "tech"],
        wishes=["lead", "room"],
        wish_words="过年回来，想把村里的茶叶卖出去。",
        living="away",
    ),
    Talent(skills="会写对联、毛笔字", fields=["art"], wishes=["teach"]),
    Talent(
        skills="电工，能修水泵和线路", fields=["build"], wishes=["start", "advice"], living="near"
    ),
    Talent(skills="退休老师，能辅导语文", fields=["teach"], wishes=["teach", "room"]),
    Talent(
        skills="会竹编，做过篮子和灯罩", fields=["craft"], wishes=["teach", "start"], reach="call"
    ),
)
ASKED: Final = (
    ("给果农讲一课嫁接", "agreed", "定在赶集那天上午。"),
    ("教大家拍短视频", "contacted", "过年回来再定日子。"),
    ("腊月写春联", "agreed", "带学生一起写。"),
)


def play(village: Any) -> None:
    """Leave cards by telephone, on paper and at the counter; one of this morning is unread."""
    staff = list(staff_of(village.centre, "talents.see", at=village.now))
    order = ("added_at", "name", "birth_year", "id")
    people = list(residents(village.centre).order_by(*order))[-len(SAID) :]
    if not staff or not people:
        return
    actor = actor_of(account=staff[0], centre=village.centre, at=village.now)
    gap = max(1, (village.until - village.since).days // (len(SAID) + 1))
    for number, (person, talent) in enumerate(zip(people, SAID, strict=False)):
        is_last = number == len(people) - 1
        day = village.since + timedelta(days=gap * (number + 1))
        at = min(village.moment(day, 10), village.now)
        at = village.now if is_last else at
        who: dict[str, Any] = {"centre": village.centre, "actor": actor}
        card = leave_card(
            **who,
            person=person,
            talent=talent,
            agrees=True,
            at=at,
            form_id=UUID(int=village.rng.getrandbits(128), version=4),
            channel=("phone", "paper", "counter")[number % 3],
        )
        if is_last:
            return
        later = min(at + timedelta(days=1), village.now)
        see_card(**who, card_id=card.pk, at=later)
        if number < len(ASKED):
            about, state, note = ASKED[number]
            form_id = UUID(int=village.rng.getrandbits(128), version=4)
            asked = invite(**who, card_id=card.pk, about=about, at=later, form_id=form_id)
            then = min(later + timedelta(days=2), village.now)
            note_outcome(**who, invitation_id=asked.pk, state=state, note=note, at=then)


DEMO = [DemoAct(code="talents", order=68, play=play)]
