"""Keep the log of attendance: who came, who left, and which line was wrong."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.engines.activities import policies
from changlai.engines.activities.attendance import (
    EARLIEST,
    LATEST_SELF,
    stays,
    who_of,
)
from changlai.engines.activities.events import Came, Marked, NotCame
from changlai.engines.activities.models import Activity, Mark, Session, SignUp
from changlai.engines.activities.queries.attending import expected_by_facets, facets_on
from changlai.engines.activities.states import (
    ActivityState,
    MarkKind,
    MarkOutcome,
    MarkSource,
    RosterRule,
    SessionState,
    SignUpRule,
    SignUpState,
)
from changlai.foundation.people.public import Actor, Person, Scope, staff_of
from changlai.kernel.errors import BadInput, NotAllowed
from changlai.kernel.events.public import publish
from changlai.kernel.ids import plain_code, uuid7
from changlai.kernel.policies import require

SENTENCES: Final = {
    MarkOutcome.TAKEN: "记上了。",
    MarkOutcome.UNKNOWN_CODE: "没有这个报名码，请核对，也可以按名字找。",
    MarkOutcome.NOT_SIGNED_UP: "没有报名，可以请工作人员现场登记。",
    MarkOutcome.SIGN_UP_ENDED: "这个报名已经取消或没有通过，可以请工作人员现场登记。",
    MarkOutcome.WRONG_SESSION: "不是这一场的，请看看时间和活动名称。",
    MarkOutcome.TOO_EARLY: "还没到时间，开始前两小时起可以签到。",
    MarkOutcome.REPEATED: "已经记过了，不用再记。",
}


@dataclass(frozen=True)
class Taken:
    """What became of a scan: its line, and whether it is a new one."""

    mark: Mark
    is_new: bool

    @property
    def counts(self) -> bool:
        """Whether the line counts."""
        return self.mark.outcome == MarkOutcome.TAKEN

    @property
    def sentence(self) -> str:
        """What to say to whoever scanned."""
        if self.counts and self.mark.kind == MarkKind.OUT:
            return "记下离开了。"
        return SENTENCES[MarkOutcome(self.mark.outcome)]


@transaction.atomic
def mark(
    *,
    centre: Any,
    session_id: UUID,
    actor: Actor,
    at: datetime,
    kind: str = MarkKind.IN,
    source: str = MarkSource.STAFF,
    code: str = "",
    sign_up_id: UUID | None = None,
    person: Person | None = None,
    account_id: UUID | None = None,
    alias: str = "",
    walk_in: bool = False,
    nonce: UUID | None = None,
    happened_at: datetime | None = None,
    device_at: datetime | None = None,
) -> Taken:
    """Write that somebody came or left: by the code of a sign-up, by a person, or by a name.

    `account_id` is a colleague who is nobody's resident here.

    A scan that does not count is a line as well, with the reason, so that a dispute at the door
    can be looked up. The same `nonce` sent again gives the first line. `at` is when the line
    arrives; `happened_at` when it happened, for paper and offline phones. `walk_in` is the word
    of staff that somebody may stay although they did not sign up.

    Nobody has to sign in: an activity takes place and ends without a single line. Raises
    NotAllowed for somebody else's line by a resident; BadInput without anybody to write down.
    """
    # One at a time in a session, so that two phones do not both say "the first time".
    session = Session.objects.of(centre).select_for_update().get(pk=session_id)
    if nonce and (first := Mark.objects.of(centre).filter(nonce=nonce).first()):
        return Taken(first, is_new=False)
    activity = (
        Activity.objects.of(centre).select_related("preset", "version").get(pk=session.activity_id)
    )
    if kind not in {MarkKind.IN, MarkKind.OUT}:
        raise BadInput
    by_self = source == MarkSource.SELF
    found = _sign_up(activity, plain_code(code), sign_up_id, person)
    if found is not None:
        person, alias, account_id = found.person, found.alias, None
    if person is not None:
        account_id = None
    _require_may(actor, centre, person, account_id, found, by_self=by_self, has_code=bool(code))
    row = Mark(
        centre_id=activity.centre_id,
        session=session,
        sign_up=found,
        person=person,
        account_id=account_id,
        alias="" if person or account_id else " ".join(alias.split())[:40],
        kind=kind,
        source=MarkSource(source),
        nonce=nonce or uuid7(),
        at=min(happened_at or at, at),
        device_at=device_at,
        received_at=at,
        by_id=actor.account_id,
    )
    if not code and not row.alias and person is None and account_id is None:
        raise BadInput("请写上来的人怎么称呼。")
    row.outcome = _outcome(row, activity, session, by_self=by_self, walk_in=walk_in)
    if row.outcome in {MarkOutcome.UNKNOWN_CODE, MarkOutcome.WRONG_SESSION}:
        row.sign_up = None
    is_first = False
    if row.outcome == MarkOutcome.TAKEN:
        there = list(Mark.objects.of(centre).filter(session=session))
        me = stays(there).get(who_of(row))
        # Two lines of one moment would have no order; the one written later happened later.
        while me and row.at in {one.at for one in me.marks}:
            row.at += timedelta(microseconds=1)
        before = [one for one in me.marks if one.at < row.at] if me else []
        if before and before[-1].kind == row.kind:
            row.outcome = MarkOutcome.REPEATED
        else:
            is_first = row.kind == MarkKind.IN and (me is None or me.came_at is None)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        # The same scan for another session, a moment ago.
        return Taken(Mark.objects.of(centre).get(nonce=row.nonce), is_new=False)
    publish(
        Marked(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            session_id=session.pk,
            kind=row.kind,
            source=row.source,
            outcome=row.outcome,
        )
    )
    if is_first:
        publish(Came(source=row.source, **_facts(row, session, activity, actor, at)))
    return Taken(row, is_new=True)


@transaction.atomic
def void_mark(
    *, centre: Any, mark_id: UUID, actor: Actor, at: datetime, nonce: UUID | None = None
) -> Mark:
    """Say that a line was wrong; the line stays and no longer counts.

    Said twice it is said once. Raises NotAllowed; BadInput for a line that is itself a correction.
    """
    rows = Mark.objects.of(centre).select_related("sign_up")
    wrong = rows.get(pk=mark_id)
    session = Session.objects.of(centre).select_for_update().get(pk=wrong.session_id)
    require(policies.may_roll, actor, centre)
    if wrong.kind == MarkKind.VOID:
        raise BadInput("这一条本身就是更正，不能再更正。")
    if (first := rows.filter(voids=wrong).first()) is not None:
        return first
    activity = (
        Activity.objects.of(centre).select_related("preset", "version").get(pk=session.activity_id)
    )
    there = list(rows.filter(session=session))
    counted = [one for one in _came(there) if who_of(one) == who_of(wrong)]
    row = Mark(
        centre_id=wrong.centre_id,
        session=session,
        sign_up_id=wrong.sign_up_id,
        person_id=wrong.person_id,
        account_id=wrong.account_id,
        alias=wrong.alias,
        kind=MarkKind.VOID,
        source=MarkSource.STAFF,
        outcome=MarkOutcome.TAKEN,
        nonce=nonce or uuid7(),
        voids=wrong,
        at=at,
        received_at=at,
        by_id=actor.account_id,
    )
    row.save(force_insert=True)
    publish(
        Marked(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            session_id=session.pk,
            kind=row.kind,
            source=row.source,
            outcome=row.outcome,
        )
    )
    if counted and counted[0].pk == wrong.pk:
        publish(NotCame(**_facts(wrong, session, activity, actor, at)))
        if len(counted) > 1:
            # Another line still says that they came, and now stands for it.
            publish(
                Came(source=counted[1].source, **_facts(counted[1], session, activity, actor, at))
            )
    return row


def _came(marks: list[Mark]) -> list[Mark]:
    """Return the valid lines that say somebody came, in the order in which they were written."""
    valid = [one for stay in stays(marks).values() for one in stay.marks]
    came = [one for one in valid if one.kind == MarkKind.IN]
    return sorted(came, key=lambda one: (one.received_at, one.pk))


def _sign_up(
    activity: Activity, code: str, sign_up_id: UUID | None, person: Person | None
) -> SignUp | None:
    """Return the sign-up that a code, a tick or a person means; a live one before an ended one."""
    rows = SignUp.objects.of(activity.centre_id).select_related("person")
    if code:
        return rows.filter(code=code).first()
    if sign_up_id is not None:
        return rows.filter(activity=activity, pk=sign_up_id).first()
    if person is None:
        return None
    own = list(rows.filter(activity=activity, person=person).order_by("-queued_at", "-id"))
    return next((one for one in own if one.ended_at is None), own[0] if own else None)


def _require_may(
    actor: Actor,
    centre: Any,
    person: Person | None,
    account_id: UUID | None,
    sign_up: SignUp | None,
    *,
    by_self: bool,
    has_code: bool,
) -> None:
    if policies.may_roll(actor, centre) or (actor.is_system and actor.centre_id == centre.pk):
        return
    if not by_self or actor.centre_id != centre.pk:
        raise NotAllowed
    if has_code:
        # The code on a slip is proof enough, as it is at the door; one that nobody has is no line.
        if sign_up is None and not actor.is_signed_in:
            raise BadInput(SENTENCES[MarkOutcome.UNKNOWN_CODE])
        return
    if account_id is not None and account_id == actor.account_id and actor.is_staff:
        return
    mine = person is not None and person.pk == actor.for_person_id
    if not mine or not actor.acts_within(Scope.GATHERINGS):
        raise NotAllowed


def _outcome(
    row: Mark, activity: Activity, session: Session, *, by_self: bool, walk_in: bool
) -> MarkOutcome:
    sign_up = row.sign_up
    if sign_up is None and row.person_id is None and row.account_id is None and not row.alias:
        return MarkOutcome.UNKNOWN_CODE
    if sign_up is not None and sign_up.activity_id != activity.pk:
        return MarkOutcome.WRONG_SESSION
    if (
        session.state == SessionState.CANCELLED
        or activity.state in {ActivityState.DRAFT, ActivityState.CANCELLED}
        or (by_self and row.at > session.ends + LATEST_SELF)
    ):
        return MarkOutcome.WRONG_SESSION
    if row.at < session.starts - EARLIEST:
        return MarkOutcome.TOO_EARLY
    if walk_in:
        return MarkOutcome.TAKEN
    has_ended = sign_up is not None and sign_up.ended_at is not None
    if not has_ended and _is_on_roll(row, activity):
        return MarkOutcome.TAKEN
    # Whom another hall expects for its part belongs there without a sign-up, or after giving it up.
    if _is_on_facet(row, activity):
        return MarkOutcome.TAKEN
    return MarkOutcome.SIGN_UP_ENDED if has_ended else MarkOutcome.NOT_SIGNED_UP


def _is_on_roll(row: Mark, activity: Activity) -> bool:
    """Say whether somebody belongs on the roll by the rule of the preset."""
    rule = activity.version.roster_rule
    if rule == RosterRule.OPEN or activity.sign_up_rule == SignUpRule.NONE:
        return rule != RosterRule.STAFF or _is_staff(row)
    if rule == RosterRule.STAFF:
        return _is_staff(row)
    return row.sign_up is not None and row.sign_up.state in {
        SignUpState.CONFIRMED,
        SignUpState.OFFERED,
    }


def _is_on_facet(row: Mark, activity: Activity) -> bool:
    """Say whether somebody belongs on the roll by the part of another hall."""
    rules = {kind.roster_rule for kind in facets_on(activity)}
    if RosterRule.OPEN in rules or (RosterRule.STAFF in rules and _is_staff(row)):
        return True
    return row.person_id is not None and any(
        person.pk == row.person_id for person in expected_by_facets(activity)
    )


def _is_staff(row: Mark) -> bool:
    account_id = row.person.account_id if row.person else row.account_id
    centre: Any = row.session.centre
    staff = staff_of(centre, at=row.received_at)
    return account_id is not None and staff.filter(pk=account_id).exists()


def _facts(
    row: Mark, session: Session, activity: Activity, actor: Actor, at: datetime
) -> dict[str, Any]:
    return {
        "centre_id": row.centre_id,
        "at": at,
        "actor_id": actor.account_id,
        "subject_id": row.pk,
        "activity_id": activity.pk,
        "session_id": session.pk,
        "preset": activity.preset.code,
        "person_id": row.person_id,
        "heads": row.sign_up.heads if row.sign_up else 1,
        "on": timezone.localdate(session.starts),
    }
