"""Assessments on the village's workbench: begin, note, send, see what came back, publish."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.governance.assessments import policies
from changlai.governance.assessments.actions.rounds import (
    appeal,
    link_proof,
    may_become_issue,
    note_self,
    open_issue,
    publish_assessment,
    send_up,
    start_assessment,
)
from changlai.governance.assessments.forms import NotesForm, StartForm, WordsForm
from changlai.governance.assessments.models import Assessment
from changlai.governance.assessments.queries.standing import standings
from changlai.governance.assessments.states import EVIDENCE, NEXT, OPEN_TO_NOTES, State
from changlai.governance.assessments.views.words import status_of, who
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.evidence import chosen, picking
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse


def _found(request: CentreRequest, pk: UUID) -> Assessment:
    rows = policies.visible_assessments(request.actor, request.centre).select_related("set")
    found: Assessment = get_object_or_404(rows, pk=pk)
    return found


@for_staff(policies.SEE)
def listing(request: CentreRequest) -> HttpResponse:
    """List the assessments, newest period first."""
    rows = policies.visible_assessments(request.actor, request.centre).select_related("set")
    context = {
        "page": page_of(request, rows),
        "may_lead": policies.may_lead(request.actor, request.centre),
    }
    return render(request, "assessments/desk/list.html", context)


@for_staff(policies.LEAD)
def start(request: CentreRequest) -> HttpResponse:
    """Begin the assessment of a period that is over; its figures are frozen."""
    form, status = StartForm(request.POST or None, centre=request.centre), 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            row = start_assessment(
                **who(request),
                set_id=said["set"].pk,
                since=said["since"],
                until=said["until"],
                form_id=form.once,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = status_of(error)
        else:
            messages.success(request, "数字留底了，以后再改记录也不会变。接着写自评。")
            return redirect(centre_reverse(request.centre, "assessments:desk_one", pk=row.pk))
    has_sets = form.fields["set"].queryset.exists()  # type: ignore[attr-defined]
    context = {"form": form, "has_sets": has_sets}
    return render(request, "assessments/desk/start.html", context, status=status)


@for_staff(policies.SEE)
def one(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show an assessment with the rows behind its figures, and what may be done next."""
    row = _found(request, pk)
    verb = request.POST.get("verb", "")
    form = WordsForm(request.POST if verb == "appeal" else None)
    trouble, status = "", 200
    if request.method == "POST" and (verb != "appeal" or form.is_valid()):
        try:
            messages.success(request, _act(request, row, verb, form))
            return redirect(centre_reverse(request.centre, "assessments:desk_one", pk=pk))
        except RuleBroken as error:
            status = status_of(error)
            if verb == "appeal":
                form.add_error("words", error.sentence)
            else:
                trouble = error.sentence
    leads = policies.may_lead(request.actor, request.centre)
    is_open = row.state in OPEN_TO_NOTES
    context: dict[str, Any] = {
        "assessment": row,
        "standings": standings(request.centre, row, with_links=True),
        "picking": picking(request, row.pk, EVIDENCE),
        "may_link": is_open and policies.may_note(request.actor, row),
        "may_note": is_open and policies.may_note(request.actor, row),
        "may_lead": leads,
        "next": {state.value: state in NEXT[State(row.state)] for state in State},
        "has_issues": leads and may_become_issue(request.centre),
        "looks": list(row.looks.all()[:20]),
        "confirm": request.GET.get("confirm", ""),
        "form": form,
        "trouble": trouble,
    }
    return render(request, "assessments/desk/one.html", context, status=status)


def _act(request: CentreRequest, row: Assessment, verb: str, form: WordsForm) -> str:
    it: dict[str, Any] = {**who(request), "assessment_id": row.pk}
    if verb in {"link_record", "unlink_record"}:
        record = chosen(request)
        if record is None:
            raise BadInput
        link_proof(**it, record_id=record, is_on=verb == "link_record")
        return "依据改好了。"
    if verb == "send":
        send_up(**it)
        return "交给镇里了。镇里只看得到数字、自评和有几条依据，谁看过这里都有。"
    if verb == "appeal":
        appeal(**it, words=form.cleaned_data["words"])
        return "意见交上去了。"
    if verb == "publish":
        publish_assessment(**it)
        return "公布了，村民在“我要看”里看得到。"
    if verb == "issue":
        try:
            indicator = UUID(request.POST.get("indicator", ""))
        except ValueError:
            raise BadInput from None
        open_issue(**it, indicator_id=indicator)
        return "记成一个问题了，到“问题整改”里认领。"
    raise BadInput


@for_staff(policies.NOTE)
def notes(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Write the village's own note beside each indicator."""
    row, status = _found(request, pk), 200
    found = standings(request.centre, row, with_links=False)
    form = NotesForm(request.POST or None, standings=found)
    if request.method == "POST" and form.is_valid():
        try:
            note_self(**who(request), assessment_id=pk, notes=form.notes())
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = status_of(error)
        else:
            messages.success(request, "自评存好了。")
            return redirect(centre_reverse(request.centre, "assessments:desk_one", pk=pk))
    context = {"assessment": row, "form": form}
    return render(request, "assessments/desk/notes.html", context, status=status)
