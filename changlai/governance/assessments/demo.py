"""Two assessments of the demo village: the last quarter published, the last month under way."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID, uuid5

from changlai.foundation.people.public import Role, RoleGrant, actor_of, staff_of
from changlai.governance.assessments.actions import rounds
from changlai.governance.assessments.actions.rounds import Judged
from changlai.governance.assessments.actions.sets import (
    Wanted,
    add_indicator,
    publish_set,
    start_set,
)
from changlai.governance.assessments.models import Assessment, Indicator
from changlai.governance.assessments.policies import LEAD
from changlai.kernel.registry.contributions import DemoAct

FORMS: Final = UUID("be2f7a10-2f0c-4f0e-9b35-52b7a3e6c9d4")
YARD, DOOR = "院子和公厕干净", "来了有人招呼"
WANTED: Final = (
    Wanted("超时没答复的诉求", "auto", "measure:voices.overdue", "", Decimal(0), True),
    Wanted("收到的诉求", "auto", "metric:cases.received"),
    Wanted("答复了的诉求", "auto", "metric:cases.answered"),
    Wanted("托办的事满意", "faces", "faces:counter", target=Decimal(85)),
    Wanted("取快递满意", "faces", "faces:parcels", target=Decimal(85)),
    Wanted(YARD, "manual", criterion="每天有人扫，公厕有水有纸，随时去看都一样。", score=10),
    Wanted(DOOR, "manual", criterion="开门的时候窗口有人，一来就问要办什么。", score=10),
)
NOTES: Final = {
    YARD: "每天早上扫一遍，公厕两天补一次纸。赶集那天人多，下午又扫了一遍。",
    DOOR: "开门就有人。中午轮着吃饭，没有断过人。",
}


def play(village: Any) -> None:
    """Publish a set, take one assessment the whole way, leave one at its notes."""
    centre = village.centre
    staff = list(staff_of(centre, LEAD, at=village.now))
    above = RoleGrant.objects.filter(role=Role.TOWNSHIP).select_related("account").first()
    if not staff or above is None or (village.until - village.since).days < 20:
        return
    actor = actor_of(account=staff[0], centre=centre, at=village.now)
    township = actor_of(account=above.account, centre=centre, at=village.now)
    who: dict[str, Any] = {"centre": centre, "actor": actor}
    begun = village.moment(village.since + timedelta(days=3), 15)
    form_id = uuid5(FORMS, f"{centre.code} set")
    chosen = start_set(**who, at=begun, title="中心工作评估", form_id=form_id)
    for wanted in WANTED:
        add_indicator(**who, at=begun, set_id=chosen.pk, wanted=wanted)
    publish_set(**who, at=begun, set_id=chosen.pk)
    (since, until), (again, ending) = _periods(village.since, village.until)
    first = _start(village, who, chosen.pk, since, until)
    _whole_way(village, who, township, first)
    second = _start(village, who, chosen.pk, again, ending)
    _note(who, second, village.now - timedelta(hours=2), only=YARD)


def _periods(since: date, until: date) -> tuple[tuple[date, date], tuple[date, date]]:
    """Return the period that is published and the one under way; a short play has short ones."""
    this_month = until.replace(day=1)
    last_month = (this_month - timedelta(days=1)).replace(day=1)
    if since < last_month - timedelta(days=20):
        return (since, last_month - timedelta(days=1)), (last_month, this_month - timedelta(days=1))
    return (since, until - timedelta(days=10)), (
        until - timedelta(days=9),
        until - timedelta(days=3),
    )


def _start(village: Any, who: dict[str, Any], set_id: UUID, since: date, until: date) -> Assessment:
    at = min(village.moment(until + timedelta(days=2), 9), village.now - timedelta(hours=3))
    form_id = uuid5(FORMS, f"{village.centre.code} {since.isoformat()}")
    return rounds.start_assessment(
        **who, set_id=set_id, since=since, until=until, at=at, form_id=form_id
    )


def _keys(row: Assessment) -> dict[str, UUID]:
    rows = Indicator.objects.of(row.centre_id).filter(set_id=row.set_id)
    return {one.title: one.pk for one in rows}


def _note(who: dict[str, Any], row: Assessment, at: Any, only: str = "") -> None:
    keys = _keys(row)
    notes = {keys[title]: text for title, text in NOTES.items() if only in {"", title}}
    rounds.note_self(**who, assessment_id=row.pk, at=at, notes=notes)


def _whole_way(village: Any, who: dict[str, Any], township: Any, row: Assessment) -> None:
    at, keys = row.made_at, _keys(row)
    it = {"centre": village.centre, "actor": township, "assessment_id": row.pk}
    own = {**who, "assessment_id": row.pk}
    day = timedelta(days=1)
    _note(who, row, at + timedelta(hours=1))
    rounds.send_up(**own, at=at + day)
    rounds.look_from_above(**it, at=at + 2 * day)
    rounds.review_assessment(
        **it,
        at=at + 2 * day,
        judged={
            keys[YARD]: Judged(8, "去的那天公厕没纸。"),
            keys[DOOR]: Judged(10, "两次去都有人。"),
        },
        words="事情办得实在，诉求答得快。",
    )
    rounds.appeal(**own, at=at + 3 * day, words="公厕的纸那天刚用完，下午就补上了，有补货的单子。")
    rounds.answer_appeal(
        **it, at=at + 4 * day, words="知道了。分数是那天看到的，不改；下回再去看。"
    )
    rounds.publish_assessment(**own, at=at + 5 * day)


DEMO = [DemoAct(code="assessments", order=94, play=play)]
