"""F05: a sign too many is told of with the rule, never refused; what became of each is a list."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from changlai.foundation.people.backends import STAFF
from changlai.halls.rooms import pack_things
from changlai.halls.rooms.actions import things
from changlai.halls.rooms.models import Sign, SignLimit
from changlai.halls.rooms.queries.things import overhangs, without_basis
from changlai.halls.rooms.registers.things import REGISTERS
from changlai.halls.rooms.things import SIGN_NEXT, SignState
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.pages.routes import centre_reverse
from tests.cast import NOW
from tests.halls.rooms.conftest import Rooms

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)
NAMES = ("村党组织", "村民委员会", "民兵连", "党群服务中心")


@pytest.fixture(autouse=True)
def _that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def wall(rooms: Rooms) -> Rooms:
    """The centre with the rule of four and its four signs."""
    pack_things.unpack(rooms.centre, NOW)
    for name in NAMES:
        hang(rooms, name, basis="县里的统一规定")
    return rooms


def hang(rooms: Rooms, text: str, **more: Any) -> Sign:
    values: dict[str, Any] = {"position": "outside", "installed_on": date(2025, 3, 1)} | more
    return things.put_sign(centre=rooms.centre, actor=rooms.staff, text=text, **values)


def desk(rooms: Rooms) -> Client:
    client = Client()
    client.force_login(rooms.village.handler, backend=STAFF)
    return client


def test_f05_a_fifth_outside_sign_is_warned_of_with_the_rule_and_what_to_do(wall: Rooms) -> None:
    client = desk(wall)
    assert not overhangs(wall.centre, TODAY)
    said = {"text": "某某示范点", "position": "outside"}
    page = client.post(wall.page("desk_sign_add"), said, follow=True).content.decode()
    fifth = Sign.objects.of(wall.centre).get(text="某某示范点")
    assert "外部标识现在有5块，最多4块" in page
    assert "参照山东某县" in page
    assert "村党组织、村民委员会、民兵连、党群服务中心" in page
    assert "合并或清理这一块" in page
    assert wall.page("desk_sign_clear", pk=fifth.pk) in page
    assert "最多4块" in client.get(wall.page("desk_signs")).content.decode()
    # Inside there is room yet.
    inside = client.post(wall.page("desk_sign_add"), {**said, "position": "inside"}, follow=True)
    assert "最多" not in inside.content.decode()
    kept = Sign.objects.of(wall.centre).get(text="村党组织")
    done = {"removed_on": TODAY.isoformat(), "merged_into": str(kept.pk)}
    assert client.post(wall.page("desk_sign_clear", pk=fifth.pk), done).status_code == 302
    assert not overhangs(wall.centre, TODAY)


def test_f05_the_list_of_before_and_after_is_taken_away_as_a_file(wall: Rooms) -> None:
    extra = hang(wall, "某某示范点", installed_on=date(2025, 6, 1))
    kept = Sign.objects.of(wall.centre).get(text="村党组织")
    things.clear_sign(
        centre=wall.centre,
        sign_id=extra.pk,
        actor=wall.staff,
        removed_on=date(2026, 2, 1),
        merged_into=kept.pk,
    )
    register = next(one for one in REGISTERS if one.code == "signs")
    filters = {"since": date(2026, 1, 1), "until": date(2026, 3, 1)}
    cells = {one.sign.text: (one.was, one.became) for one in register.rows(wall.staff, filters)}
    assert cells["某某示范点"] == ("挂着", "合并到“村党组织”")
    assert cells["村党组织"] == ("挂着", "保留")
    path = centre_reverse(wall.centre, "registers:xlsx", register="signs")
    client = Client()
    client.force_login(wall.village.secretary, backend=STAFF)
    answer = client.get(path, {"since": "2026-01-01", "until": "2026-03-01"})
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    sheet = load_workbook(BytesIO(body)).active
    assert sheet is not None
    words = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]
    assert {"整治前", "整治后", "合并到“村党组织”"} <= set(words)


def test_f05_signs_without_a_basis_are_a_list_of_their_own(wall: Rooms) -> None:
    hang(wall, "没人知道为什么挂", position="guide")
    assert [one.text for one in without_basis(wall.centre)] == ["没人知道为什么挂"]
    page = desk(wall).get(wall.page("desk_signs"), {"show": "basis"}).content.decode()
    assert "没人知道为什么挂" in page
    assert "村党组织" not in page


def test_f05_another_rule_holds_from_its_day_on(wall: Rooms) -> None:
    client = desk(wall)
    said = {
        "position": "outside",
        "most": 3,
        "source": "县里2026年的新规定",
        "valid_from": (TODAY + timedelta(days=10)).isoformat(),
    }
    assert client.post(wall.page("desk_sign_limits"), said).status_code == 302
    assert (
        "同一天已经有一条规定" in client.post(wall.page("desk_sign_limits"), said).content.decode()
    )
    assert not overhangs(wall.centre, TODAY)
    later = overhangs(wall.centre, TODAY + timedelta(days=10))
    assert "县里2026年的新规定" in later[0].sentence
    pack_things.unpack(wall.centre, NOW)
    assert SignLimit.objects.of(wall.centre).count() == 3, "the village's own rules stay"


def test_a_sign_is_marked_kept_and_cleared_and_then_stays_cleared(wall: Rooms) -> None:
    client = desk(wall)
    sign = Sign.objects.of(wall.centre).get(text="民兵连")
    client.post(wall.page("desk_sign_mark", pk=sign.pk), {"verb": "mark"})
    assert "待整合" in client.get(wall.page("desk_sign", pk=sign.pk)).content.decode()
    client.post(wall.page("desk_sign_mark", pk=sign.pk), {"verb": "keep"})
    who: dict[str, Any] = {"centre": wall.centre, "sign_id": sign.pk, "actor": wall.staff}
    with pytest.raises(BadInput, match="不能早于挂上"):
        things.clear_sign(**who, removed_on=date(2020, 1, 1))
    with pytest.raises(BadInput, match="别的牌子"):
        things.clear_sign(**who, removed_on=TODAY, merged_into=sign.pk)
    things.clear_sign(**who, removed_on=TODAY)
    with pytest.raises(WrongStep, match="已经清理"):
        things.mark_to_merge(**who)
    with pytest.raises(WrongStep):
        hang(wall, "再挂", sign_id=sign.pk)
    gone = client.get(wall.page("desk_sign_change", pk=sign.pk))
    assert gone.status_code == 200
    again = client.post(
        wall.page("desk_sign_change", pk=sign.pk), {"text": "再挂", "position": "outside"}
    )
    assert again.status_code == 409


def test_states_are_left_only_as_the_table_says() -> None:
    for now in SignState:
        for then in set(SignState) - SIGN_NEXT[now]:
            with pytest.raises(WrongStep):
                Sign(state=now).move_to(then)


def test_bad_words_and_strangers_are_refused(wall: Rooms) -> None:
    with pytest.raises(BadInput, match="请写牌上的字"):
        hang(wall, "  ")
    with pytest.raises(NotAllowed):
        things.put_sign(centre=wall.centre, actor=wall.resident, text="我的", position="outside")
    page = desk(wall).post(wall.page("desk_sign_add"), {"text": "", "position": ""})
    assert page.status_code == 200
    assert not Sign.objects.of(wall.centre).exclude(text__in=NAMES).exists()
