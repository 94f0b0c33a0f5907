"""The gig station of the demo village: half a year of work offered, found, done and paid."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from changlai.foundation.areas.public import hamlets
from changlai.foundation.people.public import Actor, actor_of, residents, staff_of
from changlai.halls.jobs import actions, policies
from changlai.halls.jobs.models import JobPost
from changlai.halls.jobs.queries.matching import suggestions
from changlai.halls.jobs.states import Side
from changlai.kernel.registry.contributions import DemoAct

EMPLOYERS: Final = (
    ("青禾果蔬合作社", "cooperative", "钱广田", "19900000901", "known"),
    ("溪桥镇云杉建材店", "company", "石立柱", "19900000902", "licence"),
    ("窑湾茶场", "farm", "乔茶生", "19900000903", "phoned"),
    ("上屋组老宋家", "household", "宋有根", "19900000904", "known"),
)
WORK: Final = (
    (0, "摘豆角", ("采摘",), 6, "90", "day", "当天付现金", "管中饭", ""),
    (3, "翻修厨房贴砖", ("贴砖",), 1, "220", "day", "干完结清", "管中饭", "发口罩手套"),
    (2, "摘油茶果", ("采摘",), 8, "35", "hour", "三天一结", "村口接送", "茶场买意外险"),
    (1, "卸水泥", ("搬运",), 2, "300", "job", "卸完就付", "", "发手套，两人一组"),
    (0, "分拣包装橙子", ("分拣包装",), 4, "12", "hour", "周六结", "管中饭", ""),
    (3, "院墙砌一段", ("砌墙",), 2, "200", "day", "干完结清", "管两顿饭", "不上高"),
    (2, "打药", ("打药施肥",), 2, "180", "day", "当天付现金", "", "发防护服，上午收工"),
    (1, "送货开三轮", ("开车",), 1, "130", "day", "月底结", "", "要有驾照"),
)
CARDS: Final = (
    (("采摘", "分拣包装"), "上午都行", ()),
    (("贴砖", "刮腻子"), "提前一天说", ()),
    (("砌墙", "搬运"), "", (1, 2, 3, 4, 5)),
    (("采摘", "做饭"), "接孩子以前", (1, 2, 3, 4, 5)),
    (("开车", "搬运"), "", ()),
    (("打药施肥", "开农机", "采摘"), "农闲的时候", ()),
    (("采摘", "保洁"), "", ()),
    (("水电", "焊工"), "周末", (6, 7)),
    (("分拣包装", "采摘"), "", ()),
    (("搬运", "采摘"), "下午", ()),
)
EVERY_DAYS: Final = 6


class Station:
    """The demo's gig station: who works there, and what goes on week by week."""

    def __init__(self, village: Any, account: Any) -> None:
        self.village, self.centre, self.account = village, village.centre, account
        # A chance of its own, so that the acts after this one play as they did before.
        self.rng = Random(village.seed + 24)
        self.groups = list(hamlets(self.centre))

    def words(self, at: datetime) -> dict[str, Any]:
        """Return who acts when."""
        actor = actor_of(account=self.account, centre=self.centre, at=at)
        return {"centre": self.centre, "actor": actor, "at": at}

    def form(self) -> UUID:
        """Return a form's number that the seed repeats."""
        return UUID(int=self.rng.getrandbits(128), version=4)

    def employers(self, at: datetime) -> list[Any]:
        """Write the employers down, each checked the same day."""
        found = []
        for name, kind, contact, phone, how in EMPLOYERS:
            row = actions.put_employer(
                name=name, kind=kind, contact_name=contact, phone=phone, **self.words(at)
            )
            later = at + timedelta(hours=2)
            actions.check_employer(employer_id=row.pk, how=how, **self.words(later))
            found.append(row)
        return found

    def card(self, person: Any, place: int, at: datetime) -> None:
        """Write a card down at the counter, some of them only for the villages nearby."""
        skills, hours, weekdays = CARDS[place % len(CARDS)]
        near = [one.name for one in self.rng.sample(self.groups, 3)] if place % 3 == 0 else []
        actions.make_card(
            person=person,
            offer=actions.Offer(skills=skills, hours=hours, weekdays=weekdays, places=near),
            birth_year=person.birth_year or 1972,
            form_id=self.form(),
            channel="counter",
            **self.words(at),
        )

    def post(self, employers: list[Any], number: int, at: datetime) -> JobPost:
        """Take work in on the telephone."""
        whose, title, skills, many, pay, unit, how, meals, safety = WORK[number % len(WORK)]
        first = timezone.localdate(at) + timedelta(days=self.rng.randrange(3, 8))
        group = self.rng.choice(self.groups)
        return actions.hand_in_post(
            employer_id=employers[whose].pk,
            work=actions.Work(
                title=title,
                place="组口晒谷场，到了有人接",
                hamlet=group,
                starts_on=first,
                ends_on=first + timedelta(days=self.rng.randrange(3)),
                hours="早上7点到下午5点",
                headcount=many,
                pay=Decimal(pay),
                pay_unit=unit,
                pay_how=how,
                meals=meals,
                safety=safety,
                skills=skills,
            ),
            form_id=self.form(),
            channel="phone",
            **self.words(at),
        )

    def find_hands(self, post: JobPost, at: datetime) -> None:
        """Recommend in the order of the cards, ring up, and go with them to the end."""
        found = suggestions(post, timezone.localdate(at))[: post.headcount]
        for place, one in enumerate(found):
            words = self.words(at + timedelta(minutes=20 * place))
            match = actions.recommend(post_id=post.pk, card_id=one.card.pk, **words)
            self._talk(match, post, place, at + timedelta(hours=3, minutes=15 * place))

    def _talk(self, match: Any, post: JobPost, place: int, at: datetime) -> None:
        if at > self.village.now:
            return
        who = {"match_id": match.pk}
        actions.note_contact(**who, **self.words(at))
        agreed = at + timedelta(hours=1)
        if agreed > self.village.now:
            return
        if place == 2:
            actions.call_off(**who, reason="那几天走不开", **self.words(agreed))
            return
        actions.agree(**who, **self.words(agreed))
        done = self.village.moment(post.ends_on, 18, 5 * place)
        if done > self.village.now:
            return
        actions.note_worked(**who, **self.words(done))
        paid = done + timedelta(days=1)
        if paid > self.village.now:
            return
        for side, text in ((Side.WORKER, "说好的都给了"), (Side.EMPLOYER, "手脚快，下次还找")):
            actions.say_word(
                **who,
                side=side,
                did_work=True,
                was_paid=True,
                text=text,
                channel="phone",
                **self.words(paid),
            )
        actions.close_match(**who, **self.words(paid + timedelta(minutes=10)))


