"""Whose matter it is, when two rows are one person and when a delegate stands in."""

import datetime as dt
from dataclasses import replace
from uuid import uuid4

import pytest

from changlai.engines.cases.policies import is_requester, visible_cases
from changlai.engines.cases.public import Case, Follower, follow_case, open_case
from changlai.foundation.people.actions.signing_in import close_account
from changlai.foundation.people.public import ActingFor, merge_persons
from changlai.kernel.errors import NotAllowed
from changlai.kernel.events.public import deliver
from changlai.kernel.search import public as search
from tests.cast import make_person, phone
from tests.engines.cases.conftest import MORNING, Desk


def test_cases_go_with_a_person_who_turned_out_to_be_another(desk: Desk) -> None:
    village = desk.village
    twin = make_person(desk.centre, village.resident_person.name)
    opened = open_case(
        centre=desk.centre,
        kind="help",
        text="两次登记的是同一个人。",
        channel="counter",
        at=MORNING,
        actor=desk.actor("handler"),
        person=twin,
    )
    neighbours = desk.case(person=desk.village.second_person)
    for person in (twin, village.resident_person):
        follow_case(
            centre=desk.centre,
            number=neighbours.number,
            actor=desk.actor("handler"),
            at=MORNING,
            person=person,
        )
    merge_persons(
        centre=desk.centre,
        keep_id=village.resident_person.pk,
        merge_id=twin.pk,
        actor=desk.actor("secretary"),
        at=MORNING,
    )
    deliver(desk.centre.pk)
    assert Case.objects.of(desk.centre).get(pk=opened.case.pk).person_id == (
        village.resident_person.pk
    )
    followed = Follower.objects.of(desk.centre).filter(case=neighbours)
    assert followed.filter(person=village.resident_person).count() == 1


def test_a_case_forgets_the_number_and_name_of_whoever_left(desk: Desk) -> None:
    person = desk.village.resident_person
    opened = open_case(
        centre=desk.centre,
        kind="help",
        text="桥头的路灯不亮。",
        channel="phone",
        at=MORNING,
        actor=desk.actor("handler"),
        person=person,
        reporter_alias="春生叔",
        contact_phone=phone(66),
    )
    neighbours = desk.case(person=desk.village.second_person)
    follow_case(
        centre=desk.centre,
        number=neighbours.number,
        actor=desk.actor("resident"),
        at=MORNING,
        person=person,
    )
    Follower.objects.of(desk.centre).update(phone=phone(66))
    assert search.ids(desk.centre, "春生叔", kinds="case") == [opened.case.pk]
    close_account(account=desk.village.resident, at=MORNING)
    deliver(desk.centre.pk)
    case = Case.objects.of(desk.centre).get(pk=opened.case.pk)
    assert (case.contact_phone, case.reporter_alias) == ("", "")
    assert case.text == "桥头的路灯不亮。"
    assert search.ids(desk.centre, "春生叔", kinds="case") == []
    assert search.ids(desk.centre, "路灯", kinds="case")
    assert [row.phone for row in Follower.objects.of(desk.centre)] == [""]


@pytest.mark.parametrize(("scopes", "allowed"), [({"voices"}, True), ({"rooms"}, False)])
def test_a_delegate_reads_and_says_only_within_their_leave(
    desk: Desk, scopes: set[str], allowed: bool
) -> None:
    mine = desk.case(person=desk.village.resident_person)
    acting = ActingFor(
        person_id=desk.village.resident_person.pk,
        name="周春生",
        reason="代办",
        until=MORNING + dt.timedelta(minutes=30),
        session_id=uuid4(),
        channel="delegate",
        by_delegation=True,
    )
    delegate = replace(desk.actor("second"), acting_for=acting, delegated=frozenset(scopes))
    assert is_requester(delegate, mine) is allowed
    assert visible_cases(delegate).filter(pk=mine.pk).exists() is allowed
    say = {
        "centre": desk.centre,
        "kind": "help",
        "text": "替他说一件事。",
        "channel": "online",
        "at": MORNING,
        "actor": delegate,
        "person": desk.village.resident_person,
    }
    if allowed:
        assert open_case(**say).case.person_id == desk.village.resident_person.pk
    else:
        with pytest.raises(NotAllowed):
            open_case(**say)
