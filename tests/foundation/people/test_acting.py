import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from changlai.foundation.people.actions import acting
from changlai.foundation.people.models import Account, ActForSession, Delegation
from changlai.foundation.people.public import actor_of, has_consented, person_for
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.models import Entry
from changlai.kernel.outbox.public import Message, Sending, tell
from tests.cast import NOW, Village, make_person, phone

pytestmark = pytest.mark.django_db


def start(village: Village, part: str = "duty", **other: Any) -> ActForSession:
    facts = {
        "centre": village.centre,
        "person_id": village.phoneless_person.pk,
        "actor": village.actor(village.accounts()[part]),
        "reason": "no_phone",
        "channel": "counter",
        "at": NOW,
    }
    return acting.start_act_for(**{**facts, **other})


def as_acting(village: Village, account: Account, session: ActForSession, at: Any = NOW) -> Any:
    return actor_of(account=account, centre=village.centre, at=at, acting_session_id=session.pk)


def test_staff_stand_in_a_residents_place_for_half_an_hour(village: Village) -> None:
    session = start(village)
    actor = as_acting(village, village.duty, session)
    assert actor.for_person_id == village.phoneless_person.pk
    assert actor.channel == "counter"
    assert actor.account_id == village.duty.pk
    assert person_for(actor) == village.phoneless_person
    late = as_acting(village, village.duty, session, NOW + timedelta(minutes=30))
    assert late.acting_for is None
    assert late.channel == "online"


def test_a_session_is_of_one_account_at_one_centre(village: Village) -> None:
    session = start(village)
    assert as_acting(village, village.handler, session).acting_for is None
    elsewhere = actor_of(
        account=village.duty,
        centre=village.other_centre,
        at=NOW,
        acting_session_id=session.pk,
    )
    assert elsewhere.acting_for is None


def test_act_for_ends_with_the_role(village: Village) -> None:
    session = start(village)
    village.duty.grants.update(ended_at=NOW)
    assert as_acting(village, village.duty, session, NOW + timedelta(seconds=1)).acting_for is None


@pytest.mark.parametrize(
    "part", ["resident", "neighbour", "other_secretary", "township", "county", "operator"]
)
def test_nobody_else_may(village: Village, part: str) -> None:
    with pytest.raises(NotAllowed):
        start(village, part)


def test_a_reason_comes_first(village: Village) -> None:
    for wrong in ({"reason": ""}, {"reason": "other"}, {"channel": "dream"}):
        with pytest.raises(BadInput):
            start(village, **wrong)


def test_the_person_is_told_and_the_book_knows(village: Village, settings: Any) -> None:
    from changlai.kernel.events.public import deliver

    start(village, person_id=village.resident_person.pk)
    fact = Entry.objects.get(name="people.act_for.started")
    assert fact.payload["person_id"] == str(village.resident_person.pk)
    deliver(village.centre.pk)
    message = Message.objects.get(person_id=village.resident_person.pk)
    assert "吴立夏" in message.text
    assert not message.sendings.exists()


def test_the_desk_journey_shows_a_banner_until_it_ends(village: Village) -> None:
    client = Client()
    with time_machine.travel(NOW, tick=False) as clock:
        client.force_login(village.duty)
        address = f"/c/yunxi/desk/people/{village.phoneless_person.pk}/act-for"
        assert client.post(address, {"channel": "phone"}).status_code == 200
        client.post(address, {"channel": "phone", "reason": "called"})
        page = client.get("/c/yunxi/me").content.decode()
        assert "您正在替<strong>郑阿婆</strong>办事" in page
        clock.shift(timedelta(minutes=10))
        ended = client.post("/c/yunxi/act-for/end")
        slip = client.get(ended["Location"]).content.decode()
        assert "郑阿婆" in slip
        assert "您正在替" not in client.get("/c/yunxi/desk/people").content.decode()
    session = ActForSession.objects.get()
    assert session.ended_at == NOW + timedelta(minutes=10)


def test_half_an_hour_later_the_browser_is_itself_again(village: Village) -> None:
    make_person(village.centre, "吴立夏", account=village.duty)
    client = Client()
    with time_machine.travel(NOW, tick=False) as clock:
        client.force_login(village.duty)
        address = f"/c/yunxi/desk/people/{village.phoneless_person.pk}/act-for"
        client.post(address, {"channel": "phone", "reason": "called"})
        clock.shift(timedelta(minutes=29))
        assert "您正在替" in client.get("/c/yunxi/me").content.decode()
        clock.shift(timedelta(minutes=1))
        assert "您正在替" not in client.get("/c/yunxi/me").content.decode()


def delegate(village: Village, **other: Any) -> Delegation:
    facts = {
        "centre": village.centre,
        "principal_id": village.phoneless_person.pk,
        "delegate_phone": phone(1),
        "scopes": ["voices"],
        "expires_on": NOW.date() + timedelta(days=30),
        "evidence": "当面签字",
        "actor": village.actor(village.handler),
        "at": NOW,
    }
    return acting.give_delegation(**{**facts, **other})


def test_a_delegate_acts_within_the_scopes_only(village: Village) -> None:
    delegation = delegate(village)
    me = village.actor(village.resident)
    session = acting.start_by_delegation(
        centre=village.centre, delegation_id=delegation.pk, actor=me, at=NOW
    )
    actor = as_acting(village, village.resident, session)
    assert actor.for_person_id == village.phoneless_person.pk
    assert actor.channel == "delegate"
    assert actor.acts_within("voices")
    assert not actor.acts_within("rooms")
    assert me.acts_within("rooms")
    assert session.delegation_id == delegation.pk


