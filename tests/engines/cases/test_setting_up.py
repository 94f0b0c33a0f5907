"""What a centre sets up: categories that come twice, replies, and who may change them."""

import pytest

from changlai.engines.cases.models import Category, ServiceLevel
from changlai.engines.cases.public import (
    Level,
    Span,
    adopt_kind,
    categories,
    category_code,
    kinds,
    put_categories,
    put_category,
    put_reply_template,
    reply_templates,
    set_service_level,
)
from changlai.kernel.errors import BadInput, NotAllowed
from changlai.kernel.events.facts import CODE
from tests.engines.cases.conftest import MORNING, Desk, kind

PATHS = [("环境", "垃圾"), ("环境", "水沟", "淤堵"), ("道路",), ("环境", "垃圾")]


def test_a_tree_of_names_is_written_once(desk: Desk) -> None:
    on = {"centre": desk.centre, "at": MORNING, "actor": desk.actor("system"), "family": "voices"}
    assert put_categories(**on, paths=PATHS) == {"read": 4, "created": 5, "unchanged": 1}
    assert put_categories(**on, paths=PATHS) == {"read": 4, "created": 0, "unchanged": 4}
    deepest = Category.objects.get(name="淤堵")
    assert deepest.full_name == "环境 / 水沟 / 淤堵"
    assert deepest.path.count("/") == 2
    assert categories(desk.centre).count() == 5


def test_a_code_made_from_names_is_a_code_and_always_the_same() -> None:
    assert category_code(["环境", "垃圾"]) == category_code(["环境", "垃圾"])
    assert category_code(["环境", "垃圾"]) != category_code(["道路", "垃圾"])
    for number in range(500):
        assert CODE.fullmatch(category_code([f"类别{number}"]))


def test_a_category_is_renewed_by_its_code_and_says_whether_it_changed(desk: Desk) -> None:
    on = {
        "centre": desk.centre,
        "at": MORNING,
        "actor": desk.actor("secretary"),
        "family": "voices",
    }
    row, fresh = put_category(**on, name="路灯", code="lamp")
    assert fresh
    assert put_category(**on, name="路灯", code="lamp") == (row, False)
    again, changed = put_category(**on, name="路灯照明", code="lamp")
    assert (again.pk, again.name, changed) == (row.pk, "路灯照明", True)
    with pytest.raises(BadInput):
        put_category(**on, name=" ", code="empty")
    with pytest.raises(BadInput):
        put_category(**on, name="大写", code="UPPER")


@pytest.mark.parametrize("name", ["duty", "resident", "township", "other_secretary", "stranger"])
def test_strangers_to_the_setting_change_nothing(desk: Desk, name: str) -> None:
    on = {"centre": desk.centre, "at": MORNING, "actor": desk.actor(name)}
    with pytest.raises(NotAllowed):
        adopt_kind(**on, definition=kind(title="改"))
    with pytest.raises(NotAllowed):
        put_category(**on, family="voices", name="改")
    with pytest.raises(NotAllowed):
        put_reply_template(**on, family="voices", title="改", text="改")
    with pytest.raises(NotAllowed):
        set_service_level(**on, kind="help", level=Level(resolution=Span(working_days=1)))


def test_prepared_replies_fit_their_kind(desk: Desk) -> None:
    on = {"centre": desk.centre, "at": MORNING, "actor": desk.actor("handler"), "family": "voices"}
    put_reply_template(**on, title="已修好", text="已经修好，谢谢您。")
    row = put_reply_template(**on, title="咨询", text="请带身份证。", kind="consult")
    assert [one.title for one in reply_templates(desk.centre, "voices", "help")] == ["已修好"]
    assert reply_templates(desk.centre, "voices", "consult").count() == 2
    with pytest.raises(BadInput, match="同名"):
        put_reply_template(**on, title="已修好", text="又一个")
    put_reply_template(**on, title="咨询", text="请带户口本。", kind="consult", template_id=row.pk)
    assert (
        reply_templates(desk.centre, "voices", "consult").get(title="咨询").text == "请带户口本。"
    )


def test_adopting_again_keeps_the_times_the_centre_changed(desk: Desk) -> None:
    before = ServiceLevel.objects.of(desk.centre).filter(kind="help").count()
    adopt_kind(
        centre=desk.centre,
        definition=kind(levels=(Level(resolution=Span(working_days=9)),)),
        at=MORNING,
        actor=desk.actor("system"),
    )
    assert ServiceLevel.objects.of(desk.centre).filter(kind="help").count() == before
    assert [version.code for version in kinds(desk.centre, "voices")] == ["help", "inside"]


def test_a_second_promise_from_the_same_day_is_refused(desk: Desk) -> None:
    on = {"centre": desk.centre, "at": MORNING, "actor": desk.actor("secretary"), "kind": "help"}
    set_service_level(**on, level=Level(resolution=Span(working_days=2)))
    with pytest.raises(BadInput, match="同一天"):
        set_service_level(**on, level=Level(resolution=Span(working_days=4)))
