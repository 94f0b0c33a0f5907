"""What is kept and for how long, what is told to whom, and how it counts."""

from typing import Any

import pytest

from changlai.foundation.people.events import PersonErased
from changlai.foundation.people.public import merge_persons
from changlai.halls.jobs import actions
from changlai.halls.jobs.demo import DEMO
from changlai.halls.jobs.encounters import ENCOUNTERS
from changlai.halls.jobs.metrics import METRICS
from changlai.halls.jobs.models import ClosingWord, Employer, JobMatch, WorkerCard
from changlai.halls.jobs.registers import REGISTERS
from changlai.halls.jobs.states import Side
from changlai.kernel.events.models import Entry
from changlai.kernel.events.public import deliver, publish
from changlai.kernel.metrics.public import total
from changlai.kernel.outbox.public import messages_of, to_tell
from tests.cast import NOW, make_person, phone
from tests.halls.jobs.conftest import TODAY, Station, coming, later

pytestmark = pytest.mark.django_db


def told(station: Station, person: Any) -> str:
    deliver(station.centre.pk)
    return "\n".join(one.text for one in messages_of(station.centre, person.pk))


def test_a_card_is_asked_about_a_week_before_once_and_then_gone(station: Station) -> None:
    person = station.village.resident_person
    card = station.card(person)
    assert card.expires_on == coming(90)
    assert actions.remind_cards(later(82)) == 0
    assert actions.remind_cards(later(83)) == 1
    assert actions.remind_cards(later(84)) == 0
    assert "求职卡留到" in told(station, person)
    actions.renew_card(card_id=card.pk, **station.words | {"at": later(85)})
    assert actions.purge(later(91)) == 0
    assert actions.remind_cards(later(170)) == 1
    assert actions.purge(later(175)) == 0
    assert actions.purge(later(176)) == 1
    assert not WorkerCard.objects.of(station.centre).exists()


def test_f24_the_purge_says_how_many_and_names_nobody(station: Station) -> None:
    card = station.card(None, alias="石师傅", contact_phone=phone(802))
    post = station.post(headcount=2)
    match = actions.recommend(post_id=post.pk, card_id=card.pk, **station.words)
    for act in (actions.note_contact, actions.agree):
        act(match_id=match.pk, **station.words)
    fell = station.wanted(post, station.village.second_person)
    actions.call_off(match_id=fell.pk, reason="不去了", **station.words)
    done: dict[str, Any] = {"match_id": match.pk, **station.words | {"at": later(8)}}
    actions.note_worked(**done)
    actions.say_word(side=Side.WORKER, did_work=True, was_paid=True, text="好", **done)
    actions.close_match(**done)
    assert actions.purge(later(90)) == 0
    # The card, the word ninety days after the end, and the name of the talk that came to nothing.
    assert actions.purge(later(99)) == 3
    match.refresh_from_db()
    fell.refresh_from_db()
    assert not ClosingWord.objects.of(station.centre).exists()
    assert (match.card_id, match.alias) == (None, "石**")
    assert (fell.person_id, fell.alias) == (None, "何**")
    fact = Entry.objects.filter(name="jobs.purged").get()
    assert {name: fact.payload[name] for name in ("cards", "words", "names", "on")} == {
        "cards": 1,
        "words": 1,
        "names": 1,
        "on": coming(99).isoformat(),
    }
    assert actions.purge(later(100)) == 0


def test_a_deleted_card_takes_its_talks_along_and_leaves_what_was_agreed(
    station: Station,
) -> None:
    person = station.village.resident_person
    card = station.card(person)
    talk = actions.recommend(post_id=station.post().pk, card_id=card.pk, **station.words)
    agreed = station.agreed()
    own = station.words | {"actor": station.village.actor(station.village.resident)}
    actions.delete_card(card_id=card.pk, **own)
    assert not JobMatch.objects.of(station.centre).filter(pk=talk.pk).exists()
    agreed.refresh_from_db()
    assert (agreed.card_id, agreed.person_id) == (None, person.pk)


def test_who_asked_to_be_forgotten_is_forgotten_here(station: Station) -> None:
    village = station.village
    person = village.second_person
    employer = station.check(station.employer(person=person))
    station.card(person)
    publish(PersonErased(centre_id=station.centre.pk, at=NOW, actor_id=None, subject_id=person.pk))
    deliver(station.centre.pk)
    assert not WorkerCard.objects.of(station.centre).exists()
    left = Employer.objects.of(station.centre).get(pk=employer.pk)
    assert (left.phone, left.contact_name, left.is_checked) == ("", "已注销", False)


