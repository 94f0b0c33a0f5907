"""What a review meeting decided, line by line."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from changlai.engines.activities.public import visible_activities
from changlai.foundation.people.public import for_staff
from changlai.halls.gatherings import policies
from changlai.halls.gatherings.actions.decisions import (
    change_decision,
    finish_decision,
    note_decision,
    reopen_decision,
)
from changlai.halls.gatherings.forms.moments import day_field
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.routes import centre_reverse


class DecisionForm(forms.Form):
    """One thing decided: what, who, until when."""

    text = forms.CharField(
        label="定了什么", max_length=200, error_messages={"required": "请写清定了什么事。"}
    )
    who = forms.CharField(label="谁来办", max_length=40, required=False)
    due_on = day_field("哪天前", required=False)


@for_staff("gatherings.manage")
def decisions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """List what a meeting decided, and take one more line."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(visible_activities(actor, centre).select_related("preset"), pk=pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            note_decision(
                centre=centre, activity_id=pk, actor=actor, at=timezone.now(), **form.cleaned_data
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "记下了。")
            return redirect(centre_reverse(centre, "gatherings:decisions", pk=pk))
    rows = policies.visible_decisions(actor, centre).filter(activity_id=pk)
    context = {"activity": found, "form": form, "rows": rows, "today": timezone.localdate()}
    return render(request, "gatherings/desk/decisions.html", context)


@for_staff("gatherings.manage")
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put one line right."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    row = get_object_or_404(
        policies.visible_decisions(actor, centre).select_related("activity"), pk=pk
    )
    form = DecisionForm(
        request.POST or None, initial={"text": row.text, "who": row.who, "due_on": row.due_on}
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_decision(
                centre=centre, decision_id=pk, actor=actor, at=timezone.now(), **form.cleaned_data
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "改好了。")
            return redirect(centre_reverse(centre, "gatherings:decisions", pk=row.activity_id))
    context = {"row": row, "activity": row.activity, "form": form}
    return render(request, "gatherings/desk/decision.html", context)


@for_staff("gatherings.manage")
@require_POST
def done(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that one line is done, or that it is not yet after all."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    row = get_object_or_404(policies.visible_decisions(actor, centre), pk=pk)
    say = reopen_decision if "undone" in request.POST else finish_decision
    say(centre=centre, decision_id=pk, actor=actor, at=timezone.now())
    return redirect(centre_reverse(centre, "gatherings:decisions", pk=row.activity_id))
