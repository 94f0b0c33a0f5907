"""What the township reads of a village: what it sent, and no more; each look is noted."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.governance.assessments import policies
from changlai.governance.assessments.actions.rounds import (
    answer_appeal,
    look_from_above,
    review_assessment,
)
from changlai.governance.assessments.forms import ReviewForm, WordsForm
from changlai.governance.assessments.queries.standing import standings
from changlai.governance.assessments.states import State
from changlai.governance.assessments.views.words import status_of, who
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse


@for_staff(policies.ABOVE)
def listing(request: CentreRequest) -> HttpResponse:
    """List what this village sent; villages are not laid beside each other anywhere."""
    rows = policies.sent_assessments(request.actor, request.centre).select_related("set")
    return render(request, "assessments/desk/above.html", {"page": page_of(request, rows)})


@for_staff(policies.ABOVE)
def one(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show what was sent, note the look, take the review or the answer."""
    rows = policies.sent_assessments(request.actor, request.centre).select_related("set")
    row = get_object_or_404(rows, pk=pk)
    found = standings(request.centre, row, with_links=False)
    is_to_review = row.state == State.SENT
    sent = request.POST if request.method == "POST" else None
    review = ReviewForm(sent if sent and sent.get("verb") == "review" else None, standings=found)
    answer = WordsForm(sent if sent and sent.get("verb") == "answer" else None)
    status = 200
    form: Any = review if review.is_bound else answer
    if form.is_bound and form.is_valid():
        it: dict[str, Any] = {**who(request), "assessment_id": row.pk}
        try:
            if form is review:
                words = form.cleaned_data["words"]
                review_assessment(**it, judged=form.judged(), words=words)
            else:
                answer_appeal(**it, words=form.cleaned_data["words"])
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = status_of(error)
        else:
            messages.success(request, "交给村里了。")
            return redirect(centre_reverse(request.centre, "assessments:above_one", pk=pk))
    if request.method == "GET":
        look_from_above(**who(request), assessment_id=row.pk)
    context = {
        "assessment": row,
        "standings": found,
        "review": review,
        "answer": answer,
        "is_to_review": is_to_review or review.is_bound,
        "is_to_answer": row.state == State.APPEALED or answer.is_bound,
    }
    return render(request, "assessments/desk/above_one.html", context, status=status)
