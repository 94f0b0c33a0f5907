"""今日: rooms to open with key and set-up, wishes to decide, people without a place."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from changlai.foundation.areas.public import Centre
from changlai.foundation.people.public import Account
from changlai.halls.rooms.queries.bookings import displaced, wishes
from changlai.halls.rooms.queries.doors import DoorLine, clock, door_lines, with_wants
from changlai.halls.rooms.today_things import SECTIONS
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.pages.words import spoken_hours
from changlai.kernel.registry.contributions import TodayLine, TodaySection

SHOWN = 10
Lines = tuple[list[TodayLine], int]


def _rooms(actor: Any, at: Any) -> Lines:
    centre = actor.centre
    found = [
        line
        for line in door_lines(centre, timezone.localdate(at))
        if line.ends > at and not line.is_closure
    ]
    with_wants(centre, found[:SHOWN])
    sheet = centre_reverse(centre, "rooms:house_sheet")
    keys = {line.room.key_holder_id for line in found} - {None}
    names = _names(keys)
    lines = [_room_line(line, sheet, names) for line in found[:SHOWN]]
    return lines, len(found)


def _names(keys: Any) -> dict[Any, str]:
    return {one.pk: one.shown_name for one in Account.objects.filter(pk__in=keys)} if keys else {}


def _room_line(line: DoorLine, url: str, names: dict[Any, str]) -> TodayLine:
    room = line.room
    said = [f"{clock(line.starts)}到{clock(line.ends)}"]
    key = "，".join(filter(None, [names.get(room.key_holder_id, ""), room.key_note]))
    if key:
        said.append(f"钥匙：{key}")
    if line.layout is not None and not line.layout.is_default:
        put = "、".join(line.to_set_up)
        more = f"({put})" if put else ""
        said.append(f"{clock(line.starts)}前摆成{line.layout.name}{more}")
    if line.wanted:
        said.append(line.wanted)
    return TodayLine(
        title=f"{room.name}{line.where} {line.title}".strip(),
        url=url,
        note="；".join(said),
        tag="开门",
        tone="hand",
    )


def _wishes(actor: Any, at: Any) -> Lines:
    rows = wishes(actor, Centre(pk=actor.centre_id))
    found = list(rows[: SHOWN + 1])
    today = timezone.localdate(at)
    lines = [
        TodayLine(
            title=f"{row.place} {row.booking.purpose}",
            url=centre_reverse(row.centre, "rooms:wishes"),
            note=f"{row.booking.who}，{spoken_hours(row.starts, row.ends, today)}",
            tag="等确认",
            late=row.starts - at < timedelta(days=1),
            tone="late" if row.starts - at < timedelta(days=1) else "waiting",
        )
        for row in found[:SHOWN]
    ]
    return lines, rows.count() if len(found) > SHOWN else len(found)


def _displaced(actor: Any, at: Any) -> Lines:
    rows = displaced(actor, Centre(pk=actor.centre_id), at)
    found = list(rows[: SHOWN + 1])
    today = timezone.localdate(at)
    lines = [
        TodayLine(
            title=f"{row.booking.who} {row.booking.purpose}",
            url=centre_reverse(row.centre, "rooms:desk_move", pk=row.pk),
            note=f"原来在{row.place}，{spoken_hours(row.starts, row.ends, today)}",
            tag="没地方了",
            late=True,
            tone="late",
        )
        for row in found[:SHOWN]
    ]
    return lines, rows.count() if len(found) > SHOWN else len(found)


def _sees(actor: Any) -> bool:
    return bool(actor.can("rooms.see"))


def _arranges(actor: Any) -> bool:
    return bool(actor.can("rooms.arrange"))


TODAY = [
    TodaySection(
        code="rooms_displaced",
        title="约了却没地方的",
        order=12,
        lines=_displaced,
        shown=_arranges,
        empty="都有地方。",
    ),
    TodaySection(
        code="rooms_wishes",
        title="等您确认的场所申请",
        order=35,
        lines=_wishes,
        more_url_name="rooms:wishes",
        shown=_arranges,
        empty="没有等着的申请。",
    ),
    TodaySection(
        code="rooms_open",
        title="今天要开的场所",
        order=40,
        lines=_rooms,
        more_url_name="rooms:house_sheet",
        shown=_sees,
        empty="今天场所没有安排。",
    ),
    *SECTIONS,
]
