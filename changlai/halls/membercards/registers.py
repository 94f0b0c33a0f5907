"""党员形象栏台账: who agreed to what and when, for those who keep the cards."""

from typing import Any

from changlai.foundation.people.public import Matter
from changlai.halls.membercards.models import MemberCard
from changlai.halls.membercards.policies import KEEP, visible_cards
from changlai.halls.membercards.queries import consents
from changlai.halls.membercards.states import CARD_MATTERS, SHORT
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registers.public import Column, Register


def _rows(actor: Any, filters: dict[str, Any]) -> list[MemberCard]:
    rows = visible_cards(actor).filter(person__is_active=True)
    cards = list(rows.select_related("person", "centre").order_by("number"))
    stands = consents(actor.centre_id, [one.person_id for one in cards])
    for one in cards:
        one.stands = stands[one.person_id]
    return cards


def _given(matter: str) -> Any:
    def day(row: Any) -> Any:
        consent = row.stands.get(matter)
        return consent.given_at if consent else None

    return day


def _state(row: Any) -> str:
    return "公开" if Matter.CARD_NAME in row.stands else "不公开"


REGISTERS = [
    Register(
        code="membercards",
        title="党员形象栏台账",
        order=312,
        group="党建",
        power=KEEP,
        rows=_rows,
        source_models=(MemberCard,),
        note="写的是同意的日子；空着的没有同意，或者撤回了。不排名，没有电话和出生日期。",
        url=lambda row: centre_reverse(row.centre, "membercards:desk_card", pk=row.pk),
        columns=[
            Column("同意书", "record_number", "code", 20),
            Column("姓名", "person.name", width=10),
            Column("党小组", "group", width=12),
            Column("现在", _state, width=8),
            *(
                Column(f"同意{SHORT[matter]}", _given(matter), "date", 14)
                for matter in CARD_MATTERS
            ),
        ],
    )
]
