"""Who sits here today, and sittings whose time is over and that nobody has ended."""

from typing import Any

from changlai.engines.appointments.public import visible_sittings
from changlai.halls.gatherings.queries.sittings import sittings_of_day, unended_sittings
from changlai.halls.gatherings.today.lines import Lines, some
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import TodayLine, TodaySection


def _calls(actor: Any) -> bool:
    return bool(actor.can("appointments.call"))


def _lines(actor: Any, at: Any) -> Lines:
    rows = visible_sittings(actor, actor.centre_id)

    def line(row: Any) -> TodayLine:
        return TodayLine(
            title=f"{row.title}：{row.provider.name}",
            url=centre_reverse(row.centre, "gatherings:desk_sitting", pk=row.pk),
            note=f"约了还没到{row.expected}人，在等{row.here}人",
            at=row.starts,
            tag="进行中" if row.starts <= at < row.ends else "今天",
            tone="hand",
        )

    def unended(row: Any) -> TodayLine:
        return TodayLine(
            title=f"{row.title}：{row.provider.name}",
            url=centre_reverse(row.centre, "gatherings:desk_sitting", pk=row.pk),
            note="时间过了，还没有点“结束”",
            at=row.starts,
            tag="要结束",
        )

    today, count = some(sittings_of_day(rows, at).filter(ends__gte=at), line)
    late, more = some(unended_sittings(rows, at), unended)
    return [*today, *late], count + more


TODAY = [
    TodaySection(
        code="gatherings_sittings",
        title="坐诊和咨询",
        order=44,
        lines=_lines,
        more_url_name="gatherings:desk_sittings",
        shown=_calls,
        empty="今天没有人坐诊。",
    ),
]