def play(village: Any) -> None:
    """Open the station by the second month, and let a piece of work come every six days."""
    staff = list(staff_of(village.centre, policies.MANAGE, at=village.now))
    order = ("added_at", "name", "birth_year", "id")
    people = list(residents(village.centre).order_by(*order)[40 : 40 + len(CARDS)])
    opens = min(30, (village.until - village.since).days // 6)
    start = village.moment(village.since + timedelta(days=opens), 9)
    if not staff or len(people) < len(CARDS) or start > village.now:
        return
    station = Station(village, staff[0])
    employers = station.employers(start)
    for place, person in enumerate(people):
        at = start + timedelta(days=1 + 2 * place)
        if at <= village.now:
            station.card(person, place, at)
    number, at = 0, start + timedelta(days=6)
    while at <= village.now - timedelta(days=1):
        post = station.post(employers, number, at)
        actions.publish_post(post_id=post.pk, **station.words(at + timedelta(hours=2)))
        station.find_hands(post, at + timedelta(hours=5))
        _tidy(station, people, at + timedelta(days=1))
        number, at = number + 1, at + timedelta(days=EVERY_DAYS)
    _wait(station, employers, village.now - timedelta(hours=2))


def _tidy(station: Station, people: list[Any], at: datetime) -> None:
    """Let the clock do its work, and most owners of a card keep it when they are asked."""
    actions.expire_posts(at)
    actions.remind_cards(at)
    soon = timezone.localdate(at) + timedelta(days=7)
    mine = policies.visible_cards(Actor.system(station.centre.pk)).filter(expires_on__lte=soon)
    for card in mine.filter(person__in=people[:-1]):
        actions.renew_card(card_id=card.pk, **station.words(at))
    actions.purge(at)


def _wait(station: Station, employers: list[Any], at: datetime) -> None:
    """Leave one post that looks for hands with somebody who wants to go, and one to be checked."""
    post = station.post(employers, 2, at)
    actions.publish_post(post_id=post.pk, **station.words(at))
    known = {match.person_id for match in post.matches.all()}
    for person in residents(station.centre).order_by("added_at", "name", "id")[60:62]:
        if person.pk not in known:
            words = station.words(at + timedelta(minutes=30))
            actions.want_post(
                post_id=post.pk, person=person, birth_year=1970, channel="phone", **words
            )
    station.post(employers, 7, at + timedelta(minutes=40))


DEMO = [DemoAct(code="jobs", order=66, play=play)]
