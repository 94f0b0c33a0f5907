"""今日: what the canteen wants done today: meals to serve, samples, certificates, the morning."""

from typing import Any

from django.utils import timezone

from changlai.halls.canteen import policies
from changlai.halls.canteen.models import Menu
from changlai.halls.canteen.queries import menus as menu_reads
from changlai.halls.canteen.queries import safety as reads
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import TodayLine, TodaySection

SHOWN = 10
Lines = tuple[list[TodayLine], int]


def _meals(actor: Any, at: Any) -> Lines:
    centre = actor.centre
    if centre is None:
        return [], 0
    rows = Menu.objects.of(centre).filter(day=timezone.localdate(at), state="open")
    menus = menu_reads.in_order(rows)
    counts = menu_reads.served_counts(menus)
    lines = []
    for menu in menus:
        many, done = counts.get(menu.pk, (0, 0))
        lines.append(
            TodayLine(
                title=f"{menu.get_meal_display()}：订了{menu.taken}份",
                url=centre_reverse(centre, "canteen:desk_meal", pk=menu.pk),
                note="、".join(menu.dishes[:3]),
                tag=f"还有{many - done}个没给" if many > done else "都给了",
                tone="waiting" if many > done else "done",
            )
        )
    return lines, len(lines)


def _safety(actor: Any, at: Any) -> Lines:
    centre = actor.centre
    if centre is None:
        return [], 0
    today = timezone.localdate(at)
    lines = []
    unchecked = reads.unchecked(centre, today, if_cooking=True)
    if unchecked:
        names = "、".join(one.name for one in unchecked[:3])
        url = centre_reverse(centre, "canteen:desk_morning")
        lines.append(TodayLine(f"晨检还有{len(unchecked)}人没做", url, names, tag="要做"))
    due = reads.due_samples(centre, at).count()
    if due:
        url = centre_reverse(centre, "canteen:desk_samples")
        lines.append(TodayLine(f"{due}份留样满48小时，可以销毁", url, tag="要做"))
    for one in reads.ending_certificates(centre, today):
        is_over = not one.is_certified(today)
        lines.append(
            TodayLine(
                f"{one.name}的健康证{'过期了' if is_over else '快到期了'}",
                centre_reverse(centre, "canteen:desk_hand", pk=one.pk),
                f"到{one.certificate_until}" if one.certificate_until else "没有登记",
                tag="不能上岗" if is_over else "要换证",
                tone="late" if is_over else "waiting",
                late=is_over,
            )
        )
    return lines[:SHOWN], len(lines)


TODAY = [
    TodaySection(
        code="canteen_meals",
        title="今天的饭",
        order=56,
        lines=_meals,
        more_url_name="canteen:desk_week",
        shown=lambda actor: bool(actor.can(policies.SERVE)),
        empty="今天不开饭。",
    ),
    TodaySection(
        code="canteen_safety",
        title="食堂要记的",
        order=57,
        lines=_safety,
        more_url_name="canteen:desk_safety",
        shown=lambda actor: bool(actor.can(policies.MANAGE)),
        empty="都记好了。",
    ),
]
