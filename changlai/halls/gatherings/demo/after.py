"""Who came to the gatherings of the demo village, what was said there, and what is left of them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from changlai.engines.activities.public import (
    Activity,
    ActivityState,
    Document,
    FollowUp,
    FollowUpOutcome,
    Mark,
    MarkKind,
    MarkSource,
    Session,
    SessionState,
    SignUp,
    SignUpState,
    add_photo,
    change_photo,
    decide_opinion,
    earned,
    end_activity,
    follow_ups_due,
    give_feedback,
    hold_session,
    issue_certificate,
    keep_minutes,
    mark,
    note_follow_up,
    note_opinion,
)
from changlai.foundation.people.public import Actor, Person, actor_of, residents, staff_of
from changlai.halls.gatherings.actions.works import add_work, withdraw_work
from changlai.halls.gatherings.demo.pictures import scene
from changlai.halls.gatherings.demo.said import CAPTIONS, MINUTES, OPINIONS, WORDS, WORKS
from changlai.kernel.errors import RuleBroken
from changlai.kernel.events.public import deliver
from changlai.kernel.files.public import as_upload, keep_file

FACES = ("very_satisfied", "satisfied", "basically", "not_satisfied")
OUTCOMES = (
    FollowUpOutcome.EMPLOYED,
    FollowUpOutcome.STARTED,
    FollowUpOutcome.NONE,
    FollowUpOutcome.NOT_SAID,
    FollowUpOutcome.NOT_REACHED,
)
SHARE_THAT_COMES = 0.82


def play_after(village: Any) -> None:
    """Let people come to what the acts before have planned, and keep what is left; else nothing."""
    for centre, is_main in ((village.centre, True), (village.neighbour, False)):
        After(village, centre, is_main=is_main).run()


class After:
    """One centre's gatherings from the door to the certificate."""

    def __init__(self, village: Any, centre: Any, *, is_main: bool) -> None:
        self.village, self.centre, self.rng, self.is_main = village, centre, village.rng, is_main
        staff = list(staff_of(centre, "activities.plan", at=village.now))
        self.staff: list[Actor] = [
            actor_of(account=one, centre=centre, at=village.now) for one in staff
        ]
        order = ("added_at", "name", "birth_year", "id")
        self.people: list[Person] = list(residents(centre).order_by(*order))
        self.told = 0

    def run(self) -> None:
        """Go through what is over by now, in the order of time."""
        if not self.staff:
            return
        rows = (
            Activity.objects.of(self.centre)
            .filter(
                state__in=(ActivityState.ANNOUNCED, ActivityState.DONE),
                first_starts__lte=self.village.now,
            )
            .select_related("version", "preset")
            .order_by("first_starts", "title", "number")
        )
        over = list(rows)
        forums = [one for one in over if Document.OPINIONS in one.version.documents]
        for activity in over:
            self._activity(activity, is_last_forum=bool(forums) and activity.pk == forums[-1].pk)
        deliver(self.centre.pk)
        self._ask()

    def by(self, at: datetime) -> dict[str, Any]:
        """Return who does something and when."""
        return {"centre": self.centre, "actor": self.rng.choice(self.staff), "at": at}

    def _activity(self, activity: Activity, *, is_last_forum: bool) -> None:
        sessions = list(
            Session.objects.of(self.centre)
            .filter(activity=activity)
            .exclude(state=SessionState.CANCELLED)
            .order_by("starts", "order")
        )
        sign_ups = list(
            SignUp.objects.of(self.centre)
            .filter(activity=activity, state=SignUpState.CONFIRMED)
            .select_related("person")
            .order_by("queued_at", "alias", "heads", "person__name", "id")
        )
        called = set(
            Mark.objects.of(self.centre)
            .filter(session__activity=activity)
            .values_list("session_id", flat=True)
        )
        for session in sessions:
            if session.pk not in called and self.village.is_past(session.starts):
                self._session(activity, session, sign_ups)
        if activity.last_ends is None:
            return
        closing = activity.last_ends + timedelta(minutes=self.rng.randint(15, 90))
        if not self.village.is_past(closing):
            return
        self._leave(activity, closing, is_last_forum=is_last_forum)

    def _session(self, activity: Activity, session: Session, sign_ups: list[SignUp]) -> None:
        came: list[dict[str, Any]] = [
            {"sign_up_id": one.pk} for one in sign_ups if self.rng.random() < SHARE_THAT_COMES
        ]
        for _ in range(self.rng.choice((0, 0, 1, 1, 2, 3)) + (4 if not sign_ups else 0)):
            if self.people:
                came.append({"person": self.rng.choice(self.people), "walk_in": True})
        source = self.rng.choices(
            (MarkSource.STAFF, MarkSource.PAPER, MarkSource.OFFLINE), (6, 3, 1)
        )[0]
        for wish in came:
            at = session.starts + timedelta(minutes=self.rng.randint(-12, 14))
            if not self.village.is_past(at):
                continue
            line = mark(
                session_id=session.pk,
                kind=MarkKind.IN,
                source=source,
                happened_at=at,
                **self.by(at),
                **wish,
            )
            left = session.ends - timedelta(minutes=self.rng.randint(10, 50))
            leaves = line.counts and self.rng.random() < 0.12
            if leaves and left > at and self.village.is_past(left):
                mark(
                    session_id=session.pk,
                    kind=MarkKind.OUT,
                    source=MarkSource.STAFF,
                    **self.by(left),
                    **wish,
                )
        over = session.ends + timedelta(minutes=self.rng.randint(2, 12))
        if session.state == SessionState.PLANNED and self.village.is_past(over):
            guests = self.rng.randint(8, 45) if not sign_ups else self.rng.choice((0, 0, 2, 5))
            hold_session(session_id=session.pk, guests=guests, **self.by(over))

    def _leave(self, activity: Activity, at: datetime, *, is_last_forum: bool) -> None:
        keeps = set(activity.version.documents)
        if Document.OPINIONS in keeps and activity.state == ActivityState.ANNOUNCED:
            waits = self._opinions(activity, at, leaves_one=is_last_forum and self.is_main)
            if waits:
                return
        if Document.MINUTES in keeps and self.rng.random() < 0.8:
            keep_minutes(activity_id=activity.pk, text=self.rng.choice(MINUTES), **self.by(at))
        if Document.GALLERY in keeps and self.rng.random() < 0.5:
            self._photo(activity, at)
        if Document.WORKS in keeps:
            self._works(activity)
        if activity.state == ActivityState.ANNOUNCED:
            end_activity(activity_id=activity.pk, **self.by(at))
        if Document.FEEDBACK in keeps:
            self._faces(activity, at)
        if Document.CERTIFICATE in keeps:
            for one in earned(activity):
                if self.rng.random() < 0.6:
                    issue_certificate(activity_id=activity.pk, who=one.attendee.who, **self.by(at))

    def _opinions(self, activity: Activity, at: datetime, *, leaves_one: bool) -> int:
        """Write down what was said and what becomes of it; return how many wait for a word."""
        waits = 0
        for number in range(self.rng.randint(2, 4)):
            text, outcome, reply = OPINIONS[self.told % len(OPINIONS)]
            self.told += 1
            person = self.rng.choice(self.people) if self.people else None
            said_at = activity.last_ends or at
            row = note_opinion(
                activity_id=activity.pk, text=text, person=person, **self.by(said_at)
            )
            if leaves_one and number == 0:
                waits += 1
                continue
            decide_opinion(opinion_id=row.pk, outcome=outcome, reply=reply, **self.by(at))
        return waits

    def _photo(self, activity: Activity, at: datetime) -> None:
        by = self.by(at)
        file = keep_file(
            centre=self.centre,
            upload=as_upload(scene(self.rng), "huodong.png"),
            purpose="gallery",
            actor_id=by["actor"].account_id,
            at=at,
        )
        caption = self.rng.choice(CAPTIONS)
        photo = add_photo(
            activity_id=activity.pk, file=file, caption=caption, shows_people=False, **by
        )
        change_photo(photo_id=photo.pk, published=True, shows_people=False, caption=caption, **by)

    def _works(self, activity: Activity) -> None:
        """Hang a few works in the days of the exhibition; one author changed their mind."""
        begins = activity.first_starts
        if begins is None or not self.people:
            return
        first = timezone.localdate(begins)
        for number, title in enumerate(self.rng.sample(WORKS, 4)):
            by = self.by(begins)
            image = keep_file(
                centre=self.centre,
                upload=as_upload(scene(self.rng), "zuopin.png"),
                purpose="work",
                actor_id=by["actor"].account_id,
                at=begins,
            )
            work = add_work(
                activity_id=activity.pk,
                title=title,
                author_name="",
                author=self.rng.choice(self.people),
                image=image,
                shown_from=first,
                shown_until=first + timedelta(days=90),
                consent_note="纸质同意书已签",
                **by,
            )
            later = begins + timedelta(hours=3)
            if number == 3 and self.village.is_past(later):
                withdraw_work(work_id=work.pk, **self.by(later))

    def _faces(self, activity: Activity, at: datetime) -> None:
        for one in earned(activity):
            person = one.attendee.mark.person
            if person is None or person.account is None or self.rng.random() > 0.4:
                continue
            later = at + timedelta(minutes=self.rng.randint(20, 900))
            if not self.village.is_past(later):
                continue
            self._face(activity, person, later)

    def _face(self, activity: Activity, person: Person, at: datetime) -> None:
        account: Any = person.account
        words = self.rng.choice(WORDS) if self.rng.random() < 0.4 else ""
        face = self.rng.choices(FACES, (50, 35, 11, 4))[0]
        actor = actor_of(account=account, centre=self.centre, at=at, with_roles=False)
        try:
            give_feedback(
                centre=self.centre,
                activity_id=activity.pk,
                actor=actor,
                at=at,
                face=face,
                words=words,
                person=person,
            )
        except RuleBroken:
            # The one who signed up sent somebody else, and did not come.
            return

    def _ask(self) -> None:
        """Ask trainees who are due, all but the latest, so that some wait on today's sheet."""
        due: list[FollowUp] = list(follow_ups_due(self.centre, self.village.now.date()))
        for row in due[: -3 if len(due) > 3 else 0]:
            at = self.village.moment(row.due_on, 15, self.rng.randint(0, 59))
            if self.village.is_past(at):
                outcome = self.rng.choices(OUTCOMES, (30, 10, 30, 12, 18))[0]
                note_follow_up(follow_up_id=_key(row), outcome=outcome, **self.by(at))


def _key(row: FollowUp) -> UUID:
    key: UUID = row.pk
    return key
