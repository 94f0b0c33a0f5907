"""The cast of every test: one village with its people, and a neighbour from another village.

Use the fixture `village` (register it by `from tests.cast import village` or in a conftest), or the
functions to add somebody. Telephone numbers are of 199-0000-xxxx, which nobody has; the areas do
not exist. All staff have the password `PASSWORD`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from changlai.foundation.areas.public import Area, Centre, Hamlet
from changlai.foundation.people.models import Account, Person, RoleGrant
from changlai.foundation.people.public import Actor, Role, actor_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 18, 10, 0, tzinfo=SHANGHAI)
"""A Wednesday morning on which the village is open."""
PASSWORD = "Chang-lai-2026"

AREAS = (
    ("99", 1, "海云省", "", "海云省"),
    ("9901", 2, "望潮市", "99", "海云省望潮市"),
    ("990102", 3, "青榕县", "9901", "海云省望潮市青榕县"),
    ("990102103", 4, "石溪镇", "990102", "海云省望潮市青榕县石溪镇"),
    ("990102103201", 5, "云溪村", "990102103", "海云省望潮市青榕县石溪镇云溪村"),
    ("990102103202", 5, "晚禾村", "990102103", "海云省望潮市青榕县石溪镇晚禾村"),
)


def make_areas() -> None:
    """Make the areas of the cast once."""
    for code, level, name, parent, full in AREAS:
        Area.objects.get_or_create(
            code=code,
            defaults={"level": level, "name": name, "parent_code": parent, "full_name": full},
        )


def make_centre(code: str = "yunxi", area: str = "990102103201", name: str = "云溪村") -> Centre:
    """Make a centre on an area of the cast."""
    make_areas()
    return Centre.objects.create(
        code=code,
        name=f"{name}党群服务中心",
        short_name=name,
        area_id=area,
        opened_on=date(2025, 1, 1),
        phone="0898-66000001",
        host_name=f"{name}村民委员会",
    )


def phone(number: int) -> str:
    """Return a telephone number of the range that nobody has."""
    return f"1990000{number:04d}"


def make_person(
    centre: Centre,
    name: str,
    *,
    number: int | None = None,
    account: Account | None = None,
    **fields: Any,
) -> Person:
    """Make a person of a centre; `number` gives a telephone number."""
    fields.setdefault("added_at", NOW)
    return Person.objects.create(
        centre=centre,
        name=name,
        phone=phone(number) if number is not None else "",
        account=account,
        **fields,
    )


def make_resident(centre: Centre, name: str, number: int) -> Person:
    """Make a person with an account, signed in by phone and code."""
    account = Account.objects.create_user(name=name, phone=phone(number), joined_at=NOW)
    return make_person(centre, name, number=number, account=account)


def make_staff(
    username: str,
    role: str,
    *,
    name: str = "",
    centre: Centre | None = None,
    area: str | None = None,
    starts_on: date = date(2025, 1, 1),
    ends_on: date = date(2029, 12, 31),
) -> Account:
    """Make an account with a password and one role; make_person gives it a person."""
    account = Account.objects.create_user(
        username=username, password=PASSWORD, name=name or username, joined_at=NOW
    )
    give_role(account, role, centre=centre, area=area, starts_on=starts_on, ends_on=ends_on)
    return account


def give_role(
    account: Account,
    role: str,
    *,
    centre: Centre | None = None,
    area: str | None = None,
    starts_on: date = date(2025, 1, 1),
    ends_on: date = date(2029, 12, 31),
) -> RoleGrant:
    """Give an account one more role."""
    return RoleGrant.objects.create(
        account=account,
        role=role,
        centre=centre,
        area_id=area,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_at=NOW,
    )


@dataclass(frozen=True)
class Village:
    """One village and whoever a story needs; `*_person` are Persons, the rest Accounts."""

    centre: Centre
    hamlet: Hamlet
    secretary: Account
    handler: Account
    handler_b: Account
    duty: Account
    supervisor: Account
    clerk: Account
    resident_person: Person
    second_person: Person
    phoneless_person: Person
    other_centre: Centre
    neighbour_person: Person
    other_secretary: Account
    township: Account
    county: Account
    operator: Account
    security: Account
    auditor: Account

    @property
    def resident(self) -> Account:
        """The resident's account."""
        return _account(self.resident_person)

    @property
    def second(self) -> Account:
        """The second resident's account."""
        return _account(self.second_person)

    @property
    def neighbour(self) -> Account:
        """The account of the neighbour, who belongs to the other village."""
        return _account(self.neighbour_person)

    def actor(self, account: Account, *, at: datetime = NOW, centre: Centre | None = None) -> Actor:
        """Return an account as the actor it is at this village (or at `centre`)."""
        return actor_of(account=account, centre=centre or self.centre, at=at)

    @property
    def stranger(self) -> Actor:
        """Someone who has not signed in."""
        return Actor.anonymous(self.centre.pk)

    def accounts(self) -> dict[str, Account]:
        """Return everyone who can sign in, by the part they play, for matrices and sweeps."""
        return {
            "secretary": self.secretary,
            "handler": self.handler,
            "duty": self.duty,
            "supervisor": self.supervisor,
            "clerk": self.clerk,
            "resident": self.resident,
            "neighbour": self.neighbour,
            "other_secretary": self.other_secretary,
            "township": self.township,
            "county": self.county,
            "operator": self.operator,
            "security": self.security,
            "auditor": self.auditor,
        }


def _account(person: Person) -> Account:
    assert person.account is not None
    return person.account


def make_village() -> Village:
    """Make the village of the cast and its neighbour."""
    centre = make_centre()
    other = make_centre("wanhe", "990102103202", "晚禾村")
    hamlet = Hamlet.objects.create(centre=centre, name="榕树头", order=1)
    return Village(
        centre=centre,
        hamlet=hamlet,
        secretary=make_staff("shuji", Role.SECRETARY, name="林向荣", centre=centre),
        handler=make_staff("banli", Role.HANDLER, name="陈小满", centre=centre),
        handler_b=make_staff("banli2", Role.HANDLER, name="许知秋", centre=centre),
        duty=make_staff("zhiban", Role.DUTY, name="吴立夏", centre=centre),
        supervisor=make_staff("jianwei", Role.SUPERVISOR, name="韩守正", centre=centre),
        clerk=make_staff("baozhang", Role.CLERK, name="彭细账", centre=centre),
        resident_person=make_resident(centre, "周春生", 1),
        second_person=make_resident(centre, "何惠兰", 2),
        phoneless_person=make_person(centre, "郑阿婆", hamlet=hamlet, birth_year=1942),
        other_centre=other,
        neighbour_person=make_resident(other, "孙远山", 3),
        other_secretary=make_staff("shuji2", Role.SECRETARY, name="方立冬", centre=other),
        township=make_staff("zhen", Role.TOWNSHIP, name="镇上小梁", area="990102103"),
        county=make_staff("xian", Role.COUNTY, name="县里小高", area="990102"),
        operator=make_staff("yunwei", Role.OPERATOR, name="运维小宋"),
        security=make_staff("anquan", Role.SECURITY, name="安全小罗"),
        auditor=make_staff("shenji", Role.AUDITOR, name="审计小谢"),
    )


@pytest.fixture
def village(db: Any) -> Village:
    """One village with its people, and a neighbour."""
    return make_village()
