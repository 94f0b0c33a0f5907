"""场地使用台账: who used which room, when and for what, read from the bookings themselves."""

from typing import Any

from django import forms
from django.utils import timezone

from changlai.foundation.areas.public import Centre
from changlai.foundation.people.public import Channel, masked_name
from changlai.foundation.places.public import Access, Room, with_parts
from changlai.halls.rooms.models import BookingDate
from changlai.halls.rooms.queries.bookings import DateFilter, dates_list
from changlai.halls.rooms.registers.things import REGISTERS as THINGS
from changlai.halls.rooms.states import DateState, Priority
from changlai.kernel.registers.public import Column, Period, Register

CHANNELS = {"online": "自己在网上", "paper": "纸质表", **dict(Channel.choices)}


class UsesFilter(Period):
    """Days, state and whose use."""

    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *DateState.choices]
    )
    priority = forms.TypedChoiceField(
        label="谁用",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "全部"), *Priority.choices],
    )


def _rows(actor: Any, filters: dict[str, Any]) -> Any:
    by = DateFilter(
        state=filters.get("state") or "",
        priority=filters.get("priority"),
        since=filters.get("since"),
        until=filters.get("until"),
    )
    rows = dates_list(actor, Centre(pk=actor.centre_id), by)
    return rows.select_related(
        "room", "part", "layout", "booking__person", "booking__function", "decided_by"
    )


def _who(row: BookingDate) -> str:
    booking = row.booking
    if booking.group_name:
        return booking.group_name
    if booking.priority == Priority.CENTRE:
        return "村里"
    name = booking.person.name if booking.person else booking.contact_name
    return masked_name(name) if name else "未留名"


def _until(row: BookingDate) -> str:
    return f"{timezone.localtime(row.ends):%H:%M}"


def _result(row: BookingDate) -> str:
    words = str(row.get_state_display())
    return f"{words}：{row.reason}" if row.reason else words


def _names(rows: list[Any]) -> str:
    return "、".join(str(row.name) for row in rows) if len(rows) > 1 else ""


def _key(row: Room) -> str:
    holder = row.key_holder.shown_name if row.key_holder else ""
    return "，".join(filter(None, [holder, row.key_note]))


REGISTERS = [
    Register(
        code="room_uses",
        title="场地使用台账",
        order=60,
        group="场所",
        power="rooms.see",
        rows=_rows,
        filters=UsesFilter,
        source_models=(BookingDate,),
        note="从预约记录里来，不用另填；姓名只显示姓。",
        columns=[
            Column("开始", "starts", "datetime", 17),
            Column("结束", _until, width=8),
            Column("场所", "place", width=16),
            Column("用途", "booking.purpose", width=28),
            Column("使用人", _who, width=16),
            Column("人数", "booking.headcount", "number", 8),
            Column("布置", "layout.name", width=12),
            Column("怎么约的", lambda row: CHANNELS.get(row.booking.channel, ""), width=10),
            Column("经办人", lambda r: r.decided_by.shown_name if r.decided_by else "", width=10),
            Column("结果", _result, width=28),
            Column("关联编号", "booking.number", width=14),
        ],
    ),
    Register(
        code="rooms",
        title="场所台账",
        order=58,
        group="场所",
        power="rooms.see",
        rows=lambda actor, filters: with_parts(Room.objects.of(actor.centre_id)).select_related(
            "key_holder"
        ),
        source_models=(Room,),
        note="从场所登记里来；停用的也在里面。",
        columns=[
            Column("名称", "name", width=16),
            Column("性质", lambda row: row.get_kind_display(), width=12),
            Column("楼层或位置", "floor", width=14),
            Column("面积(平方米)", "area_m2", "number", 12),
            Column("最多容纳(人)", "capacity", "number", 12),
            Column(
                "能做什么",
                lambda row: "、".join(held.function.name for held in row.functions.all()),
                width=32,
            ),
            Column("可分开用", lambda row: _names(row.live_parts), width=16),
            Column("可摆成", lambda row: _names(row.live_layouts), width=20),
            Column("无障碍", lambda row: "、".join(Access(a).label for a in row.access), width=20),
            Column("怎么借", lambda row: row.get_booking_rule_display(), width=24),
            Column("钥匙", _key, width=16),
            Column("在用", lambda row: "在用" if row.is_active else "停用", width=8),
        ],
    ),
    *THINGS,
]
