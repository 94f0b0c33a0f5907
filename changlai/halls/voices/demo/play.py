"""How the demo village's half year goes: an agenda of moments, and what each moment does next."""

import heapq
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any, cast
from uuid import UUID

from changlai.engines.cases.public import (
    RUNNING,
    Case,
    Category,
    OpenedCase,
    accept_case,
    add_co_handler,
    answer_case,
    ask_requester,
    call_back,
    close_rested,
    escalate_due,
    extend_case,
    follow_case,
    merge_cases,
    open_case,
    publish_answer,
    rate_case,
    record_contact,
    redact_case,
    refuse_case,
    reopen_case,
    requester_replied,
    route_out_case,
    start_case,
    transfer_case,
    transfer_upward,
    withdraw_case,
)
from changlai.foundation.areas.public import hamlets, open_week
from changlai.foundation.people.public import (
    Account,
    Actor,
    Person,
    Role,
    RoleGrant,
    actor_of,
    residents,
    staff_of,
)
from changlai.halls.voices import actions
from changlai.halls.voices.demo import stories
from changlai.halls.voices.demo.stories import STORIES, Story
from changlai.halls.voices.kinds import COMPLAINT, HELP, SUGGESTION
from changlai.halls.voices.models import SuggestionBox
from changlai.kernel.workcalendar.clocks import due_after_working_days
from changlai.kernel.workcalendar.days import is_working_day

Do = Callable[[datetime], object]

CHANNELS = {"online": 46, "phone": 20, "counter": 18, "paper": 8, "visit": 8}
FACES = {"very_satisfied": 38, "satisfied": 37, "basically": 15, "not_satisfied": 10}
MORNING, EVENING = time(7, 30), time(20, 30)
DAYS = {"consult": 1, "help": 3, "complaint": 7, "suggestion": 7, "app_feedback": 7}


@dataclass
class Troupe:
    """The people of one centre who take part."""

    centre: Any
    staff: list[Account]
    handlers: list[Account]
    secretary: Account
    with_account: list[Person]
    without_account: list[Person]
    hamlets: list[str]
    actors: dict[UUID, Actor]
    categories: dict[str, Category]
    township: Account | None
    used: Counter[str] = field(default_factory=Counter)
    published: set[str] = field(default_factory=set)
    forms: list[str] = field(default_factory=list)
    sent_up: int = 0

    @property
    def can_play(self) -> bool:
        """Say whether there is anybody to speak and anybody to listen."""
        return bool(self.handlers and (self.with_account or self.without_account))


@dataclass
class Told:
    """A voice on its way through the play."""

    troupe: Troupe
    story: Story
    person: Person | None
    channel: str
    case: Case | None = None
    handler: Account | None = None

    def fresh(self) -> Case:
        """Return the case as it stands now."""
        known = cast(Case, self.case)
        self.case = Case.objects.of(self.troupe.centre).get(pk=known.pk)
        return self.case


class Play:
    """One agenda for both villages: whatever is due first happens first, nothing after `now`."""

    def __init__(self, village: Any) -> None:
        self.village = village
        self.rng: random.Random = village.rng
        self.order = count()
        self.agenda: list[tuple[datetime, int, Do]] = []

    def later(self, at: datetime, do: Do) -> None:
        """Put something on the agenda unless it lies in the future of the one who watches."""
        if self.village.is_past(at):
            heapq.heappush(self.agenda, (at, next(self.order), do))

    def run(self) -> None:
        """Play until the agenda is empty."""
        while self.agenda:
            at, _, do = heapq.heappop(self.agenda)
            do(at)

    def pick(self, weights: dict[str, int]) -> str:
        """Draw one key by weight."""
        return self.rng.choices(list(weights), list(weights.values()))[0]

    def chance(self, percent: float) -> bool:
        """Say yes in so many of a hundred cases."""
        return self.rng.random() * 100 < percent

    def minutes(self, low: int, high: int) -> timedelta:
        """Return a span between two numbers of minutes."""
        return timedelta(minutes=self.rng.randint(low, high))

    def desk_time(self, at: datetime) -> datetime:
        """Return `at`, or a moment soon after the doors open next."""
        for ahead in range(15):
            day = (self.village.moment(at.date(), 0) + timedelta(days=ahead)).date()
            if not is_working_day(day):
                continue
            for opens, closes in ((time(8, 30), time(12)), (time(14), time(17, 30))):
                first = self.village.moment(day, opens.hour, opens.minute)
                last = self.village.moment(day, closes.hour, closes.minute)
                if at < first:
                    return first + self.minutes(3, 50)
                if at <= last:
                    return at
        return at


