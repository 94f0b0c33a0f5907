"""One opinion: what becomes of it, and whether it becomes a matter of its own."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.activities.public import (
    Opinion,
    change_opinion,
    decide_opinion,
    remove_opinion,
    visible_activities,
)
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.gatherings.actions.opinions import make_voice, openable_kinds
from changlai.halls.gatherings.forms.after import OpinionForm, OutcomeForm, VoiceForm
from changlai.halls.gatherings.views.staff.after import MANAGE, back_to
from changlai.halls.gatherings.views.staff.asking import ask_again
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.routes import centre_reverse


def _opinion(request: CentreRequest, pk: UUID) -> Opinion:
    rows = Opinion.objects.of(request.centre).select_related("person", "activity", "voice_record")
    return get_object_or_404(
        rows.filter(activity__in=visible_activities(request.actor, request.centre)), pk=pk
    )


@for_staff(MANAGE)
def one(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Say what becomes of an opinion, or hand it on as a matter with a clock of its own."""
    found = _opinion(request, pk)
    kinds = openable_kinds(request.actor, request.centre)
    hands_on = request.method == "POST" and "hand_on" in request.POST
    decides = request.method == "POST" and not hands_on
    form = OutcomeForm(
        request.POST if decides else None,
        initial={"outcome": found.outcome, "reply": found.reply},
    )
    voice = VoiceForm(request.POST if hands_on else None, kinds=kinds)
    if decides and form.is_valid():
        try:
            decide_opinion(
                centre=request.centre,
                opinion_id=found.pk,
                actor=request.actor,
                at=timezone.now(),
                outcome=form.cleaned_data["outcome"],
                reply=form.cleaned_data["reply"],
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "结果写好了，公开页面上大家都看得到。")
            return back_to(request, found.activity_id, "opinions")
    if hands_on and voice.is_valid():
        try:
            opened = make_voice(
                centre=request.centre,
                opinion_id=found.pk,
                kind=voice.cleaned_data["kind"],
                actor=request.actor,
                at=timezone.now(),
            )
        except RuleBroken as error:
            voice.add_error(None, error.sentence)
        else:
            messages.success(request, f"转成诉求了，编号 {opened.case.number}。")
            return back_to(request, found.activity_id, "opinions")
    context = {
        "opinion": found,
        "activity": found.activity,
        "form": form,
        "voice": voice,
        "kinds": kinds,
    }
    return render(request, "gatherings/desk/opinion.html", context)


@for_staff(MANAGE)
def change(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Put an opinion into the words that were meant."""
    found = _opinion(request, pk)
    form = OpinionForm(request.POST or None, initial={"text": found.text, "alias": found.alias})
    if found.person is not None:
        del form.fields["alias"]
    if request.method == "POST" and form.is_valid():
        try:
            change_opinion(
                centre=request.centre,
                opinion_id=found.pk,
                actor=request.actor,
                at=timezone.now(),
                text=form.cleaned_data["text"],
                alias=form.cleaned_data.get("alias", ""),
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "改好了。")
            return redirect(centre_reverse(request.centre, "gatherings:opinion", pk=found.pk))
    context = {"opinion": found, "activity": found.activity, "form": form}
    return render(request, "gatherings/desk/opinion_change.html", context)


@for_staff(MANAGE)
def remove(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Ask once more, then delete an opinion that nobody said."""
    found = _opinion(request, pk)
    if request.method == "POST":
        try:
            remove_opinion(
                centre=request.centre, opinion_id=found.pk, actor=request.actor, at=timezone.now()
            )
        except RuleBroken as error:
            messages.warning(request, error.sentence)
        else:
            messages.success(request, "这条意见删掉了。")
        return back_to(request, found.activity_id, "opinions")
    return ask_again(
        request,
        question="删掉这条意见？",
        words=f"“{found.text}”记重了、记错了才删，删了找不回来。",
        verb="删掉",
        up=centre_reverse(request.centre, "gatherings:opinion", pk=found.pk),
    )
