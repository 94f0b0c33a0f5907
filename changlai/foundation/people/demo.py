"""The cast of the demo village: fictional households, staff with roles, a roster, a few stories."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from changlai.foundation.areas.public import Area, Centre, DemoVillage, hamlets
from changlai.foundation.people.actions import (
    acting,
    duty,
    factors,
    helping,
    residents,
    roles,
    signing_in,
)
from changlai.foundation.people.actor import Actor
from changlai.foundation.people.demo_told import play as tell
from changlai.foundation.people.models import Account, Person
from changlai.foundation.people.queries import actor_of
from changlai.foundation.people.states import (
    ActForReason,
    Channel,
    DayPart,
    DutyKind,
    Role,
    Scope,
)
from changlai.kernel.registry.contributions import DemoAct

# Family names and given names are drawn apart, so that no row is a person who lives somewhere.
FAMILY = "林陈黄李吴周郑何许邓沈梁宋唐韩冯曾彭蔡潘"
GIVEN = """
    春生 秋月 立夏 小满 知秋 向荣 惠兰 远山 望舒 禾苗 清溪
    守田 桂香 长庚 青松 晚晴 玉竹 景行 若谷 怀瑾 书田 雨生
    竹君 海棠 荷生 云开 月桥 石泉 木林 素心 安澜 南星 白露
    谷雨 思齐 永年