def troupe_of(village: Any, centre: Any) -> Troupe:
    """Gather who lives and works at a centre by what the acts before have played."""
    at = village.now
    handlers = list(staff_of(centre, "voices.handle", at=at))
    staff = list(staff_of(centre, "voices.intake", at=at))
    overseers = list(staff_of(centre, "voices.oversee", at=at))
    working = {account.pk for account in staff}
    people = [
        p for p in residents(centre).order_by("added_at", "id") if p.account_id not in working
    ]
    with_account = [person for person in people if person.account_id]
    actors = {one.pk: actor_of(account=one, centre=centre, at=at) for one in staff}
    for person in with_account:
        account = cast(Account, person.account)
        actors[account.pk] = actor_of(account=account, centre=centre, at=at, with_roles=False)
    grant = RoleGrant.objects.effective(at).filter(role=Role.TOWNSHIP).select_related("account")
    township = grant.order_by("granted_at", "id").first()
    only_handlers = [one for one in handlers if one not in overseers] or handlers
    return Troupe(
        centre=centre,
        staff=staff,
        handlers=only_handlers,
        secretary=(overseers or handlers or staff or [None])[0],  # type: ignore[list-item]
        with_account=with_account,
        without_account=[person for person in people if not person.account_id],
        hamlets=[hamlet.name for hamlet in hamlets(centre)] or ["村里"],
        actors=actors,
        categories={one.code: one for one in Category.objects.of(centre)},
        township=township.account if township else None,
    )


