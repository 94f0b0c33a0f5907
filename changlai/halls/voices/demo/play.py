"""How a voice of the demo village goes its way: said, handled, answered, asked after."""

from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from changlai.engines.cases.public import (
    RUNNING,
    Case,
    OpenedCase,
    accept_case,
    add_co_handler,
    answer_case,
    ask_requester,
    call_back,
    extend_case,
    follow_case,
    merge_cases,
    open_case,
    publish_answer,
    rate_case,
    record_contact,
    redact_case,
    reopen_case,
    requester_replied,
    start_case,
    transfer_case,
    transfer_upward,
    withdraw_case,
)
from changlai.foundation.areas.public import open_week
from changlai.foundation.people.public import (
    Account,
    Actor,
    Person,
)
from changlai.halls.voices import actions
from changlai.halls.voices.demo import stories
from changlai.halls.voices.demo.agenda import Play
from changlai.halls.voices.demo.stories import STORIES, Story
from changlai.halls.voices.demo.troupe import Told, Troupe
from changlai.halls.voices.kinds import COMPLAINT, HELP, SUGGESTION

CHANNELS = {"online": 46, "phone": 20, "counter": 18, "paper": 8, "visit": 8}
FACES = {"very_satisfied": 38, "satisfied": 37, "basically": 15, "not_satisfied": 10}


class Loop:
    """The way of a voice from the first word to the rating."""

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
                reason="自己已经弄好了，不麻烦了。",
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
                note="打过电话，说了大概什么时候去看。",
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
            reason="这片水电是他在管，交给他更快。",
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
            reason="材料要从县里调来，路上还要几天，到了马上办。",
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
            reason="村里没有这样的设备，请镇上派车来一趟。",
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
                note="说的是同一件事，合在一起办。",
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
            values = {"outcome": "left_out", "note": "对方说忙，请别再打了。"}
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
            reason="公开前核对，没有个人信息。",
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
