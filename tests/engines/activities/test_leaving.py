"""What an activity leaves: opinions that are all answered, hours attended, pictures by consent."""

import io
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from changlai.engines.activities.public import (
    Activity,
    Certificate,
    Document,
    Feedback,
    FollowUp,
    FollowUpOutcome,
    MarkKind,
    Session,
    SessionPlan,
    SignUpRule,
    Who,
    add_photo,
    certified_hours,
    change_photo,
    decide_opinion,
    earned,
    end_activity,
    faces_of,
    follow_ups_due,
    give_feedback,
    hand_on_opinion,
    issue_certificate,
    issue_certificates,
    keep_minutes,
    mark,
    note_follow_up,
    note_opinion,
    photos_of,
    put_preset,
    shown_photos,
    void_mark,
)
from changlai.foundation.people.public import Matter, Person, give_consent, withdraw_consent
from changlai.kernel.errors import BadInput, NotAllowed
from changlai.kernel.events.models import Entry
from changlai.kernel.events.public import deliver_all
from changlai.kernel.files.public import as_upload, keep_file
from changlai.kernel.records.public import Visibility, put
from tests.cast import NOW
from tests.engines.activities.conftest import EVENING, Stage, at

SECOND = SessionPlan(at("2026-03-29 19:00"), at("2026-03-29 20:30"), place_text="大榕树下")
OVER = at("2026-03-29 21:00")


def picture() -> bytes:
    body = io.BytesIO()
    Image.new("RGB", (8, 8), "#c8912b").save(body, "PNG")
    return body.getvalue()


@pytest.fixture
def course(stage: Stage) -> Stage:
    stage.preset = put_preset(
        centre=stage.centre,
        actor=stage.staff,
        at=NOW,
        title="技能培训",
        documents=[one.value for one in Document],
    )
    return stage


def plan(course: Stage, **more: Any) -> Activity:
    return course.plan(**{"seats": 30, "sessions": (EVENING, SECOND), **more})


def come(
    course: Stage, activity: Activity, person: Person | None, session: int, **more: Any
) -> Any:
    rows = list(Session.objects.of(course.centre).filter(activity=activity).order_by("order"))
    chosen = rows[session]
    return mark(
        centre=course.centre,
        session_id=chosen.pk,
        actor=course.staff,
        person=person,
        **{"at": chosen.starts, **more},
    )


def end(course: Stage, activity: Activity) -> Activity:
    return end_activity(centre=course.centre, activity_id=activity.pk, actor=course.staff, at=OVER)


def me(person: Person) -> Who:
    return Who("person", str(person.pk))


def by(course: Stage) -> dict[str, Any]:
    return {"centre": course.centre, "actor": course.staff, "at": OVER}


def test_f29_every_opinion_has_an_outcome_before_the_forum_closes(course: Stage) -> None:
    activity = plan(course, rule=SignUpRule.NONE)
    opinions = [
        note_opinion(activity_id=activity.pk, text=text, alias="老吴", **by(course))
        for text in ("路灯太暗", "广场加几张凳子")
    ]
    decide_opinion(opinion_id=opinions[0].pk, outcome="adopted", reply="下周换灯泡。", **by(course))
    with pytest.raises(BadInput) as said:
        end(course, activity)
    assert "还有1条意见" in said.value.sentence
    assert Activity.objects.get(pk=activity.pk).state == "announced"
    with pytest.raises(BadInput):
        decide_opinion(opinion_id=opinions[1].pk, outcome="explained", reply=" ", **by(course))
    decide_opinion(
        opinion_id=opinions[1].pk, outcome="explained", reply="地方不够，明年再看。", **by(course)
    )
    assert end(course, activity).state == "done"
    with pytest.raises(BadInput):
        note_opinion(activity_id=activity.pk, text="晚了", **by(course))


def test_opinions_are_kept_where_the_preset_keeps_them_and_need_no_name(
    stage: Stage, course: Stage
) -> None:
    activity = plan(course)
    assert note_opinion(activity_id=activity.pk, text="路灯太暗", **by(course)).alias == ""
    with pytest.raises(BadInput):
        note_opinion(activity_id=activity.pk, text="  ", **by(course))
    with pytest.raises(NotAllowed):
        note_opinion(
            activity_id=activity.pk,
            text="路灯太暗",
            **{**by(course), "actor": course.actor(course.person())},
        )


def test_an_opinion_is_handed_on_once(course: Stage) -> None:
    activity = plan(course)
    row = note_opinion(activity_id=activity.pk, text="路灯太暗", **by(course))
    record = uuid4()
    put(course.centre, record, "case", "路灯", NOW, Visibility.STAFF)
    assert hand_on_opinion(opinion_id=row.pk, record_id=record, **by(course)).voice_record_id
    with pytest.raises(BadInput):
        hand_on_opinion(opinion_id=row.pk, record_id=record, **by(course))


