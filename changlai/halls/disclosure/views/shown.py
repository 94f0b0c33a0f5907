"""What anybody reads: the list by kind and year, one disclosure with its lines, paper, asking."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import (
    CentreRequest,
    for_residents,
    open_to_all,
    person_for,
)
from changlai.halls.disclosure.actions.asking import ask_about
from changlai.halls.disclosure.forms.asking import AskForm
from changlai.halls.disclosure.models import Disclosure
from changlai.halls.disclosure.money import yuan
from changlai.halls.disclosure.queries import showing
from changlai.halls.disclosure.queries.signing import agreed, signatures_of, standing_of
from changlai.halls.disclosure.states import TONES, Category, SignedAs
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.files.public import file_url
from changlai.kernel.pages.paging import page_of, words_of
from changlai.kernel.pages.routes import centre_reverse


@open_to_all
def shown(request: HttpRequest) -> HttpResponse:
    """List what is and was disclosed, by category, year and words, the latest first."""
    centre = request.centre  # type: ignore[attr-defined]
    words, category = words_of(request), request.GET.get("category", "")
    typed = request.GET.get("year", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else None
    rows = showing.shown_list(centre, category=category, year=year, words=words)
    page = page_of(request, rows, per=20)
    waiting = showing.waiting_of(centre, [one.pk for one in page.object_list])
    for one in page.object_list:
        one.waiting = waiting[one.pk]
    context = {
        "page": page,
        "words": words,
        "category": category,
        "year": typed if year else "",
        "years": showing.years(centre),
        "categories": Category.choices,
        "is_narrowed": bool(words or year),
    }
    return render(request, "disclosure/resident/shown.html", context)


def sheet_of(centre: Any, pk: UUID) -> dict[str, Any]:
    """Return what a page shows of one disclosure that anybody may read; raises Http404."""
    row = get_object_or_404(Disclosure.objects.of(centre).select_related("item"), pk=pk)
    version = showing.readable_version(centre, pk)
    if version is None:
        raise Http404
    return {"row": row, **parts_of(version)}


def table_of(version: Any) -> dict[str, Any]:
    """Return the lines of a version with their sum."""
    lines = list(version.disclosure_lines.all())
    sums = [one.amount_fen for one in lines if one.amount_fen is not None]
    return {
        "version": version,
        "lines": lines,
        "has_sums": bool(sums),
        "has_notes": any(one.note for one in lines),
        "total": yuan(sum(sums)) if len(sums) > 1 else "",
    }


def parts_of(version: Any) -> dict[str, Any]:
    """Return text, lines, sum, files and signatures of a version as pages show them."""
    signatures = signatures_of(version)
    standing = standing_of(version, signatures)
    return {
        **table_of(version),
        "files": [(one, file_url(one.file)) for one in version.disclosure_files.all()],
        "signatures": signatures,
        "supervised": agreed(signatures, SignedAs.SUPERVISE),
        "approved": agreed(signatures, SignedAs.APPROVE),
        "standing": standing,
        "tone": TONES[standing],
    }


@open_to_all
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one disclosure: its lines, what people asked of them and what they were told."""
    centre = request.centre  # type: ignore[attr-defined]
    context = sheet_of(centre, pk)
    asked = showing.asked_of(centre, [pk])[pk]
    context["rows"] = [(line, asked.get(line.words)) for line in context["lines"]]
    context["whole"] = asked.get("")
    context["answers"] = [
        (words, answer) for words, place in asked.items() for answer in place.answers
    ]
    return _never_kept(render(request, "disclosure/resident/one.html", context))


def _never_kept(response: HttpResponse) -> HttpResponse:
    # It may be taken down any day: no browser keeps it.
    response["Cache-Control"] = "no-store"
    return response


@open_to_all
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one disclosure as a sheet of A4 with its number and the way to ask."""
    centre = request.centre  # type: ignore[attr-defined]
    return _never_kept(render(request, "disclosure/paper/one.html", sheet_of(centre, pk)))


@open_to_all
def board(request: HttpRequest) -> HttpResponse:
    """Show all that stands now as a sheet of A3 for the board by the door."""
    centre = request.centre  # type: ignore[attr-defined]
    versions = list(showing.standing_now(centre))
    rows = Disclosure.objects.of(centre).select_related("item")
    by_key = {row.pk: row for row in rows.filter(pk__in=[one.piece_id for one in versions])}
    blocks = []
    for code, label in Category.choices:
        sheets = [
            {
                "row": by_key[one.piece_id],
                "supervised": showing.supervised_before_release(one),
                **table_of(one),
            }
            for one in versions
            if one.piece_id in by_key and by_key[one.piece_id].category == code
        ]
        blocks.append((label, sheets))
    context = {"blocks": blocks, "today": timezone.localdate()}
    return _never_kept(render(request, "disclosure/paper/board.html", context))


@for_residents
def ask(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Ask about one line, or about the whole; the answer comes in ten days."""
    found = sheet_of(request.centre, pk)
    line = line_named(request, found["lines"])
    form, status = AskForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            opened = ask_about(
                centre=request.centre,
                disclosure_id=pk,
                line_id=line.pk if line else None,
                text=form.cleaned_data["text"],
                may_publish=form.cleaned_data["may_publish"],
                actor=request.actor,
                person=person_for(request.actor),
                channel=came_by(request.actor),
                at=timezone.now(),
                form_id=form.once,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "问过去了，十天内答复您；在“我的”里也看得到。")
            name = opened.case.rules.url_name
            return redirect(centre_reverse(request.centre, name, pk=opened.case.pk))
    context = found | {"line": line, "form": form}
    return render(request, "disclosure/resident/ask.html", context, status=status)


def line_named(request: HttpRequest, lines: list[Any]) -> Any:
    """Return the line that the address names; raises Http404 for one that is not here."""
    typed = request.GET.get("line", "")
    if not typed:
        return None
    for line in lines:
        if str(line.pk) == typed:
            return line
    raise Http404


def came_by(actor: Any) -> str:
    """Return the channel of what an actor says here: their own screen, or how they came to us."""
    return str(actor.channel) if actor.channel in {"counter", "phone", "visit"} else "online"
