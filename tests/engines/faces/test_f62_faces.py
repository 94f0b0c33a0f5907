"""F62: after any service one tap of four faces, its response rate beside every figure."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from changlai.engines.appointments.public import (
    arrive,
    book_slot,
    call_next,
    finish,
    lay_sitting,
    put_provider,
)
from changlai.engines.faces.actions import tidy
from changlai.engines.faces.events import FaceGiven
from changlai.engines.faces.models import Asked
from changlai.engines.faces.policies import may_read, own_asked, visible_asked
from changlai.engines.faces.public import Closed, ask, face_figures, take_back
from changlai.engines.faces.states import LONGEST_WORDS
from changlai.foundation.areas.public import choose_parts
from changlai.foundation.people.actions.signing_in import close_account
from changlai.foundation.people.public import (
    give_delegation,
    merge_persons,
    start_act_for,
    start_by_delegation,
)
from changlai.foundation.people.queries import actor_of
from changlai.halls.counter.actions.requests import deliver as hand_over
from changlai.kernel.errors import BadInput, NotAllowed
from changlai.kernel.events.models import Entry
from changlai.kernel.metrics.public import recount
from tests.cast import NOW, make_person
from tests.engines.faces.conftest import Asking
from tests.halls.counter.conftest import Counter
from tests.halls.counter.conftest import counter as counter
from tests.halls.jobs.conftest import Station
from tests.halls.parcels.conftest import Shelf
from tests.halls.rooms.conftest import make_rooms

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = NOW.date()


def asked(centre: Any, kind: str) -> list[Asked]:
    return list(Asked.objects.of(centre).filter(kind=kind).order_by("asked_at", "id"))


def figure(asking: Asking, code: str) -> Any:
    asking.deliver()
    found = face_figures(asking.centre, TODAY - 30 * DAY, TODAY + 30 * DAY)
    return next(one for one in found if one.source.code == code)


# ── one tap ───────────────────────────────────────────────────────────────────────────────────


def test_f62_one_tap_by_the_link_alone_and_another_until_the_closing_day(asking: Asking) -> None:
    row = asking.ask()
    assert row.closes_on == TODAY + 14 * DAY
    asking.tap(row, 4)
    again = asking.tap(row, 2, NOW + 14 * DAY, words="门口的灯太暗。")
    assert (again.face, again.words, again.channel) == (2, "门口的灯太暗。", "online")
    assert again.entered_by is None
    kept = asking.tap(row, 3, NOW + 14 * DAY)
    assert kept.words == "门口的灯太暗。"
    with pytest.raises(Closed):
        asking.tap(row, 1, NOW + 15 * DAY)
    one = figure(asking, "parcels")
    assert (one.counts.asked, one.counts.answered, one.counts.by_face[3]) == (1, 1, 1)


@pytest.mark.parametrize("face", [0, 5, -1])
def test_what_is_no_face_is_refused(asking: Asking, face: int) -> None:
    with pytest.raises(BadInput, match="点一个表情"):
        asking.tap(asking.ask(), face)


def test_too_many_words_are_refused(asking: Asking) -> None:
    with pytest.raises(BadInput, match="200"):
        asking.tap(asking.ask(), 4, words="长" * (LONGEST_WORDS + 1))


def test_f62_who_did_the_service_rates_it_in_no_way(asking: Asking) -> None:
    village = asking.village
    row = asking.ask(served_by=village.handler.pk)
    clerk = village.actor(village.handler)
    with pytest.raises(NotAllowed):
        asking.tap(row, actor=clerk)
    with pytest.raises(NotAllowed):
        asking.enter(row, actor=clerk)
    start = start_act_for(
        centre=asking.centre,
        person_id=village.resident_person.pk,
        actor=clerk,
        at=NOW,
        channel="phone",
        reason="called",
    )
    acting = actor_of(
        account=village.handler, centre=asking.centre, at=NOW, acting_session_id=start.pk
    )
    with pytest.raises(NotAllowed):
        asking.tap(row, actor=acting)
    entered = asking.enter(row, 3, channel="paper")
    assert (entered.face, entered.channel, entered.entered_by) == (3, "paper", village.secretary)


def test_whoever_served_themselves_is_not_asked(asking: Asking) -> None:
    village = asking.village
    own = make_person(village.centre, "陈小满", account=village.handler)
    words: dict[str, Any] = {"centre": asking.centre, "kind": "parcels", "at": NOW, "person": own}
    assert ask(subject_id=uuid4(), served_by=village.handler.pk, **words) is None
    assert ask(subject_id=uuid4(), served_by=village.duty.pk, **words) is not None


def test_staff_write_it_down_for_somebody_on_the_telephone(asking: Asking) -> None:
    village = asking.village
    row = asking.ask(person=village.phoneless_person)
    with pytest.raises(BadInput, match="纸条"):
        asking.enter(row, channel="online")
    assert asking.enter(row, 4, channel="phone").channel == "phone"
    # A colleague who scans a slip that came back taps what is circled on it.
    other = asking.ask(person=village.phoneless_person, served_by=village.duty.pk)
    assert asking.tap(other, 3, actor=village.actor(village.handler)).channel == "paper"


def test_a_delegate_does_not_judge_for_somebody(asking: Asking) -> None:
    village = asking.village
    row = asking.ask()
    given = give_delegation(
        centre=asking.centre,
        principal_id=village.resident_person.pk,
        delegate_phone="19900000002",
        scopes=["parcels"],
        expires_on=TODAY + 30 * DAY,
        actor=village.actor(village.resident),
        at=NOW,
    )
    start = start_by_delegation(
        centre=asking.centre, delegation_id=given.pk, actor=village.actor(village.second), at=NOW
    )
    acting = actor_of(
        account=village.second, centre=asking.centre, at=NOW, acting_session_id=start.pk
    )
    assert not own_asked(acting).exists()
    with pytest.raises(NotAllowed):
        asking.tap(row, actor=acting)


def test_words_are_read_by_those_who_work_in_that_hall(asking: Asking) -> None:
    village = asking.village
    asking.ask("parcels")
    asking.ask("jobs")
    seen = {
        role: set(visible_asked(village.actor(account)).values_list("kind", flat=True))
        for role, account in village.accounts().items()
        if role not in {"township", "county", "operator", "security", "auditor"}
    }
    assert seen["secretary"] == seen["handler"] == {"parcels", "jobs"}
    assert "parcels" in seen["duty"]
    assert seen["resident"] == seen["neighbour"] == seen["other_secretary"] == set()
    assert not may_read(village.actor(village.resident), "parcels")


# ── asked of every hall, once ─────────────────────────────────────────────────────────────────


def test_f62_a_matter_handed_over_is_asked_about_by_code_as_well(counter: Counter) -> None:
    row = counter.ask()
    counter.done(row)
    hand_over(
        centre=counter.centre, case_id=row.case_id, actor=counter.clerk, at=NOW, how="fetched"
    )
    counter.deliver()
    (found,) = asked(counter.centre, "counter")
    assert found.title == row.item.title
    assert found.person == counter.village.resident_person
    assert found.served_by == counter.village.handler
    page = counter.client(counter.village.resident).get(counter.page("request", pk=row.case_id))
    assert f'action="/c/{counter.centre.code}/faces/{found.token}/"' in page.content.decode()
    slip = counter.desk.get(counter.page("desk_request", pk=row.case_id)).content.decode()
    assert f"/desk/faces/asked/{found.pk}/slip/" in slip


def test_f62_three_parcels_of_one_visit_are_one_asking(asking: Asking) -> None:
    shelf = Shelf(asking.village)
    parcels = [shelf.put(f"SF100000{number}") for number in range(3)]
    for parcel in parcels:
        shelf.out(parcel)
    shelf.out(shelf.put("SF1000009", asking.village.second_person), taker="self")
    nobody = shelf.scan("SF1000010", "19900000777 王师傅").parcel
    shelf.out(nobody)
    asking.deliver()
    found = asked(asking.centre, "parcels")
    assert len(found) == 2
    shelf.out(shelf.put("SF1000011", at=NOW), at=NOW + DAY)
    asking.deliver()
    assert len(asked(asking.centre, "parcels")) == 3


def test_a_parcel_put_back_is_not_asked_about_any_more(asking: Asking) -> None:
    from changlai.halls.parcels.actions.handing_out import put_back

    shelf = Shelf(asking.village)
    parcel = shelf.out(shelf.put())
    asking.deliver()
    assert figure(asking, "parcels").counts.asked == 1
    put_back(
        centre=asking.centre,
        parcel_id=parcel.pk,
        actor=shelf.staff,
        at=NOW,
        reason="拿错了。",
    )
    assert figure(asking, "parcels").counts.asked == 0
    assert not asked(asking.centre, "parcels")
    row = asking.ask()
    asking.tap(row)
    words: dict[str, Any] = {"centre": asking.centre, "kind": "parcels", "at": NOW}
    assert not take_back(subject_id=row.subject_id, **words), "what was said stays said"


def test_f62_work_that_is_settled_is_asked_of_who_went(asking: Asking) -> None:
    from changlai.halls.jobs import actions

    station = Station(asking.village)
    station.card(asking.village.resident_person)
    match = station.agreed(station.post(station.employer(name="窑湾茶场"), headcount=2))
    who: dict[str, Any] = {
        "centre": asking.centre,
        "match_id": match.pk,
        "actor": asking.village.actor(asking.village.handler),
    }
    later = NOW + 20 * DAY
    actions.note_worked(**who, at=later)
    actions.close_match(**who, at=later)
    asking.deliver()
    (found,) = asked(asking.centre, "jobs")
    assert found.person_id == match.person_id
    assert found.served_by == asking.village.handler


def test_f62_a_talk_is_asked_about_and_a_secret_one_never(asking: Asking) -> None:
    village, centre = asking.village, asking.centre
    staff = village.actor(village.secretary)
    doctor = put_provider(centre=centre, actor=staff, name="温若水", title="全科医生")
    for is_opaque in (False, True):
        sitting = lay_sitting(
            centre=centre,
            actor=staff,
            at=NOW,
            provider=doctor,
            title="法律咨询",
            starts=NOW + (2 if is_opaque else 1) * DAY,
            ends=NOW + (2 if is_opaque else 1) * DAY + timedelta(hours=1),
            is_opaque=is_opaque,
        )
        words: dict[str, Any] = {"centre": centre, "actor": staff, "at": sitting.starts}
        row = book_slot(
            centre=centre,
            slot_id=sitting.slots.order_by("starts")[0].pk,
            actor=staff,
            person=village.resident_person,
            channel="counter",
            at=NOW,
        )
        arrive(appointment_id=row.pk, **words)
        call_next(sitting_id=sitting.pk, **words)
        finish(appointment_id=row.pk, **words)
    asking.deliver()
    (found,) = asked(centre, "sittings")
    assert found.title == "法律咨询"
    assert found.person == village.resident_person


def test_f62_a_room_of_every_week_is_asked_about_once_a_month(asking: Asking) -> None:
    from changlai.halls.rooms.actions.using import end_use
    from changlai.halls.rooms.models import BookingDate

    rooms = make_rooms(asking.village)
    rooms.book()
    (date,) = BookingDate.objects.of(asking.centre)
    end_use(centre=asking.centre, date_id=date.pk, actor=rooms.staff, at=date.ends)
    asking.deliver()
    (found,) = asked(asking.centre, "rooms")
    words: dict[str, Any] = {
        "centre": asking.centre,
        "kind": "rooms",
        "person": found.person,
        "apart_days": 30,
    }
    assert ask(subject_id=uuid4(), at=found.asked_at + 7 * DAY, **words) is None
    assert ask(subject_id=uuid4(), at=found.asked_at + 30 * DAY, **words) is not None


# ── figures ───────────────────────────────────────────────────────────────────────────────────


def test_f62_the_rate_of_those_who_answered_is_of_those_who_were_asked(asking: Asking) -> None:
    rows = [asking.ask(subject_id=uuid4()) for _ in range(8)]
    for row, face in zip(rows, [4, 4, 3, 3, 2, 1], strict=False):
        asking.tap(row, face, NOW + 3 * DAY)
    one = figure(asking, "parcels")
    assert (one.response.numerator, one.response.denominator) == (6, 8)
    assert str(one.response.percent) == "75.0"
    assert str(one.satisfied.percent) == "66.7"
    # Another face in the place of the first: still one who answered.
    asking.tap(rows[0], 1, NOW + 3 * DAY)
    one = figure(asking, "parcels")
    assert one.counts.answered == 6
    assert one.counts.by_face[1] == 2
    assert not [
        one for one in recount(asking.centre, TODAY, TODAY) if one.metric.startswith("faces")
    ]


def test_voices_and_activities_are_not_asked_twice_and_stand_on_the_same_page(
    asking: Asking,
) -> None:
    for pack in cases_packs():
        pack.unpack(asking.centre, NOW)
    one = figure(asking, "voices")
    assert one.counts.asked == 0
    assert one.source.content == {4, 3, 2}
    assert figure(asking, "activities").source.content == {4, 3, 2}
    assert not asked(asking.centre, "voices")


def cases_packs() -> list[Any]:
    from changlai.halls.voices.pack import PACK

    return list(PACK)


def test_a_part_switched_off_is_asked_after_no_more(asking: Asking) -> None:
    village = asking.village
    secretary = village.actor(village.secretary)
    codes = [one.source.code for one in face_figures(asking.centre, TODAY, TODAY)]
    assert {"voices", "activities", "counter", "parcels", "jobs", "rooms", "sittings"} <= set(codes)
    choose_parts(centre=asking.centre, actor=secretary, at=NOW, off=["parcels"])
    asking.centre.refresh_from_db()
    codes = [one.source.code for one in face_figures(asking.centre, TODAY, TODAY)]
    assert "parcels" not in codes


def test_the_book_says_neither_who_nor_what(asking: Asking) -> None:
    asking.tap(asking.ask(), 2, words="门口的灯太暗。")
    told = Entry.objects.filter(name=FaceGiven.name).get()
    assert told.actor_id is None
    assert set(told.payload) == {"kind", "asked_on", "face", "was", "channel"}


# ── forgotten in time ─────────────────────────────────────────────────────────────────────────


def test_who_served_is_forgotten_at_the_close_and_words_after_a_year(asking: Asking) -> None:
    row = asking.ask()
    asking.tap(row, 2, words="等得有点久。")
    assert tidy(NOW + 14 * DAY) == 0
    assert tidy(NOW + 15 * DAY) == 1
    row.refresh_from_db()
    assert row.served_by is None
    assert row.words == "等得有点久。"
    assert tidy(NOW + 366 * DAY) == 1
    row.refresh_from_db()
    assert (row.words, row.face) == ("", 2)


def test_whoever_leaves_is_taken_out_of_what_they_said(asking: Asking) -> None:
    row = asking.ask()
    asking.tap(row, 3, words="谢谢陈姐。")
    token = row.token
    close_account(account=asking.village.resident, at=NOW)
    asking.deliver()
    row.refresh_from_db()
    assert (row.person, row.words, row.title, row.face) == (None, "", "", 3)
    assert row.token != token


def test_what_was_asked_goes_with_a_merged_person(asking: Asking) -> None:
    village = asking.village
    row = asking.ask(person=village.second_person)
    merge_persons(
        centre=asking.centre,
        keep_id=village.phoneless_person.pk,
        merge_id=village.second_person.pk,
        actor=village.actor(village.secretary),
        at=NOW,
    )
    asking.deliver()
    row.refresh_from_db()
    assert row.person == village.phoneless_person


def test_asked_twice_is_asked_once(asking: Asking) -> None:
    first = asking.ask()
    again = asking.ask(subject_id=first.subject_id)
    assert first == again


def test_every_service_names_a_power_that_the_secretary_holds(asking: Asking) -> None:
    secretary = asking.village.actor(asking.village.secretary)
    sources = [one.source for one in face_figures(asking.centre, TODAY, TODAY)]
    assert [one.code for one in sources if not secretary.can(one.power)] == []