""".split()  # noqa: SIM905 -- a page of names reads better than a page of quotes
STREETS = ("老樟树旁", "桥头", "祠堂后", "晒谷场边", "水渠东", "茶坡下", "新屋排", "井台边")


@dataclass(frozen=True)
class Post:
    """One member of the demo staff."""

    key: str
    username: str
    name: str
    role: Role


STAFF = (
    Post("secretary", "shuji", "林守田", Role.SECRETARY),
    Post("handler", "banli1", "陈桂香", Role.HANDLER),
    Post("handler_b", "banli2", "许南星", Role.HANDLER),
    Post("duty", "zhiban", "吴若谷", Role.DUTY),
    Post("supervisor", "jianwei", "韩向荣", Role.SUPERVISOR),
    Post("clerk", "baozhang", "彭怀瑾", Role.CLERK),
)
NEIGHBOURS = (
    Post("neighbour_secretary", "shuji2", "方立冬", Role.SECRETARY),
    Post("neighbour_handler", "banli3", "沈雨生", Role.HANDLER),
)
ABOVE = (
    Post("township", "zhen", "梁景行", Role.TOWNSHIP),
    Post("county", "xian", "高云开", Role.COUNTY),
)
PLATFORM = (
    Post("operator", "yunwei", "宋安澜", Role.OPERATOR),
    Post("security", "anquan", "罗素心", Role.SECURITY),
    Post("auditor", "shenji", "谢思齐", Role.AUDITOR),
)
HOUSEHOLDS = 40
NEIGHBOUR_HOUSEHOLDS = 12


def demo_phone(number: int) -> str:
    """Return a telephone number of a range that rings nowhere."""
    return f"1990000{number:04d}"


def play(village: DemoVillage) -> None:
    """Fill both villages with people, and the desk with staff."""
    # One transaction: six hundred small ones would wait for the disk six hundred times.
    with transaction.atomic():
        _play(village)


def _play(village: DemoVillage) -> None:
    opened = village.moment(village.since, 9)
    for post in STAFF:
        _hire(village, post, village.centre)
    for post in NEIGHBOURS:
        _hire(village, post, village.neighbour)
    for post in ABOVE:
        _hire(village, post)
    for post in PLATFORM:
        _hire(village, post)
    _second_factor(village)
    secretary = _actor(village, "secretary", village.centre, opened)
    village.cast["people"] = _settle(village, village.centre, secretary, HOUSEHOLDS, 100)
    other = _actor(village, "neighbour_secretary", village.neighbour, opened)
    village.cast["neighbours"] = _settle(
        village, village.neighbour, other, NEIGHBOUR_HOUSEHOLDS, 600
    )
    _sign_in_some(village)
    _roster(village)
    _stories(village)


def _actor(village: DemoVillage, key: str, centre: Centre, at: Any) -> Actor:
    return actor_of(account=village.cast[key], centre=centre, at=at)


def _hire(village: DemoVillage, post: Post, centre: Centre | None = None) -> None:
    at = village.moment(village.since, 8)
    password = _password(village)
    account, _ = roles.make_staff_account(
        username=post.username, name=post.name, actor=Actor.system(), at=at, password=password
    )
    area = None
    if post.role == Role.TOWNSHIP:
        area = _area(village, 9)
    elif post.role == Role.COUNTY:
        area = _area(village, 6)
    roles.grant_role(
        account=account,
        role=post.role,
        centre=centre,
        area=area,
        starts_on=village.since,
        ends_on=village.until + timedelta(days=3 * 365),
        actor=Actor.system(),
        at=at,
    )
    village.cast[post.key] = account
    village.cast[f"{post.key}_password"] = password
    if post.key != "secretary":
        _note_staff(village, post, centre)


def _password(village: DemoVillage) -> str:
    # The stage's letters are small; a capital in front makes the three kinds that staff need.
    while True:
        password = village.password().capitalize()
        if password[0].isupper() and any(c.isdigit() for c in password):
            return password


def _note_staff(
    village: DemoVillage, post: Post, centre: Centre | None, totp_secret: str = ""
) -> None:
    village.note_account(
        name=post.name,
        role=post.role.label,
        password=village.cast[f"{post.key}_password"],
        centre=centre.code if centre else "",
        sign_in=post.username,
        totp_secret=totp_secret,
    )


def _area(village: DemoVillage, length: int) -> Area:
    return Area.objects.get(pk=village.centre.area_id[:length])


def _second_factor(village: DemoVillage) -> None:
    """Let the demo secretary have what a real one should: a second proof at sign-in."""
    at = village.moment(village.since, 8, 30)
    secret = factors.new_totp_secret()
    factors.set_up_totp(
        account=village.cast["secretary"],
        secret=secret,
        code=factors.totp_code(secret, at),
        at=at,
    )
    roles.set_role_setting(
        centre=village.centre,
        role=Role.SECRETARY,
        needs_second_factor=True,
        actor=Actor.system(village.centre.pk),
        at=at,
    )
    _note_staff(village, STAFF[0], village.centre, totp_secret=secret)


def _settle(
    village: DemoVillage, centre: Centre, actor: Actor, count: int, first_phone: int
) -> list[Person]:
    """Register households in the first days: elders without a phone, parents with one, children."""
    rng, groups, people, number = village.rng, list(hamlets(centre)), [], first_phone
    year = village.until.year
    # A name is used once, so that a list never shows two of the same by chance.
    names = [family + given for family in FAMILY for given in GIVEN]
    rng.shuffle(names)
    taken = {post.name for post in (*STAFF, *NEIGHBOURS, *ABOVE, *PLATFORM)}
    for index in range(count):
        at = village.moment(village.since, 9 + index % 8, rng.randrange(60))
        if not village.is_past(at):
            break
        hamlet = groups[index % len(groups)]
        household = residents.make_household(
            centre=centre,
            number=f"{index % len(groups) + 1}-{index // len(groups) + 1:03d}",
            address=f"{hamlet.name}{rng.choice(STREETS)}{rng.randint(1, 60)}号",
            hamlet=hamlet,
            actor=actor,
            at=at,
        )
        family = rng.choice(FAMILY)
        members = rng.randint(2, 4)
        home_phone = ""
        for place in range(members):
            name = next(n for n in names if n not in taken and (place == 1 or n[0] == family))
            taken.add(name)
            is_elder = place >= 2
            phone = ""
            if not is_elder and rng.random() < 0.92:
                phone = demo_phone(number)
                home_phone = home_phone or phone
                number += 1
            person = residents.find_or_make_person(
                centre=centre,
                name=name,
                phone=phone,
                contact_phone="" if phone else home_phone,
                hamlet=hamlet,
                household=household,
                birth_year=year - (rng.randint(66, 90) if is_elder else rng.randint(24, 64)),
                actor=actor,
                at=at,
            )
            people.append(person)
    return people


def _sign_in_some(village: DemoVillage) -> None:
    """Let most people with a phone sign in by themselves over the first weeks."""
    rng = village.rng
    residents_in: list[Person] = []
    for centre, key in ((village.centre, "people"), (village.neighbour, "neighbours")):
        for person in village.cast[key]:
            day = village.since + timedelta(days=rng.randint(0, 20))
            at = village.moment(min(day, village.until), rng.randint(8, 20), rng.randrange(60))
            if not person.phone or rng.random() > 0.7 or not village.is_past(at):
                continue
            account = signing_in.account_of(person.phone, at)
            joined = signing_in.join_centre(
                centre=centre, account=account, name=person.name, agreed=True, at=at
            )
            residents_in.append(joined)
    here = [person for person in residents_in if person.centre_id == village.centre.pk]
    village.cast["residents"] = here
    for person in (*here[:2], *[p for p in residents_in if p not in here][:1]):
        is_here = person.centre_id == village.centre.pk
        village.note_account(
            name=person.name,
            role="居民",
            centre=(village.centre if is_here else village.neighbour).code,
            sign_in="手机验证码",
            phone=person.phone,
        )


def _roster(village: DemoVillage) -> None:
    """Put somebody on the telephone each working day, up to a fortnight ahead."""
    at = village.now
    secretary = _actor(village, "secretary", village.centre, at)
    on_phone: list[Account] = [village.cast[key] for key in ("duty", "handler", "handler_b")]
    first = max(village.since, village.until - timedelta(days=13))
    words = ("医保、养老、开证明", "反映问题、约场所", "取快递、找零工")
    for account, helps in zip(on_phone, words, strict=True):
        helping.set_helps(
            centre=village.centre, account_id=account.pk, helps=helps, actor=secretary, at=at
        )
    for ahead in range(28):
        day = first + timedelta(days=ahead)
        if day.isoweekday() > 5:
            continue
        for part in (DayPart.MORNING, DayPart.AFTERNOON):
            one = on_phone[(ahead + (part == DayPart.AFTERNOON)) % len(on_phone)]
            two = on_phone[(ahead + 1 + (part == DayPart.AFTERNOON)) % len(on_phone)]
            for kind, account in ((DutyKind.PHONE, one), (DutyKind.HERE, two)):
                duty.set_duty(
                    centre=village.centre,
                    day=day,
                    part=part,
                    kind=kind,
                    account_ids=[account.pk],
                    actor=secretary,
                    at=at,
                )


def _stories(village: DemoVillage) -> None:
    """Let a daughter act for her mother, and the counter for those without a phone."""
    rng, centre = village.rng, village.centre
    elders = [person for person in village.cast["people"] if not person.phone]
    grown = village.cast["residents"]
    for elder, helper in list(zip(elders, grown, strict=False))[:3]:
        at = village.moment(min(village.since + timedelta(days=25), village.until), 15)
        if village.is_past(at):
            acting.give_delegation(
                centre=centre,
                principal_id=elder.pk,
                delegate_phone=helper.phone,
                scopes=[Scope.VOICES, Scope.SERVICES],
                expires_on=village.until + timedelta(days=90),
                evidence="当面签字，委托书留存在窗口",
                actor=_actor(village, "handler", centre, at),
                at=at,
            )
    for elder in elders[:8]:
        ahead = rng.randint(0, max(0, (village.until - village.since).days))
        at = village.moment(village.since + timedelta(days=ahead), rng.randint(9, 16))
        if not village.is_past(at):
            continue
        actor = _actor(village, "duty", centre, at)
        session = acting.start_act_for(
            centre=centre,
            person_id=elder.pk,
            actor=actor,
            reason=ActForReason.NO_PHONE,
            channel=Channel.COUNTER,
            at=at,
        )
        acting.end_act_for(
            centre=centre, session_id=session.pk, actor=actor, at=at + timedelta(minutes=9)
        )


DEMO = [DemoAct("people", 10, play), DemoAct("told", 90, tell)]
