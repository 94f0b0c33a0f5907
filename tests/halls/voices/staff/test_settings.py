"""What the secretary sets: categories, promised times, prepared replies; old voices keep theirs."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from changlai.engines.cases.public import Category, ReplyTemplate, ServiceLevel, categories
from tests.halls.voices.conftest import Hall
from tests.halls.voices.desk import sheet
from tests.halls.voices.staff.statements import statements


@pytest.fixture
def secretary(hall: Hall) -> Client:
    return hall.client(hall.village.secretary)


def named(hall: Hall, name: str) -> Category:
    found: Category = Category.objects.of(hall.centre).get(name=name)
    return found


def test_only_who_oversees_may_set(hall: Hall) -> None:
    pages = ("settings", "category_import", "times", "replies")
    for account in (hall.village.handler, hall.village.duty, hall.village.other_secretary):
        for name in pages:
            assert hall.client(account).get(hall.page(name)).status_code == 404


def test_a_category_is_added_once_under_its_parent(hall: Hall, secretary: Client) -> None:
    parent = named(hall, "道路出行")
    said = {"name": "冬天结冰", "parent": str(parent.pk)}
    for told in ("加好了", "已经有"):
        html = secretary.post(hall.page("settings"), said, follow=True).content.decode()
        assert told in html
    added = named(hall, "冬天结冰")
    assert added.full_name == "道路出行 / 冬天结冰"
    assert added in categories(hall.centre)


def test_a_name_that_the_start_set_has_is_not_doubled(hall: Hall, secretary: Client) -> None:
    before = Category.objects.of(hall.centre).count()
    secretary.post(hall.page("settings"), {"name": "道路出行", "parent": ""})
    assert Category.objects.of(hall.centre).count() == before


def test_a_new_name_reaches_all_below_and_keeps_the_code(hall: Hall, secretary: Client) -> None:
    road, lamp = named(hall, "道路出行"), named(hall, "路灯")
    secretary.post(hall.page("category", pk=road.pk), {"name": "路和桥"})
    for row in (road, lamp):
        row.refresh_from_db()
    assert (road.name, road.code) == ("路和桥", "road")
    assert lamp.full_name == "路和桥 / 路灯"


def test_a_neighbours_name_is_refused(hall: Hall, secretary: Client) -> None:
    road = named(hall, "道路出行")
    answer = secretary.post(hall.page("category", pk=road.pk), {"name": "饮水灌溉"})
    assert "已经有“饮水灌溉”" in answer.content.decode()
    for wrong in ("", "  ", "字" * 61):
        answer = secretary.post(hall.page("category", pk=road.pk), {"name": wrong})
        assert answer.context["form"].errors


def test_retiring_takes_what_is_below_and_returning_what_is_above(
    hall: Hall, secretary: Client
) -> None:
    road, lamp = named(hall, "道路出行"), named(hall, "路灯")
    case = hall.voice(category=lamp)
    secretary.post(hall.page("category", pk=road.pk), {"use": "no"})
    offered = set(categories(hall.centre).values_list("pk", flat=True))
    assert not {road.pk, lamp.pk} & offered
    case.refresh_from_db()
    assert case.category_id == lamp.pk
    secretary.post(hall.page("category", pk=lamp.pk), {"use": "yes"})
    offered = set(categories(hall.centre).values_list("pk", flat=True))
    assert {road.pk, lamp.pk} <= offered


def test_categories_come_in_from_a_sheet_twice_without_doubling(
    hall: Hall, secretary: Client
) -> None:
    rows = [["道路出行", "桥", ""], ["环保", "", ""], ["", "空的上级", ""]]
    for created, unchanged in ((2, 0), (0, 2)):
        file = SimpleUploadedFile(
            "tree.xlsx", sheet(rows, ["一级分类", "二级分类", "三级分类"]).getvalue()
        )
        answer = secretary.post(hall.page("category_import"), {"table": file})
        report = answer.context["report"]
        assert (report.created, report.unchanged, report.rejected) == (created, unchanged, 1)


@pytest.mark.parametrize("content", [b"", b"no sheet"])
def test_a_tree_that_is_no_sheet_is_refused(hall: Hall, secretary: Client, content: bytes) -> None:
    file = SimpleUploadedFile("tree.xlsx", content)
    answer = secretary.post(hall.page("category_import"), {"table": file})
    assert answer.context["form"].errors["table"]


def level_of(hall: Hall, kind: str = "help") -> ServiceLevel:
    rows = ServiceLevel.objects.of(hall.centre).filter(kind=kind, urgency="normal")
    found: ServiceLevel = rows.order_by("-valid_from").first()
    return found


def times(**more: Any) -> dict[str, str]:
    return {
        "accept": "d1",
        "first_contact": "m240",
        "resolution": "d2",
        "call_back": "d5",
        "valid_from": timezone.localdate().isoformat(),
        "source": "村民代表会议议定",
    } | more


def test_new_times_hold_for_new_voices_only(hall: Hall, secretary: Client) -> None:
    old = hall.voice()
    page = hall.page("times_change", pk=level_of(hall).pk)
    assert "3个工作日" in secretary.get(page).content.decode()
    for _ in range(2):
        answer = secretary.post(page, times())
        assert answer.status_code == 302
    assert ServiceLevel.objects.of(hall.centre).filter(source="村民代表会议议定").count() == 1
    new = hall.voice()
    old.refresh_from_db()
    assert new.resolution_due < old.resolution_due
    html = secretary.get(hall.page("times")).content.decode()
    assert "2个工作日" in html
    assert "村民代表会议议定" in html


def test_a_category_gets_times_of_its_own(hall: Hall, secretary: Client) -> None:
    lamp = Category.objects.of(hall.centre).get(code="road_light")
    road = Category.objects.of(hall.centre).get(code="road")
    page = hall.page("times_change", pk=level_of(hall).pk)
    assert secretary.post(page, times(category=str(road.pk), resolution="d1")).status_code == 302
    shown = secretary.get(hall.page("times")).content.decode()
    assert "道路出行" in shown
    # What lies below goes with it; other voices of the kind keep their time.
    assert hall.voice(category=lamp).resolution_due < hall.voice().resolution_due
    own = ServiceLevel.objects.of(hall.centre).get(category=road)
    form = secretary.get(hall.page("times_change", pk=own.pk)).context["form"]
    assert "category" not in form.fields


def test_another_promise_from_the_same_day_is_refused(hall: Hall, secretary: Client) -> None:
    page = hall.page("times_change", pk=level_of(hall).pk)
    secretary.post(page, times())
    answer = secretary.post(page, times(resolution="d5"))
    assert "同一天已经设过" in answer.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"resolution": "d999"}, {"source": ""}, {"valid_from": "明天"}, {"accept": ""}]
)
def test_wrong_times_are_told(hall: Hall, secretary: Client, wrong: dict[str, str]) -> None:
    page = hall.page("times_change", pk=level_of(hall).pk)
    assert secretary.post(page, times(**wrong)).context["form"].errors


def test_a_later_promise_is_shown_as_later(hall: Hall, secretary: Client) -> None:
    day = timezone.localdate() + timezone.timedelta(days=30)
    page = hall.page("times_change", pk=level_of(hall).pk)
    secretary.post(page, times(valid_from=day.isoformat()))
    assert "以后起用的" in secretary.get(hall.page("times")).content.decode()


def test_a_reply_is_written_changed_and_put_away(hall: Hall, secretary: Client) -> None:
    said = {"title": "已派电工", "text": "电工(哪一天)到。", "kind": "help", "is_active": "on"}
    for _ in range(2):
        assert secretary.post(hall.page("replies"), said).status_code == 302
    row = ReplyTemplate.objects.of(hall.centre).get(title="已派电工")
    secretary.post(hall.page("reply", pk=row.pk), said | {"text": "电工明天到。"})
    row.refresh_from_db()
    assert row.text == "电工明天到。"
    del said["is_active"]
    secretary.post(hall.page("reply", pk=row.pk), said)
    row.refresh_from_db()
    assert not row.is_active


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"text": " \u200b"}, {"title": "已经办好"}, {"kind": "none"}]
)
def test_a_wrong_reply_keeps_its_words(
    hall: Hall, secretary: Client, wrong: dict[str, str]
) -> None:
    said = {"title": "新的", "text": "写好的话", "kind": "", "is_active": "on"} | wrong
    answer = secretary.post(hall.page("replies"), said)
    assert answer.context["form"].errors
    assert said["text"].strip() in answer.content.decode()


def test_another_villages_rows_are_not_there(hall: Hall) -> None:
    client = hall.client(hall.village.other_secretary)
    rows = (
        ("category", named(hall, "路灯")),
        ("times_change", level_of(hall)),
        ("reply", ReplyTemplate.objects.of(hall.centre).first()),
    )
    for name, row in rows:
        here = hall.page(name, pk=row.pk)
        there = here.replace(f"/{hall.centre.code}/", f"/{hall.village.other_centre.code}/")
        assert client.get(there).status_code == 404


def test_the_pages_cost_no_more_with_thirty_rows(hall: Hall, secretary: Client) -> None:
    pages = [hall.page(name) for name in ("settings", "times", "replies")]
    before = [statements(secretary, page) for page in pages]
    for number in range(30):
        secretary.post(hall.page("settings"), {"name": f"类别{number}", "parent": ""})
        said = {"title": f"答复{number}", "text": "好的", "kind": "", "is_active": "on"}
        secretary.post(hall.page("replies"), said)
    assert [statements(secretary, page) for page in pages] == before
