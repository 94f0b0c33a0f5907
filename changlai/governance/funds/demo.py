"""The money of the demo village: half a year of a small centre, entered by one, signed by another.

A township grant for equipment alone, gifts, the rent of a tea garden, the canteen's shopping; one
amount was wrong and is taken back, one line is asked about.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from changlai.foundation.people.public import actor_of, residents, staff_of
from changlai.governance.funds.actions.asking import ask_about
from changlai.governance.funds.actions.publishing import publish_month
from changlai.governance.funds.actions.signing import sign_voucher
from changlai.governance.funds.actions.sources import (
    ProjectWords,
    SourceWords,
    put_project,
    put_source,
)
from changlai.governance.funds.actions.vouchers import (
    VoucherWords,
    ask_reversal,
    draft_voucher,
)
from changlai.governance.funds.models import FundEntry, FundProject, FundSource, Voucher
from changlai.governance.funds.policies import ENTER, PUBLISH, SIGN
from changlai.governance.funds.queries.lines import public_entries
from changlai.governance.funds.queries.months import months_waiting
from changlai.governance.funds.states import month_after, month_of
from changlai.kernel.registry.contributions import DemoAct

GRANT, RENT, GIFTS, AID = "镇里的设备补助", "茶园集体租金", "乡亲捐款", "结对单位帮扶"
SOURCES: Final = (
    SourceWords(
        kind="upper",
        title=GRANT,
        purpose="equipment",
        document="溪桥镇关于村级党群服务中心设备补助的通知(演示)",
        promised_cents=3_000_000,
        is_restricted=True,
    ),
    SourceWords(
        kind="collective",
        title=RENT,
        purpose="office",
        document="窑湾茶园承包合同(演示)",
    ),
    SourceWords(kind="donation", title=GIFTS, purpose="canteen"),
    SourceWords(kind="support", title=AID, purpose="care", document="结对帮扶协议(演示)"),
)
ELDERS, HALL = "重阳敬老饭", "活动室添设备"
PROJECTS: Final = (
    ProjectWords(
        title=ELDERS,
        about="请七十岁以上的老人到食堂吃一顿饭，走不动的送到家。",
        plans={"canteen": 240_000, "activity": 60_000},
    ),
    ProjectWords(
        title=HALL, about="桌椅、投影和饮水机，一室多用。", plans={"equipment": 2_600_000}
    ),
)


@dataclass(frozen=True)
class Said:
    """One line of the demo: on which part of the span, from which source, what."""

    part: float
    source: str
    direction: str
    cents: int
    purpose: str
    words: str
    party: str = ""
    is_person: bool = False
    may_name: bool = False
    project: str = ""


LINES: Final = (
    Said(0.02, GRANT, "in", 1_500_000, "equipment", "设备补助第一笔到账", "溪桥镇人民政府"),
    Said(0.03, RENT, "in", 1_200_000, "office", "茶园上半年租金", "窑湾茶场"),
    Said(0.06, RENT, "out", 38_640, "office", "打印纸和墨盒", "溪桥镇文具店"),
    Said(0.09, GIFTS, "in", 200_000, "canteen", "给食堂捐款", "青禾果蔬合作社", may_name=True),
    Said(
        0.12,
        GRANT,
        "out",
        468_000,
        "equipment",
        "折叠桌12张、椅子48把",
        "溪桥镇家具店",
        project=HALL,
    ),
    Said(0.15, GIFTS, "out", 62_350, "canteen", "食堂买米、油", "溪桥镇粮油店"),
    Said(0.20, AID, "in", 500_000, "care", "帮扶资金到账", "结对单位"),
    Said(0.23, RENT, "out", 24_000, "repair", "修活动室漏水", "宋有根", is_person=True),
    Said(0.27, GIFTS, "in", 30_000, "canteen", "给食堂捐款", "曾木林", is_person=True),
    Said(0.31, GIFTS, "out", 41_280, "canteen", "食堂买肉菜", "溪桥镇菜场"),
    Said(0.36, AID, "out", 60_000, "care", "困难家庭临时帮助", "何家", is_person=True),
    Said(0.40, RENT, "out", 31_575, "office", "上季度电费", "供电所"),
    Said(0.44, GRANT, "in", 1_500_000, "equipment", "设备补助第二笔到账", "溪桥镇人民政府"),
    Said(0.47, GRANT, "out", 529_900, "equipment", "投影仪和幕布", "禾望县电器行", project=HALL),
    Said(
        0.51,
        GIFTS,
        "in",
        100_000,
        "canteen",
        "在外老乡捐款",
        "高远志",
        is_person=True,
        may_name=True,
    ),
    Said(0.55, GIFTS, "out", 126_800, "canteen", "敬老饭的菜", "溪桥镇菜场", project=ELDERS),
    Said(0.56, RENT, "out", 32_000, "activity", "敬老饭的布置", "溪桥镇文具店", project=ELDERS),
    Said(0.61, RENT, "in", 1_200_000, "office", "茶园下半年租金", "窑湾茶场"),
    Said(0.66, AID, "out", 45_000, "care", "给独居老人装门口扶手", "石立柱", is_person=True),
    Said(0.70, RENT, "out", 15_000, "training", "剪枝培训讲课费", "乔茶生", is_person=True),
    Said(0.75, GIFTS, "out", 38_460, "canteen", "食堂买米、油", "溪桥镇粮油店"),
    Said(0.80, RENT, "out", 29_310, "office", "上季度电费", "供电所"),
    Said(0.85, GRANT, "out", 186_000, "equipment", "饮水机2台", "禾望县电器行", project=HALL),
    Said(0.90, GIFTS, "out", 33_620, "canteen", "食堂买肉菜", "溪桥镇菜场"),
    Said(0.94, GIFTS, "in", 20_000, "canteen", "给食堂捐款", "许阿公", is_person=True),
    Said(0.97, RENT, "out", 8_800, "service", "便民窗口买老花镜和药箱", "溪桥镇百货店"),
)
CARRIED: Final = (
    Said(0, RENT, "in", 386_000, "office", "开账时的结余"),
    Said(0, AID, "in", 120_000, "care", "开账时的结余"),
)
"""What was there when the account was opened, of the month before."""
WRONG: Final = 5
"""Which line was entered with the wrong amount, and taken back some weeks later."""
UNSIGNED: Final = 2
"""How many of the last lines wait for their second signature today."""


class Purse:
    """The demo's money: who enters, signs and publishes, and what there is so far."""

    def __init__(self, village: Any, hands: dict[str, Any]) -> None:
        self.village, self.centre, self.hands = village, village.centre, hands
        # A chance of its own, so that the acts after this one play as they did before.
        self.rng = Random(village.seed + 43)
        self.sources: dict[str, FundSource] = {}
        self.projects: dict[str, FundProject] = {}

    def who(self, power: str, at: datetime) -> dict[str, Any]:
        """Return who acts when."""
        actor = actor_of(account=self.hands[power], centre=self.centre, at=at)
        return {"centre": self.centre, "actor": actor, "at": at}

    def form(self) -> UUID:
        """Return the number of a form."""
        return UUID(int=self.rng.getrandbits(128), version=4)

    def found(self, at: datetime) -> None:
        """Write down where the money comes from, and what it is planned for."""
        for words in SOURCES:
            row = put_source(words=words, form_id=self.form(), **self.who(ENTER, at))
            self.sources[words.title] = row
        for plan in PROJECTS:
            made = put_project(words=plan, form_id=self.form(), **self.who(ENTER, at))
            self.projects[plan.title] = made

    def draft(self, said: Said, day: date, at: datetime) -> Voucher:
        """Enter one line, to be signed by another."""
        project = self.projects.get(said.project)
        words = VoucherWords(
            source_id=self.sources[said.source].pk,
            direction=said.direction,
            cents=said.cents,
            occurred_on=day,
            purpose=said.purpose,
            words=said.words,
            party=said.party,
            party_kind="person" if said.is_person else "org",
            may_name=said.may_name,
            project_id=project.pk if project else None,
            voucher_number=f"{day:%m%d}-{self.rng.randrange(1, 90):02d}",
        )
        return draft_voucher(words=words, form_id=self.form(), **self.who(ENTER, at))

    def sign(self, voucher: Voucher, at: datetime) -> FundEntry:
        """Sign it as the second person."""
        return sign_voucher(voucher_id=voucher.pk, version=voucher.version, **self.who(SIGN, at))

    def undo(self, line: FundEntry, at: datetime) -> None:
        """Take a line back and enter what it should have been."""
        voucher = line.voucher
        asked = ask_reversal(
            voucher_id=voucher.pk,
            reason="金额记错了，发票是632.50元",
            form_id=self.form(),
            **self.who(ENTER, at),
        )
        self.sign(asked, at + timedelta(minutes=40))
        right = Said(
            0, voucher.source.title, "out", 63_250, "canteen", "食堂买米、油(更正)", voucher.party
        )
        again = self.draft(right, at.date(), at + timedelta(minutes=5))
        self.sign(again, at + timedelta(minutes=45))

    def publish(self, at: datetime) -> None:
        """Publish what has ended by then, but for the last month, which waits for the secretary."""
        this = month_of(self.village.until)
        for month in months_waiting(self.centre, at):
            if month_after(month) < this:
                publish_month(month=month, **self.who(PUBLISH, at))


