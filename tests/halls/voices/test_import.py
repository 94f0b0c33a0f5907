"""A sheet of another platform becomes voices: by name, once, row by row."""

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from openpyxl import load_workbook

from changlai.engines.cases.public import CaseStep, Category, StateType, accept_case, answer_case
from changlai.foundation.areas.public import open_week
from changlai.halls.voices.actions import ImportReport, import_categories, import_voices
from changlai.halls.voices.models import ImportBatch, ImportedVoice
from changlai.kernel.errors import BadInput, NotAllowed
from changlai.kernel.events.models import Entry
from changlai.kernel.workcalendar.clocks import due_after_working_days
from tests.cast import NOW, SHANGHAI, Village
from tests.halls.voices.desk import HEADINGS, Desk, make_desk, message, sheet

ANSWERED = [*HEADINGS, "答复意见", "答复时间"]


@pytest.fixture
def desk(village: Village) -> Desk:
    return make_desk(village)


def run(desk: Desk, file: Any, **more: Any) -> ImportReport:
    values = {"actor": desk.system, "at": NOW, "file_name": "留言.xlsx"} | more
    return import_voices(centre=desk.centre, file=file, **values)


def test_a_message_becomes_a_voice_with_its_own_words_and_time(desk: Desk) -> None:
    report = run(desk, sheet([message(1001)]))
    assert report.counts() == {
        "read": 1,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "rejected": 0,
    }
    case = desk.cases().get()
    assert case.outside_number == "1001"
    assert case.channel == "import"
    assert case.text == "村口那盏灯三天没亮了,\n麻烦看看。"
    assert case.title == "村口的灯不亮"
    assert case.reporter_alias == "U0001"
    assert case.person_id is None
    assert case.opened_at == dt.datetime(2026, 1, 6, 12, 9, 38, tzinfo=SHANGHAI)
    assert case.category.name == "道路出行"
    assert case.state == "new"


@pytest.mark.parametrize(
    "written",
    [
        "2026/1/6 12:09:38",
        "2026-01-06 12:09:38",
        "\n\t2026/01/06 12:09:38\t",
        dt.datetime(2026, 1, 6, 12, 9, 38),  # noqa: DTZ001 -- a cell has no zone
        46028.506690,
    ],
)
def test_every_way_of_writing_a_time_is_the_same_moment(desk: Desk, written: Any) -> None:
    run(desk, sheet([message(at=written)]))
    assert desk.cases().get().opened_at == dt.datetime(2026, 1, 6, 12, 9, 38, tzinfo=SHANGHAI)


def test_a_second_run_creates_nothing(desk: Desk) -> None:
    rows = [message(number) for number in range(1, 8)]
    run(desk, sheet(rows))
    facts = Entry.objects.filter(name="cases.case.opened").count()
    report = run(desk, sheet(rows))
    assert (report.created, report.unchanged) == (0, 7)
    assert desk.cases().count() == 7
    assert Entry.objects.filter(name="cases.case.opened").count() == facts


def test_a_repeated_number_with_the_same_words_counts_as_unchanged(desk: Desk) -> None:
    report = run(desk, sheet([message(5), message(6), message(5, category="环境卫生")]))
    assert (report.read, report.created, report.unchanged) == (3, 2, 1)
    assert desk.cases().get(outside_number="5").category.name == "道路出行"


def test_other_words_under_a_known_number_are_refused(desk: Desk) -> None:
    run(desk, sheet([message(5)]))
    report = run(desk, sheet([message(5, text="换了一段话")]))
    assert (report.rejected, report.unchanged) == (1, 0)
    assert "内容却不一样" in report.errors[0].reason
    assert desk.cases().get().text.startswith("村口那盏灯")


def test_columns_are_found_by_name_in_any_order(desk: Desk) -> None:
    headings = ["内容", "无关的一栏", "编号", "提交时间", "标题"]
    rows = [["水渠堵了。", "x", "A-7", "2026-02-03 08:05", "水渠"]]
    assert run(desk, sheet(rows, headings)).created == 1
    case = desk.cases().get()
    assert (case.outside_number, case.title, case.text) == ("A-7", "水渠", "水渠堵了。")


