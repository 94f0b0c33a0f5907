"""Six member cards of the demo village with differing consents; one takes a promise back."""

import io
from datetime import timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from PIL import Image, ImageDraw

from changlai.foundation.people.public import Matter, actor_of, residents
from changlai.halls.membercards.actions import (
    Said,
    keep_photo,
    make_card,
    note_consent,
    print_sheet,
)
from changlai.halls.membercards.states import CARD_MATTERS
from changlai.kernel.files.public import as_upload
from changlai.kernel.registry.contributions import DemoAct

N, P, S, W, H = CARD_MATTERS
CARDS: Final[tuple[tuple[Said, tuple[Matter, ...]], ...]] = (
    (
        Said(
            group="第一党小组",
            group_order=1,
            role="党小组长",
            duty="看护后山林，领着清沟",
            standing="over_20",
            promise="雨天先去看水渠，有险情马上报。",
            honours="镇优秀党员",
        ),
        (N, P, S, W, H),
    ),
    (
        Said(
            group="第一党小组",
            group_order=1,
            role="党员",
            duty="联系独居老人三户",
            standing="over_30",
            promise="每星期上门一次，帮着买药、交电费。",
        ),
        (N, S, W),
    ),
    (
        Said(
            group="第一党小组",
            group_order=1,
            role="党员",
            duty="调解邻里",
            standing="over_40",
            promise="谁家有疙瘩，坐下来慢慢说。",
            honours="县优秀人民调解员",
        ),
        (N, P, W),
    ),
    (
        Said(
            group="第二党小组",
            group_order=2,
            role="党小组长",
            duty="便道出工登记",
            standing="over_10",
            promise="出了几个工，笔笔记清，谁都能看。",
        ),
        (N, P, S, W),
    ),
    (
        Said(
            group="第二党小组",
            group_order=2,
            role="党员",
            duty="教老人用手机",
            standing="under_5",
            promise="集市那天上午都在中心。",
        ),
        (N, W),
    ),
    (
        Said(group="第二党小组", group_order=2, role="党员", duty="防火巡查", standing="over_5"),
        (S,),
    ),
)
GROUNDS: Final = ((214, 224, 214), (224, 216, 204), (206, 216, 226), (222, 212, 220))


def placeholder(number: int) -> bytes:
    """Draw a neutral figure of head and shoulders: nobody's face."""
    picture = Image.new("RGB", (480, 600), GROUNDS[number % len(GROUNDS)])
    draw = ImageDraw.Draw(picture)
    shade = (120, 126, 134)
    draw.ellipse((165, 120, 315, 290), fill=shade)
    draw.rounded_rectangle((90, 320, 390, 760), radius=130, fill=shade)
    body = io.BytesIO()
    picture.save(body, "PNG")
    return body.getvalue()


def play(village: Any) -> None:
    """Write six cards down as their people agree, print the sheet, take one promise back."""
    people = residents(village.centre).filter(birth_year__lte=village.until.year - 30)
    found = list(people.order_by("added_at", "name", "birth_year", "id")[8 : 8 + len(CARDS)])
    actor = actor_of(account=village.cast["handler"], centre=village.centre, at=village.now)
    made = []
    today = min(village.until, timezone.localdate(village.now))
    last = village.moment(village.since, 10)
    # A chance of its own, so that the acts after this one play as they did before.
    rng = Random(village.seed + 3)
    for number, (person, (said, agreed)) in enumerate(zip(found, CARDS, strict=False)):
        day = village.since + timedelta(days=30 + 4 * number)
        at = min(village.moment(day, 10), village.now)
        who: dict[str, Any] = {"centre": village.centre, "actor": actor, "at": at}
        last = max(last, at)
        card = make_card(
            **who, person=person, said=said, agreed=agreed, how="signed", form_id=_form(rng)
        )
        made.append(card)
        if Matter.CARD_PHOTO in agreed:
            upload = as_upload(placeholder(number), "照片.png")
            keep_photo(**who, card_id=card.pk, upload=upload)
    if not made:
        return
    day = village.moment(today - timedelta(days=30), 15)
    printed = min(max(day, last), village.now)
    who = {"centre": village.centre, "actor": actor}
    print_sheet(**who, at=printed, form_id=_form(rng))
    note_consent(
        **who,
        at=min(village.moment(today - timedelta(days=1), 9), village.now),
        card_id=made[1].pk,
        matter=Matter.CARD_PROMISE,
        is_given=False,
        how="phone",
    )


def _form(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


DEMO = [DemoAct(code="membercards", order=87, play=play)]
