"""F03 党员形象栏: nothing is shown without its own consent, and nothing the moment it is gone."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from changlai.foundation.people.public import (
    Actor,
    Matter,
    merge_persons,
    withdraw_consent,
)
from changlai.halls.membercards import actions
from changlai.halls.membercards.models import MemberCard, PrintedCard
from changlai.halls.membercards.queries import shown_cards, to_take_off
from changlai.halls.membercards.states import CARD_MATTERS
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.models import Entry
from changlai.kernel.files.public import StoredFile, as_upload
from changlai.kernel.registry.public import collect
from changlai.kernel.search import public as search
from tests.cast import NOW, make_person, make_resident
from tests.halls.membercards.conftest import WORDS, Wall, photo_body

SAYS = {
    Matter.CARD_NAME: ["周春生", WORDS["role"], WORDS["duty"]],
    Matter.CARD_STANDING: ["10年以上"],
    Matter.CARD_PROMISE: [WORDS["promise"]],
    Matter.CARD_HONOURS: [WORDS["honours"]],
}


def _public_pages(wall: Wall, card: MemberCard) -> str:
    client = wall.client()
    one = client.get(wall.page("card", pk=card.pk))
    return client.get(wall.page("shown")).text + (one.text if one.status_code == 200 else "")


def test_f03_without_portrait_consent_the_photo_never_appears(wall: Wall) -> None:
    card = wall.card(agreed=[one for one in CARD_MATTERS if one != Matter.CARD_PHOTO])
    with pytest.raises(WrongStep, match="没有同意放照片"):
        wall.photo(card)
    # Even where a file is there, as from before it was taken back.
    wall.tell(card, Matter.CARD_PHOTO, given=True)
    wall.photo(card)
    wall.tell(card, Matter.CARD_PHOTO, given=False)
    assert wall.page("photo", pk=card.pk) not in _public_pages(wall, card)
    assert "member-photo" not in wall.client().get(wall.page("card", pk=card.pk)).text
    assert wall.client().get(wall.page("photo", pk=card.pk)).status_code == 404
    desk = wall.client("handler")
    assert desk.get(wall.page("desk_photo", pk=card.pk)).status_code == 404
    assert "member-photo" not in desk.get(wall.page("desk_card", pk=card.pk)).text


@pytest.mark.parametrize("matter", [one for one in CARD_MATTERS if one != Matter.CARD_PHOTO])
def test_f03_each_field_stands_on_its_own_consent(wall: Wall, matter: Matter) -> None:
    card = wall.card(agreed={Matter.CARD_NAME, matter})
    seen = _public_pages(wall, card)
    for other, words in SAYS.items():
        for word in words:
            assert (word in seen) is (other in {Matter.CARD_NAME, matter}), word


def test_f03_without_the_name_the_card_is_not_shown_at_all(wall: Wall) -> None:
    card = wall.card(agreed=[one for one in CARD_MATTERS if one != Matter.CARD_NAME])
    assert shown_cards(wall.centre) == []
    assert wall.client().get(wall.page("card", pk=card.pk)).status_code == 404
    assert wall.client().get(wall.page("photo", pk=card.pk)).status_code == 404
    seen = _public_pages(wall, card)
    assert not [word for words in SAYS.values() for word in words if word in seen]
    with pytest.raises(BadInput, match="没有可以印"):
        wall.printed()


@pytest.mark.parametrize("by", ["person", "staff"])
def test_f03_withdrawing_removes_it_on_the_next_request_and_is_in_the_book(
    wall: Wall, by: str
) -> None:
    card = wall.photo(wall.card())
    client = wall.client()
    photo = wall.page("photo", pk=card.pk)
    assert client.get(photo).status_code == 200
    assert client.get(photo)["Cache-Control"] == "no-store"
    # No reaction is delivered in between: the page itself asks.
    if by == "person":
        withdraw_consent(
            centre=wall.centre,
            person_id=card.person_id,
            matter=Matter.CARD_PHOTO,
            actor=wall.village.actor(wall.village.resident),
            at=NOW,
        )
    else:
        wall.tell(card, Matter.CARD_PHOTO, given=False)
    assert client.get(photo).status_code == 404
    assert photo not in _public_pages(wall, card)
    assert "周春生" in _public_pages(wall, card)
    book = Entry.objects.filter(centre_id=wall.centre.pk, name="people.consent.withdrawn")
    assert [one.payload["matter"] for one in book] == [Matter.CARD_PHOTO]
    if by == "staff":
        told = Entry.objects.filter(centre_id=wall.centre.pk, name="membercards.consent.told")
        assert {one.payload["is_given"] for one in told} == {True, False}


def test_f03_the_resident_withdraws_under_consents_and_it_is_gone(wall: Wall) -> None:
    card = wall.card()
    withdraw_consent(
        centre=wall.centre,
        person_id=card.person_id,
        matter=Matter.CARD_NAME,
        actor=wall.village.actor(wall.village.resident),
        at=NOW,
    )
    assert wall.client().get(wall.page("card", pk=card.pk)).status_code == 404
    assert "周春生" not in wall.client().get(wall.page("shown")).text


def test_f03_the_photo_file_is_never_public_by_itself(wall: Wall) -> None:
    card = wall.photo(wall.card())
    file = StoredFile.objects.of(wall.centre).get(pk=card.photo_id)
    assert not file.is_public
    assert wall.client().get(f"/files/{file.pk}/").status_code == 404
    wall.photo(card)
    assert StoredFile.objects.of(wall.centre).filter(purpose="membercard").count() == 1


def test_f03_no_page_is_kept_by_browser_or_worker(wall: Wall) -> None:
    card = wall.photo(wall.card())
    for path in (
        wall.page("shown"),
        wall.page("card", pk=card.pk),
        wall.page("photo", pk=card.pk),
    ):
        for part in ("", "resident"):
            assert wall.client(part).get(path)["Cache-Control"] == "no-store", path
    worker = wall.client().get("/sw.js")
    assert worker.status_code == 200
    assert "/members/" not in worker.text
    assert finders.find("membercards/cards.css") is not None


def test_f03_no_number_date_or_address_is_in_the_row_or_on_the_page(wall: Wall) -> None:
    names = {field.name for field in MemberCard._meta.get_fields()}
    assert not names & {"id_number", "birth_date", "birth_year", "joined_on", "address", "phone"}
    for text in ("电话13800012345", "身份证１１０１０１１９９００３０７７５１２"):
        with pytest.raises(BadInput, match="不写号码"):
            wall.card(promise=text)
    card = wall.card()
    seen = _public_pages(wall, card)
    phone = wall.village.resident_person.phone
    assert phone
    assert phone not in seen
    with pytest.raises(BadInput, match="不写日期"):
        wall.card(person=wall.village.second_person, standing="2001-07-01")


def test_f03_the_search_finds_nobody_by_their_card(wall: Wall) -> None:
    wall.card(promise="专修水渠塌方")
    wall.deliver()
    assert list(search.ids(wall.centre, "专修水渠塌方")) == []
    assert not [one for one in collect("searchable") if one.kind.startswith("member")]


def test_f03_order_is_by_group_then_by_the_day_of_consent(wall: Wall) -> None:
    village = wall.village
    wall.card(person=village.second_person, group="二组", group_order=2, at=NOW)
    wall.card(group="一组", group_order=1, at=NOW + timedelta(days=2))
    wall.card(
        person=village.phoneless_person, group="一组", group_order=1, at=NOW + timedelta(days=1)
    )
    names = [one.name for one in shown_cards(wall.centre)]
    assert names == ["郑阿婆", "周春生", "何惠兰"]


def test_f03_paper_on_the_wall_is_to_be_taken_off_until_staff_tick_it(wall: Wall) -> None:
    card = wall.card()
    wall.card(person=wall.village.second_person)
    wall.printed(NOW - timedelta(days=9))
    assert to_take_off(wall.centre) == []
    wall.tell(card, Matter.CARD_PROMISE, given=False)
    section = next(one for one in collect("today") if one.code == "membercards_wall")
    actor = wall.village.actor(wall.village.handler)
    lines, total = section.lines(actor, NOW)
    assert total == 1
    assert "取下墙上的" in lines[0].title
    assert "承诺" in lines[0].title
    wall.tell(card, Matter.CARD_NAME, given=False)
    hanging = to_take_off(wall.centre)
    assert [one.what for one in hanging] == ["整张"]
    client = wall.client("handler")
    page = wall.page("desk_wall")
    assert "取下了" in client.get(page).text
    assert client.post(page, {"printed": str(hanging[0].row.pk)}).status_code == 302
    assert to_take_off(wall.centre) == []
    # Printed again without it, there is nothing to take off.
    wall.printed()
    assert to_take_off(wall.centre) == []


def test_f03_a_sheet_opened_again_shows_what_is_consented_now(wall: Wall) -> None:
    card = wall.card()
    wall.card(person=wall.village.second_person)
    sheet = wall.printed()
    client = wall.client("handler")
    path = wall.page("desk_sheet", pk=sheet.pk)
    assert "周春生" in client.get(path).text
    wall.tell(card, Matter.CARD_NAME, given=False)
    seen = client.get(path)
    assert "周春生" not in seen.text
    assert "何惠兰" in seen.text
    assert seen["Cache-Control"] == "no-store"


def test_f03_whoever_is_forgotten_leaves_no_card_no_file_and_paper_to_take_off(
    wall: Wall,
) -> None:
    card = wall.photo(wall.card())
    wall.printed()
    actions.forget_person(centre_id=wall.centre.pk, person_id=card.person_id)
    assert not MemberCard.objects.of(wall.centre).exists()
    assert not StoredFile.objects.of(wall.centre).filter(purpose="membercard").exists()
    assert [one.what for one in to_take_off(wall.centre)] == ["整张"]
    page = wall.client("handler").get(wall.page("desk_wall")).text
    assert "周春生" not in page
    actions.take_off(**wall.who(), printed_id=PrintedCard.objects.of(wall.centre).get().pk)
    assert to_take_off(wall.centre) == []


def test_f03_merged_entries_keep_one_card(wall: Wall) -> None:
    twin = make_person(wall.centre, "周春生", birth_year=1960)
    card = wall.card(person=twin)
    merge_persons(
        centre=wall.centre,
        keep_id=wall.village.resident_person.pk,
        merge_id=twin.pk,
        actor=wall.village.actor(wall.village.secretary),
        at=NOW,
    )
    wall.deliver()
    card.refresh_from_db()
    assert card.person_id == wall.village.resident_person.pk
    assert [one.name for one in shown_cards(wall.centre)] == ["周春生"]


def test_f03_contact_goes_by_the_centre_and_brings_whoever_is_strange_back(wall: Wall) -> None:
    card = wall.card(person=wall.village.second_person)
    path = wall.page("contact", pk=card.pk)
    away = wall.client().get(path)
    assert away.status_code == 302
    assert "next=" in away["Location"]
    client = wall.client("resident")
    with time_machine.travel(NOW, tick=False):
        sent = client.post(path, {"text": "想请他看看水管"})
    assert sent.status_code == 302
    assert "/voices/" in sent["Location"]
    page = client.get(sent["Location"]).text
    assert "何惠兰" in page
    assert wall.village.second_person.phone not in page


def test_f03_who_keeps_the_cards_and_nobody_else(wall: Wall) -> None:
    card = wall.card()
    for part in ("clerk", "supervisor", "duty", "resident", "township"):
        assert wall.client(part).get(wall.page("desk_card", pk=card.pk)).status_code in {302, 404}
        with pytest.raises(NotAllowed):
            actions.drop_card(**wall.who(part), card_id=card.pk)
    other = wall.village.actor(wall.village.other_secretary, centre=wall.village.other_centre)
    with pytest.raises(NotAllowed):
        actions.change_card(
            centre=wall.centre, card_id=card.pk, said=actions.Said(), actor=other, at=NOW
        )


def test_f03_the_desk_writes_down_yes_and_no_one_by_one(wall: Wall) -> None:
    client = wall.client("handler")
    person = wall.village.phoneless_person
    with time_machine.travel(NOW, tick=False):
        said = {"person": str(person.pk), "agreed": ["card_name"], "how": "signed"} | WORDS
        said |= {"group": "一组", "group_order": "1", "crop": "top"}
        assert client.post(wall.page("desk_add"), said).status_code == 302
        card = MemberCard.objects.of(wall.centre).get()
        page = wall.page("desk_card", pk=card.pk)
        sheet = client.get(wall.page("desk_consents", pk=card.pk)).text
        assert card.record_number in sheet
        assert "□" in sheet
        give = {"verb": "give", "matter": "card_photo", "how": "signed"}
        assert client.post(page, give).status_code == 302
        photo = {"verb": "photo", "file": as_upload(photo_body(), "a.png")}
        assert client.post(page, photo).status_code == 302
        assert wall.client().get(wall.page("photo", pk=card.pk)).status_code == 200
        assert "本人同意" in client.get(page).text
        assert client.post(page, {"verb": "withdraw", "matter": "card_name"}).status_code == 200
        no = {"verb": "withdraw", "matter": "card_name", "how": "phone"}
        assert client.post(page, no).status_code == 302
        assert "郑阿婆" not in wall.client().get(wall.page("shown")).text
        register = client.get(f"/c/{wall.centre.code}/desk/registers/membercards/").text
        assert "郑阿婆" in register
        assert client.post(page, {"verb": "drop"}).status_code == 302
    assert not MemberCard.objects.of(wall.centre).exists()


def test_f03_pages_ask_the_same_number_of_statements_for_three_and_for_thirty(wall: Wall) -> None:
    def statements(path: str, part: str = "") -> int:
        client = wall.client(part)
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(path)
        return len(seen)

    def many(first: int, last: int) -> None:
        for number in range(first, last):
            wall.card(person=make_resident(wall.centre, f"党员{number}", number))

    paths: list[Any] = [
        (wall.page("shown"), ""),
        (wall.page("desk_cards"), "handler"),
        (wall.page("desk_wall"), "handler"),
    ]
    many(20, 23)
    wall.printed()
    few = [statements(*one) for one in paths]
    many(23, 50)
    wall.printed(NOW + timedelta(days=1))
    assert [statements(*one) for one in paths] == few


def test_f03_a_stranger_is_put_in_touch_with_nobody(wall: Wall) -> None:
    with pytest.raises(NotAllowed):
        actions.ask_contact(
            centre=wall.centre,
            card_id=wall.card().pk,
            text="在吗",
            actor=Actor.anonymous(wall.centre.pk),
            person=None,
            channel="online",
            at=NOW,
            form_id=wall.centre.pk,
        )