def test_headings_may_stand_below_a_title(desk: Desk) -> None:
    file = sheet([message()], above=[["某平台留言导出"], [None, "导出人:甲"]])
    assert run(desk, file).created == 1


def test_a_mapping_names_headings_nobody_could_guess(desk: Desk) -> None:
    headings = ["流水", "谁", "一句话", "几时", "原话", "归口"]
    mapping = {"留言编号": "流水", "at": "几时", "留言详情": "原话", "title": "一句话"}
    assert run(desk, sheet([message()], headings), mapping=mapping).created == 1
    assert desk.cases().get().title == "村口的灯不亮"


def test_a_mapping_to_a_heading_that_is_not_there_stops_at_once(desk: Desk) -> None:
    with pytest.raises(BadInput, match=r"留言主题|没有这一栏"):
        run(desk, sheet([message()]), mapping={"title": "没有这一栏"})
    assert not desk.cases().exists()


def test_a_mapping_for_a_field_we_do_not_have_names_those_we_have(desk: Desk) -> None:
    with pytest.raises(BadInput, match="留言编号"):
        run(desk, sheet([message()]), mapping={"颜色": "红"})


def test_wrong_columns_name_what_is_missing_and_what_is_there(desk: Desk) -> None:
    with pytest.raises(BadInput, match=r"留言编号.*姓名"):
        run(desk, sheet([["甲", "乙"]], ["姓名", "电话"]))


def test_a_sheet_without_rows_says_so(desk: Desk) -> None:
    with pytest.raises(BadInput, match="没有数据行"):
        run(desk, sheet([]))
    assert not ImportBatch.objects.of(desk.centre).exists()


def test_what_is_no_sheet_is_refused_in_one_sentence(desk: Desk) -> None:
    with pytest.raises(BadInput, match="xlsx"):
        run(desk, io.BytesIO(b"hello, this is no table"))


@pytest.mark.slow
def test_sixty_five_thousand_empty_rows_are_passed_over(desk: Desk) -> None:
    report = run(desk, sheet([message(1), message(2)], empty_after=65_000))
    assert (report.read, report.created) == (2, 2)


def test_bad_rows_are_reported_and_nothing_else_is_lost(desk: Desk) -> None:
    rows = [
        message(1),
        message(None),
        message(2, at="前天下午"),
        message(3, text=" \n\t "),
        message(4, at="2099-01-01 00:00"),
        message(5, at=None),
        message(6, text="长" * 20_001),
        message("7" * 61),
        message(8),
    ]
    report = run(desk, sheet(rows))
    assert (report.read, report.created, report.rejected) == (9, 2, 7)
    assert [one.row for one in report.errors] == [3, 4, 5, 6, 7, 8, 9]
    reasons = [one.reason for one in report.errors]
    for reason, words in zip(
        reasons,
        ["没有编号", "看不懂", "没有内容", "今天以后", "没有时间", "内容太长", "编号太长"],
        strict=True,
    ):
        assert words in reason
    assert set(desk.cases().values_list("outside_number", flat=True)) == {"1", "8"}


def test_rejected_rows_can_be_taken_home_as_a_table(desk: Desk) -> None:
    report = run(desk, sheet([message(1), message("=cmd()", text="")]))
    table = load_workbook(io.BytesIO(report.errors_xlsx())).active
    assert table is not None
    found = list(table.iter_rows(values_only=True))
    assert found[0] == ("行号", "编号", "没有收下的原因")
    assert found[1][0] == "3"
    assert table["B2"].data_type == "s"


def test_a_formula_is_not_taken_for_what_somebody_said(desk: Desk) -> None:
    report = run(desk, sheet([message(1, text='=HYPERLINK("http://example.org","点我")')]))
    assert report.rejected == 1
    assert "公式" in report.errors[0].reason


def test_script_tags_emoji_and_zero_width_words_stay_words(desk: Desk) -> None:
    run(desk, sheet([message(1, text="<script>alert(1)</script> 谢谢\u200b👨‍👩‍👧")]))
    assert desk.cases().get().text == "<script>alert(1)</script> 谢谢👨‍👩‍👧"