class Voices:
    """What voices do on the agenda."""

    def __init__(self, play: Play, troupe: Troupe) -> None:
        self.play, self.rng, self.troupe = play, play.rng, troupe
        self.week = open_week(troupe.centre)

    # Speaking

    def story_for(self, day: date) -> Story:
        """Return a story of the season, the least told ones first."""
        fitting = [story for story in STORIES if day.month in story.months]
        least = min(self.troupe.used[story.title] for story in fitting)
        few = [s for s in fitting if self.troupe.used[s.title] <= least + 1]
        story = self.rng.choice(few)
        self.troupe.used[story.title] += 1
        return story

    def words(self, story: Story, person: Person | None, text: str = "") -> dict[str, Any]:
        """Return text, title and place as this person says them."""
        named = person.hamlet.name if person and person.hamlet else ""
        hamlet = named or self.rng.choice(self.troupe.hamlets)
        body = (text or story.text).replace("{hamlet}", hamlet)
        opening = self.rng.choice(stories.OPENINGS)
        return {
            "text": f"{opening}{body}{self.rng.choice(stories.CLOSINGS)}",
            "title": story.title,
            "place_text": story.place.replace("{hamlet}", hamlet),
        }

    def someone(self, channel: str) -> Person | None:
        """Return who speaks on a channel: app users online, the others mostly elsewhere."""
        troupe = self.troupe
        if channel == "online":
            return self.rng.choice(troupe.with_account) if troupe.with_account else None
        if channel in {"paper", "phone"} and self.play.chance(25):
            return None
        pool = troupe.without_account or troupe.with_account
        if self.play.chance(30) and troupe.with_account:
            pool = troupe.with_account
        return self.rng.choice(pool) if pool else None

    def clerk(self) -> Actor:
        """Return a member of staff who writes down what is said."""
        return self.troupe.actors[self.rng.choice(self.troupe.staff).pk]

    def actor(self, account: Account) -> Actor:
        """Return a member of staff as actor."""
        return self.troupe.actors[account.pk]

    def plan(self, at: datetime, story: Story | None = None, channel: str = "") -> None:
        """Put one voice on the agenda at about `at`."""
        story = story or self.story_for(at.date())
        channel = channel or self.play.pick(CHANNELS)
        if story.category == "centre_app":
            channel = "online"
        person = self.someone(channel)
        if channel == "online" and person is None:
            channel, person = "counter", self.someone("counter")
        if channel != "online" and not story.urgent:
            at = self.play.desk_time(at)
        told = Told(self.troupe, story, person, channel)
        self.play.later(at, lambda now: self.speak(told, now))

    def speak(self, told: Told, at: datetime, text: str = "") -> Case:
        """Open the voice by its channel, and let it go its way."""
        story, person, troupe = told.story, told.person, self.troupe
        said = self.words(story, person, text)
        more: dict[str, Any] = {
            "category": troupe.categories.get(story.category),
            "urgency": "urgent" if story.urgent else "normal",
        }
        if told.channel == "phone":
            taken = actions.log_call(
                centre=troupe.centre,
                actor=self.clerk(),
                at=at,
                summary=said["text"],
                phone=person.phone or person.contact_phone if person else "",
                kind=story.kind,
                caller=person.name if person else "",
                person=person,
                urgency=more["urgency"],
            )
            told.case = cast(OpenedCase, taken.opened).case
        elif told.channel == "counter":
            told.case = actions.take_in(
                centre=troupe.centre,
                actor=self.clerk(),
                at=at,
                kind=story.kind,
                person=person,
                **said,
                **more,
            ).case
        elif told.channel == "paper" and troupe.forms:
            told.case, _ = actions.enter_paper(
                centre=troupe.centre,
                number=troupe.forms.pop(),
                actor=self.clerk(),
                at=at,
                kind=story.kind,
                person=person,
                alias="" if person else "一位村民",
                **said,
                **more,
            )
        else:
            online = told.channel == "online"
            told.case = open_case(
                centre=troupe.centre,
                kind=story.kind,
                channel="online" if online else "visit",
                at=at,
                actor=self.requester(person) if online and person else self.clerk(),
                person=person,
                may_publish=bool(story.asked) and self.play.chance(60),
                **said,
                **more,
            ).case
        self.go_on(told, at)
        return told.case

    def requester(self, person: Person | None) -> Actor:
        """Return a person with an account as actor."""
        return self.troupe.actors[cast(UUID, cast(Person, person).account_id)]

    # Handling

    def go_on(self, told: Told, at: datetime) -> None:
        """Decide how a new voice is received."""
        soon = at + self.play.minutes(6, 40)
        if not told.story.urgent:
            soon = self.play.desk_time(at + self.play.minutes(10, 240))
        online = told.channel == "online"
        if online and self.play.chance(2.5):
            self.play.later(at + self.play.minutes(20, 90), lambda now: self.withdraw(told, now))
            return
        self.play.later(soon, lambda now: self.accept(told, now))
        if self.play.chance(6) and not told.story.urgent:
            again = self.play.desk_time(soon + self.play.minutes(60, 60 * 20))
            self.play.later(again, lambda now: self.same_again(told, now))
        if self.play.chance(5):
            self.play.later(soon + self.play.minutes(30, 600), lambda now: self.follow(told, now))

    def withdraw(self, told: Told, at: datetime) -> None:
        """Let the requester think better of it."""
        case = told.fresh()
        if case.state_type in RUNNING:
            withdraw_case(
                centre=self.troupe.centre,
                case_id=case.pk,
                actor=self.requester(told.person),
                at=at,
                reason="自己已经弄好了,不麻烦了。",
            )

    def accept(self, told: Told, at: datetime) -> None:
        """Let somebody take it on."""
        case = told.fresh()
        told.handler = self.rng.choice(self.troupe.handlers)
        case = accept_case(
            centre=self.troupe.centre, case_id=case.pk, actor=self.actor(told.handler), at=at
        )
        begin = at + self.play.minutes(10, 60)
        if not told.story.urgent:
            begin = self.play.desk_time(begin)
        self.play.later(begin, lambda now: self.begin(told, now))

    def begin(self, told: Told, at: datetime) -> None:
        """Let the handler ring or go there, then do one of the things handlers do."""
        case = told.fresh()
        if case.state_type not in RUNNING:
            return
        by = self.handler_of(told)
        if case.first_contact_at is None and case.is_contactable:
            record_contact(
                centre=self.troupe.centre,
                case_id=case.pk,
                actor=by,
                at=at,
                note="打过电话,说了大概什么时候去看。",
            )
        else:
            start_case(centre=self.troupe.centre, case_id=case.pk, actor=by, at=at)
        due = told.fresh().resolution_due or at + timedelta(days=1)
        step = self.rng.random() * 100
        part = at + (due - at) * 0.3
        if step < 11 and case.is_contactable and not told.story.urgent:
            self.play.later(self.play.desk_time(part), lambda now: self.ask(told, now))
            return
        if step < 17 and len(self.troupe.handlers) > 1:
            self.play.later(self.play.desk_time(part), lambda now: self.transfer(told, now))
        elif step < 21 and told.story.kind in {COMPLAINT, SUGGESTION}:
            self.play.later(self.play.desk_time(part), lambda now: self.extend(told, now))
            return
        elif step < 26 and len(self.troupe.handlers) > 1:
            self.play.later(part, lambda now: self.help(told, now))
        elif step < 28 and told.story.kind in {COMPLAINT, HELP} and self.troupe.township:
            self.play.later(self.play.desk_time(part), lambda now: self.send_up(told, now))
        self.plan_answer(told, at, due)

    def plan_answer(self, told: Told, at: datetime, due: datetime) -> None:
        """Answer in time as a rule, late as an exception."""
        if self.play.chance(91):
            when = at + (due - at) * self.rng.uniform(0.35, 0.9)
            when = when if told.story.urgent else self.play.desk_time(when)
            when = min(when, due - self.play.minutes(5, 25)) if due > at else when
        else:
            when = self.play.desk_time(due + self.play.minutes(90, 60 * 50))
        self.play.later(max(when, at + timedelta(minutes=5)), lambda now: self.answer(told, now))

    def handler_of(self, told: Told) -> Actor:
        """Return whoever has the case in hand."""
        case = told.fresh()
        found = next((one for one in self.troupe.staff if one.pk == case.handler_id), None)
        if found is None:
            found = self.rng.choice(self.troupe.handlers)
        told.handler = found
        return self.actor(found)

    def ask(self, told: Told, at: datetime, which: int | None = None) -> None:
        """Ask the requester, who replies in a day or three (never when `which` is given)."""
        case = told.fresh()
        if case.state not in {"accepted", "in_hand"}:
            return
        waits = which is not None
        if which is None:
            which = self.rng.randrange(len(stories.QUESTIONS_BACK))
        ask_requester(
            centre=self.troupe.centre,
            case_id=case.pk,
            actor=self.handler_of(told),
            question=stories.QUESTIONS_BACK[which],
            at=at,
        )
        if waits:
            return
        reply, words = at + self.play.minutes(60, 60 * 60), stories.REPLIES_BACK[which]
        self.play.later(reply, lambda now: self.reply(told, now, words))

    def reply(self, told: Told, at: datetime, words: str) -> None:
        """Write down the reply: in the app, or by the handler who rang."""
        case = told.fresh()
        if case.state != "waiting":
            return
        mine = told.channel == "online" and told.person is not None
        by = self.requester(told.person) if mine and told.person else self.handler_of(told)
        requester_replied(centre=self.troupe.centre, case_id=case.pk, actor=by, text=words, at=at)
        self.plan_answer(told, at, told.fresh().resolution_due or at + timedelta(days=1))

    def transfer(self, told: Told, at: datetime) -> None:
        """Pass it to a colleague who knows the matter."""
        case = told.fresh()
        others = [one for one in self.troupe.handlers if one.pk != case.handler_id]
        if case.state not in {"accepted", "in_hand"} or not others:
            return
        by = self.handler_of(told)
        transfer_case(
            centre=self.troupe.centre,
            case_id=case.pk,
            actor=by,
            reason="这片水电是他在管,交给他更快。",
            at=at,
            to=self.rng.choice(others),
        )

    def help(self, told: Told, at: datetime) -> None:
        """Ask a colleague to lend a hand."""
        case = told.fresh()
        others = [one for one in self.troupe.handlers if one.pk != case.handler_id]
        if case.state not in {"accepted", "in_hand"} or not others:
            return
        add_co_handler(
            centre=self.troupe.centre,
            case_id=case.pk,
            actor=self.handler_of(told),
            account=self.rng.choice(others),
            at=at,
            note="一起去现场看看。",
        )

    def extend(self, told: Told, at: datetime) -> None:
        """Say openly that it takes longer."""
        case = told.fresh()
        if (
            case.state not in {"accepted", "in_hand"}
            or case.extended_at
            or (case.resolution_due and at > case.resolution_due)
        ):
            return
        extend_case(
            centre=self.troupe.centre,
            case_id=case.pk,
            actor=self.handler_of(told),
            working_days=self.rng.randint(3, 6),
            reason="材料要从县里调来,路上还要几天,到了马上办。",
            at=at,
        )
        self.plan_answer(told, at, told.fresh().resolution_due or at + timedelta(days=3))

    def send_up(self, told: Told, at: datetime) -> None:
        """Ask the township to help with one case, for a time."""
        case = told.fresh()
        if case.state not in {"accepted", "in_hand"} or self.troupe.sent_up >= 4:
            return
        self.troupe.sent_up += 1
        transfer_upward(
            centre=self.troupe.centre,
            case_id=case.pk,
            actor=self.actor(self.troupe.secretary),
            account=self.troupe.township,
            to_name="溪桥镇",
            reason="村里没有这样的设备,请镇上派车来一趟。",
            at=at,
            until=at + timedelta(days=30),
        )

    def follow(self, told: Told, at: datetime) -> None:
        """Let a neighbour with the same matter follow it."""
        case = told.fresh()
        others = [one for one in self.troupe.with_account if one.pk != case.person_id]
        if case.state_type not in RUNNING or not others:
            return
        person = self.rng.choice(others)
        follow_case(
            centre=self.troupe.centre,
            number=case.number,
            actor=self.requester(person),
            at=at,
            person=person,
        )

    def same_again(self, told: Told, at: datetime) -> None:
        """Let another villager say the same, and put the two together."""
        first = told.fresh()
        if first.state_type not in RUNNING:
            return
        pool = [one for one in self.troupe.with_account if one.pk != first.person_id]
        if not pool:
            return
        story, person = told.story, self.rng.choice(pool)
        said = self.words(story, person, self.rng.choice(stories.SAME_AGAIN))
        copy = open_case(
            centre=self.troupe.centre,
            kind=story.kind,
            channel="online",
            at=at,
            actor=self.requester(person),
            person=person,
            category=self.troupe.categories.get(story.category),
            **said,
        ).case
        twin = Told(self.troupe, story, person, "online", copy)
        when = self.play.desk_time(at + self.play.minutes(20, 120))

        def merge(now: datetime) -> None:
            target = told.fresh()
            if target.state_type not in RUNNING:
                self.accept(twin, now)
                return
            merge_cases(
                centre=self.troupe.centre,
                case_id=copy.pk,
                into_id=target.pk,
                actor=self.actor(self.rng.choice(self.troupe.handlers)),
                at=now,
                note="说的是同一件事,合在一起办。",
            )

        self.play.later(when, merge)

    # Answering and after

    def answer(self, told: Told, at: datetime) -> None:
        """Answer; then the requester may rate it, and somebody else asks how it went."""
        case = told.fresh()
        if case.state not in {"accepted", "in_hand", "sent_up"}:
            return
        hamlet = self.rng.choice(self.troupe.hamlets)
        answer_case(
            centre=self.troupe.centre,
            case_id=case.pk,
            actor=self.handler_of(told),
            text=told.story.answer.replace("{hamlet}", hamlet),
            at=at,
        )
        if told.channel == "online" and self.play.chance(3.5) and case.reopened == 0:
            reopen = at + self.play.minutes(60 * 20, 60 * 24 * 5)
            self.play.later(reopen, lambda now: self.reopen(told, now))
            return
        if told.channel == "online" and self.play.chance(62):
            self.play.later(at + self.play.minutes(30, 60 * 60), lambda now: self.rate(told, now))
        elif told.channel in {"counter", "paper", "visit"} and self.play.chance(30):
            paper = self.play.desk_time(at + self.play.minutes(60 * 20, 60 * 70))
            self.play.later(paper, lambda now: self.rate(told, now, "paper"))
        back = self.play.desk_time(at + self.play.minutes(60 * 4, 60 * 50))
        if self.play.chance(6):
            back = self.play.desk_time(back + timedelta(days=4))
        self.play.later(back, lambda now: self.ask_after(told, now))
        if told.story.asked and case.may_publish and told.story.title not in self.troupe.published:
            self.troupe.published.add(told.story.title)
            shown = self.play.desk_time(back + self.play.minutes(60, 60 * 40))
            self.play.later(shown, lambda now: self.publish(told, now))

    def others(self, case: Case) -> list[Account]:
        """Return staff who did not handle the case."""
        return [one for one in self.troupe.staff if one.pk != case.handler_id]

    def rate(self, told: Told, at: datetime, channel: str = "online") -> None:
        """Let the requester say how it was."""
        case = told.fresh()
        others = self.others(case)
        if (
            case.state not in {"answered", "finished"}
            or case.face
            or (channel == "paper" and not others)
        ):
            return
        face = self.play.pick(FACES)
        sour = face == "not_satisfied"
        by = self.actor(self.rng.choice(others)) if channel == "paper" else None
        if by is None:
            by = self.requester(told.person)
        rate_case(
            centre=self.troupe.centre,
            case_id=case.pk,
            actor=by,
            face=face,
            at=at,
            words=self.rng.choice(stories.SOUR_WORDS if sour else stories.KIND_WORDS),
            solved=not sour or self.play.chance(40),
            was_contacted=True,
            channel=channel,
        )

    def reopen(self, told: Told, at: datetime) -> None:
        """Let it break again; the second answer comes quicker."""
        case = told.fresh()
        if case.state not in {"answered", "finished"} or case.reopened:
            return
        reopen_case(
            centre=self.troupe.centre,
            case_id=case.pk,
            actor=self.requester(told.person),
            reason=self.rng.choice(stories.REDO_WORDS),
            at=at,
        )
        again = self.play.desk_time(at + self.play.minutes(120, 60 * 30))
        self.play.later(again, lambda now: self.answer(told, now))

    def ask_after(self, told: Told, at: datetime) -> None:
        """Ask after it, by somebody who did not handle it."""
        case = told.fresh()
        others = self.others(case)
        if case.state != "answered" or case.call_back_outcome or not others:
            return
        if not case.is_contactable:
            return
        by = self.actor(self.rng.choice(others))
        luck = self.rng.random() * 100
        values: dict[str, Any] = {"outcome": "unreachable", "note": "打了两次没人接。"}
        if luck < 80:
            values = {"outcome": "reached", "solved": True, "was_contacted": True}
        elif luck < 86:
            values = {"outcome": "reached", "solved": False, "note": "说还差一点没弄好。"}
            values["redo"] = self.play.chance(60)
        elif luck < 89:
            values = {"outcome": "left_out", "note": "对方说忙,请别再打了。"}
        call_back(centre=self.troupe.centre, case_id=case.pk, actor=by, at=at, **values)
        if values.get("redo"):
            again = self.play.desk_time(at + self.play.minutes(120, 60 * 30))
            self.play.later(again, lambda now: self.answer(told, now))

    def publish(self, told: Told, at: datetime) -> None:
        """Put question and answer on the board, with nothing personal left in them."""
        case = told.fresh()
        if case.state not in {"answered", "finished"} or case.published_at:
            return
        by = self.actor(self.troupe.secretary)
        redact_case(
            centre=self.troupe.centre,
            case_id=case.pk,
            actor=by,
            reason="公开前核对,没有个人信息。",
            at=at,
            public_title=told.story.title,
        )
        publish_answer(
            centre=self.troupe.centre,
            case_id=case.pk,
            actor=by,
            question=told.story.asked,
            answer=told.story.answer.replace("{hamlet}", "您那边"),
            post="便民服务岗",
            at=at,
        )

    # Other ways in

    def refuse(self, at: datetime, title: str, category: str, reason: str, *, out: bool) -> None:
        """Bring what is not the village's to answer, and say so."""
        person = self.someone("online") or self.someone("counter")
        if person is None:
            return
        case = open_case(
            centre=self.troupe.centre,
            kind=HELP,
            channel="online" if person.account_id else "counter",
            at=at,
            actor=self.requester(person) if person.account_id else self.clerk(),
            person=person,
            text=f"{title},不知道行不行?",
            title=title,
            category=self.troupe.categories.get(category),
        ).case
        when = self.play.desk_time(at + self.play.minutes(30, 200))

        def say_no(now: datetime) -> None:
            by = self.actor(self.rng.choice(self.troupe.handlers))
            if out:
                route_out_case(
                    centre=self.troupe.centre, case_id=case.pk, actor=by, guidance=reason, at=now
                )
            else:
                refuse_case(
                    centre=self.troupe.centre, case_id=case.pk, actor=by, reason=reason, at=now
                )

        self.play.later(when, say_no)

    def small_call(self, at: datetime) -> None:
        """Settle a question on the line."""
        person = self.someone("phone")
        actions.log_call(
            centre=self.troupe.centre,
            actor=self.clerk(),
            at=at,
            summary=self.rng.choice(stories.CALLS),
            phone=person.phone if person else "",
            caller=person.name if person else "",
            is_answered=True,
        )

    def missed_call(self, at: datetime, *, returned: bool = True) -> None:
        """Miss a ring, and ring back."""
        callers = [one for one in self.troupe.with_account if one.phone]
        if not callers:
            return
        person = self.rng.choice(callers)
        call = actions.log_missed_call(
            centre=self.troupe.centre, actor=self.clerk(), at=at, phone=person.phone
        )
        if not returned:
            return

        def ring_back(now: datetime) -> None:
            if type(call).objects.of(self.troupe.centre).to_return().filter(pk=call.pk).exists():
                actions.settle_missed_call(
                    centre=self.troupe.centre,
                    call_id=call.pk,
                    actor=self.clerk(),
                    at=now,
                    summary=self.rng.choice(stories.CALLS),
                    is_answered=True,
                )

        self.play.later(self.play.desk_time(at + self.play.minutes(15, 300)), ring_back)

    def box(self, at: datetime) -> None:
        """Open the box by two people."""
        box = SuggestionBox.objects.of(self.troupe.centre).order_by("name").first()
        if box is None or len(self.troupe.staff) < 2:
            return
        first, second = self.rng.sample(self.troupe.staff, 2)
        filled = self.rng.randint(1, 4)
        blank = int(self.play.chance(40))
        opening = actions.open_box(
            centre=self.troupe.centre,
            box_id=box.pk,
            actor=self.actor(first),
            at=at,
            slips=filled + blank,
            second_account=second,
            blank=blank,
        )
        for order in range(1, filled + 1):
            self.play.later(
                at + timedelta(minutes=8 * order),
                lambda now, order=order: self.slip(opening.pk, order, first, now),  # type: ignore[misc]
            )

    def slip(self, opening_id: UUID, order: int, clerk: Account, at: datetime) -> None:
        """Enter one slip; who wrote it is mostly unknown."""
        story = self.story_for(at.date())
        said = self.words(story, None)
        alias = self.rng.choice(["", "", "一位奶奶", "学生家长"])
        opened = actions.enter_slip(
            centre=self.troupe.centre,
            opening_id=opening_id,
            order=order,
            actor=self.actor(clerk),
            at=at,
            text=said["text"],
            kind=story.kind if story.kind != "app_feedback" else SUGGESTION,
            category=self.troupe.categories.get(story.category),
            alias=alias,
            place_text=said["place_text"],
        )
        if opened is not None:
            told = Told(self.troupe, story, None, "box", opened.case)
            self.play.later(
                self.play.desk_time(at + self.play.minutes(10, 120)),
                lambda now: self.accept(told, now),
            )

    def print_forms(self, at: datetime) -> None:
        """Lay a stack of numbered forms on the counter."""
        batch = actions.print_forms(centre=self.troupe.centre, actor=self.clerk(), at=at, count=30)
        self.troupe.forms = list(batch.forms.order_by("-number").values_list("number", flat=True))

    # Today

    def just_in(self, at: datetime, story: Story) -> Told | None:
        """Bring a voice that nobody has looked at yet."""
        person = self.someone("online") or self.someone("counter")
        if person is None:
            return None
        told = Told(self.troupe, story, person, "online" if person.account_id else "visit")
        said = self.words(story, person)
        told.case = open_case(
            centre=self.troupe.centre,
            kind=story.kind,
            channel=told.channel,
            at=at,
            actor=self.requester(person) if person.account_id else self.clerk(),
            person=person,
            category=self.troupe.categories.get(story.category),
            **said,
        ).case
        return told

    def unanswered(self, at: datetime, story: Story, *, asks: bool = False) -> None:
        """Bring a voice that was taken on and has no answer yet."""
        told = self.just_in(at, story)
        if told is None:
            return

        def accept(now: datetime) -> None:
            handler = self.rng.choice(self.troupe.handlers)
            by = self.actor(handler)
            accept_case(centre=self.troupe.centre, case_id=told.fresh().pk, actor=by, at=now)
            record_contact(
                centre=self.troupe.centre,
                case_id=told.fresh().pk,
                actor=by,
                at=now + timedelta(minutes=1),
                note="电话里说好去现场看。",
            )
            if asks:
                self.play.later(now + timedelta(minutes=30), lambda then: self.ask(told, then, 0))

        self.play.later(at + timedelta(minutes=20), accept)

    def opened_so_that(self, kind: str, *, late: bool) -> datetime:
        """Return when a voice must have come so that its answer is due soon, or just overdue."""
        now = self.play.village.now
        start = previous = now - timedelta(hours=3)
        for back in range(1, 60):
            day = (now - timedelta(days=back)).date()
            if not is_working_day(day):
                continue
            start = self.play.village.moment(day, 9, 20)
            due = due_after_working_days(start + timedelta(minutes=20), DAYS[kind], self.week).at
            if late and due < now - timedelta(hours=1):
                return start
            if not late and due <= now + timedelta(hours=1):
                # One working day younger: the last one that is still in time.
                return previous
            previous = start
        return start


def nightly(play: Play, at: datetime) -> None:
    """Do what the clock does each morning: make due promises known, finish what rests."""
    while escalate_due(at) == 200 or close_rested(at) == 200:
        continue
