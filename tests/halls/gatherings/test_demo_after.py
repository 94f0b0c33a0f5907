"""The demo village looks back on what it held: marks, opinions, faces, papers; the same by seed."""

from datetime import datetime, timedelta
from typing import Any

from changlai.engines.activities.public import (
    Activity,
    Certificate,
    Document,
    Feedback,
    FollowUp,
    Mark,
    Opinion,
    Photo,
    QuotaPlan,
    SessionPlan,
    SignUpPlan,
    SignUpRule,
    TicketKind,
    announce_activity,
    make_activity,
    put_preset,
    shown_photos,
    sign_up,
)
from changlai.foundation.areas.stage import DemoVillage, chance, set_stage
from changlai.foundation.people.public import actor_of, residents, staff_of
from changlai.halls.gatherings.demo.after import play_after
from changlai.kernel.events.public import deliver
from tests.halls.voices.test_demo import MORNING, UNTIL, people_of


def planned(village: DemoVillage, number: int) -> None:
    """Plan some evenings of the past, as the acts before do."""
    centre: Any = village.centre
    account = staff_of(centre, "activities.plan", at=village.now)[0]
    boss = actor_of(account=account, centre=centre, at=village.now)
    preset = put_preset(
        centre=centre,
        actor=boss,
        at=village.moment(village.since, 9),
        title="座谈和培训",
        documents=[one.value for one in Document],
    )
    people = list(residents(centre))
    for place in range(number):
        begins: datetime = village.moment(village.since + timedelta(days=4 + 5 * place), 19)
        by: dict[str, Any] = {"centre": centre, "actor": boss, "at": begins - timedelta(days=3)}
        activity = make_activity(
            preset=preset,
            title=f"院坝讲堂{place + 1}",
            sessions=[SessionPlan(begins, begins + timedelta(hours=2), place_text="大榕树下")],
            sign_up=SignUpPlan(rule=SignUpRule.FIRST, quotas=(QuotaPlan("座位", 30),)),
            **by,
        )
        announce_activity(activity_id=activity.pk, **by)
        ticket = TicketKind.objects.of(centre).get(activity=activity)
        for person in people:
            wish = {"ticket_id": ticket.pk, "person": person, "channel": "counter"}
            sign_up(activity_id=activity.pk, **wish, **by)


def play(number: int) -> DemoVillage:
    village = set_stage(seed=7, months=2, until=UNTIL, now=MORNING)
    people_of(village)
    planned(village, number)
    village.rng = chance(7, "gatherings_after")
    play_after(village)
    for centre in (village.centre, village.neighbour):
        deliver(centre.pk)
    return village


def test_the_village_looks_back_on_its_evenings(db: None) -> None:
    village = play(6)
    assert Mark.objects.filter(received_at__gt=village.now).count() == 0
    assert Mark.objects.count() > 30
    assert Activity.objects.filter(state="done").count() == 5
    # One forum is left for the desk, with an opinion that waits for a word.
    assert Opinion.objects.filter(outcome="").count() == 1
    assert Opinion.objects.exclude(outcome="").count() >= 5
    assert Feedback.objects.exists()
    assert Certificate.objects.exists()
    assert FollowUp.objects.exists()
    photo = Photo.objects.select_related("activity").first()
    assert photo is not None
    assert shown_photos(photo.activity)


def test_without_activities_nothing_is_played(db: None) -> None:
    play(0)
    assert Mark.objects.count() == 0
