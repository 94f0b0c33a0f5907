"""Practices on the workbench: write, prove with records, let stand, print."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.governance.practices import policies
from changlai.governance.practices.actions.practices import (
    link_proof,
    publish_practice,
    put_practice,
    reopen_practice,
)
from changlai.governance.practices.forms import PracticeForm
from changlai.governance.practices.models import Practice
from changlai.governance.practices.papers import paper_of
from changlai.governance.practices.queries.figures import figures_of
from changlai.governance.practices.states import EVIDENCE, PARTS, PracticeState
from changlai.kernel.documents.public import as_docx, document_answer
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.evidence import chosen, picking
from changlai.kernel.pages.paging import page_of, words_of
from changlai.kernel.pages.routes import centre_reverse


def _who(request: CentreRequest) -> dict[str, Any]:
    return {"centre": request.centre, "actor": request.actor, "at": timezone.now()}


def _found(request: CentreRequest, pk: UUID) -> Practice:
    rows = policies.visible_practices(request.actor, request.centre)
    found: Practice = get_object_or_404(rows, pk=pk)
    return found


@for_staff(policies.SEE)
def listing(request: CentreRequest) -> HttpResponse:
    """List the practices, those still written at too, newest first."""
    rows = policies.visible_practices(request.actor, request.centre)
    words = words_of(request)
    if words:
        rows = rows.filter(title__icontains=words)
    context = {
        "page": page_of(request, rows),
        "words": words,
        "may_write": policies.may_write(request.actor, request.centre),
    }
    return render(request, "practices/desk/list.html", context)


@for_staff(policies.WRITE)
def new(request: CentreRequest) -> HttpResponse:
    """Begin a practice."""
    form = PracticeForm(request.POST or None, centre=request.centre)
    if request.method == "POST" and form.is_valid():
        try:
            row = put_practice(**_who(request), telling=form.telling(), form_id=form.once)
        except BadInput as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "存好了。找几条记录做依据，再定稿。")
            return redirect(centre_reverse(request.centre, "practices:desk_one", pk=row.pk))
    return render(request, "practices/desk/edit.html", {"form": form})


@for_staff(policies.WRITE)
def change(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change a draft."""
    row, status = _found(request, pk), 200
    form = PracticeForm(request.POST or None, centre=request.centre, practice=row)
    if request.method == "POST" and form.is_valid():
        try:
            put_practice(**_who(request), telling=form.telling(), practice_id=pk)
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "改好了。")
            return redirect(centre_reverse(request.centre, "practices:desk_one", pk=pk))
    context = {"form": form, "practice": row}
    return render(request, "practices/desk/edit.html", context, status=status)


@for_staff(policies.SEE)
def one(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show a practice with the numbers as of now and the records that prove it."""
    row = _found(request, pk)
    trouble, status = "", 200
    if request.method == "POST":
        try:
            done = _act(request, row)
        except RuleBroken as error:
            trouble, status = error.sentence, 200 if isinstance(error, BadInput) else 409
        else:
            if done:
                messages.success(request, done)
            return redirect(centre_reverse(request.centre, "practices:desk_one", pk=pk))
    may_write = policies.may_write(request.actor, request.centre)
    context = {
        "practice": row,
        "parts": [(label, getattr(row, name)) for name, label, _ in PARTS if getattr(row, name)],
        "figures": figures_of(row, request.centre, timezone.now()),
        "picking": picking(request, row.pk, EVIDENCE),
        "may_write": may_write,
        "may_link": may_write and row.state == PracticeState.DRAFT,
        "is_draft": row.state == PracticeState.DRAFT,
        "trouble": trouble,
    }
    return render(request, "practices/desk/one.html", context, status=status)


def _act(request: CentreRequest, row: Practice) -> str:
    who, verb = _who(request), request.POST.get("verb", "")
    if verb in {"link_record", "unlink_record"}:
        record = chosen(request)
        if record is None:
            raise BadInput
        link_proof(**who, practice_id=row.pk, record_id=record, is_on=verb == "link_record")
        return ""
    if verb == "publish":
        is_public = request.POST.get("is_public") == "on"
        publish_practice(**who, practice_id=row.pk, is_public=is_public)
        return "定稿了。" + ("村民在“我要看”里看得到。" if is_public else "")
    if verb == "reopen":
        reopen_practice(**who, practice_id=row.pk)
        return "拿回来了，改好再定稿。"
    raise BadInput


@for_staff(policies.SEE)
def docx(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Give a practice as a paper in the layout of official documents."""
    row = _found(request, pk)
    paper = paper_of(row, request.centre, timezone.now())
    return document_answer(as_docx(paper), f"经验-{row.title}", "docx")