def test_who_turns_out_to_be_another_keeps_card_and_matches(station: Station) -> None:
    village = station.village
    twin = make_person(station.centre, "周春生")
    station.card(twin)
    match = station.agreed(person=twin)
    merge_persons(
        centre=station.centre,
        actor=village.actor(village.secretary),
        at=NOW,
        keep_id=village.resident_person.pk,
        merge_id=twin.pk,
    )
    deliver(station.centre.pk)
    match.refresh_from_db()
    assert match.person_id == village.resident_person.pk
    assert WorkerCard.objects.of(station.centre).get().person_id == village.resident_person.pk


def test_both_sides_are_told_and_no_message_has_a_number(station: Station) -> None:
    village = station.village
    boss = village.second_person
    post = station.post(station.check(station.employer(person=boss, phone=phone(2))))
    match = station.agreed(post)
    worker = told(station, village.resident_person)
    owner = told(station, boss)
    assert "说好了" in worker
    assert "已经发布" in owner
    assert "有人说好要来" in owner
    for number in (phone(1), phone(2)):
        assert number not in worker + owner
    actions.call_off(match_id=match.pk, reason="下大雨", **station.words)
    assert "取消了：下大雨" in told(station, village.resident_person)
    assert "来不了" in told(station, boss)


def test_one_without_a_screen_is_rung_up_about_a_recommendation(station: Station) -> None:
    card = station.card(None, alias="石师傅", contact_phone=phone(802))
    actions.recommend(post_id=station.post().pk, card_id=card.pk, **station.words)
    deliver(station.centre.pk)
    calls = list(to_tell(station.centre, later(0)))
    assert any("有份活可能合适您" in one.message.text for one in calls)
    actions.delete_card(card_id=card.pk, **station.words)
    left = [one.message.text for one in to_tell(station.centre, later(0))]
    assert not any("可能合适您" in words for words in left)


def test_f24_the_registers_have_masked_names_and_no_number(station: Station) -> None:
    employer = station.check(
        station.employer(name="何惠兰家", kind="household", contact_name="何惠兰", phone=phone(2))
    )
    card = station.card(station.village.resident_person, contact_phone=phone(1))
    actions.recommend(post_id=station.post(employer).pk, card_id=card.pk, **station.words)
    said = {
        register.code: [
            {column.title: str(column.of(one)) for column in register.columns}
            for one in register.rows(station.staff, {"since": TODAY, "until": TODAY})
        ]
        for register in REGISTERS
    }
    assert [row["用工方"] for row in said["job_posts"]] == ["何***"]
    assert [row["谁"] for row in said["job_cards"]] == ["周**"]
    (match,) = said["job_matches"]
    assert (match["谁"], match["为什么推荐"]) == ("周**", "会贴砖，哪里都肯去，周三有空")
    everything = str(said)
    for word in (phone(1), phone(2), "周春生", "何惠兰"):
        assert word not in everything
    for register in REGISTERS:
        assert not list(register.rows(station.staff, {"until": coming(-1)}))


def test_what_was_agreed_is_one_encounter_and_figures_count_alike(station: Station) -> None:
    (source,) = ENCOUNTERS
    post = station.post(headcount=2)
    match = station.agreed(post)
    gone = station.agreed(post, station.village.second_person)
    actions.call_off(match_id=gone.pk, reason="病了", **station.words)
    deliver(station.centre.pk)
    met = list(source.recount(station.centre, TODAY, TODAY))
    assert [(one.subject_id, one.person_id, one.heads) for one in met] == [
        (match.pk, match.person_id, 1)
    ]
    from changlai.insights.figures.models import Encounter

    kept = Encounter.objects.of(station.centre).filter(source="jobs")
    assert [row.subject_id for row in kept] == [match.pk]
    assert source.lines(station.staff, station.centre, [match.pk])[match.pk].title == "贴地砖"
    stranger = station.village.actor(station.village.second)
    assert not source.lines(stranger, station.centre, [match.pk])
    for metric, many in zip(METRICS, (1, 2), strict=True):
        assert metric.recount is not None
        assert metric.recount(station.centre, TODAY, TODAY) == {(TODAY, ()): many}
        assert total(station.centre, metric.code, TODAY, TODAY) == many


def test_the_demo_act_has_a_name_and_an_order() -> None:
    assert [(act.code, act.order) for act in DEMO] == [("jobs", 66)]
