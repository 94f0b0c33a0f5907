"""Fields as data: written down, drawn, checked, shown, and edited without a script."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changlai.kernel.errors import BadInput
from changlai.kernel.schemas.public import (
    Field,
    Kind,
    Schema,
    SchemaEditor,
    SchemaForm,
    columns,
    shown,
)

COURSE = Schema(
    (
        Field("trainer", "讲师", required=True),
        Field("hours", "学时", Kind.WHOLE),
        Field("cost", "材料费", Kind.AMOUNT),
        Field("since", "证书日期", Kind.DATE),
        Field("free", "包午饭", Kind.YES_NO),
        Field("level", "程度", Kind.CHOICE, options=("入门", "提高")),
        Field("bring", "要带", Kind.CHOICES, options=("围裙", "本子", "剪刀")),
        Field("plan", "安排", Kind.LONG, in_register=False),
    )
)
SENT = {
    "trainer": "韩老师",
    "hours": "6",
    "cost": "12.50",
    "since": "2026-03-18",
    "free": "no",
    "level": "入门",
    "bring": ["围裙", "剪刀"],
}


def test_a_schema_survives_being_stored_in_any_order_of_keys() -> None:
    said = COURSE.dump()
    said["properties"] = dict(sorted(said["properties"].items()))  # as jsonb may give it back
    assert Schema.parse(said) == COURSE
    assert Schema.parse({}) == Schema()


def test_answers_go_in_as_a_form_and_come_out_as_json_words_and_columns() -> None:
    form = SchemaForm(COURSE, SENT)
    assert form.is_valid(), form.errors
    answers = form.answers()
    assert answers == {
        "trainer": "韩老师",
        "hours": 6,
        "cost": "12.50",
        "since": "2026-03-18",
        "free": False,
        "level": "入门",
        "bring": ["围裙", "剪刀"],
    }
    assert shown(COURSE, answers)[4:] == [
        ("包午饭", "否"),
        ("程度", "入门"),
        ("要带", "围裙、剪刀"),
    ]
    titles = {one.title: one.of(answers) for one in columns(COURSE, lambda row: row)}
    assert titles["材料费"] == Decimal("12.50")
    assert titles["证书日期"] == date(2026, 3, 18)
    assert "安排" not in titles
    again = SchemaForm(COURSE, answers=answers)
    assert again["free"].value() == "no"


@pytest.mark.parametrize(
    "wrong",
    [
        {"trainer": ""},
        {"hours": "六"},
        {"cost": "1.23456"},
        {"since": "2026-02-30"},
        {"level": "高手"},
        {"bring": ["锤子"]},
        {"hours": "9" * 30},
        {"trainer": "长" * 101},
    ],
)
def test_a_wrong_answer_is_refused_at_its_field(wrong: dict[str, Any]) -> None:
    form = SchemaForm(COURSE, {**SENT, **wrong})
    assert list(form.errors) == list(wrong)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"properties": []}, "栏目的格式不对"),
        ({"properties": {"a": 1}}, "“a”不完整"),
        ({"properties": {"a": {"title": "甲", "x-kind": "map"}}}, "“甲”的类型不认识"),
        ({"properties": {"A": {"title": "甲", "x-kind": "short"}}}, "“甲”的代码"),
        ({"properties": {"a": {"title": "", "x-kind": "short"}}}, "都要有名称"),
        (
            {"properties": {"a": {"title": "甲", "x-kind": "choice", "enum": ["一"]}}},
            "两个不同的选项",
        ),
        (
            {
                "properties": {
                    "a": {"title": "甲", "x-kind": "short"},
                    "b": {"title": "甲", "x-kind": "short"},
                }
            },
            "同一个名称",
        ),
        (
            {"properties": {f"a{n}": {"title": f"甲{n}", "x-kind": "short"} for n in range(41)}},
            "最多40个",
        ),
    ],
)
def test_a_broken_schema_names_its_broken_field(said: Any, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        Schema.parse(said)


def sent_rows(*rows: dict[str, str]) -> dict[str, str]:
    data = {"field-count": str(len(rows))}
    for place, row in enumerate(rows):
        data |= {f"field-{place}-{name}": value for name, value in row.items()}
    return data


def test_the_editor_adds_renames_moves_and_drops_without_a_script() -> None:
    schema = Schema((Field("f1", "讲师"), Field("f2", "地点"), Field("f3", "费用", Kind.AMOUNT)))
    editor = SchemaEditor(
        schema,
        sent_rows(
            {"code": "f1", "label": "主讲人", "kind": "short", "order": "2", "in_register": "on"},
            {"code": "f2", "label": "地点", "kind": "short", "order": "1", "is_dropped": "on"},
            {"code": "f3", "label": "费用", "kind": "amount", "order": "1"},
            {
                "label": "程度",
                "kind": "choice",
                "options": "入门\n提高\n",
                "order": "3",
                "required": "on",
            },
            {"label": "", "kind": "short", "order": "4"},
        ),
        used_codes=["f4"],
    )
    found = editor.read()
    assert found is not None, editor.error
    assert [(one.code, one.label) for one in found] == [
        ("f3", "费用"),
        ("f1", "主讲人"),
        ("f5", "程度"),
    ]
    assert found.fields[2].options == ("入门", "提高")


def test_the_editor_keeps_what_was_typed_and_says_what_is_wrong() -> None:
    editor = SchemaEditor(
        Schema(), sent_rows({"label": "程度", "kind": "choice", "options": "入门", "order": "1"})
    )
    assert editor.read() is None
    assert "至少要有两个不同的选项" in editor.error
    assert editor.rows[0]["options"].value() == "入门"


def test_a_code_that_was_not_shown_is_not_taken_from_the_browser() -> None:
    editor = SchemaEditor(
        Schema((Field("f1", "讲师"),)),
        sent_rows({"code": "secret", "label": "别的", "kind": "short", "order": "1"}),
    )
    found = editor.read()
    assert found is not None
    assert [one.code for one in found] == ["f2"]


@given(
    st.lists(
        st.tuples(st.text(min_size=1, max_size=30), st.sampled_from(list(Kind))),
        max_size=12,
        unique_by=lambda row: row[0].strip(),
    )
)
def test_any_schema_that_can_be_made_is_read_back_the_same(rows: list[tuple[str, Kind]]) -> None:
    fields = tuple(
        Field(f"f{place}", label, kind, options=("甲", "乙") if "choice" in kind else ())
        for place, (label, kind) in enumerate(rows)
        if label.strip()
    )
    assert Schema.parse(Schema(fields).dump()) == Schema(fields)