def test_a_message_with_an_answer_arrives_answered_on_working_days(desk: Desk) -> None:
    rows = [
        [*message(1, at="2025/9/30 16:00:00"), "已经修好。", "2025/10/10 09:30:00"],
        [*message(2, at="2025/9/30 16:00:00"), "迟了。", "2025/10/30 09:30:00"],
    ]
    report = run(desk, sheet(rows, ANSWERED))
    assert report.created == 2
    quick, late = desk.cases().order_by("outside_number")
    assert (quick.state_type, quick.answer) == (StateType.RESOLVED, "已经修好。")
    assert quick.answered_at == dt.datetime(2025, 10, 10, 9, 30, tzinfo=SHANGHAI)
    week = open_week(desk.centre)
    # 国庆: 30 September, then 9, 10 and 11 October (a make-up Saturday) are the working days.
    assert quick.resolution_due == due_after_working_days(quick.opened_at, 3, week).at
    assert quick.resolution_due.astimezone(SHANGHAI).date() == dt.date(2025, 10, 11)
    assert quick.answered_in_time is True
    assert late.answered_in_time is False
    verbs = list(CaseStep.objects.of(desk.centre).filter(case=quick).values_list("verb", flat=True))
    assert verbs == ["open", "bring_answer"]


def test_an_answer_that_came_since_is_brought_in(desk: Desk) -> None:
    run(desk, sheet([message(1)]))
    later = sheet([[*message(1), "修好了。", "2026/1/8 10:00:00"]], ANSWERED)
    report = run(desk, later)
    assert (report.updated, report.created) == (1, 0)
    assert desk.cases().get().answer == "修好了。"
    later.seek(0)
    assert run(desk, later).unchanged == 1


def test_our_own_answer_stands_against_the_sheet(desk: Desk) -> None:
    run(desk, sheet([message(1)]))
    case = desk.cases().get()
    accept_case(centre=desk.centre, case_id=case.pk, actor=desk.handler, at=NOW)
    answer_case(centre=desk.centre, case_id=case.pk, actor=desk.handler, text="我们修的。", at=NOW)
    report = run(desk, sheet([[*message(1), "别处修的。", "2026/1/8 10:00:00"]], ANSWERED))
    assert report.unchanged == 1
    assert "没有采用" in report.notes[0].reason
    assert desk.cases().get().answer == "我们修的。"


@pytest.mark.parametrize(
    ("answer", "when", "words"),
    [
        ("好了", None, "没有答复时间"),
        ("好了", "2025-12-01 08:00", "早于"),
        ("好了", "2099-12-01 08:00", "今天以后"),
        ("好了", "周三", "看不懂"),
    ],
)
def test_an_answer_without_a_possible_time_is_refused(
    desk: Desk, answer: str, when: Any, words: str
) -> None:
    report = run(desk, sheet([[*message(1), answer, when]], ANSWERED))
    assert words in report.errors[0].reason
    assert not desk.cases().exists()


def test_an_unknown_category_leaves_the_voice_unsorted_with_a_note(desk: Desk) -> None:
    report = run(desk, sheet([message(1, category="天外来事")]))
    assert report.created == 1
    assert desk.cases().get().category is None
    assert "天外来事" in report.notes[0].reason
    assert ImportedVoice.objects.of(desk.centre).get().category_words == "天外来事"


def test_likes_are_kept_and_a_change_of_them_is_an_update(desk: Desk) -> None:
    headings = [*HEADINGS, "点赞数", "反对数"]
    run(desk, sheet([[*message(1), 9, 0]], headings))
    assert ImportedVoice.objects.of(desk.centre).get().supporters == 9
    assert run(desk, sheet([[*message(1), 12, 1]], headings)).updated == 1


def test_a_dry_run_counts_the_same_and_keeps_nothing(desk: Desk) -> None:
    rows = [message(1), message(2), message(1), message(3, at="?")]
    report = run(desk, sheet(rows), is_dry_run=True)
    assert report.counts() == {
        "read": 4,
        "created": 2,
        "updated": 0,
        "unchanged": 1,
        "rejected": 1,
    }
    assert not desk.cases().exists()
    assert not ImportBatch.objects.of(desk.centre).exists()
    assert run(desk, sheet(rows)).counts() == report.counts()


