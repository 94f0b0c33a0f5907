"""F24: no post without pay or of a stranger, nobody under sixteen, no number before agreed."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from changlai.halls.jobs import actions, policies
from changlai.halls.jobs.models import ClosingWord, Employer, JobMatch, JobPost, WorkerCard
from changlai.halls.jobs.queries.lists import employer_phone, on_the_wall, worker_phone
from changlai.halls.jobs.queries.matching import suggestions
from changlai.halls.jobs.states import (
    MATCH_NEXT,
    POST_NEXT,
    TAKEN,
    MatchState,
    PostState,
    Side,
)
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.ids import uuid7
from tests.cast import NOW, make_person, phone
from tests.halls.jobs.conftest import TODAY, Station, coming, later

pytestmark = pytest.mark.django_db


def test_f24_a_post_without_pay_is_not_published(station: Station) -> None:
    draft = station.draft(pay=None, pay_unit="")
    with pytest.raises(BadInput, match="没写工钱的活不能发布"):
        actions.publish_post(post_id=draft.pk, **station.words)
    draft.refresh_from_db()
    assert draft.state == PostState.DRAFT
    # The database refuses such a row too, whoever writes it.
    with pytest.raises(IntegrityError), transaction.atomic():
        JobPost.objects.of(station.centre).filter(pk=draft.pk).update(state="published")
    actions.change_post(post_id=draft.pk, work=station.work(), **station.words)
    assert actions.publish_post(post_id=draft.pk, **station.words).state == PostState.PUBLISHED


def test_f24_a_published_post_does_not_lose_its_pay(station: Station) -> None:
    post = station.post()
    with pytest.raises(BadInput, match="没写工钱"):
        actions.change_post(
            post_id=post.pk, work=station.work(pay=None, pay_unit=""), **station.words
        )


def test_f24_a_post_of_an_unverified_employer_is_not_published(station: Station) -> None:
    employer = station.employer(checked=False)
    draft = station.draft(employer)
    with pytest.raises(BadInput, match="用工方还没有核实"):
        actions.publish_post(post_id=draft.pk, **station.words)
    station.check(employer)
    assert actions.publish_post(post_id=draft.pk, **station.words).published_at == NOW


@pytest.mark.parametrize(
    "more", [{"phone": phone(802)}, {"name": "另一个合作社"}, {"kind": "company"}]
)
def test_an_employer_who_becomes_another_one_is_checked_anew(
    station: Station, more: dict[str, Any]
) -> None:
    employer = station.employer()
    kept = station.employer(checked=False, employer_id=employer.pk, contact_name="钱小田")
    assert kept.is_checked
    changed = station.employer(checked=False, employer_id=employer.pk, **more)
    assert not changed.is_checked
    draft = station.draft(changed)
    with pytest.raises(BadInput, match="还没有核实"):
        actions.publish_post(post_id=draft.pk, **station.words)


def test_only_who_may_publish_does_so(station: Station) -> None:
    draft, village = station.draft(), station.village
    for account in (village.duty, village.resident, village.other_secretary, village.township):
        actor = village.actor(account)
        with pytest.raises(NotAllowed):
            actions.publish_post(**station.words | {"actor": actor}, post_id=draft.pk)
        with pytest.raises(NotAllowed):
            actions.check_employer(
                **station.words | {"actor": actor}, employer_id=draft.employer_id, how="known"
            )


@pytest.mark.parametrize("years", [0, 8, 15])
def test_f24_nobody_under_sixteen_is_registered_by_whomever(station: Station, years: int) -> None:
    person = station.village.resident_person
    for actor in (station.staff, station.village.actor(station.village.resident)):
        with pytest.raises(BadInput, match="没满16周岁"):
            station.card(person, birth_year=TODAY.year - years, actor=actor)
    with pytest.raises(BadInput, match="没满16周岁"):
        station.wanted(station.post(), birth_year=TODAY.year - years)
    assert not WorkerCard.objects.of(station.centre).exists()
    assert not JobMatch.objects.of(station.centre).exists()


def test_f24_whom_the_centre_knows_to_be_a_child_is_not_made_older(station: Station) -> None:
    child = make_person(station.centre, "周小雨", birth_year=TODAY.year - 14)
    with pytest.raises(BadInput, match="没满16周岁"):
        station.card(child, birth_year=1990)


def test_f24_at_sixteen_the_birthday_must_have_been(station: Station) -> None:
    person = station.village.resident_person
    with pytest.raises(BadInput, match="生日已经过了"):
        station.card(person, birth_year=TODAY.year - 16)
    assert station.card(person, birth_year=TODAY.year - 16, had_birthday=True).person == person


@pytest.mark.parametrize(("year", "said"), [(None, "请写出生年份"), (1875, "出生年份不对")])
def test_a_year_that_cannot_be_is_told(station: Station, year: int | None, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        station.card(station.village.resident_person, birth_year=year)


def test_f24_no_number_is_read_before_it_is_agreed(station: Station) -> None:
    village = station.village
    employer = station.employer(person=village.second_person, phone=phone(2))
    post = station.post(station.check(employer))
    match = station.wanted(post)
    worker, boss = village.actor(village.resident), village.actor(village.second)

    def read() -> tuple[str, str]:
        now = JobMatch.objects.of(station.centre).select_related("post__employer", "person", "card")
        row = now.get(pk=match.pk)
        return employer_phone(worker, row), worker_phone(boss, row)

    assert read() == ("", "")
    actions.agree(match_id=match.pk, **station.words)
    assert read() == (phone(2), phone(1))
    row = JobMatch.objects.of(station.centre).select_related("post__employer").get(pk=match.pk)
    for stranger in (village.neighbour, village.township, village.other_secretary):
        actor = village.actor(stranger)
        assert not policies.may_read_worker_phone(actor, row)
        assert not policies.may_read_employer_phone(actor, row)
    # The worker reads no other worker's number, the employer not their own as if it were one.
    assert not policies.may_read_worker_phone(worker, row)
    actions.call_off(match_id=match.pk, reason="下大雨", **station.words)
    assert read() == ("", "")


@pytest.mark.parametrize("state", MatchState)
def test_f24_numbers_stand_open_from_agreed_on_and_never_else(
    station: Station, state: MatchState
) -> None:
    village = station.village
    employer = Employer(
        centre=village.centre, person=village.second_person, checked_at=NOW, checked_how="known"
    )
    match = JobMatch(
        centre=village.centre,
        post=JobPost(centre=village.centre, employer=employer),
        person=village.resident_person,
        state=state,
    )
    is_open = state in TAKEN
    assert policies.may_read_worker_phone(village.actor(village.second), match) is is_open
    assert policies.may_read_employer_phone(village.actor(village.resident), match) is is_open
    employer.checked_at = None
    assert not policies.may_read_worker_phone(village.actor(village.second), match)


def test_whom_to_recommend_is_said_with_the_reason_in_the_order_of_the_cards(
    station: Station,
) -> None:
    village = station.village
    near = make_person(station.centre, "石大力", hamlet=village.hamlet)
    late = station.card(near, later(1), weekdays=[3])
    first = station.card(
        make_person(station.centre, "乔阿贵"), skills=["搬运"], more_skills="贴砖、刮腻子"
    )
    station.card(make_person(station.centre, "何小工"), skills=["做饭"])
    station.card(make_person(station.centre, "何远方"), places=["茶坡下"])
    station.card(make_person(station.centre, "何周末"), weekdays=[6, 7])
    post = station.post()
    found = [(one.card.pk, one.reason) for one in suggestions(post, TODAY)]
    assert found == [
        (first.pk, "会贴砖，哪里都肯去，周三有空"),
        (late.pk, "会贴砖，就在榕树头，周三有空"),
    ]
    match = actions.recommend(post_id=post.pk, card_id=late.pk, **station.words)
    assert (match.state, match.reason) == ("recommended", "会贴砖，就在榕树头，周三有空")
    again = actions.recommend(post_id=post.pk, card_id=late.pk, **station.words)
    assert again.pk == match.pk
    assert [one.card.pk for one in suggestions(post, TODAY)] == [first.pk]


def test_the_last_place_fills_the_post_and_who_leaves_opens_it(station: Station) -> None:
    post, village = station.post(), station.village
    other = station.wanted(post, village.second_person)
    match = station.agreed(post)
    post.refresh_from_db()
    assert post.state == PostState.FILLED
    assert not on_the_wall(station.centre, TODAY).exists()
    with pytest.raises(BadInput, match="招满了"):
        actions.agree(match_id=other.pk, **station.words)
    with pytest.raises(BadInput, match="招满了"):
        station.wanted(post, village.phoneless_person)
    own = station.words | {"actor": village.actor(village.resident)}
    actions.call_off(match_id=match.pk, **own)
    post.refresh_from_db()
    assert post.state == PostState.PUBLISHED
    assert actions.agree(match_id=other.pk, **station.words).agreed_at == NOW


def test_to_want_twice_is_once_and_after_it_fell_one_may_want_again(station: Station) -> None:
    post = station.post()
    first = station.wanted(post)
    assert station.wanted(post).pk == first.pk
    actions.call_off(match_id=first.pk, reason="没打通电话", **station.words)
    assert station.wanted(post).pk != first.pk


def test_a_recommended_worker_who_wants_to_go_is_being_talked_with(station: Station) -> None:
    post = station.post()
    card = station.card(station.village.resident_person)
    match = actions.recommend(post_id=post.pk, card_id=card.pk, **station.words)
    assert station.wanted(post).pk == match.pk
    match.refresh_from_db()
    assert match.state == MatchState.CONTACTED


def test_a_post_ends_with_its_talks_and_keeps_what_was_agreed(station: Station) -> None:
    post = station.post(headcount=2)
    match = station.agreed(post)
    talk = station.wanted(post, station.village.second_person)
    with pytest.raises(BadInput, match="为什么结束"):
        actions.close_post(post_id=post.pk, **station.words)
    actions.close_post(post_id=post.pk, reason="主家不做了", **station.words)
    talk.refresh_from_db()
    match.refresh_from_db()
    assert (talk.state, match.state) == (MatchState.FELL, MatchState.AGREED)
    with pytest.raises(WrongStep):
        station.wanted(post, station.village.phoneless_person)


def test_a_post_expires_a_week_after_its_last_day(station: Station) -> None:
    post = station.post()
    assert post.expires_on == coming(14)
    talk = station.wanted(post)
    assert actions.expire_posts(later(14)) == 0
    assert on_the_wall(station.centre, coming(7)).exists()
    assert not on_the_wall(station.centre, coming(8)).exists()
    assert actions.expire_posts(later(15)) == 1
    assert actions.expire_posts(later(15)) == 0
    post.refresh_from_db()
    talk.refresh_from_db()
    assert (post.state, talk.state) == (PostState.EXPIRED, MatchState.FELL)


def test_the_way_to_the_end_and_both_sides_words(station: Station) -> None:
    match = station.agreed()
    who: dict[str, Any] = {"match_id": match.pk, **station.words}
    with pytest.raises(BadInput, match="还没到干活的日子"):
        actions.note_worked(**who)
    done = who | {"at": later(8)}
    assert actions.note_worked(**done).state == MatchState.WORKED
    for side in Side:
        actions.say_word(side=side, did_work=True, was_paid=True, text="都好", **done)
    actions.say_word(side=Side.WORKER, did_work=True, was_paid=False, **done)
    words = {word.side: word.was_paid for word in ClosingWord.objects.of(station.centre)}
    assert words == {"worker": False, "employer": True}
    assert actions.close_match(**done).ended_at == later(8)
    with pytest.raises(WrongStep):
        actions.call_off(**done, reason="不算了")


def test_nobody_says_the_other_sides_word(station: Station) -> None:
    village = station.village
    employer = station.check(station.employer(person=village.second_person))
    match = station.agreed(station.post(employer))
    said: dict[str, Any] = {"match_id": match.pk, "did_work": True, "was_paid": True}
    for account, side in ((village.resident, Side.EMPLOYER), (village.second, Side.WORKER)):
        with pytest.raises(NotAllowed):
            actions.say_word(**said, side=side, **station.words | {"actor": village.actor(account)})
    talk = station.wanted(station.post(employer), village.phoneless_person)
    with pytest.raises(WrongStep, match="还没有说好"):
        actions.say_word(**said | {"match_id": talk.pk}, side=Side.WORKER, **station.words)


def test_the_same_form_is_one_post_and_one_card(station: Station) -> None:
    employer, form = station.employer(), uuid7()
    said: dict[str, Any] = {"employer_id": employer.pk, "work": station.work(), "form_id": form}
    first = actions.hand_in_post(**said, **station.words)
    assert actions.hand_in_post(**said, **station.words).pk == first.pk
    person = station.village.resident_person
    card = station.card(person, form_id=form)
    assert station.card(person, form_id=form).pk == card.pk
    with pytest.raises(BadInput, match="已经有求职卡"):
        station.card(person)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"title": " "}, "是什么活"),
        ({"place": ""}, "在哪里干活"),
        ({"hours": ""}, "几点到几点"),
        ({"headcount": 0}, "1到500"),
        ({"pay": -5}, "大于0"),
        ({"pay_unit": ""}, "请选一个"),
        ({"ends_on": coming(6)}, "不能早于"),
        ({"starts_on": coming(-3), "ends_on": coming(-1)}, "已经过去"),
        ({"starts_on": coming(500), "ends_on": coming(500)}, "太远"),
        ({"expires_on": coming(3)}, "挂到哪天"),
        ({"what": "字" * 301}, "太长了"),
    ],
)
def test_a_bad_post_is_told_in_one_sentence(
    station: Station, more: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        station.draft(**more)


def test_fewer_hands_than_are_agreed_with_is_refused(station: Station) -> None:
    post = station.post(headcount=3)
    station.agreed(post)
    station.agreed(post, station.village.second_person)
    change: dict[str, Any] = {"post_id": post.pk, **station.words}
    with pytest.raises(BadInput, match="不能少于2"):
        actions.change_post(work=station.work(headcount=1), **change)
    assert actions.change_post(work=station.work(headcount=2), **change).state == PostState.FILLED
    assert (
        actions.change_post(work=station.work(headcount=4), **change).state == PostState.PUBLISHED
    )


def test_an_employer_changes_a_draft_and_no_published_post(station: Station) -> None:
    village = station.village
    employer = station.check(station.employer(person=village.second_person))
    draft = station.draft(employer)
    own: dict[str, Any] = {"post_id": draft.pk, **station.words}
    own["actor"] = village.actor(village.second)
    assert actions.change_post(work=station.work(title="刮腻子"), **own).title == "刮腻子"
    actions.publish_post(post_id=draft.pk, **station.words)
    with pytest.raises(WrongStep, match="给中心打电话"):
        actions.change_post(work=station.work(), **own)
    assert actions.close_post(**own).state == PostState.CLOSED


def test_states_are_left_only_as_the_tables_say() -> None:
    for now in PostState:
        for then in PostState:
            post = JobPost(state=now)
            if then in POST_NEXT[now]:
                post.move_to(then)
            else:
                with pytest.raises(WrongStep):
                    post.move_to(then)
    for state in MatchState:
        for after in MatchState:
            match = JobMatch(state=state)
            if after in MATCH_NEXT[state]:
                match.move_to(after)
            else:
                with pytest.raises(WrongStep):
                    match.move_to(after)


@pytest.mark.parametrize("account", ["neighbour", "second", "township"])
def test_nobody_else_takes_anothers_steps(station: Station, account: str) -> None:
    village = station.village
    card = station.card(village.resident_person)
    match = station.agreed()
    words = station.words | {"actor": village.actor(getattr(village, account))}
    for act, more in (
        (actions.renew_card, {"card_id": card.pk}),
        (actions.delete_card, {"card_id": card.pk}),
        (actions.call_off, {"match_id": match.pk}),
        (actions.note_worked, {"match_id": match.pk}),
        (actions.agree, {"match_id": match.pk}),
        (actions.raise_wages, {"match_id": match.pk}),
        (actions.close_post, {"post_id": match.post_id}),
    ):
        with pytest.raises(NotAllowed):
            act(**words, **more)
    with pytest.raises(NotAllowed):
        station.card(village.phoneless_person, actor=words["actor"])


def test_an_offer_of_the_employers_own_person_is_not_recommended_to_them(station: Station) -> None:
    person = station.village.resident_person
    post = station.post(station.check(station.employer(person=person)))
    station.card(person)
    assert suggestions(post, TODAY) == []
    with pytest.raises(BadInput, match="您自己交来的"):
        station.wanted(post, person)


def test_the_days_of_a_long_post_are_matched_by_weekday(station: Station) -> None:
    post = station.post(starts_on=coming(1), ends_on=coming(3), skills=[])
    station.card(station.village.resident_person, weekdays=[5, 6])
    (found,) = suggestions(post, TODAY)
    assert found.reason == "这活不挑手艺，哪里都肯去，只有周五、周六有空"
    assert post.ends_on - post.starts_on == timedelta(days=2)
