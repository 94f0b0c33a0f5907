"""F55: a fourth brand without code, true counts, nobody shown without consent."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from changlai.engines.activities.public import (
    Activity,
    cancel_activity,
    mark,
    sign_up,
)
from changlai.engines.content.public import withdraw_agreement
from changlai.halls.brands.actions.brands import untag_record
from changlai.halls.brands.models import Brand
from changlai.halls.brands.queries.counts import figures, gathered
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.outbox.public import messages_of
from changlai.kernel.records.public import Record
from tests.cast import NOW, make_person
from tests.halls.brands.conftest import DAY, Brands

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def typed(**more: Any) -> dict[str, Any]:
    said = {
        "form_id": str(uuid4()),
        "name": "书香门第",
        "slogan": "一家一本书。",
        "story": "晚上读半个钟头。",
        "colour": "blue",
        "began_on": "2026-03-01",
        "parts": ["tips", "plots"],
        "owner": "村小学老师们",
        "slug": "books",
    }
    return said | more


def counted(brands: Brands, brand: Brand) -> dict[str, int | str]:
    return {one.code: one.value for one in figures(gathered(brands.centre, brand, NOW))}


# ── a fourth brand ────────────────────────────────────────────────────────────────────────────


def test_f55_4th_brand_can_be_added_without_code(brands: Brands) -> None:
    brands.presets()
    assert Brand.objects.of(brands.centre).count() == 3
    staff = brands.client(brands.village.handler)
    said = typed()
    first = staff.post(brands.page("desk_brand_add"), said)
    again = staff.post(brands.page("desk_brand_add"), said)
    assert first.status_code == again.status_code == 302
    brand = Brand.objects.of(brands.centre).get(name="书香门第")
    page = brands.page("desk_brand", pk=brand.pk)
    assert first["Location"] == again["Location"] == page

    # Nobody sees a draft; shown, it stands with the others.
    assert Client().get(brands.page("brand", slug="books")).status_code == 404
    assert staff.post(page, {"verb": "shown"}).status_code == 302
    assert "书香门第" in brands.html("list")

    # An activity is found by its words and hung on it; the counts follow.
    activity = brands.held(title="读书会", guests=9)
    found = staff.get(page, {"evidence": "读书"}).content.decode()
    assert str(activity.pk) in found
    assert staff.post(page, {"verb": "link_record", "record": activity.pk}).status_code == 302
    assert counted(brands, brand) == {"activities": 1, "people": 9, "days": 1}
    html = brands.html("brand", slug="books")
    assert "一家一本书。" in html
    assert "办了活动" in html
    for of in ("activities", "people"):
        assert "读书会" in brands.html("things", query=f"?of={of}", slug="books")

    # What its page offers are switches: a plot and a tip of its own.
    post = {"form_id": str(uuid4()), "name": "书屋", "place": "祠堂旁", "kind": "bed"}
    post |= {"to_do": "理一理书", "is_open": "on"}
    assert staff.post(brands.page("desk_plots", pk=brand.pk), post).status_code == 302
    assert "书屋" in brands.html("plots", slug="books")
    add = f"{brands.page('desk_tip_add')}?brand={brand.pk}"
    tip = staff.post(add, {"form_id": str(uuid4()), "title": "旧书去霉", "body": "晒一晒。"})
    assert staff.post(tip["Location"], {"verb": "publish"}).status_code == 302
    brands.deliver()
    assert "旧书去霉" in brands.html("brand", slug="books")
    assert counted(brands, brand)["pieces"] == 1

    # It stands in the register, and can be printed.
    register = staff.get(f"/c/{brands.centre.code}/desk/registers/brands/").content.decode()
    assert "书香门第" in register
    assert "晚上读半个钟头。" in brands.html("brand_print", slug="books")

    # Ended, what was done stays readable.
    assert staff.post(page, {"verb": "ended"}).status_code == 302
    assert "已结束" in brands.html("list")
    assert staff.post(page, {"verb": "ended"}).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "请填写。"),
        ({"name": "红色记忆"}, "已经有叫“红色记忆”的品牌"),
        ({"slug": "red"}, "已经有人用了"),
        ({"slug": "plot"}, "不能用"),
        ({"story": "身份证号110101199003078515"}, "不能公开"),
        ({"began_on": "昨天"}, "日期"),
    ],
)
def test_a_wrong_brand_is_told_in_one_sentence_and_keeps_its_words(
    brands: Brands, wrong: dict[str, str], sentence: str
) -> None:
    brands.presets()
    staff = brands.client(brands.village.handler)
    answer = staff.post(brands.page("desk_brand_add"), typed(owner="老师们") | wrong)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in html
    assert "老师们" in html
    assert Brand.objects.of(brands.centre).count() == 3


def test_the_pack_brings_three_as_drafts_and_leaves_what_was_changed(brands: Brands) -> None:
    brands.presets()
    red = Brand.objects.of(brands.centre).get(slug="red")
    red.name = "红色传承"
    red.save(update_fields=["name"])
    brands.presets()
    rows = Brand.objects.of(brands.centre)
    assert sorted(rows.values_list("name", "state")) == sorted(
        [("红色传承", "draft"), ("绿色家园", "draft"), ("幸福邻里", "draft")]
    )


def test_only_who_keeps_brands_makes_and_shows_them(brands: Brands) -> None:
    village = brands.village
    row = brands.brand(shown=False)
    for account in (village.resident, village.duty, village.other_secretary):
        actor = village.actor(account)
        with pytest.raises(NotAllowed):
            untag_record(**brands.who(actor), brand_id=row.pk, record_id=row.pk)
        page = brands.client(account).get(brands.page("desk_brand", pk=row.pk))
        assert page.status_code in {302, 404}
    with pytest.raises(BadInput, match="先写一句话"):
        brands.brand("空的", slogan="")


# ── true counts ───────────────────────────────────────────────────────────────────────────────


def test_f55_numbers_come_from_the_linked_records_alone(brands: Brands) -> None:
    brands.presets()
    brand, other = brands.brand(), brands.brand("别的")
    first = brands.held(brand, guests=4)
    person = make_person(brands.centre, "来的人")
    mark(
        **brands.who(at=first.first_starts),
        session_id=first.sessions.get().pk,
        person=person,
        walk_in=True,
    )
    brands.held(other, guests=30)
    brands.held(None, guests=50)
    assert counted(brands, brand) == {"activities": 1, "people": 5, "days": 1}
    # The same day twice is one day.
    second = brands.held(brand, "又一场", guests=2)
    assert counted(brands, brand) == {"activities": 2, "people": 7, "days": 1}
    untag_record(**brands.who(), brand_id=brand.pk, record_id=second.pk)
    assert counted(brands, brand) == {"activities": 1, "people": 5, "days": 1}
    assert Activity.objects.of(brands.centre).filter(pk=second.pk).exists()


def test_fewer_than_five_people_are_not_told(brands: Brands) -> None:
    brands.presets()
    brand = brands.brand()
    brands.held(brand, guests=3)
    assert counted(brands, brand)["people"] == "不到5"
    for of in ("activities", "people"):
        html = brands.html("things", query=f"?of={of}", slug=brand.slug)
        assert "不到5" in html
        assert "来了3" not in html


def test_what_is_only_for_colleagues_is_counted_by_nobody_else(brands: Brands) -> None:
    brands.presets()
    brand = brands.brand()
    row = brands.held(brand, "内部会", guests=8)
    Activity.objects.of(brands.centre).filter(pk=row.pk).update(visibility="staff")
    assert counted(brands, brand) == {}
    Record.objects.of(brands.centre).filter(pk=row.pk).update(visibility="staff")
    html = brands.html("things", query="?of=others", slug=brand.slug)
    assert "内部会" not in html
    assert "1件是个人的事" in html


def test_answered_voices_are_counted_without_their_words(brands: Brands, lived_in: Any) -> None:
    from changlai.engines.cases.models import Case

    brand = brands.brand()
    case = Case.objects.of(brands.centre).filter(family="voices").first()
    assert case is not None
    brands.tag(brand, case.pk)
    assert "voices" not in counted(brands, brand)
    Case.objects.of(brands.centre).filter(pk=case.pk).update(answered_at=NOW)
    assert counted(brands, brand)["voices"] == 1
    html = brands.html("things", query="?of=voices", slug=brand.slug)
    assert case.number not in html
    assert "1件是个人的事" in html


# ── old stories ───────────────────────────────────────────────────────────────────────────────


def test_f55_heritage_item_unpublished_without_narrator_or_kin_consent(brands: Brands) -> None:
    brand = brands.brand()
    draft = brands.heritage(agreed=False)
    with pytest.raises(BadInput, match="讲述人"):
        brands.desk.out(draft)
    page = brands.client(brands.village.secretary)
    url = brands.page("desk_heritage", pk=draft.piece_id)
    assert "还没有讲述人" in page.post(url, {"verb": "publish"}).content.decode()
    assert Client().get(brands.page("piece", pk=draft.piece_id)).status_code == 404

    # The narrator has died: a son agrees in her place.
    consent = brands.desk.agreed(draft, agreed_as="narrator", by_kin="大儿子")
    brands.desk.out(draft)
    brands.deliver()
    html = brands.html("piece", pk=draft.piece_id)
    assert "1934年(听说)" in html
    assert "红军井" in brands.html("brand", slug=brand.slug)

    withdraw_agreement(**brands.who(), agreement_id=consent.pk)
    assert Client().get(brands.page("piece", pk=draft.piece_id)).status_code == 404
    assert "红军井" not in brands.html("brand", slug=brand.slug)


def test_a_period_says_how_certain_it_is_and_a_voice_has_its_words(brands: Brands) -> None:
    unsure = brands.heritage(more={"period": "解放前"})
    with pytest.raises(BadInput, match="有多确切"):
        brands.desk.out(unsure)
    assert "不清楚" in brands.html(
        "piece", pk=brands.desk.out(brands.heritage("井", more={})).piece_id
    )


def test_a_route_is_walked_stop_by_stop_and_printed(brands: Brands) -> None:
    brand = brands.brand(route_title="走一走红色路")
    brands.stop(brand)
    brands.stop(brand, "红军井", see="井沿的绳印")
    brands.stop(brand, "老樟树", order=1)
    first = brands.html("stop", slug=brand.slug, number=1)
    assert "下一站" in first
    assert "上一站</a>" not in first
    last = brands.html("stop", slug=brand.slug, number=3)
    assert "走完了" in last
    assert Client().get(brands.page("stop", slug=brand.slug, number=4)).status_code == 404
    for query in ("", "?size=a4"):
        sheet = brands.html("route_print", query=query, slug=brand.slug)
        assert "井沿的绳印" in sheet
        assert "<svg" in sheet
        assert ("is-a3" in sheet) == (not query)


# ── tables and clean-up days ──────────────────────────────────────────────────────────────────


def test_a_table_is_an_activity_with_seats_and_calling_it_off_tells_everyone(
    brands: Brands,
) -> None:
    brands.presets()
    village, brand = brands.village, brands.brand()
    table = brands.day(brand, seats=3)
    words = {"activity_id": table.pk, "ticket_id": table.tickets.get().pk}
    sign_up(
        **brands.who(village.actor(village.resident)),
        **words,
        person=village.resident_person,
        channel="online",
    )
    # Staff join somebody who has no telephone.
    sign_up(**brands.who(), **words, person=village.phoneless_person, channel="counter")
    assert "三月百家宴" in brands.html("brand", slug=brand.slug)
    assert "三月百家宴" in Client().get(f"/c/{brands.centre.code}/").content.decode()
    cancel_activity(**brands.who(), activity_id=table.pk, reason="下大雨")
    brands.deliver()
    for person in (village.resident_person, village.phoneless_person):
        told = [one.text for one in messages_of(brands.centre, person.pk)]
        assert [text for text in told if "三月百家宴" in text and "下大雨" in text]
    assert "三月百家宴" not in brands.html("brand", slug=brand.slug)


def test_a_day_is_planned_in_the_browser_once(brands: Brands) -> None:
    brands.presets()
    brand = brands.brand(parts=("cleanups",))
    staff = brands.client(brands.village.handler)
    url = f"{brands.page('desk_day', pk=brand.pk)}?part=cleanups"
    said = {"form_id": str(uuid4()), "title": "扫村道", "day": "2026-03-20", "starts": "08:00"}
    said |= {"ends": "10:00", "place": "村口", "seats": "30", "bring": "扫把"}
    wrong = staff.post(url, said | {"ends": "07:00"})
    assert "结束时间要晚于开始时间" in wrong.content.decode()
    assert staff.post(url, said).status_code == staff.post(url, said).status_code == 302
    row = Activity.objects.of(brands.centre).get(title="扫村道")
    assert (row.state, row.extra["bring"]) == ("announced", "扫把")
    assert "扫村道" in brands.html("brand", slug=brand.slug)
    past = staff.post(url, said | {"form_id": str(uuid4()), "day": "2026-03-10"})
    assert "已经过了" in past.content.decode()
    with pytest.raises(BadInput, match="没有这一块"):
        brands.day(brand, part="tables")


def test_the_home_page_says_what_comes_within_a_week(brands: Brands) -> None:
    brands.presets()
    brand = brands.brand()
    home = f"/c/{brands.centre.code}/"
    brands.day(brand, title="下月的", starts=NOW + timedelta(days=20))
    assert "村里的品牌，这几天" not in Client().get(home).content.decode()
    brands.day(brand, title="这周的", starts=NOW + 2 * DAY)
    html = Client().get(home).content.decode()
    assert "村里的品牌，这几天" in html
    assert "这周的" in html


# ── pages ─────────────────────────────────────────────────────────────────────────────────────


def fill(brands: Brands, brand: Brand, rows: int) -> None:
    for number in range(rows):
        brands.held(brand, f"第{number}场", guests=6, days=number + 2)
        brands.day(brand, title=f"第{number}桌", starts=NOW + (number + 1) * DAY)
        plot = brands.plot(brand, f"第{number}棵")
        if number % 2:
            brands.adopted(plot)
        brands.stop(brand, f"第{number}站")
        for version in (
            brands.desk.out(brands.heritage(f"第{number}件")),
            brands.desk.live("tip", f"第{number}法", body="好。"),
        ):
            brands.tag(brand, version.piece_id)


def test_the_statements_of_a_page_do_not_grow_with_its_rows(brands: Brands) -> None:
    brands.presets()
    brand = brands.brand()
    staff = brands.client(brands.village.handler)
    slug = {"slug": brand.slug}
    pages = [
        (Client(), brands.page("list"), 5),
        (Client(), brands.page("brand", **slug), 13),
        (Client(), brands.page("things", **slug) + "?of=days", 13),
        (Client(), brands.page("pieces", **slug), 5),
        (Client(), brands.page("plots", **slug), 5),
        (Client(), brands.page("route", **slug), 5),
        (staff, brands.page("desk_brands"), 17),
        (staff, brands.page("desk_brand", pk=brand.pk), 17),
        (staff, brands.page("desk_plots", pk=brand.pk), 17),
    ]

    def taken() -> list[int]:
        found = []
        for client, path, _ in pages:
            client.get(path)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(path).status_code == 200
            found.append(len(seen))
        return found

    fill(brands, brand, 3)
    few = taken()
    fill(brands, brand, 27)
    many = taken()
    assert many == few
    assert all(count <= most for count, (_, _, most) in zip(many, pages, strict=True)), many


def test_no_page_compares_or_exposes(brands: Brands) -> None:
    brands.live()
    staff, resident = brands.client(brands.village.handler), brands.client(brands.village.resident)
    brand = Brand.objects.of(brands.centre).get(slug="all")
    pages = [
        brands.html("list"),
        brands.html("brand", slug="all"),
        brands.html("plots", slug="all"),
        brands.html("plot", pk=brand.plots.first().pk),
        brands.html("desk_brand", staff, pk=brand.pk),
        brands.html("desk_plots", staff, pk=brand.pk),
        brands.html("adopted", resident),
    ]
    for html in pages:
        for word in ("最差", "曝光", "排名", "红黑榜", "落后"):
            assert word not in html


def test_an_ended_brand_takes_nothing_new(brands: Brands) -> None:
    from changlai.halls.brands.actions.brands import move_brand

    brand = brands.brand()
    plot = brands.plot(brand)
    move_brand(**brands.who(), brand_id=brand.pk, state="ended")
    with pytest.raises(WrongStep, match="不能认领"):
        brands.own(plot)
