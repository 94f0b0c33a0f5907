"""What anybody may read: what stands in public, the archive by year, and what was asked of it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, OuterRef, Subquery

from changlai.engines.cases.public import RUNNING, PublicAnswer
from changlai.engines.content.public import Version, VersionState
from changlai.halls.disclosure.models import (
    Disclosure,
    DisclosureItem,
    DisclosureRules,
    Question,
    SignOff,
)
from changlai.halls.disclosure.queries.due import readable
from changlai.halls.disclosure.queries.signing import with_parts
from changlai.halls.disclosure.states import KIND, PUBLIC_DAYS, Category, SignedAs, Verdict


@dataclass
class Asked:
    """What was asked of a line or of the whole: how many wait, and what was answered in public."""

    waiting: int = 0
    answers: list[PublicAnswer] = field(default_factory=list)


def shown_list(centre: Any, *, category: str = "", year: int | None = None, words: str = "") -> Any:
    """Return disclosures that anybody may read, the latest first, with what stands in them."""
    newest = readable(centre)
    here = newest.filter(centre_id=OuterRef("centre_id"), piece_id=OuterRef("piece_id"))
    rows = Disclosure.objects.of(centre).filter(piece_id__in=newest.values("piece_id"))
    rows = rows.annotate(
        title=Subquery(here.values("title")[:1]),
        summary=Subquery(here.values("summary")[:1]),
        shown_at=Subquery(here.values("published_at")[:1]),
        shown_state=Subquery(here.values("state")[:1]),
        shown_until=Subquery(here.values("ends_on")[:1]),
    )
    if category in Category.values:
        rows = rows.filter(category=category)
    if year is not None:
        rows = rows.filter(year=year)
    if words:
        lines = newest.filter(disclosure_lines__words__icontains=words)
        text = newest.filter(title__icontains=words) | newest.filter(body__icontains=words)
        rows = rows.filter(piece_id__in=(text | lines).values("piece_id"))
    return rows.select_related("item").order_by(F("shown_at").desc(), "-id")


def years(centre: Any) -> list[int]:
    """Return the years of which there is something to read, the latest first."""
    rows = Disclosure.objects.of(centre).filter(piece_id__in=readable(centre).values("piece_id"))
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def readable_version(centre: Any, piece_id: UUID) -> Version | None:
    """Return what anybody may read of one disclosure, with its lines and files, or None."""
    found: Version | None = with_parts(readable(centre)).filter(piece_id=piece_id).first()
    return found


def standing_now(centre: Any) -> Any:
    """Return what hangs on the board now, in its public days, with lines and signatures."""
    rows = Version.objects.of(centre).filter(kind=KIND, state=VersionState.PUBLISHED)
    rows = rows.prefetch_related("disclosure_lines", "sign_offs")
    return rows.order_by("-published_at", "-id")


def supervised_before_release(version: Any) -> SignOff | None:
    """Return the supervision's agreement under which a version went out.

    The gate looked whether it was of those very words, and a published version never changes.
    """
    found = [
        one
        for one in version.sign_offs.all()
        if one.signed_as == SignedAs.SUPERVISE
        and one.verdict == Verdict.AGREED
        and one.handed_in_at == version.submitted_at
    ]
    return found[-1] if found else None


def waiting_of(centre: Any, disclosure_ids: list[UUID]) -> dict[UUID, int]:
    """Return how many questions about each disclosure still wait for their answer."""
    rows = Question.objects.of(centre).filter(
        disclosure_id__in=disclosure_ids, case__state_type__in=RUNNING
    )
    counted = rows.order_by().values_list("disclosure_id").annotate(many=Count("pk"))
    return dict.fromkeys(disclosure_ids, 0) | dict(counted)


def asked_of(centre: Any, disclosure_ids: list[UUID]) -> dict[UUID, dict[str, Asked]]:
    """Return by disclosure and by the words of a line what was asked; "" is the whole.

    Two statements. Only answers that the asker let be published are in it.
    """
    questions = list(
        Question.objects.of(centre)
        .filter(disclosure_id__in=disclosure_ids)
        .select_related("case")
        .order_by("asked_at", "id")
    )
    public = {
        one.case_id: one
        for one in PublicAnswer.objects.of(centre).filter(
            case_id__in=[one.case_id for one in questions]
        )
    }
    found: dict[UUID, dict[str, Asked]] = {key: {} for key in disclosure_ids}
    for one in questions:
        place = found[one.disclosure_id].setdefault(one.line_words, Asked())
        if one.case.state_type in RUNNING:
            place.waiting += 1
        if one.case_id in public:
            place.answers.append(public[one.case_id])
    return found


def public_days(centre: Any) -> int:
    """Return how many days a disclosure stands in this village."""
    row = DisclosureRules.objects.of(centre).first()
    return row.public_days if row else PUBLIC_DAYS


def next_number(centre: Any, year: int) -> int:
    """Return the next free number of a year; two at once are told apart by the database."""
    rows = Disclosure.objects.of(centre).filter(year=year)
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


def items_of(centre: Any) -> Any:
    """Return the calendar in its order."""
    return DisclosureItem.objects.of(centre).order_by("order", "id")