def play(village: Any) -> None:
    """Play half a year of money; the last lines wait for a signature, one month to be published."""
    hands = _hands(village)
    if hands is None:
        return
    purse = Purse(village, hands)
    began = village.moment(village.since, 9)
    if not village.is_past(village.moment(village.since, 10)):
        return
    purse.found(began)
    before = month_of(village.since) - timedelta(days=1)
    for number, said in enumerate(CARRIED):
        voucher = purse.draft(said, before, village.moment(village.since, 9, 5 + number))
        purse.sign(voucher, village.moment(village.since, 9, 30 + number))
    span = (village.until - village.since).days
    last = len(LINES) - UNSIGNED
    wrong: FundEntry | None = None
    for number, said in enumerate(LINES):
        day = village.since + timedelta(days=int(span * said.part))
        at = village.moment(day, 10, number)
        if not village.is_past(at):
            break
        _publish_months(purse, day)
        voucher = purse.draft(said, day, at)
        signed = village.moment(day, 15, number)
        if number >= last or not village.is_past(signed):
            continue
        line = purse.sign(voucher, signed)
        if number == WRONG:
            wrong = line
        if wrong is not None and number == WRONG + 5:
            purse.undo(wrong, village.moment(day, 16))
            wrong = None
    purse.publish(village.now)
    _ask(purse)


