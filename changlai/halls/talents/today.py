"""今日: new talent cards that nobody read yet, and whom to ask to come."""

from typing import Any

from changlai.halls.talents.models import Invitation, TalentCard
from changlai.halls.talents.policies import SEE
from changlai.halls.talents.states import OPEN
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import TodayLine, TodaySection

SHOWN = 10
Lines = tuple[list[TodayLine], int]


def _new(actor: Any, at: Any) -> Lines:
    rows = TalentCard.objects.of(actor.centre_id).filter(seen_at__isnull=True)
    found = list(rows.select_related("person", "centre").order_by("made_at", "id")[: SHOWN + 1])
    lines = [
        TodayLine(
            title=f"{row.person.name}：{row.skills[:24]}",
            url=centre_reverse(row.centre, "talents:desk_card", pk=row.pk),
            at=row.made_at,
            after="登记",
            tag="新登记",
        )
        for row in found[:SHOWN]
    ]
    return lines, rows.count() if len(found) > SHOWN else len(found)


def _to_ask(actor: Any, at: Any) -> Lines:
    rows = Invitation.objects.of(actor.centre_id).filter(state__in=OPEN)
    rows = rows.select_related("card__person", "centre").order_by("asked_at", "id")
    found = list(rows[: SHOWN + 1])
    lines = [
        TodayLine(
            title=f"请{row.card.person.name}：{row.about}",
            url=centre_reverse(row.centre, "talents:desk_card", pk=row.card_id),
            at=row.asked_at,
            after="记下",
            tag=row.get_state_display(),
            tone=row.tone,
        )
        for row in found[:SHOWN]
    ]
    return lines, rows.count() if len(found) > SHOWN else len(found)


def _sees(actor: Any) -> bool:
    return bool(actor.can(SEE))


TODAY = [
    TodaySection(
        code="talents_new",
        title="新登记的乡村人才",
        order=74,
        lines=_new,
        more_url_name="talents:desk_cards",
        shown=_sees,
        empty="没有新登记的。",
    ),
    TodaySection(
        code="talents_to_ask",
        title="要请的人",
        order=75,
        lines=_to_ask,
        more_url_name="talents:desk_cards",
        shown=_sees,
        empty="没有要联系的。",
    ),
]
