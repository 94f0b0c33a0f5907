"""乡村人才台账: the cards that stand now, from the rows; gone with the card."""

from typing import Any

from django import forms
from django.utils import timezone

from changlai.halls.talents.models import TalentCard
from changlai.halls.talents.policies import visible_cards
from changlai.halls.talents.queries import found_cards, kept
from changlai.halls.talents.states import Field, Wish
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registers.public import Column, Register


class TalentsFilter(forms.Form):
    """Words, a field and a wish, as on the list."""

    words = forms.CharField(label="会什么", required=False, max_length=50)
    field = forms.ChoiceField(
        label="哪方面", required=False, choices=[("", "全部"), *Field.choices]
    )
    wish = forms.ChoiceField(
        label="想做什么", required=False, choices=[("", "全部"), *Wish.choices]
    )


def _rows(actor: Any, filters: dict[str, Any]) -> Any:
    rows = kept(visible_cards(actor), timezone.localdate()).select_related("person", "centre")
    return found_cards(rows, **filters)


def _invited(row: TalentCard) -> str:
    return "；".join(f"{one.about}({one.get_state_display()})" for one in row.invitations.all())


REGISTERS = [
    Register(
        code="talents",
        title="乡村人才台账",
        order=350,
        group="队伍",
        power="talents.see",
        rows=lambda actor, filters: _rows(actor, filters).prefetch_related("invitations"),
        filters=TalentsFilter,
        source_models=(TalentCard,),
        note="自愿登记，按登记先后，不排名不打分；到期或本人撤回就删。没有电话。",
        url=lambda row: centre_reverse(row.centre, "talents:desk_card", pk=row.pk),
        columns=[
            Column("姓名", "person.name", width=10),
            Column("会什么", "skills", width=30),
            Column("哪方面", lambda row: "、".join(row.field_labels), width=16),
            Column("想做什么", lambda row: "、".join(row.wish_labels), width=20),
            Column("现在住哪里", lambda row: row.get_living_display(), width=12),
            Column("怎么联系", lambda row: row.get_reach_display(), width=20),
            Column("请过来做什么", _invited, width=28),
            Column("登记时间", "made_at", "datetime", 18),
            Column("留到", "expires_on", "date", 12),
        ],
    )
]
