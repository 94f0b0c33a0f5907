"""Nothing with somebody's number in it, and nobody who did not agree, is ever published."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from changlai.engines.content.models import Agreement, Version
from changlai.engines.content.public import (
    AgreedAs,
    Archived,
    PhonesInside,
    VersionState,
    add_picture,
    drop_picture,
    leave_out,
    note_agreement,
    paper_taken_off,
    submit_version,
    to_take_off,
    withdraw_agreement,
)
from changlai.foundation.people.public import Actor, Matter, give_consent, withdraw_consent
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.public import deliver
from changlai.kernel.files.public import as_upload, file_url, keep_file
from tests.cast import NOW, Village
from tests.engines.content.pages import Desk
from tests.kernel.files.uploads import photo_with_place

ID = "４２０１０６ １９８００１０１ １２３Ｘ"
CARD = "6222 0200 0000 0000 123"


@pytest.fixture
def desk(village: Village) -> Desk:
    return Desk(village)


@pytest.mark.parametrize("field", ["title", "summary", "body", "source"])
@pytest.mark.parametrize(("number", "word"), [(ID, "身份证号"), (CARD, "银行卡号")])
def test_an_identity_or_card_number_anywhere_stops_it(
    desk: Desk, field: str, number: str, word: str
) -> None:
    draft = desk.draft(**{"title": "公告"} | {field: f"号码{number}"})
    with pytest.raises(BadInput, match=word):
        submit_version(**desk.who(), version_id=draft.pk)
    with pytest.raises(BadInput, match=word):
        desk.out(draft, phones_seen=True)
    assert Version.objects.of(desk.village.centre).get(pk=draft.pk).is_open


def test_a_telephone_is_let_out_when_the_publisher_says_it_is_public(desk: Desk) -> None:
    draft = desk.draft(body="找水管工：１３８ ００１３ ８０００")
    with pytest.raises(PhonesInside, match=r"138\*\*\*\*8000"):
        desk.out(draft)
    assert desk.out(draft, phones_seen=True).phones_seen


def test_the_centre_s_own_telephone_needs_no_word(desk: Desk) -> None:
    assert desk.live(body="有事打0898-66000001。").state == VersionState.PUBLISHED


def test_changed_words_are_looked_at_again(desk: Desk) -> None:
    live = desk.out(desk.draft(body="13800138000"), phones_seen=True)
    again = desk.next(live, body="13900139000")
    with pytest.raises(PhonesInside):
        desk.out(again)


def test_whoever_stands_in_it_must_have_agreed(desk: Desk) -> None:
    draft = desk.draft("story", "老井的故事")
    row = note_agreement(**desk.who(), piece_id=draft.piece_id, name="郑阿婆")
    with pytest.raises(BadInput, match="郑阿婆还没有同意"):
        desk.out(draft)
    desk.agreed(draft)
    assert Agreement.objects.of(desk.village.centre).get().pk == row.pk
    assert desk.out(draft).state == VersionState.PUBLISHED


def test_a_consent_taken_back_takes_it_down_at_once_and_asks_for_the_paper(desk: Desk) -> None:
    centre = desk.village.centre
    draft = desk.draft("story", "老井的故事")
    row = desk.agreed(draft)
    live = desk.out(draft)

    withdraw_agreement(**desk.who(), agreement_id=row.pk)
    live.refresh_from_db()
    assert (live.state, live.archived_why) == (VersionState.ARCHIVED, Archived.CONSENT)
    assert list(to_take_off(centre, ["story"])) == [row]
    with pytest.raises(WrongStep):
        withdraw_agreement(**desk.who(), agreement_id=row.pk)

    paper_taken_off(**desk.who(), agreement_id=row.pk)
    assert not to_take_off(centre, ["story"]).exists()
    again = desk.next(live, body="没有写到她。")
    with pytest.raises(BadInput, match="郑阿婆"):
        desk.out(again)
    leave_out(**desk.who(), agreement_id=row.pk)
    assert desk.out(again).state == VersionState.PUBLISHED
    assert Agreement.objects.of(centre).get().withdrawn_at == NOW


def test_a_person_takes_back_their_own_and_nobody_else_s(desk: Desk) -> None:
    village = desk.village
    draft = desk.draft("story", "老井的故事")
    row = desk.agreed(draft, name="", person=village.resident_person)
    with pytest.raises(NotAllowed):
        withdraw_agreement(**desk.who(village.actor(village.second)), agreement_id=row.pk)
    withdraw_agreement(**desk.who(village.actor(village.resident)), agreement_id=row.pk)
    row.refresh_from_db()
    assert row.withdrawn_at == NOW


def test_the_general_consent_to_pictures_taken_back_takes_pictures_down(desk: Desk) -> None:
    village, person = desk.village, desk.village.resident_person
    own = village.actor(village.resident)
    give_consent(
        centre=village.centre,
        person_id=person.pk,
        matter=Matter.PORTRAIT,
        version="1",
        actor=own,
        at=NOW,
    )
    draft = desk.draft("story", "晒谷场")
    desk.agreed(draft, name="", person=person, agreed_as=AgreedAs.PICTURED)
    live = desk.out(draft)
    withdraw_consent(
        centre=village.centre, person_id=person.pk, matter=Matter.PORTRAIT, actor=own, at=NOW
    )
    deliver(desk.village.centre.pk)
    live.refresh_from_db()
    assert live.archived_why == Archived.CONSENT


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"name": " "}, "是谁"),
        ({"agreed_on": None, "how": "signed"}, "都写上"),
        ({"agreed_on": date(2026, 3, 1), "how": ""}, "都写上"),
        ({"agreed_on": date(2026, 3, 19), "how": "signed"}, "没有到"),
    ],
)
def test_half_a_consent_is_none(desk: Desk, more: Any, word: str) -> None:
    with pytest.raises(BadInput, match=word):
        desk.agreed(desk.draft("story", "老井"), **more)


def test_a_picture_is_public_only_while_its_version_is(desk: Desk, client: Client) -> None:
    village = desk.village
    draft = desk.draft()
    file = keep_file(
        centre=village.centre,
        upload=as_upload(photo_with_place(), "井.jpg"),
        purpose="content",
        actor_id=None,
        at=NOW,
    )
    with pytest.raises(BadInput, match="图上是什么"):
        add_picture(
            centre=village.centre, version_id=draft.pk, file=file, alt=" ", actor=desk.writer
        )
    add_picture(
        centre=village.centre, version_id=draft.pk, file=file, alt="一口老井", actor=desk.writer
    )
    live = desk.out(draft)
    file.refresh_from_db()
    assert file.is_public
    address = file_url(file)

    row = desk.agreed(live)
    withdraw_agreement(
        centre=village.centre, agreement_id=row.pk, actor=Actor.system(village.centre.pk), at=NOW
    )
    file.refresh_from_db()
    assert not file.is_public
    assert client.get(address).status_code == 404


def test_a_picture_left_out_of_the_next_version_is_no_longer_public(desk: Desk) -> None:
    village = desk.village
    draft = desk.draft()
    file = keep_file(
        centre=village.centre,
        upload=as_upload(photo_with_place(), "井.jpg"),
        purpose="content",
        actor_id=None,
        at=NOW,
    )
    picture = add_picture(
        centre=village.centre, version_id=draft.pk, file=file, alt="一口老井", actor=desk.writer
    )
    live = desk.out(draft)
    again = desk.next(live)
    copied = again.pictures.get()
    assert copied.pk != picture.pk
    drop_picture(centre=village.centre, picture_id=copied.pk, actor=desk.writer)
    desk.out(again)
    file.refresh_from_db()
    assert not file.is_public