def _hands(village: Any) -> dict[str, Any] | None:
    """Return who enters, who signs and who publishes: never one person for both."""
    powers = (ENTER, SIGN, PUBLISH)
    found = {one: list(staff_of(village.centre, one, at=village.now)) for one in powers}
    publisher = next(iter(found[PUBLISH]), None)
    enters = next((one for one in found[ENTER] if one != publisher), None)
    signs = next((one for one in found[SIGN] if one not in (enters, publisher)), publisher)
    if publisher is None or enters is None or signs is None:
        return None
    return {ENTER: enters, SIGN: signs, PUBLISH: publisher}


def _publish_months(purse: Purse, day: date) -> None:
    """Publish on the sixth what ended before; what ended lately is left to be published."""
    month = day.replace(day=1)
    # Nobody serves before the centre opens.
    first = max(month + timedelta(days=5), purse.village.since + timedelta(days=1))
    at = purse.village.moment(first, 9)
    if day >= first and purse.village.is_past(at):
        purse.publish(at)


def _ask(purse: Purse) -> None:
    """Let a resident ask about the tables and chairs, or what there is to ask about."""
    lines = public_entries(purse.centre).order_by("month", "id")
    tables = lines.filter(words__startswith="折叠桌").first()
    line = tables or lines.first()
    person = (
        residents(purse.centre).filter(account__isnull=False).order_by("added_at", "id").first()
    )
    if line is None or person is None or person.account is None:
        return
    at = purse.village.now - timedelta(days=2)
    ask_about(
        centre=purse.centre,
        line_id=line.pk,
        question="这批桌椅放在哪里？办酒席能不能借？" if tables else "这笔是哪一年剩下来的？",
        may_publish=True,
        actor=actor_of(account=person.account, centre=purse.centre, at=at),
        person=person,
        at=at,
        form_id=purse.form(),
    )


DEMO = [DemoAct(code="funds", order=70, play=play)]