def test_f25_a_certificate_counts_attended_hours_alone(course: Stage) -> None:
    activity = plan(course)
    keen, late, away = (course.person() for _ in range(3))
    for one in (keen, late, away):
        course.come(activity, one)
    come(course, activity, keen, 0)
    come(course, activity, keen, 1)
    come(course, activity, late, 0, at=at("2026-03-28 20:15"))
    issue = {"activity_id": activity.pk, **by(course)}
    with pytest.raises(BadInput):
        issue_certificate(who=me(keen), **issue)
    end(course, activity)
    full = issue_certificate(who=me(keen), **issue)
    part = issue_certificate(who=me(late), **issue)
    assert (full.minutes, full.sessions, part.minutes, part.sessions) == (210, 2, 45, 1)
    assert full.number.startswith("XS-260329-")
    with pytest.raises(BadInput):
        issue_certificate(who=me(away), **issue)
    assert [one.attendee.mark.person for one in earned(activity)] == [keen, late]


def test_a_whole_course_is_certified_at_once_with_a_sign_up_or_without(course: Stage) -> None:
    activity = plan(course)
    signed, friend, away = (course.person() for _ in range(3))
    for person in (signed, away):
        course.come(activity, person)
    come(course, activity, signed, 0)
    come(course, activity, friend, 0, walk_in=True)
    come(course, activity, None, 1, alias="卖豆腐的李叔", walk_in=True)
    wish = {"activity_id": activity.pk, **by(course)}
    with pytest.raises(BadInput):
        issue_certificates(**wish)
    end(course, activity)
    with pytest.raises(NotAllowed):
        issue_certificates(**{**wish, "actor": course.actor(signed)})
    issue_certificate(who=me(friend), **wish)
    assert issue_certificates(**wish) == 2
    assert issue_certificates(**wish) == 0
    rows = Certificate.objects.filter(activity=activity)
    assert {one.name: one.minutes for one in rows} == {
        signed.name: 120,
        friend.name: 120,
        "卖豆腐的李叔": 90,
    }
    assert all(certified_hours(one) for one in rows)


def test_a_participant_gets_the_certificate_and_a_neighbour_does_not(course: Stage) -> None:
    activity = plan(course)
    me = course.person()
    course.come(activity, me)
    come(course, activity, me, 0)
    end(course, activity)
    wish = {"activity_id": activity.pk, "who": Who("person", str(me.pk))}
    own = issue_certificate(**{**by(course), "actor": course.actor(me)}, **wish)
    assert issue_certificate(**by(course), **wish).pk == own.pk
    with pytest.raises(NotAllowed):
        issue_certificate(**{**by(course), "actor": course.actor(course.person())}, **wish)


def test_a_certificate_follows_a_corrected_log_under_its_number(course: Stage) -> None:
    activity = plan(course)
    me = course.person()
    course.come(activity, me)
    come(course, activity, me, 0)
    second = come(course, activity, me, 1).mark
    end(course, activity)
    wish = {"activity_id": activity.pk, "who": Who("person", str(me.pk)), **by(course)}
    first = issue_certificate(**wish)
    void_mark(mark_id=second.pk, **by(course))
    with pytest.raises(BadInput):
        certified_hours(first)
    again = issue_certificate(**wish)
    assert (again.pk, again.number, again.minutes) == (first.pk, first.number, 120)
    assert [one.minutes for one in certified_hours(again)] == [120]


def test_f37_a_picture_is_gone_the_moment_a_consent_is_taken_back(course: Stage) -> None:
    activity = plan(course)
    one, two = course.person(), course.person()

    def photo(**more: Any) -> Any:
        file = keep_file(
            centre=course.centre,
            upload=as_upload(picture(), "a.png"),
            purpose="gallery",
            actor_id=course.staff.account_id,
            at=OVER,
        )
        return add_photo(activity_id=activity.pk, file=file, **by(course), **more)

    empty_hall = photo(shows_people=False)
    group = photo(person_ids=[one.pk, two.pk])
    assert shown_photos(activity) == []
    change_photo(photo_id=empty_hall.pk, published=True, shows_people=False, **by(course))
    people = {"shows_people": True, "person_ids": [one.pk, two.pk]}
    change_photo(photo_id=group.pk, published=True, **people, **by(course))
    assert shown_photos(activity) == [empty_hall]
    consent = {"matter": Matter.PORTRAIT, "centre": course.centre, "at": OVER}
    for person in (one, two):
        give_consent(person_id=person.pk, version="1", actor=course.actor(person), **consent)
    assert shown_photos(activity) == [empty_hall, group]
    withdraw_consent(person_id=two.pk, actor=course.actor(two), **consent)
    assert shown_photos(activity) == [empty_hall]
    assert [view.missing for view in photos_of(activity)] == [[], [two]]
    with pytest.raises(BadInput):
        change_photo(photo_id=group.pk, published=True, shows_people=True, **by(course))
    change_photo(photo_id=empty_hall.pk, published=False, shows_people=False, **by(course))
    assert shown_photos(activity) == []


