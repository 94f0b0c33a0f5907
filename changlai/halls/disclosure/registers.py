"""公开台账: what was disclosed, who signed which wording, from when to when, what was asked."""

from typing import Any

from django import forms
from django.db.models import Prefetch, Q

from changlai.engines.content.public import Version, VersionState
from changlai.halls.disclosure.models import Declaration, Disclosure, Question
from changlai.halls.disclosure.policies import SEE, visible_disclosures
from changlai.halls.disclosure.queries.signing import (
    agreed,
    signatures_of,
    standing_of,
    with_parts,
)
from changlai.halls.disclosure.states import Category, SignedAs
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registers.public import Column, Register


class DisclosureFilter(forms.Form):
    """Category, year and words."""

    category = forms.ChoiceField(
        label="哪一类", required=False, choices=[("", "全部"), *Category.choices]
    )
    year = forms.IntegerField(label="哪一年", required=False, min_value=2000, max_value=2100)
    words = forms.CharField(label="事项里的字", required=False, max_length=50)


def _rows(actor: Any, filters: dict[str, Any]) -> Any:
    rows = visible_disclosures(actor).select_related("item", "piece", "centre")
    if filters.get("category"):
        rows = rows.filter(category=filters["category"])
    if filters.get("year"):
        rows = rows.filter(year=filters["year"])
    if filters.get("words"):
        words = filters["words"]
        rows = rows.filter(Q(item__title__icontains=words) | Q(piece__title__icontains=words))
    versions = Version.objects.order_by("-number")
    newest = with_parts(versions.exclude(state=VersionState.DRAFT))
    return rows.prefetch_related(
        Prefetch("piece__versions", queryset=newest, to_attr="handed_in"), "questions"
    ).order_by("-year", "-number")


class _Sheet:
    """What a row says of its newest handed-in wording, worked out once."""

    def __init__(self, row: Disclosure) -> None:
        handed_in: list[Any] = row.piece.handed_in  # type: ignore[attr-defined]
        self.version: Any = handed_in[0] if handed_in else None
        self.signatures = signatures_of(self.version) if self.version else []
        self.supervised = agreed(self.signatures, SignedAs.SUPERVISE)
        self.approved = agreed(self.signatures, SignedAs.APPROVE)
        self.standing = standing_of(self.version, self.signatures).label if self.version else "在写"


def _sheet(row: Disclosure) -> _Sheet:
    found: _Sheet | None = getattr(row, "_sheet", None)
    if found is None:
        found = row._sheet = _Sheet(row)  # type: ignore[attr-defined]
    return found


def _of_version(name: str) -> Any:
    return lambda row: getattr(_sheet(row).version, name, None)


def _signed_at(which: str) -> Any:
    return lambda row: getattr(getattr(_sheet(row), which), "at", None)


def _signer(which: str) -> Any:
    def name(row: Disclosure) -> str:
        signed = getattr(_sheet(row), which)
        return str(signed.by.shown_name) if signed else ""

    return name


def _declarations(actor: Any, filters: dict[str, Any]) -> Any:
    return Declaration.objects.of(actor.centre_id).select_related("account").order_by("-at")


REGISTERS = [
    Register(
        code="disclosures",
        title="公开台账",
        order=310,
        group="党建",
        power=SEE,
        rows=_rows,
        filters=DisclosureFilter,
        source_models=(Disclosure, Question),
        note="从起草、审核、批准、公示里自动来；签的是哪一份，改过就不算。",
        url=lambda row: centre_reverse(row.centre, "disclosure:desk_one", pk=row.pk),
        columns=[
            Column("编号", "record_number", "code", 14),
            Column("哪一类", lambda row: row.get_category_display(), width=8),
            Column("事项", "item.title", width=20),
            Column("哪一期", "period_label", width=16),
            Column("标题", "piece.title", width=28),
            Column("到哪一步", lambda row: _sheet(row).standing, width=12),
            Column("监委审核", _signer("supervised"), width=10),
            Column("审核时间", _signed_at("supervised"), "datetime", 18),
            Column("批准", _signer("approved"), width=10),
            Column("批准时间", _signed_at("approved"), "datetime", 18),
            Column("公示从", _of_version("starts_on"), "date", 12),
            Column("公示到", _of_version("ends_on"), "date", 12),
            Column("有人问(条)", lambda row: len(row.questions.all()), "number", 10),
        ],
    ),
    Register(
        code="disclosure_declarations",
        title="监督委员声明台账",
        order=311,
        group="党建",
        power=SEE,
        rows=_declarations,
        source_models=(Declaration,),
        note="声明不是村民委员会成员，也不是他们的近亲属；没有当年声明的不能审核。",
        columns=[
            Column("谁", "account.shown_name", width=12),
            Column("哪一年", lambda row: f"{row.year}年", width=10),
            Column("声明时间", "at", "datetime", 18),
        ],
    ),
]
