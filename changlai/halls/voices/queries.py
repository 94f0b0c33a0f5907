"""Named reads of how voices come in: calls, boxes, paper forms, imports, saved views."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from changlai.foundation.people.public import Actor
from changlai.halls.voices import policies
from changlai.halls.voices.models import (
    BoxOpening,
    BoxSlip,
    CallLog,
    ImportBatch,
    ImportedVoice,
    PaperBatch,
    PaperForm,
    SavedView,
    SuggestionBox,
)
from changlai.halls.voices.numbers import clean_number
from changlai.kernel.errors import BadInput

# Said on the telephone or written on a form, these need a different number at once.
EMERGENCY_WORDS = (
    (
        "119",
        (
            "着火",
            "起火",
            "火灾",
            "冒烟",
            "爆炸",
            "煤气泄漏",
            "煤气味",
            "漏煤气",
            "燃气泄漏",
            "燃气味",
            "触电",
            "被困",
        ),
    ),
    ("120", ("昏迷", "晕倒", "没呼吸", "喘不上气", "大出血", "中毒", "胸口疼", "摔断", "溺水")),
    ("110", ("打架", "持刀", "动刀", "抢劫", "入室", "家暴", "失踪", "轻生", "想不开")),
)


def emergency_numbers(text: str) -> list[str]:
    """Return the emergency numbers that a text calls for, to be read out before all else."""
    return [number for number, words in EMERGENCY_WORDS if any(word in text for word in words)]


# Said to the village, these would run on a clock that is not the village's to set.
ELSEWHERE_WORDS = (
    ("检举", ("检举", "举报", "贪污", "受贿", "行贿", "违纪", "索贿")),
    ("信访", ("信访", "上访", "申诉")),
    ("劳动争议", ("拖欠工资", "欠薪", "讨薪", "劳动仲裁")),
)


def belongs_elsewhere(text: str) -> list[str]:
    """Return what in a text has an office and a way of its own: misconduct, petition, wages."""
    return [what for what, words in ELSEWHERE_WORDS if any(word in text for word in words)]


def day_span(since: date | None, until: date | None) -> tuple[datetime | None, datetime | None]:
    """Return the moments at which a span of days begins and ends (the end is the next midnight)."""
    zone = timezone.get_default_timezone()
    first = datetime.combine(since, time(), zone) if since else None
    last = datetime.combine(until + timedelta(days=1), time(), zone) if until else None
    return first, last


def between(
    rows: QuerySet[Any], column: str, since: date | None, until: date | None
) -> QuerySet[Any]:
    """Keep rows whose `column` falls on a day of the span, both ends included."""
    first, last = day_span(since, until)
    if first:
        rows = rows.filter(**{f"{column}__gte": first})
    if last:
        rows = rows.filter(**{f"{column}__lt": last})
    return rows


def calls(actor: Actor) -> QuerySet[CallLog]:
    """Return the calls, newest first, with their voices and takers."""
    rows = policies.visible_calls(actor).select_related("case", "taken_by", "settled_by")
    return rows.newest_first()  # type: ignore[attr-defined]


def calls_to_return(actor: Actor) -> QuerySet[CallLog]:
    """Return the missed calls somebody must ring back, the longest waiting first."""
    return policies.visible_calls(actor).to_return().order_by("at", "id")  # type: ignore[attr-defined]


def boxes(centre: Any) -> QuerySet[SuggestionBox]:
    """Return the boxes in use."""
    return SuggestionBox.objects.of(centre).filter(is_active=True).order_by("name")


def box_openings(actor: Actor) -> QuerySet[BoxOpening]:
    """Return the openings, newest first."""
    return (
        policies.visible_openings(actor)
        .select_related("box", "first_opener", "second_opener", "second_person")
        .prefetch_related("slip_rows__case")
        .order_by("-opened_at", "-id")
    )


def unfinished_openings(actor: Actor) -> QuerySet[BoxOpening]:
    """Return openings whose slips are not all entered, the oldest first."""
    rows = policies.visible_openings(actor).filter(finished_at__isnull=True)
    return rows.select_related("box").order_by("opened_at", "id")


def openings_that_do_not_add_up(centre: Any) -> QuerySet[BoxOpening]:
    """Return finished openings that do not add up; the database keeps this empty."""
    return (
        BoxOpening.objects.of(centre)
        .filter(finished_at__isnull=False)
        .exclude(slips=F("entered") + F("blank") + F("invalid"))
    )


def slips_of(opening: BoxOpening) -> list[tuple[int, BoxSlip | None]]:
    """Return each slip number of an opening with what became of it (None: still to be entered)."""
    rows = BoxSlip.objects.of(opening.centre_id).filter(opening=opening).select_related("case")
    known = {slip.order: slip for slip in rows}
    return [(order, known.get(order)) for order in range(1, opening.slips + 1)]


def paper_batches(actor: Actor) -> QuerySet[PaperBatch]:
    """Return the print runs, newest first."""
    return policies.visible_paper(actor).order_by("-printed_at", "-id")


def forms_of(batch: PaperBatch) -> QuerySet[PaperForm]:
    """Return the forms of a print run, by number."""
    rows = PaperForm.objects.of(batch.centre_id).filter(batch=batch)
    return rows.select_related("case").order_by("number")


def paper_form(centre: Any, number: str) -> PaperForm | None:
    """Return the form printed under a number as somebody typed it, None if there is none."""
    try:
        printed = clean_number(number)
    except BadInput:
        return None
    return PaperForm.objects.of(centre).filter(number=printed).select_related("case").first()


def import_batches(actor: Actor) -> QuerySet[ImportBatch]:
    """Return the imports, newest first."""
    return policies.visible_imports(actor).select_related("by").order_by("-at", "-id")


def imported_voice(case: Any) -> ImportedVoice | None:
    """Return what another platform said of a case, None for a voice of our own."""
    rows = ImportedVoice.objects.of(case.centre_id).filter(case=case)
    return rows.select_related("batch").first()


def saved_views(actor: Actor) -> QuerySet[SavedView]:
    """Return the actor's own filters, by name."""
    return policies.visible_views(actor).order_by("name")


@dataclass(frozen=True)
class IntakeOrigin:
    """How a voice reached the centre, for its page and its register."""

    call: CallLog | None = None
    slip: BoxSlip | None = None
    paper: PaperForm | None = None
    imported: ImportedVoice | None = None


def origin_of(case: Any) -> IntakeOrigin:
    """Return the call, slip, form or import that a case came from."""
    this = Q(case_id=case.pk)
    match case.channel:
        case "phone":
            rows = CallLog.objects.of(case.centre_id).filter(this).select_related("taken_by")
            return IntakeOrigin(call=rows.first())
        case "box":
            slips = BoxSlip.objects.of(case.centre_id).filter(this).select_related("opening__box")
            return IntakeOrigin(slip=slips.first())
        case "paper":
            return IntakeOrigin(paper=PaperForm.objects.of(case.centre_id).filter(this).first())
        case "import":
            return IntakeOrigin(imported=imported_voice(case))
    return IntakeOrigin()
