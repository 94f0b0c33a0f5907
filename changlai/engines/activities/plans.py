"""What a plan of an activity says, as values that actions take: sessions, seats, sign-up."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from changlai.engines.activities.states import KeptFor, SignUpRule
from changlai.kernel.errors import BadInput

MOST_SESSIONS = 120
MOST_SEATS = 20_000


@dataclass(frozen=True)
class SessionPlan:
    """When and where one session is to be: a room with a layout and parts, or words."""

    starts: datetime
    ends: datetime
    room_id: UUID | None = None
    layout_id: UUID | None = None
    part_ids: tuple[UUID, ...] | None = None
    place_text: str = ""

    def __post_init__(self) -> None:
        if self.ends <= self.starts:
            raise BadInput("结束时间要晚于开始时间。")


@dataclass(frozen=True)
class KeptPlan:
    """Seats kept for some until a moment."""

    kept_for: KeptFor
    seats: int
    release_at: datetime


@dataclass(frozen=True)
class QuotaPlan:
    """Seats that the named kinds of ticket share; the kept ones are among them."""

    name: str
    seats: int
    tickets: tuple[str, ...] = ("报名",)
    kept: tuple[KeptPlan, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.seats <= MOST_SEATS:
            raise BadInput(f"名额请填1到{MOST_SEATS}。")
        if not self.tickets:
            raise BadInput("每种名额至少要有一种报名。")
        if sum(one.seats for one in self.kept) > self.seats or any(
            one.seats < 1 for one in self.kept
        ):
            raise BadInput("预留的名额不能比总名额多。")


@dataclass(frozen=True)
class SignUpPlan:
    """How people get a seat; without quotas anyone may come."""

    rule: SignUpRule = SignUpRule.NONE
    quotas: tuple[QuotaPlan, ...] = ()
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    cancel_until: datetime | None = None
    party_limit: int = 1
    household_limit: int | None = None
    has_waiting_list: bool = True
    offer_hours: int = 12

    def __post_init__(self) -> None:
        if self.rule != SignUpRule.NONE and not self.quotas:
            raise BadInput("要报名的活动请填名额。")
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise BadInput("报名截止要晚于报名开始。")
        if not 1 <= self.party_limit <= 50:
            raise BadInput("一次最多带的人数请填1到50。")
        if self.household_limit is not None and self.household_limit < 1:
            raise BadInput("一户最多几人至少填1，不限就空着。")
        if not 0 <= self.offer_hours <= 168:
            raise BadInput("候补名额保留的时间请填0到168小时。")


NO_SIGN_UP = SignUpPlan()


@dataclass(frozen=True)
class Words:
    """What is said of an activity, beside its title."""

    summary: str = ""
    body: str = ""
    extra: dict[str, object] = field(default_factory=dict)
    audiences: tuple[str, ...] = ()
    visibility: str = ""
