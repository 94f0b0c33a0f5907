"""F55: looking after a tree or a road: one adopter a plot, a term, a name only with consent."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from changlai.engines.content.public import take_down
from changlai.foundation.areas.stage import set_stage
from changlai.foundation.people.actions.signing_in import close_account
from changlai.foundation.people.public import merge_persons
from changlai.halls.brands.actions.lives import drop_sound, put_sound, tell_month
from changlai.halls.brands.actions.plots import (
    give_back,
    lapse,
    months_later,
    name_adopter,
    remind,
    renew_adoption,
)
from changlai.halls.brands.demo import play
from changlai.halls.brands.held import HELD
from changlai.halls.brands.mine import MINE
from changlai.halls.brands.models import Adoption, BirthdayMonth, Brand, Sound
from changlai.halls.brands.pack import unpack
from changlai.halls.brands.queries.counts import coming, gathered
from changlai.halls.brands.registers import REGISTERS
from changlai.halls.brands.states import TERMS
from changlai.halls.brands.today import TODAY
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.public import deliver
from changlai.kernel.files.public import as_upload
from changlai.kernel.outbox.public import messages_of
from changlai.kernel.registry.public import Turn
from tests.cast import NOW
from tests.halls.brands.conftest import DAY, Brands
from tests.halls.voices.test_demo import MORNING, UNTIL, people_of

pytestmark = pytest.mark.django_db
WAV = (
    b"RIFF" + (36 + 16).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    + b"\x01\x00\x01\x00\x40\x1f\x00\x00\x80\x3e\x00\x00\x02\x00\x10\x00data"
    + (16).to_bytes(4, "little") + bytes(16)
)  # fmt: skip


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def living(brands: Brands) -> list[Adoption]:
    return list(Adoption.objects.of(brands.centre).filter(state="living"))


def test_f55_a_plot_is_adopted_on_the_telephone_and_named_only_with_consent(
    brands: Brands,
) -> None:
    plot = brands.plot(brands.brand())
    page = brands.page("plot", pk=plot.pk)
    assert "我来认领" in Client().get(page).content.decode()
    resident = brands.client(brands.village.resident)
    said = {"form_id": str(uuid4()), "adopter": "person", "months": "6"}
    url = brands.page("adopt", pk=plot.pk)
    first, again = resident.post(url, said), resident.post(url, said)
    assert first.status_code == again.status_code == 302
    (row,) = living(brands)
    assert first["Location"] == brands.page("adoption", pk=row.pk)
    assert (row.called, row.ends_on, row.channel) == ("周春生", date(2026, 9, 18), "online")
    for html in (
        Client().get(page).content.decode(),
        brands.html("plots", slug=plot.brand.slug),
    ):
        assert "已有人认领" in html
        assert "周春生" not in html
    own = brands.page("adoption", pk=row.pk)
    resident.post(own, {"verb": "name"})
    assert "周春生认领" in Client().get(page).content.decode()
    resident.post(own, {"verb": "unname"})
    assert "周春生" not in Client().get(page).content.decode()


def test_one_living_adoption_of_a_plot_and_its_page_says_so(brands: Brands) -> None:
    plot = brands.plot(brands.brand())
    row = brands.own(plot)
    second = brands.client(brands.village.second)
    said = {"form_id": str(uuid4()), "adopter": "person", "months": "3"}
    answer = second.post(brands.page("adopt", pk=plot.pk), said)
    assert answer.status_code == 409
    assert "已经有人认领" in answer.content.decode()
    give_back(**brands.who(), adoption_id=row.pk)
    assert second.post(brands.page("adopt", pk=plot.pk), said).status_code == 302
    with pytest.raises(WrongStep, match="已经结束"):
        give_back(**brands.who(), adoption_id=row.pk)


def test_households_and_groups_are_called_by_what_they_are(brands: Brands) -> None:
    brand = brands.brand()
    home = brands.own(brands.plot(brand), adopter="household")
    assert home.called == "周春生一家"
    with pytest.raises(BadInput, match="小组的名字"):
        brands.own(brands.plot(brand, "花坛"), adopter="group")
    staff = brands.client(brands.village.handler)
    plot = brands.plot(brand, "水渠", kind="water")
    said = {"verb": "adopt", "form_id": str(uuid4()), "adopter": "group", "months": "12"}
    said |= {"called": "三组妇女队", "channel": "counter", "is_named": "on"}
    assert staff.post(brands.page("desk_plot", pk=plot.pk), said).status_code == 302
    group = Adoption.objects.of(brands.centre).get(plot=plot)
    assert (group.person, group.public_name) == (None, "三组妇女队认领")
    nobody = staff.post(
        brands.page("desk_plot", pk=brands.plot(brand, "路").pk),
        said | {"adopter": "person", "form_id": str(uuid4())},
    )
    assert "是哪位村民" in nobody.content.decode()


def test_nobody_touches_what_somebody_else_looks_after(brands: Brands) -> None:
    village = brands.village
    row = brands.own(brands.plot(brands.brand()))
    for account in (village.second, village.neighbour, village.duty):
        actor = village.actor(account)
        for verb in (renew_adoption, give_back):
            with pytest.raises(NotAllowed):
                verb(**brands.who(actor), adoption_id=row.pk)
        with pytest.raises(NotAllowed):
            name_adopter(**brands.who(actor), adoption_id=row.pk, is_named=True)
        page = brands.client(account).get(brands.page("adoption", pk=row.pk))
        assert page.status_code in {302, 404}


def test_an_end_is_asked_about_once_then_it_goes_on_or_lapses(brands: Brands) -> None:
    brand = brands.brand()
    row = brands.own(brands.plot(brand), months=3)
    other = brands.adopted(brands.plot(brand, "花坛"), brands.village.phoneless_person, months=3)
    with pytest.raises(WrongStep, match="还早"):
        renew_adoption(**brands.who(), adoption_id=row.pk)
    soon = NOW + 80 * DAY
    assert remind(NOW + 70 * DAY) == 0
    assert remind(soon) == 2
    assert remind(soon + DAY) == 0
    brands.deliver()
    told = [one.text for one in messages_of(brands.centre, row.person_id)]
    assert [text for text in told if "老樟树" in text and "6月18日" in text]
    (today,) = [one for one in TODAY if one.code == "brands_ending"]
    lines, total = today.lines(brands.staff, soon)
    assert (len(lines), total) == (2, 2)
    mine, _ = MINE[0].lines(brands.village.actor(brands.village.resident), soon)
    assert [line.turn for line in mine] == [Turn.ME]

    renew_adoption(**brands.who(at=soon), adoption_id=row.pk)
    row.refresh_from_db()
    assert row.ends_on == date(2026, 9, 18)
    assert lapse(NOW + 92 * DAY) == 0
    assert lapse(NOW + 93 * DAY) == 1
    assert lapse(NOW + 93 * DAY) == 0
    other.refresh_from_db()
    assert other.state == "lapsed"
    assert living(brands) == [row]


def test_whoever_leaves_is_forgotten_and_the_plot_is_free(brands: Brands) -> None:
    village, brand = brands.village, brands.brand()
    plot = brands.plot(brand)
    row = brands.own(plot, is_named=True)
    brands.month(village.resident_person)
    close_account(account=village.resident, at=NOW)
    brands.deliver()
    row.refresh_from_db()
    assert (row.state, row.called, row.person, row.is_named) == ("returned", "已注销", None, False)
    assert not BirthdayMonth.objects.of(brands.centre).exists()
    assert "周春生" not in brands.html("plot", pk=plot.pk)


def test_merged_persons_keep_what_they_look_after_and_one_month(brands: Brands) -> None:
    village = brands.village
    row = brands.adopted(brands.plot(brands.brand()), village.phoneless_person)
    brands.month(village.phoneless_person, 5)
    brands.month(village.second_person, 6)
    merge_persons(
        centre=brands.centre,
        keep_id=village.second_person.pk,
        merge_id=village.phoneless_person.pk,
        actor=village.actor(village.secretary),
        at=NOW,
    )
    brands.deliver()
    row.refresh_from_db()
    assert row.person_id == village.second_person.pk
    assert [one.month for one in BirthdayMonth.objects.of(brands.centre)] == [6]


def test_the_house_says_what_it_keeps(brands: Brands) -> None:
    person = brands.village.resident_person
    brands.own(brands.plot(brands.brand()))
    brands.month(person)
    lines = [line for one in HELD for line in one.lines(brands.centre, person.pk, NOW)]
    assert [line.count for line in lines] == [1, 1]


def test_a_month_is_told_by_oneself_or_through_staff_and_never_a_day(brands: Brands) -> None:
    village = brands.village
    resident = brands.client(village.resident)
    page = brands.page("month")
    refused = resident.post(page, {"verb": "tell", "month": "3"})
    assert "愿意" in refused.content.decode()
    assert not BirthdayMonth.objects.of(brands.centre).exists()
    for month in ("3", "4"):
        assert (
            resident.post(page, {"verb": "tell", "month": month, "agrees": "on"}).status_code == 302
        )
    row = BirthdayMonth.objects.of(brands.centre).get()
    assert (row.month, row.entered_by) == (4, None)
    assert {one.name for one in BirthdayMonth._meta.get_fields()} == {
        "id", "centre", "person", "month", "told_at", "entered_by",
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        tell_month(
            **brands.who(village.actor(village.second)),
            person=village.resident_person,
            month=3,
            agrees=True,
        )
    staff = brands.client(village.handler)
    assert "周春生" in brands.html("desk_months", staff, query="?month=4")
    desk = f"{brands.page('desk_months')}?month=4"
    assert staff.post(desk, {"verb": "take_back", "row": row.pk}).status_code == 302
    assert not BirthdayMonth.objects.of(brands.centre).exists()


def test_a_voice_is_heard_only_while_its_piece_is_out(brands: Brands) -> None:
    brands.brand()
    draft = brands.heritage()
    sound = put_sound(**brands.who(), piece_id=draft.piece_id, upload=as_upload(WAV, "井.wav"))
    brands.desk.out(draft)
    assert "<audio" not in brands.html("piece", pk=draft.piece_id)
    brands.deliver()
    assert "<audio" in brands.html("piece", pk=draft.piece_id)
    with pytest.raises(BadInput, match="先撤下"):
        put_sound(**brands.who(), piece_id=draft.piece_id, upload=as_upload(WAV, "井.wav"))
    take_down(**brands.who(), piece_id=draft.piece_id)
    brands.deliver()
    sound.file.refresh_from_db()
    assert not sound.file.is_public
    drop_sound(**brands.who(), piece_id=draft.piece_id)
    assert not Sound.objects.of(brands.centre).exists()


def test_a_voice_without_its_words_is_not_published(brands: Brands) -> None:
    draft = brands.heritage(body="")
    put_sound(**brands.who(), piece_id=draft.piece_id, upload=as_upload(WAV, "井.wav"))
    with pytest.raises(BadInput, match="写成文字"):
        brands.desk.out(draft)


def test_a_piece_moves_to_another_brand(brands: Brands) -> None:
    first, second = brands.brand(), brands.brand("第二个")
    piece = brands.desk.out(brands.heritage()).piece_id
    brands.deliver()
    assert "红军井" in brands.html("brand", slug=first.slug)
    staff = brands.client(brands.village.handler)
    step = brands.page("desk_piece_step", pk=piece)
    assert "放到这里" not in brands.html("desk_heritage", staff, pk=piece)
    assert "放到这里" in brands.html("desk_heritage", staff, query="?brand=1", pk=piece)
    staff.post(step, {"verb": "belongs", "brand": second.pk})
    assert "红军井" not in brands.html("brand", slug=first.slug)
    assert "红军井" in brands.html("brand", slug=second.slug)


def test_today_says_which_story_waits_for_consent(brands: Brands) -> None:
    brands.heritage(agreed=False)
    (section,) = [one for one in TODAY if one.code == "brands_waiting"]
    lines, _ = section.lines(brands.staff, NOW)
    assert [line.tag for line in lines] == ["等同意"]


def test_registers_are_read_from_the_rows(brands: Brands) -> None:
    brands.live()
    cells: dict[str, list[str]] = {}
    for register in REGISTERS:
        rows = list(register.rows(brands.staff, {}))
        cells[register.code] = [str(col.of(row)) for row in rows for col in register.columns]
    assert "村里的一切" in cells["brands"]
    assert "周春生" in cells["adoptions"]
    assert "郑阿婆：同意" in cells["heritage"]


@given(
    day=st.dates(min_value=date(2020, 1, 1), max_value=date(2090, 12, 31)),
    months=st.sampled_from(TERMS),
)
def test_a_term_ends_in_the_right_month_and_never_early(day: date, months: int) -> None:
    end = months_later(day, months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).day == 1)


def test_bad_plots_are_told(brands: Brands) -> None:
    brand = brands.brand()
    staff = brands.client(brands.village.handler)
    post: dict[str, Any] = {"form_id": str(uuid4()), "name": "老樟树", "place": "", "kind": "tree"}
    html = staff.post(brands.page("desk_plots", pk=brand.pk), post).content.decode()
    assert "老樟树" in html
    assert not brand.plots.exists()
    with pytest.raises(BadInput, match="是什么"):
        brands.plot(brand, kind="moon")
    with pytest.raises(BadInput, match="多久"):
        brands.own(brands.plot(brand), months=99)


def test_the_demo_village_has_three_brands_alive(db: None) -> None:
    village = set_stage(seed=7, months=3, until=UNTIL, now=MORNING)
    people_of(village)
    unpack(village.centre, NOW - 90 * DAY)
    play(village)
    deliver(village.centre.pk)
    rows = {one.slug: one for one in Brand.objects.of(village.centre)}
    assert {one.state for one in rows.values()} == {"shown"}
    found = {slug: gathered(village.centre, one, MORNING) for slug, one in rows.items()}
    assert len(found["red"].pieces) == 2
    assert rows["red"].stops.count() == 5
    assert len(found["green"].held) == 2
    assert found["green"].people >= 15
    assert [one.adopter for one in Adoption.objects.of(village.centre).order_by("made_at")] == [
        "person", "household", "group",
    ]  # fmt: skip
    assert len(found["neighbours"].held) == 1
    soon = coming(village.centre, [one.pk for one in rows.values()], MORNING)
    assert {one.activity.title for one in soon} == {"清水塘、捡垃圾", "百家宴"}
