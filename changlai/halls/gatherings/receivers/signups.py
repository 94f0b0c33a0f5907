"""Tell people what became of their wish to come, in plain words; each occasion once.

Whoever did it on their own screen has seen it there. Whoever has no screen is rung up where
something is asked of them, or settled by somebody else.
"""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils import timezone

from changlai.engines.activities.public import ActivityState, SignUp, SignUpRule, SignUpState
from changlai.halls.gatherings.queries.signups import place_in_order
from changlai.halls.gatherings.receivers.telling import did_it_themselves, tell_of
from changlai.kernel.events.public import StoredEvent, reaction
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.pages.words import spoken_moment

Words = Callable[[SignUp, StoredEvent], tuple[str, bool]]
"""What is said, and whether those without a screen are rung up."""


def name_of(row: SignUp) -> str:
    """Return what is signed up for, with its day."""
    starts = row.activity.first_starts
    day = f"({spoken_moment(starts, timezone.localdate(starts))})" if starts else ""
    return f"“{row.activity.title}”{day}"


def _made(row: SignUp, event: StoredEvent) -> tuple[str, bool]:
    said = {
        SignUpState.CONFIRMED: f"给您报上名了：{name_of(row)}，{row.heads}人，报名码{row.code}。",
        SignUpState.WAITING: f"{name_of(row)}名额满了，给您排了候补，轮到了告诉您。",
        SignUpState.APPLIED: f"给您登记了{name_of(row)}，有结果告诉您。",
    }
    return said.get(SignUpState(event.payload["state"]), ""), False


def _decided(row: SignUp, event: StoredEvent) -> tuple[str, bool]:
    state = SignUpState(event.payload["state"])
    if state == SignUpState.CONFIRMED:
        return f"您报上名了：{name_of(row)}，{row.heads}人，到时候来就行。", True
    if state == SignUpState.REFUSED:
        return f"{name_of(row)}这次没有报上：{row.end_reason}", True
    if state == SignUpState.WAITING:
        place = f"，现在第{place_in_order(row)}位" if row.state == SignUpState.WAITING else ""
        why = "名额满了" if row.activity.sign_up_rule == SignUpRule.APPROVE else "抽签没有抽中"
        return f"{name_of(row)}{why}，给您排了候补{place}，轮到了告诉您。", True
    if state == SignUpState.LOST:
        return f"{name_of(row)}抽签没有抽中，欢迎下次再来。", True
    return "", False


def _offered(row: SignUp, event: StoredEvent) -> tuple[str, bool]:
    until = event.moment("until")
    by = spoken_moment(until, timezone.localdate(event.at)) if until else ""
    return f"{name_of(row)}有位置了，给您留到{by}。来不来请说一声。", True


def _lapsed(row: SignUp, event: StoredEvent) -> tuple[str, bool]:
    if row.activity.state == ActivityState.CANCELLED:
        return "", False  # that it is off they hear with everyone else; nobody came before them
    if event.payload.get("declined"):
        return f"{name_of(row)}的位置按您的意思让给了下一位。", False
    return f"{name_of(row)}给您留的位置没有等到回话，让给了下一位。还想来可以再报。", False


def _cancelled(row: SignUp, event: StoredEvent) -> tuple[str, bool]:
    why = f"：{row.end_reason}" if row.end_reason else "。"
    return f"您报的{name_of(row)}取消了{why}", True


def _reduced(row: SignUp, event: StoredEvent) -> tuple[str, bool]:
    now, was = event.payload["heads"], event.payload["heads_was"]
    return f"{name_of(row)}原来报{was}人，给您改成{now}人了。", False


SAID: Final[Mapping[str, Words]] = {
    "activities.signup.made": _made,
    "activities.signup.decided": _decided,
    "activities.signup.offered": _offered,
    "activities.signup.lapsed": _lapsed,
    "activities.signup.cancelled": _cancelled,
    "activities.signup.reduced": _reduced,
}


@reaction("gatherings.tell_signed_up", events=list(SAID))
def tell_signed_up(event: StoredEvent) -> None:
    """Tell whoever signed up what came of it, unless they did it themselves."""
    if event.subject_id is None:
        return
    row = (
        SignUp.objects.of(event.centre_id)
        .select_related("activity", "person", "ticket", "centre")
        .filter(pk=event.subject_id)
        .first()
    )
    if row is None or did_it_themselves(row, event):
        return
    text, rings = SAID[event.name](row, event)
    if not text:
        return
    tell_of(
        row,
        event,
        text,
        url=centre_reverse(row.centre, "gatherings:signup", pk=row.pk),
        record_id=row.activity_id,
        phone=row.contact_phone,
        rings=rings,
        urgent=event.name == "activities.signup.offered",
    )
