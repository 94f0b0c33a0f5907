"""An issue as the resident sees it who raised it: what became of it, and is it mended."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_residents
from changlai.governance.rectification import actions, policies
from changlai.governance.rectification.forms import VerifyForm
from changlai.governance.rectification.kinds import TO_CHECK
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.routes import centre_reverse


@for_residents
def issue(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one's own issue and ask, once it is said to be mended, whether it is."""
    rows = policies.visible_issue_cases(request.actor).filter(person_id=request.actor.for_person_id)
    case = get_object_or_404(rows.select_related("kind_version"), pk=pk)
    form, status = VerifyForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.verify_issue(
                centre=request.centre,
                case_id=pk,
                actor=request.actor,
                at=timezone.now(),
                is_mended=said["is_mended"] == "yes",
                note=said["note"],
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "谢谢您，记下了。")
            return redirect(centre_reverse(request.centre, "rectification:issue", pk=pk))
    context = {
        "case": case,
        "form": form,
        "may_verify": case.state == TO_CHECK and policies.may_verify(request.actor, case),
    }
    return render(request, "rectification/resident/issue.html", context, status=status)