def test_who_came_says_by_one_tap_what_they_thought(course: Stage) -> None:
    activity = plan(course)
    me, away = course.person(), course.person()
    course.come(activity, me)
    come(course, activity, me, 0)
    tap = {"activity_id": activity.pk, "centre": course.centre, "at": OVER}
    mine = {"actor": course.actor(me), "person": me}
    give_feedback(face="satisfied", **tap, **mine)
    give_feedback(face="very_satisfied", words="老师讲得细", **tap, **mine)
    assert Feedback.objects.get().face == "very_satisfied"
    with pytest.raises(BadInput):
        give_feedback(face="satisfied", actor=course.actor(away), person=away, **tap)
    with pytest.raises(NotAllowed):
        give_feedback(face="satisfied", actor=course.actor(away), person=me, **tap)
    with pytest.raises(BadInput):
        give_feedback(face="wow", **tap, **mine)
    give_feedback(face="basically", actor=course.staff, channel="paper", **tap)
    found = faces_of(activity)
    assert found.counts == {"very_satisfied": 1, "basically": 1}
    assert (found.answered.numerator, found.answered.denominator) == (2, 2)
    assert not Entry.objects.filter(name="activities.feedback.given", actor_id__isnull=False)


def test_who_just_came_taps_once_too(course: Stage) -> None:
    activity = plan(course)
    me = course.person()
    come(course, activity, me, 0, walk_in=True)
    for face in ("satisfied", "basically"):
        give_feedback(
            activity_id=activity.pk,
            centre=course.centre,
            at=OVER,
            face=face,
            actor=course.actor(me),
            person=me,
        )
    assert Feedback.objects.get().face == "basically"


def test_trainees_who_came_are_asked_after_thirty_and_ninety_days(course: Stage) -> None:
    activity = plan(course)
    me, away = course.person(), course.person()
    mine = course.come(activity, me)
    course.come(activity, away)
    come(course, activity, me, 0)
    end(course, activity)
    deliver_all(OVER)
    rows = list(FollowUp.objects.order_by("days"))
    assert [(one.sign_up_id, one.due_on) for one in rows] == [
        (mine.pk, date(2026, 4, 28)),
        (mine.pk, date(2026, 6, 27)),
    ]
    # Entered from paper after the end: asked as well, and nobody twice.
    come(course, activity, away, 1, at=OVER + timedelta(days=1), happened_at=SECOND.starts)
    deliver_all(OVER + timedelta(days=1))
    assert FollowUp.objects.count() == 4
    assert follow_ups_due(course.centre, date(2026, 4, 27)).count() == 0
    assert follow_ups_due(course.centre, date(2026, 4, 28)).count() == 2
    said = {"follow_up_id": rows[0].pk, "centre": course.centre, "at": OVER}
    with pytest.raises(NotAllowed):
        note_follow_up(actor=course.actor(away), outcome=FollowUpOutcome.EMPLOYED, **said)
    note_follow_up(actor=course.actor(me), outcome=FollowUpOutcome.NOT_SAID, **said)
    assert follow_ups_due(course.centre, date(2026, 4, 28)).count() == 1


def test_minutes_are_kept_of_what_took_place(course: Stage) -> None:
    activity = plan(course)
    kept = keep_minutes(activity_id=activity.pk, text=" 讲了三种剪法。 ", **by(course))
    assert kept.minutes == "讲了三种剪法。"
    draft = plan(course, announced=False)
    with pytest.raises(BadInput):
        keep_minutes(activity_id=draft.pk, text="没办", **by(course))


def test_what_is_left_costs_the_same_for_three_and_for_twelve(course: Stage) -> None:
    activity = plan(course)

    def cost(number: int) -> int:
        for _ in range(number):
            person = course.person()
            course.come(activity, person)
            come(course, activity, person, 0)
            come(course, activity, person, 0, kind=MarkKind.OUT, at=at("2026-03-28 20:00"))
        with CaptureQueriesContext(connection) as asked:
            assert earned(activity)
            faces_of(activity)
            photos_of(activity)
        return len(asked)

    assert cost(3) == cost(9)
