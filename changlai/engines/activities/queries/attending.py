"""Named reads of attendance: a session's roll, heads in the room, hours that somebody stayed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from changlai.engines.activities.attendance import (
    Stay,
    Who,
    stays,
    who,
    who_signed_up,
)
from changlai.engines.activities.facet_kinds import FacetKind, facet_kind
from changlai.engines.activities.models import Activity, ActivityFacet, Mark, Session, SignUp
from changlai.engines.activities.states import (
    MarkOutcome,
    RosterRule,
    SessionState,
)
from changlai.foundation.people.public import Actor, Person, staff_of
from changlai.kernel.registry.public import collect

NOBODY = Stay()


@dataclass(frozen=True)
class RollLine:
    """Somebody on the roll: expected, here, or gone."""

    who: Who
    name: str
    heads: int
    stay: Stay
    sign_up: SignUp | None = None
    person_id: UUID | None = None
    minutes: int = 0
    is_expected: bool = False

    @property
    def is_walk_in(self) -> bool:
        """Whether they came without being on the list."""
        return not self.is_expected

    @property
    def state(self) -> str:
        """How it stands: "expected", "here" or "left"."""
        if self.stay.is_here:
            return "here"
        return "left" if self.stay.came_at else "expected"


@dataclass(frozen=True)
class Roll:
    """The roll of one session."""

    session: Session
    lines: list[RollLine] = field(default_factory=list)
    failed: list[Mark] = field(default_factory=list)

    @property
    def expected(self) -> int:
        """Heads that had a seat."""
        return sum(one.heads for one in self.lines if not one.is_walk_in)

    @property
    def here(self) -> int:
        """Heads in the room now, without the guests whose names nobody took."""
        return sum(one.heads for one in self.lines if one.state == "here")

    @property
    def came(self) -> int:
        """Heads that came at all, with the guests."""
        return sum(one.heads for one in self.lines if one.stay.came_at) + self.session.guests

    @property
    def walk_ins(self) -> int:
        """How many came without being on the list."""
        return sum(1 for one in self.lines if one.is_walk_in)


def roll(session: Session) -> Roll:
    """Return the roll of a session with its activity: two statements, whoever came.

    Where the preset's rule is the staff, everyone of the centre is on it.
    """
    activity = session.activity
    marks = list(
        Mark.objects.of(session.centre_id)
        .filter(session=session)
        .select_related("person", "account", "sign_up__person")
        .order_by("at", "received_at", "id")
    )
    there = stays(marks)
    lines: list[RollLine] = []
    listed: set[Who] = set()
    for key, name, sign_up, person_id in _expected(activity):
        if key in listed:
            continue
        listed.add(key)
        stay = there.pop(key, NOBODY)
        lines.append(
            RollLine(
                who=key,
                name=name,
                heads=sign_up.heads if sign_up else 1,
                stay=stay,
                sign_up=sign_up,
                person_id=person_id,
                minutes=stay.minutes(session),
                is_expected=True,
            )
        )
    for key, stay in there.items():
        one = stay.marks[0]
        lines.append(
            RollLine(
                who=key,
                name=_name(one),
                heads=one.sign_up.heads if one.sign_up else 1,
                stay=stay,
                person_id=one.person_id,
                minutes=stay.minutes(session),
            )
        )
    failed = [one for one in marks if one.outcome not in {MarkOutcome.TAKEN, MarkOutcome.REPEATED}]
    return Roll(session, lines, failed)


def _expected(activity: Activity) -> Iterable[tuple[Who, str, SignUp | None, UUID | None]]:
    rows = (
        SignUp.objects.of(activity.centre_id)
        .filter(activity=activity)
        .holding()
        .select_related("person")
        .in_order()
    )
    for one in rows:
        name = one.person.name if one.person else one.alias
        yield who_signed_up(one), name, one, one.person_id
    rules = {activity.version.roster_rule, *(kind.roster_rule for kind in facets_on(activity))}
    if RosterRule.STAFF in rules and activity.first_starts is not None:
        centre: Any = activity.centre
        accounts = list(staff_of(centre, at=activity.first_starts))
        people = Person.objects.of(activity.centre_id).active().filter(account__in=accounts)
        known = {person.account_id: person for person in people}
        for account in accounts:
            if person := known.get(account.pk):
                yield who(person.pk, None), person.name, None, person.pk
            else:
                # A colleague from elsewhere is nobody's resident here.
                yield who(None, None, "", account.pk), account.shown_name, None, None
    for person in expected_by_facets(activity):
        yield who(person.pk, None), person.name, None, person.pk


def facets_on(activity: Activity) -> list[FacetKind]:
    """Return the parts of other halls that an activity has; nothing is asked where there are none.

    Their rules say whom the roll lists and takes besides those of the preset's own rule.
    """
    if not collect("facets"):
        return []
    rows = ActivityFacet.objects.of(activity.centre_id).filter(activity=activity)
    found = (facet_kind(code) for code in rows.order_by("code").values_list("code", flat=True))
    return [kind for kind in found if kind is not None]


def expected_by_facets(activity: Activity) -> Iterable[Person]:
    """Return the persons whom the parts of other halls put on the roll, each once."""
    seen: set[UUID] = set()
    for kind in facets_on(activity):
        for person in kind.expected(activity):
            if person.pk not in seen:
                seen.add(person.pk)
                yield person


def _name(mark: Mark) -> str:
    if mark.person is not None:
        return mark.person.name
    if mark.account is not None:
        return str(mark.account.shown_name)
    return mark.alias or (mark.sign_up.alias if mark.sign_up else "")


def heads_here(session: Session) -> int:
    """Return how many are in the room by the log, for a live count; one statement."""
    marks = Mark.objects.of(session.centre_id).filter(session=session).select_related("sign_up")
    return sum(
        stay.marks[0].sign_up.heads if stay.marks[0].sign_up else 1
        for stay in stays(marks).values()
        if stay.is_here
    )


@dataclass(frozen=True)
class SessionHours:
    """One session somebody attended, and for how long."""

    session: Session
    minutes: int


@dataclass(frozen=True)
class Attendee:
    """Somebody the log knows to have stayed: who, by which line, in which sessions how long."""

    who: Who
    mark: Mark
    hours: list[SessionHours]

    @property
    def name(self) -> str:
        """What they are called."""
        return _name(self.mark)

    @property
    def minutes(self) -> int:
        """How long they attended in all."""
        return sum(one.minutes for one in self.hours)


def attendees(activity: Activity) -> dict[Who, Attendee]:
    """Return who attended which sessions of an activity for how long; two statements.

    Only lines of the log count, never what was planned or signed up for (F25); a session without
    a line of leaving counts to its end.
    """
    sessions = list(
        Session.objects.of(activity.centre_id)
        .filter(activity=activity)
        .exclude(state=SessionState.CANCELLED)
        .order_by("starts", "id")
    )
    by_session: dict[UUID, list[Mark]] = {}
    marks = Mark.objects.of(activity.centre_id).filter(session__activity=activity)
    for one in marks.select_related("person", "account", "sign_up"):
        by_session.setdefault(one.session_id, []).append(one)
    found: dict[Who, Attendee] = {}
    for session in sessions:
        for key, stay in stays(by_session.get(session.pk, [])).items():
            if (minutes := stay.minutes(session)) > 0:
                one = found.setdefault(key, Attendee(key, stay.marks[0], []))
                one.hours.append(SessionHours(session, minutes))
    return found


def attended(activity: Activity) -> dict[Who, list[SessionHours]]:
    """Return the attended sessions of an activity by who attended them; two statements."""
    return {key: one.hours for key, one in attendees(activity).items()}


def attended_minutes(activity: Activity, sign_up: SignUp) -> int:
    """Return how many minutes of an activity somebody attended."""
    hours = attended(activity).get(who_signed_up(sign_up), [])
    return sum(one.minutes for one in hours)


def own_who(actor: Actor) -> Who | None:
    """Return who an actor is in the log: the person stood for, or a colleague from elsewhere."""
    if actor.for_person_id is not None:
        return who(actor.for_person_id, None)
    if actor.is_staff and actor.account_id is not None:
        return who(None, None, "", actor.account_id)
    return None


def _lines_of(someone: Who, **which: Any) -> Any:
    names = {"person": "person_id", "sign_up": "sign_up_id", "account": "account_id"}
    return Mark.objects.filter(**{names.get(someone.kind, "alias"): someone.key}, **which)


def has_attended(activity: Activity, someone: Who) -> bool:
    """Say whether the log knows that somebody came to an activity."""
    marks = _lines_of(someone, centre_id=activity.centre_id, session__activity=activity)
    return any(stay.came_at for stay in stays(marks).values())


def stay_of(session: Session, someone: Who) -> Stay:
    """Return what the log says of somebody in a session."""
    marks = _lines_of(someone, centre_id=session.centre_id, session=session)
    return stays(marks).get(someone, NOBODY)


def session_by_code(centre: Any, code: str) -> Session | None:
    """Return the session whose QR carries this code."""
    rows = Session.objects.of(centre).select_related("activity__version", "activity__preset")
    return rows.filter(code=code).first() if code else None