def test_a_delegation_ends_with_its_day_and_when_taken_back(village: Village) -> None:
    delegation = delegate(village)
    me = village.actor(village.resident)
    session = acting.start_by_delegation(
        centre=village.centre, delegation_id=delegation.pk, actor=me, at=NOW
    )
    late = NOW + timedelta(days=31)
    with pytest.raises(WrongStep):
        acting.start_by_delegation(
            centre=village.centre, delegation_id=delegation.pk, actor=me, at=late
        )
    acting.end_delegation(
        centre=village.centre,
        delegation_id=delegation.pk,
        actor=village.actor(village.handler),
        at=NOW,
    )
    assert as_acting(village, village.resident, session).acting_for is None


def test_a_delegation_is_for_the_one_named(village: Village) -> None:
    delegation = delegate(village)
    with pytest.raises(NotAllowed):
        acting.start_by_delegation(
            centre=village.centre,
            delegation_id=delegation.pk,
            actor=village.actor(village.second),
            at=NOW,
        )


def test_leave_to_act_is_not_leave_to_pass_it_on(village: Village) -> None:
    delegation = delegate(village)
    session = acting.start_by_delegation(
        centre=village.centre,
        delegation_id=delegation.pk,
        actor=village.actor(village.resident),
        at=NOW,
    )
    actor = as_acting(village, village.resident, session)
    with pytest.raises(NotAllowed):
        delegate(village, actor=actor, delegate_phone=phone(2))


@pytest.mark.parametrize(
    "wrong",
    [
        {"scopes": []},
        {"scopes": ["everything"]},
        {"expires_on": NOW.date() - timedelta(days=1)},
        {"expires_on": NOW.date() + timedelta(days=400)},
        {"evidence": " "},
        {"delegate_phone": "12"},
    ],
)
def test_a_delegation_that_is_none_is_refused(village: Village, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        delegate(village, **wrong)


def test_a_resident_delegates_and_the_daughter_acts(village: Village) -> None:
    mother, daughter = Client(), Client()
    with time_machine.travel(NOW, tick=False):
        mother.force_login(village.second)
        done = mother.post(
            "/c/yunxi/me/delegates",
            {"phone": phone(1), "scopes": ["voices"], "expires_on": "2026-06-30"},
        )
        assert done.status_code == 302, done.content.decode()
        row = Delegation.objects.get()
        daughter.force_login(village.resident)
        assert "何惠兰" in daughter.get("/c/yunxi/me/delegates").content.decode()
        daughter.post(f"/c/yunxi/me/delegates/{row.pk}/act")
        mine = daughter.get("/c/yunxi/mine/").content.decode()
        assert "您正在替<strong>何惠兰</strong>" in mine
        assert not re.search(r'href="/c/yunxi/me(/held|/consents)?"', mine)
        assert "周春生替您办事" in mother.get("/c/yunxi/me/consents").content.decode()
        # Leave to say something for her mother opens nothing else of hers.
        for closed in ("", "/data", "/held", "/close", "/delegates", "/consents"):
            assert daughter.get(f"/c/yunxi/me{closed}").status_code == 404
        assert daughter.post("/c/yunxi/me", {"name": "别人"}).status_code == 404


def test_a_delegate_reads_messages_within_the_scopes_only(village: Village) -> None:
    person = village.second_person
    for number, template in enumerate(("voices", "parcels", "")):
        words = f"第{number}条"
        tell(
            centre=village.centre,
            person_id=person.pk,
            text=words,
            at=NOW,
            dedupe=words,
            template=template,
            name_for_list="何惠兰",
            phone_for_list=phone(2),
        )
    row = delegate(village, principal_id=person.pk)
    daughter = Client()
    with time_machine.travel(NOW, tick=False):
        daughter.force_login(village.resident)
        daughter.post(f"/c/yunxi/me/delegates/{row.pk}/act")
        for path in ("mine/", "messages/"):
            page = daughter.get(f"/c/yunxi/{path}").content.decode()
            assert "第0条" in page
            assert "第1条" not in page
            assert "第2条" not in page
        daughter.post("/c/yunxi/messages/read/")
    # What she cannot read she cannot have read: the mother is still to be phoned about it.
    waiting = Sending.objects.of(village.centre).waiting()
    assert sorted(one.message.text for one in waiting) == ["第1条", "第2条"]


def test_a_consent_is_given_once_and_taken_back(village: Village) -> None:
    me = village.actor(village.resident)
    facts: dict[str, Any] = {
        "centre": village.centre,
        "person_id": village.resident_person.pk,
        "matter": "portrait",
        "actor": me,
        "at": NOW,
    }
    first = acting.give_consent(version="1", **facts)
    assert acting.give_consent(version="1", **facts) == first
    assert has_consented(village.centre.pk, village.resident_person.pk, "portrait")
    acting.withdraw_consent(**facts)
    assert not has_consented(village.centre.pk, village.resident_person.pk, "portrait")
    assert Entry.objects.filter(name__startswith="people.consent").count() == 2
    with pytest.raises(NotAllowed):
        acting.give_consent(version="1", **{**facts, "actor": village.actor(village.second)})
