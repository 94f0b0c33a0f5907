"""Other ways in: the telephone, the box, paper, and what waits on the desk today."""

from datetime import datetime, timedelta
from uuid import UUID

from changlai.engines.cases.public import (
    accept_case,
    open_case,
    record_contact,
    refuse_case,
    route_out_case,
)
from changlai.foundation.people.public import (
    Account,
)
from changlai.halls.voices import actions
from changlai.halls.voices.demo import stories
from changlai.halls.voices.demo.play import Loop
from changlai.halls.voices.demo.stories import Story
from changlai.halls.voices.demo.troupe import Told
from changlai.halls.voices.kinds import HELP, SUGGESTION
from changlai.halls.voices.models import SuggestionBox
from changlai.kernel.workcalendar.clocks import due_after_working_days
from changlai.kernel.workcalendar.days import is_working_day

DAYS = {"consult": 1, "help": 3, "complaint": 7, "suggestion": 7, "app_feedback": 7}


class Voices(Loop):
    """All that a centre's voices do on the agenda."""

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
            text=f"{title}，不知道行不行？",
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