def test_more_rows_than_one_batch_are_all_taken(desk: Desk) -> None:
    seen: list[int] = []
    rows = [message(number) for number in range(205)]
    report = run(desk, sheet(rows), progress=seen.append)
    assert (report.created, seen) == (205, [100, 100, 5])
    batch = ImportBatch.objects.of(desk.centre).get()
    assert (batch.read, batch.created) == (205, 205)


def test_a_number_the_centre_gave_itself_is_left_alone(desk: Desk) -> None:
    from changlai.engines.cases.public import open_case

    open_case(
        centre=desk.centre,
        kind="help",
        text="本中心登记的",
        channel="counter",
        at=NOW,
        actor=desk.duty,
        outside_number="1001",
    )
    report = run(desk, sheet([message(1001)]))
    assert "本中心自己登记" in report.errors[0].reason


def test_whoever_does_not_answer_for_all_voices_imports_nothing(desk: Desk) -> None:
    for actor in (desk.handler, desk.duty, desk.resident, desk.village.stranger):
        with pytest.raises(NotAllowed):
            run(desk, sheet([message(1)]), actor=actor)
    assert run(desk, sheet([message(1)]), actor=desk.secretary).created == 1


def test_two_villages_may_have_the_same_number(desk: Desk) -> None:
    other = make_desk(desk.village)
    from changlai.halls.voices import pack

    pack.unpack(other.village.other_centre, NOW)
    run(desk, sheet([message(1)]))
    from changlai.foundation.people.public import Actor

    report = import_voices(
        centre=desk.village.other_centre,
        actor=Actor.system(desk.village.other_centre.pk),
        at=NOW,
        file=sheet([message(1)]),
        file_name="x.xlsx",
    )
    assert report.created == 1


# Categories

TREE = ["一级分类", "二级分类", "三级分类"]
ROWS = [["水利", "水库", "养护"], ["水利", "水库", "放水"], ["水利", "渠道", "养护"]]


def test_a_tree_of_categories_is_taken_over_once(desk: Desk) -> None:
    before = Category.objects.of(desk.centre).count()

    def once() -> ImportReport:
        return import_categories(
            centre=desk.centre, actor=desk.secretary, at=NOW, file=sheet(ROWS, TREE)
        )

    first, second = once(), once()
    assert (first.read, first.created, first.unchanged) == (3, 3, 0)
    assert (second.read, second.created, second.unchanged) == (3, 0, 3)
    assert Category.objects.of(desk.centre).count() == before + 1 + 2 + 3


def test_a_gap_in_the_tree_is_reported_and_the_rest_taken(desk: Desk) -> None:
    rows = [*ROWS, ["水利", "", "悬空"], ["林业", None, None]]
    report = import_categories(
        centre=desk.centre, actor=desk.secretary, at=NOW, file=sheet(rows, TREE)
    )
    assert (report.created, report.rejected) == (4, 1)
    assert report.errors[0].row == 5


# The console


def test_the_command_ends_with_its_counts_as_json(desk: Desk, tmp_path: Path) -> None:
    file, errors, out = tmp_path / "m.xlsx", tmp_path / "errors.xlsx", io.StringIO()
    file.write_bytes(sheet([message(1), message(2, at="?")]).getvalue())
    call_command(
        "import-voices",
        str(file),
        centre=desk.centre.code,
        errors=errors,
        json=True,
        stdout=out,
        stderr=io.StringIO(),
    )
    assert json.loads(out.getvalue().splitlines()[-1]) == {
        "read": 2,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "rejected": 1,
    }
    assert errors.stat().st_size > 0


def test_the_command_says_in_one_sentence_what_is_wrong(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "m.xlsx"
    with pytest.raises(CommandError, match="找不到文件"):
        call_command("import-voices", str(file), centre=desk.centre.code)
    file.write_bytes(b"")
    with pytest.raises(CommandError, match="没有网址代码"):
        call_command("import-voices", str(file), centre="nowhere")
    with pytest.raises(CommandError, match="空文件"):
        call_command("import-voices", str(file), centre=desk.centre.code, stderr=io.StringIO())
    with pytest.raises(CommandError, match="JSON"):
        call_command("import-voices", str(file), centre=desk.centre.code, mapping="{oops")
