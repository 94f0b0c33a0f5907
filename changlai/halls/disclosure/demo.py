"""A year of disclosure in the demo village: written, signed, asked about; one item is overdue."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from changlai.engines.cases.public import (
    accept_case,
    answer_case,
    publish_answer,
    redact_case,
)
from changlai.engines.content.public import Archived, Wording, live_version, take_down
from changlai.foundation.people.public import Actor, actor_of, residents
from changlai.halls.disclosure.actions import drafting, signing
from changlai.halls.disclosure.actions.asking import ask_about
from changlai.halls.disclosure.actions.drafting import Line
from changlai.halls.disclosure.models import Disclosure, DisclosureItem
from changlai.halls.disclosure.periods import Period, periods_between
from changlai.halls.disclosure.queries.due import dues
from changlai.halls.disclosure.queries.signing import digest_of
from changlai.halls.disclosure.states import Rhythm
from changlai.kernel.registry.contributions import DemoAct

Sheet = tuple[tuple[str, int, str], ...]
"""Lines as (words, yuan, note); 0 yuan is a line without a sum, below nought is spent."""

LINES: Final[dict[str, Sheet]] = {
    "finance_book": (
        ("山塘承包款收入", 12_000, "合同第三年，季度款"),
        ("集体门面租金收入", 3_600, "两间，月租各600元"),
        ("路灯维修两盏", -260, "票据两张，经手人两人"),
        ("水渠清淤人工", -1_440, "12个工，每工120元"),
        ("垃圾清运", -2_700, "每月900元"),
        ("中心用电", -486, "三个月"),
    ),
    "finance_debts": (
        ("欠建材店水泥款", -4_200, "比上季度少了3000元"),
        ("合作社欠集体租金", 1_800, "约定年底付清"),
    ),
    "village_affairs": (
        ("后山便道硬化300米", 0, "已完工，等验收"),
        ("自来水二次改造", 0, "管道进到三组，下季度到四组"),
        ("村民代表会议开了一次", 0, "定下便道的路线"),
    ),
    "village_aid": (
        ("临时救助3户", 4_500, "按规定不公开住址和号码"),
        ("种粮补贴发放86户", 25_800, "直接打到各户账上"),
    ),
    "party_life": (
        ("支部党员大会一次", 0, "讨论便道出工"),
        ("主题党日三次", 0, "清沟、帮收、学习各一次"),
        ("党课一次", 0, "书记讲"),
    ),
    "finance_assets": (
        ("山塘一口，出租", 48_000, "合同到后年年底"),
        ("集体门面两间，出租", 14_400, "一年一签"),
        ("旧粮库一处，闲置", 0, "正在想办法用起来"),
    ),
    "finance_plan": (
        ("全年收入", 62_400, "年初打算60000元"),
        ("全年支出", -51_900, "年初打算55000元"),
    ),
    "village_pay": (
        ("误工补贴，村民代表会议4次", -3_360, "每人每次60元"),
        ("保洁员报酬", -14_400, "两人，每月600元"),
    ),
    "party_plan": (
        ("年初定的五件事，办成四件", 0, "自来水四组转到下一年"),
        ("发展党员一名", 0, "公示过"),
    ),
    "party_dues": (("全年收党费", 1_260, "全部上交，返还的买了学习用书"),),
    "village_decisions": (
        ("便道从老樟树边走", 0, "应到32人，到27人，同意25人"),
        ("出工按户轮流", 0, "有困难的户不用出"),
    ),
    "party_members": (
        ("拟接收预备党员一名", 0, "公示期间有意见的，打中心电话或者当面说"),
        ("培养联系人两名", 0, "谈话、征求群众意见都做过"),
    ),
    "finance_special": (
        ("便道硬化项目款收入", 90_000, "上级拨的专项"),
        ("水泥、砂石", -52_300, "三家比价"),
        ("人工", -31_200, "260个工"),
    ),
}
SUMMARY: Final = {
    "finance_book": "收入两笔、支出四笔，逐笔在下面。",
    "village_affairs": "便道完工，自来水接着改。",
    "village_aid": "救助和补贴都发到户。",
}
QUESTION: Final = "路灯才修两盏就260元，单价是怎么算的？"
ANSWER: Final = "一盏换灯头95元、一盏换电线和人工165元，票据在中心，工作日都能来看。"


class Books:
    """Who writes and who signs in the demo village, and what they disclose when."""

    def __init__(self, village: Any) -> None:
        self.village, self.centre = village, village.centre
        # A chance of its own, so that the acts after this one play as they did before.
        self.rng = Random(village.seed + 54)
        self.today = min(village.until, timezone.localdate(village.now))
        self.actors = {
            part: actor_of(account=village.cast[part], centre=village.centre, at=village.now)
            for part in ("clerk", "supervisor", "secretary", "handler")
        }

    def who(self, part: str, at: datetime) -> dict[str, Any]:
        """Return who acts when."""
        return {"centre": self.centre, "actor": self.actors[part], "at": min(at, self.village.now)}

    def form(self) -> UUID:
        """Return the number of a form."""
        return UUID(int=self.rng.getrandbits(128), version=4)

    def moment(self, day: date, hour: int) -> datetime:
        """Return an hour of a day, within the play."""
        day = min(max(day, self.village.since + timedelta(days=3)), self.today)
        found: datetime = self.village.moment(day, hour)
        return min(found, self.village.now)

    def disclose(self, item: DisclosureItem, period: Period, day: date) -> Disclosure:
        """Write, hand in, sign and publish what is due, and archive it once its days are over."""
        at = self.moment(day, 9)
        row = drafting.begin_disclosure(
            **self.who("clerk", at),
            item_id=item.pk,
            period=period.code,
            wording=Wording(
                title=f"{period.label}{item.title}"[:60], summary=SUMMARY.get(item.code, "")
            ),
            lines=self.lines(item.code),
            form_id=self.form(),
        )
        signing.hand_in(**self.who("clerk", at + timedelta(hours=1)), disclosure_id=row.pk)
        digest = digest_of(row.piece.versions.get())
        said: dict[str, Any] = {"disclosure_id": row.pk, "digest": digest, "verdict": "agreed"}
        signing.supervise(**self.who("supervisor", at + timedelta(hours=25)), **said)
        signing.approve(**self.who("secretary", at + timedelta(hours=28)), **said)
        live = live_version(self.centre, row.pk)
        if live is not None and live.ends_on is not None and live.ends_on < self.today:
            take_down(
                centre=self.centre,
                piece_id=row.pk,
                actor=Actor.system(self.centre.pk),
                at=min(self.village.moment(live.ends_on + timedelta(days=1), 0), self.village.now),
                why=Archived.ENDED,
            )
        return row

    def lines(self, code: str) -> list[Line]:
        """Return the lines of an item."""
        return [Line(words, yuan * 100 or None, note) for words, yuan, note in LINES[code]]

    def ask_and_answer(self, row: Disclosure) -> None:
        """Let a resident ask about a line, and show the answer beside it."""
        asker = residents(self.centre).filter(account__isnull=False).order_by("added_at", "id")
        person = asker.first()
        version: Any = row.piece.versions.get()
        line = version.disclosure_lines.filter(words__startswith="路灯").first()
        if person is None or person.account is None or line is None:
            return
        out: Any = version.published_at
        at = min(out + timedelta(days=1), self.village.now)
        opened = ask_about(
            centre=self.centre,
            disclosure_id=row.pk,
            line_id=line.pk,
            text=QUESTION,
            actor=actor_of(account=person.account, centre=self.centre, at=at, with_roles=False),
            person=person,
            at=at,
            may_publish=True,
            form_id=self.form(),
        )
        key: dict[str, Any] = {"case_id": opened.case.pk}
        accept_case(**self.who("handler", at + timedelta(hours=2)), **key)
        answer_case(**self.who("handler", at + timedelta(days=2)), **key, text=ANSWER)
        redact_case(**self.who("secretary", at + timedelta(days=3)), **key, reason="核对过")
        publish_answer(
            **self.who("secretary", at + timedelta(days=3)),
            **key,
            question=QUESTION,
            answer=ANSWER,
            post="报账员",
        )


def play(village: Any) -> None:
    """Disclose a year; what fell due last of the aid is forgotten, and one draft waits."""
    books = Books(village)
    today = books.today
    start = today - timedelta(days=365)
    DisclosureItem.objects.of(village.centre).update(since=start)
    for year in sorted({village.since.year, today.year}):
        first = max(village.since + timedelta(days=1), date(year, 1, 2))
        signing.declare(**books.who("supervisor", village.moment(first, 10)), is_true=True)
    late = [
        one for one in dues(village.centre, today) if one.item.code == "village_aid" and one.is_late
    ]
    skipped = late[-1].period.code if late else ""
    asked: Disclosure | None = None
    for item in DisclosureItem.objects.of(village.centre).order_by("order", "id"):
        if item.rhythm == Rhythm.OCCASION:
            if item.code in LINES:
                # The newest stands in public today; the others have had their days.
                days = 0 if item.code == "party_members" else 20 + item.order // 3
                last = today - timedelta(days=6)
                day = min(village.since + timedelta(days=days), last) if days else last
                books.disclose(item, Period(day.isoformat(), day, day), day + timedelta(days=2))
            continue
        for period in periods_between(item.rhythm, item.since, today):
            day = period.due_on(max(item.due_days - 6, 0))
            is_forgotten = item.code == "village_aid" and period.code == skipped
            if item.code not in LINES or day >= today or is_forgotten:
                continue
            row = books.disclose(item, period, day)
            asked = row if item.code == "finance_book" else asked
    _hand_one_in(books)
    if asked is not None:
        books.ask_and_answer(asked)


def _hand_one_in(books: Books) -> None:
    """Let one thing of this morning wait for the supervision."""
    item = DisclosureItem.objects.of(books.centre).get(code="village_land")
    day = books.today
    at = books.village.now
    row = drafting.begin_disclosure(
        **books.who("clerk", at),
        item_id=item.pk,
        period=day.isoformat(),
        wording=Wording(
            title="宅基地申请两户的情况", summary="两户都是分家建房，用的是原来的旧宅。"
        ),
        lines=[
            Line("三组一户，原址翻建", None, "120平方米"),
            Line("五组一户，原址翻建", None, "96平方米"),
        ],
        form_id=books.form(),
    )
    signing.hand_in(**books.who("clerk", at), disclosure_id=row.pk)


DEMO = [DemoAct(code="disclosure", order=86, play=play)]
