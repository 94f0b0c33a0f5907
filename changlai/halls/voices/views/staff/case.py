"""One voice on the workbench: what was said, how far it is, what may be done next."""

from typing import Any
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.cases.public import (
    Case,
    CaseLook,
    TimelineItem,
    Verb,
    buttons,
    followers,
    grants_of,
    issue_code,
    looks,
    may_end_grant,
    may_rate,
    may_read_original,
    merged_copies,
    original_words,
    phone_of,
    timeline,
    visible_cases,
    way_so_far,
)
from changlai.foundation.people.public import for_staff, masked_name
from changlai.halls.voices.forms.staff import ReasonForm
from changlai.halls.voices.kinds import FAMILY
from changlai.halls.voices.queries import origin_of
from changlai.halls.voices.views.resident.say import RECEIPT
from changlai.kernel.errors import RuleBroken
from changlai.kernel.files.public import file_url
from changlai.kernel.pages.routes import centre_reverse

MAIN = (
    Verb.ACCEPT,
    Verb.START,
    Verb.ANSWER,
    Verb.RESUME,
    Verb.TAKE_BACK,
    Verb.CALL_BACK,
    Verb.CLOSE,
)
"""The step that usually comes next, most likely first; the others stand behind it."""
SHOWN_LOOKS = 20
HERE = frozenset(Verb) - {Verb.RATE, Verb.REOPEN, Verb.FOLLOW, Verb.REDO, Verb.BRING_ANSWER}
"""The steps that staff take; the others belong to the requester or come with another page."""


def find_case(request: HttpRequest, pk: UUID) -> Case:
    """Return the visible case of the address; what may not be seen is not there (404)."""
    rows = visible_cases(request.actor, timezone.now()).filter(family=FAMILY)  # type: ignore[attr-defined]
    return get_object_or_404(
        rows.select_related(
            "kind_version", "category", "handler", "person", "level", "merged_into"
        ),
        pk=pk,
    )


@for_staff("voices.see")
def case(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a voice with its clocks, its history and the next steps only."""
    found = find_case(request, pk)
    return render(request, "voices/desk/case.html", case_context(request, found))


def case_context(request: HttpRequest, found: Case) -> dict[str, Any]:
    """Return what the page of a case shows."""
    actor, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = buttons(actor, found, HERE, MAIN)
    files = found.files.filter(centre_id=found.centre_id).select_related("file").order_by("at")
    lines = timeline(found)
    return _above(request, found, lines) | {
        "case": found,
        "now": now,
        "who": found.person.name if found.person else _who(found),
        "phone": phone_of(found),
        "first": shown.first,
        "others": shown.others,
        "items": way_so_far(found, reversed(lines)),
        "files": [(row.file, row.get_role_display(), file_url(row.file)) for row in files],
        "followers": followers(found),
        "copies": merged_copies(found),
        "origin": origin_of(found),
        "may_read_original": bool(found.redacted_at) and may_read_original(actor, found),
        "may_enter_rating": may_rate(actor, found, "paper")
        and not found.face
        and found.rules.workflow.step(Verb.RATE, found.state) is not None,
        "may_exclude": actor.can("voices.handle"),
        "is_late": bool(found.next_deadline_at and found.next_deadline_at < now),
    }


def _above(request: HttpRequest, found: Case, lines: list[TimelineItem]) -> dict[str, Any]:
    """Return who of the level above may see or could see the case, and who did look."""
    if not any(line.verb == Verb.SEND_UP for line in lines):
        return {}
    centre, now = request.centre, timezone.now()  # type: ignore[attr-defined]
    grants = [(grant, grant.holds(now)) for grant in grants_of(found)]
    path = centre_reverse(centre, "voices:sent_up_case", pk=found.pk)
    return {
        "grants": grants,
        "above_url": request.build_absolute_uri(path) if any(live for _, live in grants) else "",
        "may_end_grant": may_end_grant(request.actor, found),  # type: ignore[attr-defined]
        "looks": looks(found).filter(what=CaseLook.GRANT)[:SHOWN_LOOKS],
    }


def _who(found: Case) -> str:
    if found.is_anonymous:
        return "没有留名"
    if found.person is not None:
        return masked_name(found.person.name)
    return found.reporter_alias or "没有留名"


@for_staff("voices.see")
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the voice as a sheet of paper with its number and lines to sign."""
    found = find_case(request, pk)
    context = case_context(request, found)
    context["items"] = list(reversed(context["items"]))
    # Paper lies about on desks: the sheet names nobody in full.
    context["who"] = _who(found)
    return render(request, "voices/desk/sheet.html", context)


@for_staff("voices.intake")
def slip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a new progress code for somebody at the counter and show the slip; the old one stops."""
    found = find_case(request, pk)
    if request.method != "POST":
        context = {"case": found, "who": _who(found)}
        return render(request, "voices/desk/slip.html", context)
    centre = request.centre  # type: ignore[attr-defined]
    code = issue_code(
        centre=centre,
        case_id=found.pk,
        actor=request.actor,  # type: ignore[attr-defined]
        at=timezone.now(),
    )
    token = signing.dumps([str(found.pk), code], salt=RECEIPT)
    return redirect(centre_reverse(centre, "voices:receipt", token=token) + "?paper=1")


@for_staff("voices.handle")
def original(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the words as they were before redaction, for a reason that is written down."""
    found = find_case(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    words = None
    if request.method == "POST" and form.is_valid():
        try:
            words = original_words(
                centre=request.centre,  # type: ignore[attr-defined]
                case_id=found.pk,
                actor=request.actor,  # type: ignore[attr-defined]
                reason=form.cleaned_data["reason"],
                at=timezone.now(),
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
    context = {"case": found, "form": form, "words": words, "looks": looks(found)}
    return render(request, "voices/desk/original.html", context)
