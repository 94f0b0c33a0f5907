"""Certificates of attended hours, and the questions to trainees some time after."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from changlai.engines.activities.public import (
    Certificate,
    FollowUp,
    Who,
    follow_ups_due,
    issue_certificate,
    issue_certificates,
    note_follow_up,
    visible_certificates,
)
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.gatherings.forms.after import FollowUpForm
from changlai.halls.gatherings.queries.papers import certificate_paper
from changlai.halls.gatherings.queries.reaching import number_to_ring_later
from changlai.halls.gatherings.views.staff.after import MANAGE, ROLL, activity_or_404, back_to
from changlai.kernel.documents.public import as_docx, document_answer, paper_pdf
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse


def certificate_answer(request: CentreRequest, row: Certificate, kind: str) -> HttpResponse:
    """Answer with a certificate as docx or PDF, under the participant's name."""
    if kind not in {"docx", "pdf"}:
        raise Http404
    paper = certificate_paper(row, request.centre)
    body = as_docx(paper) if kind == "docx" else paper_pdf(paper)
    return document_answer(body, f"{paper.title} {row.name} {row.number}", kind)


@for_staff(MANAGE)
@require_POST
def issue(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Certify the attended hours of one participant, or of the whole course at once."""
    activity = activity_or_404(request, pk)
    by: dict[str, Any] = {
        "centre": request.centre,
        "activity_id": activity.pk,
        "actor": request.actor,
        "at": timezone.now(),
    }
    try:
        if "all" in request.POST:
            words = f"开好了{issue_certificates(**by)}份。"
        else:
            kind, _, key = request.POST.get("who", "").partition(":")
            words = f"开好了，编号 {issue_certificate(who=Who(kind, key), **by).number}。"
    except RuleBroken as error:
        messages.warning(request, error.sentence)
    else:
        messages.success(request, words)
    return back_to(request, activity.pk, "certificates")


@for_staff(ROLL)
def certificate(request: CentreRequest, pk: UUID, kind: str) -> HttpResponse:
    """Give a certificate as a file."""
    row = get_object_or_404(visible_certificates(request.actor, request.centre), pk=pk)
    return certificate_answer(request, row, kind)


@for_staff(ROLL)
def follow_ups(request: CentreRequest) -> HttpResponse:
    """List whom to ask by today how they fare; whoever does not want to say need not."""
    rows = follow_ups_due(request.centre, timezone.localdate())
    page = page_of(request, rows)
    context = {
        "page": page,
        "lines": [(one, number_to_ring_later(one.sign_up)) for one in page.object_list],
        "form": FollowUpForm(),
        "may_see_people": request.actor.can("people.see"),
    }
    return render(request, "gatherings/desk/follow_ups.html", context)


@for_staff(ROLL)
@require_POST
def follow_up(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Note what a trainee said."""
    row = get_object_or_404(FollowUp.objects.of(request.centre), pk=pk)
    form = FollowUpForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "请选一项，不愿意说也可以选。")
    else:
        note_follow_up(
            centre=request.centre,
            follow_up_id=row.pk,
            actor=request.actor,
            at=timezone.now(),
            outcome=form.cleaned_data["outcome"],
        )
        messages.success(request, "记下了。")
    if "list" in request.POST:
        return redirect(centre_reverse(request.centre, "gatherings:follow_ups"))
    return back_to(request, row.activity_id, "follow-ups")
