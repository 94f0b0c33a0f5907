"""Sets of indicators: write, let stand, copy."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.governance.assessments import policies
from changlai.governance.assessments.actions.sets import (
    add_indicator,
    copy_set,
    drop_indicator,
    publish_set,
    start_set,
)
from changlai.governance.assessments.forms import IndicatorForm, SetForm
from changlai.governance.assessments.models import Indicator, IndicatorSet
from changlai.governance.assessments.queries.sources import words_of
from changlai.governance.assessments.states import SetState
from changlai.governance.assessments.views.words import status_of, who
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse


@for_staff(policies.SEE)
def listing(request: CentreRequest) -> HttpResponse:
    """List the versions of the sets, and begin one."""
    form, status = SetForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            title = form.cleaned_data["title"]
            row = start_set(**who(request), title=title, form_id=form.once)
        except RuleBroken as error:
            form.add_error(None if status_of(error) == 409 else "title", error.sentence)
            status = status_of(error)
        else:
            return redirect(centre_reverse(request.centre, "assessments:desk_set", pk=row.pk))
    context = {
        "page": page_of(request, policies.visible_sets(request.actor, request.centre)),
        "form": form,
        "may_lead": policies.may_lead(request.actor, request.centre),
    }
    return render(request, "assessments/desk/sets.html", context, status=status)


@for_staff(policies.SEE)
def one(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one version; a draft gets indicators, what stands is only copied."""
    row = get_object_or_404(policies.visible_sets(request.actor, request.centre), pk=pk)
    verb = request.POST.get("verb", "")
    form = IndicatorForm(request.POST if verb == "add" else None, centre=request.centre)
    trouble, status = "", 200
    if request.method == "POST" and (verb != "add" or form.is_valid()):
        try:
            return _act(request, row, verb, form)
        except RuleBroken as error:
            status = status_of(error)
            if verb == "add":
                form.add_error(None, error.sentence)
            else:
                trouble = error.sentence
    found = Indicator.objects.of(request.centre).filter(set=row).order_by("order", "pk")
    may_lead = policies.may_lead(request.actor, request.centre)
    context = {
        "set": row,
        "indicators": [(one, words_of(request.centre, one.source)) for one in found],
        "form": form,
        "trouble": trouble,
        "may_lead": may_lead,
        "is_draft": row.state == SetState.DRAFT,
    }
    return render(request, "assessments/desk/set.html", context, status=status)


def _act(request: CentreRequest, row: IndicatorSet, verb: str, form: IndicatorForm) -> HttpResponse:
    to = row.pk
    if verb == "add":
        add_indicator(**who(request), set_id=row.pk, wanted=form.wanted())
        messages.success(request, "加好了。")
    elif verb == "drop":
        rows = Indicator.objects.of(request.centre).filter(set=row)
        found = get_object_or_404(rows, pk=_key(request.POST.get("indicator", "")))
        drop_indicator(centre=request.centre, indicator_id=found.pk, actor=request.actor)
        messages.success(request, "拿掉了。")
    elif verb == "publish":
        publish_set(**who(request), set_id=row.pk)
        messages.success(request, "定稿了，从现在起不再变。")
    elif verb == "copy":
        to = copy_set(**who(request), set_id=row.pk).pk
        messages.success(request, "复制出新的一版，改好再定稿。原来的一版不变。")
    return redirect(centre_reverse(request.centre, "assessments:desk_set", pk=to))


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
