"""F09: one active allocation of a cell, the reminder a week before, the order of those who wait."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from changlai.halls.cells import actions, queries
from changlai.halls.cells.models import Allocation, Wish
from changlai.halls.cells.states import ALLOCATION_NEXT, WISH_NEXT, AllocationState, WishState
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.public import deliver
from changlai.kernel.ids import uuid7
from changlai.kernel.outbox.public import messages_of, to_tell
from tests.cast import NOW, Village, make_person
from tests.halls.cells.conftest import TODAY, Row

pytestmark = pytest.mark.django_db


def test_f09_a_cell_has_at_most_one_active_allocation(row: Row) -> None:
    held = row.held()
    late = row.wish(row.village.second_person)
    with pytest.raises(BadInput, match="刚刚分出去"):
        row.give(held.cell, late)
    late.refresh_from_db()
    assert late.state == WishState.WAITING
    double = Allocation.objects.of(row.centre).get()
    double.pk, double.wish = uuid7(), None
    with pytest.raises(IntegrityError), transaction.atomic():
        double.save(force_insert=True)


def test_f09_the_holder_is_reminded_seven_days_before_and_once(row: Row) -> None:
    held = row.held(ends_on=TODAY + timedelta(days=8))
    assert actions.remind_ending(NOW) == 0
    assert actions.remind_ending(NOW + timedelta(days=1)) == 1
    assert actions.remind_ending(NOW + timedelta(days=1)) == 0
    assert actions.remind_ending(NOW + timedelta(days=4)) == 0
    deliver(row.centre.pk)
    texts = [one.text for one in messages_of(row.centre, held.person_id)]
    assert sum("到期" in text for text in texts) == 1
    # A renewed term has an end of its own, and a reminder of its own.
    later = NOW + timedelta(days=5)
    kept = actions.renew_term(
        centre=row.centre,
        allocation_id=held.pk,
        actor=row.village.actor(row.village.resident),
        at=later,
    )
    assert kept.ends_on == TODAY + timedelta(days=98)
    assert actions.remind_ending(later) == 0
    assert actions.remind_ending(NOW + timedelta(days=92)) == 1


def test_f09_one_without_a_screen_is_rung_up(row: Row) -> None:
    wish = row.wish(None, alias="收旧货的老王", contact_phone="19900000777")
    row.give(row.cell(), wish, ends_on=TODAY + timedelta(days=5))
    assert actions.remind_ending(NOW) == 1
    deliver(row.centre.pk)
    told = [one.message.text for one in to_tell(row.centre, NOW + timedelta(days=1))]
    assert any("到期" in text for text in told)


def test_f09_the_order_of_those_who_wait_can_be_seen(row: Row) -> None:
    village = row.village
    first = row.wish(village.resident_person, actor=village.actor(village.resident))
    second = row.wish(village.second_person, NOW + timedelta(minutes=1))
    third = row.wish(village.phoneless_person, NOW + timedelta(minutes=2))
    assert [queries.place_in_line(one) for one in (first, second, third)] == [1, 2, 3]
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        page = row.client(village.second).get(row.page("wish", pk=second.pk))
        assert "第2位" in page.content.decode()
        assert "3人在排" in row.client(village.second).get(row.page("list")).content.decode()
        mine = row.client(village.resident)
        assert mine.post(row.page("wish", pk=first.pk)).status_code == 302
    assert [queries.place_in_line(one) for one in (second, third)] == [1, 2]


def test_f09_whoever_is_passed_over_has_the_reason_written_down(row: Row) -> None:
    row.wish(row.village.resident_person)
    second = row.wish(row.village.second_person, NOW + timedelta(minutes=1))
    cell = row.cell()
    with pytest.raises(BadInput, match="前面还有1位在等"):
        row.give(cell, second)
    given = row.give(cell, second, out_of_turn="前一位说下个月再要。")
    assert given.out_of_turn == "前一位说下个月再要。"


def test_f09_the_catalogue_says_who_is_there_and_when_and_names_nobody(row: Row) -> None:
    village = row.village
    wish = row.wish(village.resident_person, shown_as="老师傅修鞋", hours="逢一逢六上午")
    row.give(row.cell(), wish)
    locker = row.wish(village.second_person, kind="locker", shown_as="何惠兰的鼓")
    row.give(row.cell("一号柜", "locker"), locker)
    row.cell("二号摊位")
    with time_machine.travel(NOW, tick=False):
        text = row.client(village.second).get(row.page("list")).content.decode()
    assert "老师傅修鞋" in text
    assert "逢一逢六上午" in text
    assert "空着1个" in text
    assert "周春生" not in text
    assert "何惠兰的鼓" not in text


def test_a_second_tap_is_the_same_wish_and_one_waits_once_for_a_kind(row: Row) -> None:
    person, form = row.village.resident_person, uuid7()
    first = row.wish(person, form_id=form)
    assert row.wish(person, form_id=form).pk == first.pk
    with pytest.raises(BadInput, match="已经在排这一种"):
        row.wish(person)
    row.wish(person, kind="locker")
    assert Wish.objects.of(row.centre).count() == 2


def test_a_holder_renews_only_near_the_end_and_while_nobody_waits(row: Row) -> None:
    held = row.held()
    mine = row.village.actor(row.village.resident)
    who: dict[str, Any] = {"centre": row.centre, "allocation_id": held.pk, "actor": mine}
    with pytest.raises(BadInput, match="现在还早"):
        actions.renew_term(**who, at=NOW)
    row.wish(row.village.second_person)
    with pytest.raises(BadInput, match="有人在排队"):
        actions.renew_term(**who, at=NOW + timedelta(days=80))
    until = held.ends_on + timedelta(days=10)
    by_staff = {**who, "actor": row.staff}
    assert actions.renew_term(**by_staff, at=NOW, ends_on=until).ends_on == until
    with pytest.raises(BadInput, match="晚于现在的到期日"):
        actions.renew_term(**by_staff, at=NOW, ends_on=until)


def test_what_is_returned_is_free_for_the_next(row: Row) -> None:
    held = row.held()
    late = row.wish(row.village.second_person)
    who: dict[str, Any] = {"centre": row.centre, "allocation_id": held.pk, "at": NOW}
    with pytest.raises(BadInput, match="退还的情况"):
        actions.return_cell(**who, actor=row.staff)
    actions.return_cell(**who, actor=row.village.actor(row.village.resident))
    with pytest.raises(WrongStep):
        actions.return_cell(**who, actor=row.staff, note="钥匙已交")
    assert [cell.name for cell in queries.free_with_line(row.centre)] == ["一号摊位"]
    assert row.give(held.cell, late).person == row.village.second_person


def test_staff_say_why_a_wish_cannot_be_met(row: Row) -> None:
    wish = row.wish(row.village.resident_person)
    who: dict[str, Any] = {"centre": row.centre, "wish_id": wish.pk, "at": NOW, "actor": row.staff}
    with pytest.raises(BadInput, match="请写明原因"):
        actions.end_wish(**who)
    actions.end_wish(**who, reason="今年不再添摊位。")
    deliver(row.centre.pk)
    told = messages_of(row.centre, row.village.resident_person.pk)
    assert "今年不再添摊位" in told[0].text
    with pytest.raises(WrongStep):
        actions.end_wish(**who, reason="再说一次")


@pytest.mark.parametrize("account", ["neighbour", "second", "township"])
def test_nobody_else_takes_anothers_steps(row: Row, account: str) -> None:
    held = row.held()
    village = row.village
    centre = village.other_centre if account == "neighbour" else village.centre
    stranger = village.actor(getattr(village, account), centre=centre)
    for act, more in (
        (actions.renew_term, {"at": NOW}),
        (actions.return_cell, {"at": NOW}),
        (actions.change_sign, {"shown_as": "我的", "hours": ""}),
    ):
        with pytest.raises(NotAllowed):
            act(centre=row.centre, allocation_id=held.pk, actor=stranger, **more)
    with pytest.raises(NotAllowed):
        row.wish(village.resident_person, actor=stranger)
    with pytest.raises(NotAllowed):
        actions.put_cell(centre=row.centre, actor=stranger, at=NOW, name="乱来", kind="desk")


def test_states_are_left_only_as_the_tables_say() -> None:
    for now in WishState:
        for then in WishState:
            wish = Wish(state=now)
            if then in WISH_NEXT[now]:
                wish.move_to(then)
            else:
                with pytest.raises(WrongStep):
                    wish.move_to(then)
    for state in AllocationState:
        held = Allocation(state=state)
        for after in set(AllocationState) - ALLOCATION_NEXT[state]:
            with pytest.raises(WrongStep):
                held.move_to(after)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"name": " "}, "请填写名称"),
        ({"name": "一号摊位"}, "已经有叫"),
        ({"term_days": 0}, "一期请填"),
        ({"note": "字" * 121}, "太长了"),
    ],
)
def test_a_bad_cell_is_told_in_one_sentence(row: Row, more: dict[str, Any], said: str) -> None:
    row.cell()
    with pytest.raises(BadInput, match=said):
        row.cell(**({"name": "别的"} | more))


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [(0, 0, "晚于开始日"), (-20, -1, "已经过去"), (0, 1200, "最长三年")],
)
def test_a_bad_term_is_told_in_one_sentence(row: Row, starts: int, ends: int, said: str) -> None:
    wish = row.wish(row.village.resident_person)
    day = {"starts_on": TODAY + timedelta(days=starts), "ends_on": TODAY + timedelta(days=ends)}
    with pytest.raises(BadInput, match=said):
        row.give(row.cell(), wish, **day)


def test_a_held_cell_is_neither_closed_nor_turned_into_another_kind(row: Row) -> None:
    cell = row.held().cell
    for more in ({"is_active": False}, {"kind": "desk"}):
        with pytest.raises(BadInput, match="还有人在用"):
            row.cell(cell_id=cell.pk, **more)


def test_the_pages_cost_no_more_with_more_rows(row: Row, village: Village) -> None:
    def fill(many: int, start: int) -> None:
        for number in range(start, start + many):
            cell = row.cell(f"{number}号摊位")
            person = make_person(village.centre, f"村民{number}")
            row.give(cell, row.wish(person))

    def cost(name: str, account: Any) -> int:
        client = row.client(account)
        client.get(row.page(name))
        with CaptureQueriesContext(connection) as said:
            assert client.get(row.page(name)).status_code == 200
        return len(said)

    with time_machine.travel(NOW, tick=False):
        fill(3, 0)
        few = [cost("list", village.second), cost("desk_cells", village.handler)]
        fill(20, 3)
        assert [cost("list", village.second), cost("desk_cells", village.handler)] == few
