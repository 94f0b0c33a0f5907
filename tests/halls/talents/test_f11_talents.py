"""F11: opt-in talent cards: consent and its withdrawal, a year, never public, never ranked."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from changlai.foundation.areas.stage import set_stage
from changlai.foundation.people.actions.signing_in import close_account
from changlai.foundation.people.models import Consent
from changlai.foundation.people.public import (
    Matter,
    give_delegation,
    has_consented,
    merge_persons,
    start_by_delegation,
    withdraw_consent,
)
from changlai.foundation.people.queries import actor_of
from changlai.halls.talents.actions import (
    Talent,
    change_card,
    note_outcome,
    purge,
    remind,
    renew_card,
    see_card,
    take_back_card,
)
from changlai.halls.talents.demo import play
from changlai.halls.talents.events import CardsPurged
from changlai.halls.talents.mine import MINE
from changlai.halls.talents.models import Invitation, TalentCard
from changlai.halls.talents.policies import visible_cards
from changlai.halls.talents.queries import found_cards
from changlai.halls.talents.registers import REGISTERS
from changlai.halls.talents.today import TODAY
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.models import Entry
from changlai.kernel.outbox.public import messages_of
from tests.cast import NOW
from tests.halls.talents.conftest import Talents
from tests.halls.voices.test_demo import MORNING, UNTIL, people_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def agreed(talents: Talents, person: Any) -> bool:
    return has_consented(talents.centre.pk, person.pk, Matter.TALENT)


def cards(talents: Talents) -> list[TalentCard]:
    return list(TalentCard.objects.of(talents.centre))


# ── consent ───────────────────────────────────────────────────────────────────────────────────


def test_f11_a_card_stands_on_consent_alone(talents: Talents) -> None:
    with pytest.raises(BadInput, match="同意"):
        talents.own(agrees=False)
    assert not cards(talents)
    card = talents.own()
    assert agreed(talents, card.person)
    assert (card.channel, card.entered_by) == ("online", None)
    assert card.expires_on == NOW.date() + 365 * DAY


def test_f11_consent_taken_back_where_all_consents_are_deletes_the_card(talents: Talents) -> None:
    village, card = talents.village, talents.own()
    talents.invited(card)
    withdraw_consent(
        centre=talents.centre,
        person_id=card.person_id,
        matter=Matter.TALENT,
        actor=village.actor(village.resident),
        at=NOW,
    )
    talents.deliver()
    assert not cards(talents)
    assert not Invitation.objects.of(talents.centre).exists()


def test_f11_a_card_taken_back_ends_the_consent(talents: Talents) -> None:
    village, card = talents.village, talents.own()
    actor = village.actor(village.resident)
    take_back_card(centre=talents.centre, card_id=card.pk, actor=actor, at=NOW)
    assert not cards(talents)
    assert not agreed(talents, village.resident_person)
    # Whoever agrees anew before the fact of the old withdrawal arrives keeps the new card.
    again = talents.own()
    talents.deliver()
    assert cards(talents) == [again]


def test_f11_staff_write_one_down_with_how_they_heard_the_yes(talents: Talents) -> None:
    village = talents.village
    card = talents.card(person=village.phoneless_person, channel="paper")
    assert (card.channel, card.entered_by) == ("paper", village.handler)
    consent = Consent.objects.of(talents.centre).get(person=card.person, matter=Matter.TALENT)
    assert consent.note == "本人签了纸表"


def test_one_card_a_person_and_one_form_is_one_card(talents: Talents) -> None:
    once = uuid4()
    first = talents.own(form_id=once)
    assert talents.own(form_id=once) == first
    with pytest.raises(BadInput, match="已经登记过"):
        talents.own()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"skills": "  "}, "请写会什么"),
        ({"skills": "长" * 201}, "最多200个字"),
        ({"wish_words": "长" * 201}, "最多200个字"),
        ({"living": "moon"}, "住哪里"),
        ({"reach": "drum"}, "怎么联系"),
        ({"contact_phone": "12"}, "手机号|电话"),
    ],
)
def test_what_cannot_be_taken_is_told_in_one_sentence(
    talents: Talents, typed: dict[str, str], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        talents.own(**typed)
    assert not cards(talents)


def test_codes_that_nobody_knows_fall_out(talents: Talents) -> None:
    card = talents.own(fields=["farm", "rank"], wishes=["teach", "score"])
    assert card.field_labels == ["种养"]
    assert card.wish_labels == ["想教给别人"]


# ── who reads it ──────────────────────────────────────────────────────────────────────────────


def test_f11_nobody_but_owner_and_staff_reads_a_card(talents: Talents) -> None:
    village = talents.village
    talents.own()
    seen = {
        role: visible_cards(village.actor(account)).count()
        for role, account in village.accounts().items()
        if role in {"secretary", "handler", "duty", "resident", "neighbour", "other_secretary"}
    }
    assert seen == {
        "secretary": 1,
        "handler": 1,
        "duty": 0,
        "resident": 1,
        "neighbour": 0,
        "other_secretary": 0,
    }
    assert not visible_cards(village.actor(village.second)).exists()
    for who in (village.second, village.neighbour, village.duty):
        page = talents.client(who).get(talents.page("desk_cards"))
        assert page.status_code in {302, 404}
    assert "会嫁接果树" not in Client().get(f"/c/{talents.centre.code}/").content.decode()


def test_neither_a_delegate_nor_a_neighbour_leaves_one_for_somebody(talents: Talents) -> None:
    village = talents.village
    with pytest.raises(NotAllowed):
        talents.card(actor=village.actor(village.second))
    given = give_delegation(
        centre=talents.centre,
        principal_id=village.resident_person.pk,
        delegate_phone="19900000002",
        scopes=["services"],
        expires_on=NOW.date() + 30 * DAY,
        actor=village.actor(village.resident),
        at=NOW,
    )
    start = start_by_delegation(
        centre=talents.centre, delegation_id=given.pk, actor=village.actor(village.second), at=NOW
    )
    acting = actor_of(
        account=village.second, centre=talents.centre, at=NOW, acting_session_id=start.pk
    )
    with pytest.raises(NotAllowed):
        talents.card(actor=acting)


def test_f11_cards_are_found_by_daily_words_in_the_order_of_the_days(talents: Talents) -> None:
    village = talents.village
    first = talents.card("会嫁接、剪枝", village.second_person, fields=["farm"])
    second = talents.card("会写春联", village.resident_person, fields=["art"], at=NOW + DAY)
    third = talents.card("做过网店", village.phoneless_person, fields=["trade"], at=NOW + 2 * DAY)
    rows = TalentCard.objects.of(talents.centre)

    def found(**more: str) -> list[TalentCard]:
        return list(found_cards(rows, **more))

    assert found() == [first, second, third]
    assert found(words="会种果树的") == [first]
    assert found(words="谁会写对联") == [second]
    assert found(words="直播") == [third]
    assert found(words="何惠兰") == [first]
    assert found(words="开飞机") == []
    assert found(field="art") == [second]
    assert found(wish="teach") == []
    assert found(field="nothing") == [first, second, third]


def test_the_register_has_no_number_and_no_place_in_a_row(talents: Talents) -> None:
    card = talents.card(contact_phone="19900000555", fields=["farm"], wishes=["teach"])
    talents.invited(card)
    (register,) = REGISTERS
    rows = list(register.rows(talents.staff, {"words": "果树", "field": "farm", "wish": "teach"}))
    cells = [str(column.of(one)) for one in rows for column in register.columns]
    assert "会嫁接果树" in cells
    assert "讲一课嫁接(要联系)" in cells
    assert not [cell for cell in cells if "1990000" in cell]


# ── a year ────────────────────────────────────────────────────────────────────────────────────


def test_f11_a_card_not_renewed_is_gone_after_a_year_with_a_proof(talents: Talents) -> None:
    card = talents.own()
    assert remind(NOW + 330 * DAY) == 0
    assert remind(NOW + 336 * DAY) == 1
    assert remind(NOW + 337 * DAY) == 0
    talents.deliver()
    told = [one.text for one in messages_of(talents.centre, card.person_id)]
    assert [text for text in told if "人才登记留到" in text]
    assert purge(NOW + 365 * DAY) == 0
    assert purge(NOW + 366 * DAY) == 1
    assert not cards(talents)
    assert not agreed(talents, card.person)
    proof = Entry.objects.get(name=CardsPurged.name)
    assert proof.payload == {"cards": 1}
    assert purge(NOW + 366 * DAY) == 0


def test_f11_renewed_it_stays_another_year(talents: Talents) -> None:
    card = talents.own()
    later = NOW + 340 * DAY
    remind(later)
    renew_card(centre=talents.centre, card_id=card.pk, actor=talents.staff, at=later)
    assert purge(NOW + 366 * DAY) == 0
    assert remind(later) == 0
    change_card(
        **talents.who | {"at": later},
        card_id=card.pk,
        talent=Talent(skills="会养蜂", living="away"),
    )
    card.refresh_from_db()
    assert (card.skills, card.living) == ("会养蜂", "away")
    assert card.expires_on == later.date() + 365 * DAY


def test_whoever_leaves_loses_the_card_and_merged_people_keep_one(talents: Talents) -> None:
    village = talents.village
    kept = talents.card("会竹编", village.phoneless_person)
    arranged = talents.invited(talents.card("会唱戏", village.second_person))
    moved = talents.own()
    merge_persons(
        centre=talents.centre,
        keep_id=village.phoneless_person.pk,
        merge_id=village.second_person.pk,
        actor=village.actor(village.secretary),
        at=NOW,
    )
    talents.deliver()
    assert set(cards(talents)) == {kept, moved}
    arranged.refresh_from_db()
    assert arranged.card_id == kept.pk, "what was arranged stays arranged"
    close_account(account=village.resident, at=NOW)
    talents.deliver()
    assert cards(talents) == [kept]


# ── asking somebody to come ───────────────────────────────────────────────────────────────────


def test_f11_asking_somebody_is_a_note_with_what_came_of_it(talents: Talents) -> None:
    row = talents.invited(talents.own())
    who = talents.who
    note_outcome(**who, invitation_id=row.pk, state="contacted", note="过年回来再说")
    done = note_outcome(**who, invitation_id=row.pk, state="agreed")
    assert (done.state, done.note) == ("agreed", "过年回来再说")
    with pytest.raises(WrongStep, match="已经有结果"):
        note_outcome(**who, invitation_id=row.pk, state="declined")
    with pytest.raises(BadInput):
        note_outcome(**who, invitation_id=row.pk, state="ranked")
    with pytest.raises(BadInput, match="请写请来做什么"):
        talents.invited(row.card, "  ")
    with pytest.raises(NotAllowed):
        note_outcome(
            **who | {"actor": talents.village.actor(talents.village.resident)},
            invitation_id=row.pk,
            state="agreed",
        )


def test_f11_a_new_card_stands_in_today_until_somebody_read_it(talents: Talents) -> None:
    card = talents.own()
    new, to_ask = TODAY
    lines, total = new.lines(talents.staff, NOW)
    assert total == 1
    assert "周春生" in lines[0].title
    see_card(**talents.who, card_id=card.pk)
    assert new.lines(talents.staff, NOW) == ([], 0)
    talents.invited(card)
    assert to_ask.lines(talents.staff, NOW)[1] == 1
    own = talents.village.actor(talents.village.resident)
    assert MINE[0].lines(own, NOW) == ([], 0)
    assert MINE[0].lines(own, NOW + 340 * DAY)[1] == 1


# ── pages ─────────────────────────────────────────────────────────────────────────────────────


def typed(**more: Any) -> dict[str, Any]:
    return {
        "verb": "put",
        "skills": "会嫁接果树",
        "fields_": ["farm"],
        "living": "here",
        "reach": "centre",
        "agrees": "on",
    } | more


def test_f11_a_resident_leaves_changes_renews_and_takes_back(talents: Talents) -> None:
    page, client = talents.page("card"), talents.client(talents.village.resident)
    assert "不公开，不排名，不打分" in client.get(page).content.decode()
    without = client.post(page, typed(agrees="")).content.decode()
    assert "请勾上" in without
    assert "会嫁接果树</textarea>" in without
    assert client.post(page, typed(contact_phone="12")).status_code == 200
    assert client.post(page, typed()).status_code == 302
    shown = client.get(page).content.decode()
    assert "我的人才登记" in shown
    assert client.post(page, typed(skills="会养蜂")).status_code == 302
    assert cards(talents)[0].skills == "会养蜂"
    assert client.post(page, {"verb": "renew"}).status_code == 302
    assert "确定吗" in client.get(f"{page}?confirm=take_back").content.decode()
    assert client.post(page, {"verb": "take_back"}).status_code == 302
    assert not cards(talents)


def test_f11_staff_do_all_of_it_for_somebody_on_the_telephone(talents: Talents) -> None:
    desk, elder = talents.client(talents.village.handler), talents.village.phoneless_person
    add = talents.page("desk_card_add")
    assert "先找到是哪位村民" in desk.get(add).content.decode()
    assert "先找到" in desk.post(add, typed(channel="phone")).content.decode()
    made = desk.post(add, typed(channel="phone", person=str(elder.pk)))
    (card,) = cards(talents)
    here = talents.page("desk_card", pk=card.pk)
    assert made["Location"] == here
    assert desk.post(here, {"verb": "seen"}).status_code == 302
    assert "请写请来做什么" in desk.post(here, {"verb": "invite"}).content.decode()
    assert desk.post(here, {"verb": "invite", "about": "讲一课"}).status_code == 302
    row = Invitation.objects.of(talents.centre).get()
    said = {"verb": "outcome", "invitation": str(row.pk), "state": "agreed", "note": "好"}
    assert desk.post(here, said).status_code == 302
    assert desk.post(here, said).status_code == 409
    assert desk.post(here, said | {"invitation": "x"}).status_code == 404
    assert desk.post(here, {"verb": "anything"}).status_code == 200
    change = talents.page("desk_card_change", pk=card.pk)
    assert desk.post(change, typed(skills="会竹编")).status_code == 302
    assert "会竹编" in desk.get(talents.page("desk_cards"), {"q": "竹编"}).content.decode()
    assert "没有找到" in desk.get(talents.page("desk_cards"), {"q": "开飞机"}).content.decode()
    assert desk.post(here, {"verb": "renew"}).status_code == 302
    assert desk.post(here, {"verb": "take_back"}).status_code == 302
    assert desk.get(here).status_code == 404


def test_the_lists_do_not_ask_more_for_more_cards(talents: Talents) -> None:
    village = talents.village
    talents.own()
    desk = talents.client(village.handler)

    def cost(name: str) -> int:
        desk.get(talents.page(name))
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(talents.page(name)).status_code == 200
        return len(seen)

    few = cost("desk_cards")
    talents.card("会写对联", village.second_person)
    talents.card("会竹编", village.phoneless_person)
    assert cost("desk_cards") == few


def test_the_demo_village_has_talents_of_months_and_one_of_today(db: None) -> None:
    village = set_stage(seed=7, months=3, until=UNTIL, now=MORNING)
    people_of(village)
    play(village)
    rows = TalentCard.objects.of(village.centre)
    assert rows.count() >= 1
    assert rows.filter(seen_at__isnull=True).count() == 1
