"""The three rates with open numerators and denominators, by dated formulas.

No source gives one formula for villages; ours is written down here with its date, so that a
figure of last year is still counted last year's way. They are for seeing where the centre
falls short, never for ranking persons. Each number has a filter code that gives its cases.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from changlai.engines.cases import policies
from changlai.engines.cases.models import Case, ExcludedFromRate
from changlai.engines.cases.states import (
    CONTENT,
    CallBackOutcome,
    Channel,
    RateCode,
    Secrecy,
    StateType,
)
from changlai.foundation.people.public import Actor
from changlai.kernel.metrics.declarations import Rate, shown

NO_ONE_TO_ASK = Q(is_contactable=False)
BY_APPROVAL = "by_approval"
NOT_RATED = "not_rated"


@dataclass(frozen=True)
class Reason:
    """Why cases that belong to the span are not in the denominator."""

    code: str
    title: str
    which: Q


@dataclass(frozen=True)
class Formula:
    """One dated way to count a rate.

    `of` are all cases of the span, `out` the exclusions in order (a case counts under the first
    that fits), `counts` those in the numerator.
    """

    rate: RateCode
    version: int
    valid_from: dt.date
    words: str
    source: str
    of: Callable[[dt.datetime, dt.datetime], Q]
    out: tuple[Reason, ...]
    counts: Q


def _due_in(since: dt.datetime, until: dt.datetime) -> Q:
    return Q(first_contact_due__gte=since, first_contact_due__lt=until) | Q(
        first_contact_due__isnull=True, opened_at__gte=since, opened_at__lt=until
    )


def _answered_in(since: dt.datetime, until: dt.datetime) -> Q:
    return Q(answered_at__gte=since, answered_at__lt=until)


_DUPLICATE = Reason("duplicate", "重复诉求，已并案", Q(merged_into__isnull=False))
_ENDED = Reason("not_taken", "不予受理、转出或撤回", Q(state_type=StateType.CLOSED))
_IMPORTED = Reason("imported", "从别处导入，不是本中心联系的", Q(channel=Channel.IMPORT))
# Nobody can be asked whether such words are the requester's own, so they prove nothing either way.
_ANONYMOUS = Reason("anonymous", "匿名，没有联系方式", NO_ONE_TO_ASK)

FORMULAS = (
    Formula(
        rate=RateCode.RESPONSE,
        version=1,
        valid_from=dt.date(2000, 1, 1),
        words="在首次联系期限内联系上诉求人的件数 ÷ 期限落在这段时间的件数",
        source="平台默认口径(2026-11)，可另定新版",
        of=_due_in,
        out=(_DUPLICATE, _ENDED, _IMPORTED, _ANONYMOUS),
        counts=Q(contact_in_time=True),
    ),
    Formula(
        rate=RateCode.RESOLUTION,
        version=1,
        valid_from=dt.date(2000, 1, 1),
        words="诉求人说已解决的件数 ÷ 诉求人回答了是否解决的件数(回访或评价，以后说的为准)",
        source="平台默认口径(2026-11)，可另定新版",
        of=_answered_in,
        out=(
            _DUPLICATE,
            _ENDED,
            _ANONYMOUS,
            Reason(
                "left_out",
                "说明原因后不回访",
                Q(call_back_outcome=CallBackOutcome.LEFT_OUT, solved__isnull=True),
            ),
            Reason(
                "unreachable",
                "联系不上",
                Q(call_back_outcome=CallBackOutcome.UNREACHABLE, solved__isnull=True),
            ),
            Reason("not_asked", "还没有回访，也没有评价", Q(solved__isnull=True)),
        ),
        counts=Q(solved=True),
    ),
    Formula(
        rate=RateCode.SATISFACTION,
        version=1,
        valid_from=dt.date(2000, 1, 1),
        words="很满意、满意、基本满意的件数 ÷ 留了联系方式的诉求人评价了的件数",
        source="平台默认口径(2026-11)，可另定新版",
        of=_answered_in,
        out=(_DUPLICATE, _ENDED, _ANONYMOUS, Reason(NOT_RATED, "诉求人没有评价", Q(face=""))),
        counts=Q(face__in=sorted(CONTENT)),
    ),
)


@dataclass(frozen=True)
class Excluded:
    """How many cases were left out for one reason; `filter_code` gives them."""

    title: str
    count: int
    filter_code: str

    @property
    def shown(self) -> int | str:
        """Return the count as it may be shown outside the village."""
        return shown(self.count)


@dataclass(frozen=True)
class RateFigure:
    """One rate over a span, with everything it is made of."""

    code: str
    title: str
    formula: Formula
    rate: Rate
    of: int
    """All cases of the span before exclusions: shown beside the percentage as coverage."""
    excluded: tuple[Excluded, ...]

    @property
    def numerator(self) -> int:
        """Return the number above the line."""
        return self.rate.numerator

    @property
    def denominator(self) -> int:
        """Return the number below the line."""
        return self.rate.denominator

    @property
    def percent(self) -> Any:
        """Return the percentage, None under five cases."""
        return self.rate.percent

    @property
    def coverage(self) -> Rate:
        """Return how many of all cases of the span the rate speaks for."""
        return Rate(self.denominator, self.of)

    @property
    def response(self) -> Rate:
        """Return how many who could rate did; it stands beside every satisfaction (F62)."""
        silent = sum(one.count for one in self.excluded if one.filter_code.endswith(NOT_RATED))
        return Rate(self.denominator, self.denominator + silent)

    @property
    def numerator_code(self) -> str:
        """Return the filter code of the cases above the line."""
        return f"{self.code}.numerator"

    @property
    def denominator_code(self) -> str:
        """Return the filter code of the cases below the line."""
        return f"{self.code}.denominator"


def formula_of(rate: RateCode, on: dt.date) -> Formula:
    """Return the formula that was valid on a day."""
    fitting = [one for one in FORMULAS if one.rate is rate and one.valid_from <= on]
    return max(fitting, key=lambda one: (one.valid_from, one.version))


def _moments(since: dt.date, until: dt.date) -> tuple[dt.datetime, dt.datetime]:
    after = until + dt.timedelta(days=1)
    return (
        timezone.make_aware(dt.datetime.combine(since, dt.time())),
        timezone.make_aware(dt.datetime.combine(after, dt.time())),
    )


def _spanned(
    centre: Any, formula: Formula, family: str, since: dt.date, until: dt.date
) -> QuerySet[Case]:
    """Return all cases of a span.

    Those for handlers only are in no rate, since no list could show them.
    """
    agreed = ExcludedFromRate.objects.filter(
        centre_id=OuterRef("centre_id"), case_id=OuterRef("pk"), rate=formula.rate, is_agreed=True
    )
    return (
        Case.objects.of(centre)
        .filter(formula.of(*_moments(since, until)), family=family, secrecy=Secrecy.ORDINARY)
        .annotate(agreed_out=Exists(agreed))
    )


def _reasons(formula: Formula) -> list[tuple[str, str, Q]]:
    """Return (code, title, condition) of each exclusion, each without those before it."""
    found: list[tuple[str, str, Q]] = []
    before = Q(pk__in=[])
    every = (*formula.out, Reason(BY_APPROVAL, "经两人同意不计入", Q(agreed_out=True)))
    for reason in every:
        found.append((reason.code, reason.title, reason.which & ~before))
        before = before | reason.which
    return found


def _kept(formula: Formula) -> Q:
    out = Q(agreed_out=True)
    for reason in formula.out:
        out |= reason.which
    return ~out


def rates(
    centre: Any,
    since: dt.date,
    until: dt.date,
    *,
    family: str = "voices",
    formula_on: dt.date | None = None,
) -> list[RateFigure]:
    """Return response, resolution and satisfaction from `since` to `until` (both days included).

    One statement each. `formula_on` picks an older formula; the last day's is used otherwise.
    """
    figures = []
    for rate in RateCode:
        formula = formula_of(rate, formula_on or until)
        reasons, kept = _reasons(formula), _kept(formula)
        counted = _spanned(centre, formula, family, since, until).aggregate(
            of=Count("pk"),
            below=Count("pk", filter=kept),
            above=Count("pk", filter=kept & formula.counts),
            **{f"out_{code}": Count("pk", filter=which) for code, _, which in reasons},
        )
        figures.append(
            RateFigure(
                code=rate.value,
                title=str(rate.label),
                formula=formula,
                rate=Rate(counted["above"], counted["below"]),
                of=counted["of"],
                excluded=tuple(
                    Excluded(title, counted[f"out_{code}"], f"{rate.value}.out.{code}")
                    for code, title, _ in reasons
                    if counted[f"out_{code}"]
                ),
            )
        )
    return figures


def faces_between(
    centre: Any, since: dt.date, until: dt.date, *, family: str = "voices"
) -> tuple[int, dict[str, int]]:
    """Return how many could rate what was answered on these days, and how many tapped which face.

    One statement, by the same formula as the rate of satisfaction.
    """
    formula = formula_of(RateCode.SATISFACTION, until)
    # Who said nothing was asked all the same; who is left out by two colleagues did say something.
    out = Q(agreed_out=True) & ~Q(face="")
    for reason in formula.out:
        if reason.code != NOT_RATED:
            out |= reason.which
    rows = _spanned(centre, formula, family, since, until).filter(~out).order_by()
    counted = dict(rows.values_list("face").annotate(number=Count("pk")))
    asked = sum(counted.values())
    counted.pop("", None)
    return asked, counted


def cases_behind(
    centre: Any,
    code: str,
    since: dt.date,
    until: dt.date,
    *,
    actor: Actor,
    family: str = "voices",
    formula_on: dt.date | None = None,
) -> QuerySet[Case]:
    """Return the cases behind one number of a rate, as far as the actor may see cases.

    Codes: "<rate>.numerator", "<rate>.denominator", "<rate>.out.<reason>". Raises KeyError
    for any other.
    """
    name, _, part = code.partition(".")
    if name not in RateCode.values:
        raise KeyError(code)
    formula = formula_of(RateCode(name), formula_on or until)
    parts = {"numerator": _kept(formula) & formula.counts, "denominator": _kept(formula)}
    parts |= {f"out.{reason}": which for reason, _, which in _reasons(formula)}
    rows = _spanned(centre, formula, family, since, until).filter(parts[part])
    seen = policies.visible_cases(actor)
    return (
        rows.filter(pk__in=seen.values("pk"))
        .select_related("category", "handler")
        .order_by("-opened_at", "-id")
    )
