"""`changlai pack export` and `import`: the same rules as the pages, from a file to a file."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from changlai.halls.counter.models import ServiceItem
from tests.cast import Village

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    said = StringIO()
    call_command("pack", *words, stdout=said, stderr=said)
    return said.getvalue()


def test_f58_a_pack_goes_from_village_to_village_by_command(
    lived_in: Village, tmp_path: Path
) -> None:
    file = str(tmp_path / "pack.json")
    code, other = lived_in.centre.code, lived_in.other_centre
    assert "放进去" in run("export", file, "--centre", code, "--part", "counter.items")
    trial = run("import", file, "--centre", other.code, "--trial")
    assert not ServiceItem.objects.of(other).exists()
    assert run("import", file, "--centre", other.code) == trial
    assert ServiceItem.objects.of(other).exists()
    assert not ServiceItem.objects.of(other).offered().exists()
    assert "新收0" in run("import", file, "--centre", other.code)


def test_f58_a_command_says_in_a_sentence_what_is_wrong(village: Village, tmp_path: Path) -> None:
    file = tmp_path / "pack.json"
    code = village.centre.code
    with pytest.raises(CommandError, match="找不到文件"):
        run("import", str(file), "--centre", code)
    file.write_bytes(b"PK\x03\x04")
    with pytest.raises(CommandError, match="不是经验包"):
        run("import", str(file), "--centre", code)
    with pytest.raises(CommandError, match="没有网址代码"):
        run("export", str(file), "--centre", "nowhere")
