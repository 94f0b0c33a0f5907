"""Matches on the workbench: who was recommended, what both sides said, and the next step."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, choosing, for_staff
from changlai.halls.jobs import actions, policies
from changlai.halls.jobs.forms import AgeForm, ReasonForm, WordForm
from changlai.halls.jobs.models import ClosingWord
from changlai.halls.jobs.queries import lists
from changlai.halls.jobs.states import TAKEN, TALKING, MatchState, Side
from changlai.halls.jobs.views.trying import tried
from changlai.kernel.pages.routes import centre_reverse


@for_staff("jobs.see")
def want(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Note 我想去 for a villager who said so at the counter or on the telephone."""
    rows = policies.visible_posts(request.actor, request.centre, timezone.localdate())
    row = get_object_or_404(rows, pk=pk)
    chosen = choosing(request)
    form = AgeForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if chosen["person"] is None:
            form.add_error(None, "请先找到是哪一位；名单上没有的，先替他登记求职卡。")
        else:
            match, status = tried(
                form,
                lambda: actions.want_post(
                    centre=request.centre,
                    post_id=pk,
                    person=chosen["person"],
                    actor=request.actor,
                    at=timezone.now(),
                    channel="counter",
                    **form.cleaned_data,
                ),
            )
            if match is not None:
                return redirect(centre_reverse(request.centre, "jobs:desk_match", pk=match.pk))
    context = chosen | {"form": form, "post": row}
    return render(request, "jobs/desk/want.html", context, status=status or 200)


@for_staff("jobs.see")
def match(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one match with both numbers to ring up; take its next step."""
    rows = policies.visible_matches(request.actor).select_related(
        "post__employer", "post__hamlet", "person", "card", "voice_record"
    )
    row = get_object_or_404(rows, pk=pk)
    verb = request.POST.get("verb", "")
    word = WordForm(request.POST if verb == "word" else None)
    plain = ReasonForm(request.POST if verb and verb != "word" else None)
    form = word if verb == "word" else plain
    done, status = "", 0
    if verb and form.is_valid():
        done, status = tried(form, lambda: _step(request, pk, verb, word, plain))
        if done:
            messages.success(request, done)
            return redirect(centre_reverse(request.centre, "jobs:desk_match", pk=pk))
        row.refresh_from_db()
    today = timezone.localdate()
    context = {
        "match": row,
        "post": row.post,
        "worker_phone": lists.worker_phone(request.actor, row),
        "employer_phone": lists.employer_phone(request.actor, row),
        "words": ClosingWord.objects.of(request.centre).filter(match=row).order_by("side"),
        "form": word,
        "plain": plain,
        "wages": ReasonForm(auto_id="wages_%s"),
        "sides": Side.choices,
        "is_talking": row.state in TALKING,
        "is_taken": row.state in TAKEN,
        "may_leave": row.state in {*TALKING, MatchState.AGREED},
        "may_work": row.state == MatchState.AGREED and row.post.starts_on <= today,
        "has_begun": row.post.starts_on <= today,
        "may_close": row.state == MatchState.WORKED,
    }
    return render(request, "jobs/desk/match.html", context, status=status or 200)


def _step(request: CentreRequest, pk: UUID, verb: str, word: WordForm, plain: ReasonForm) -> str:
    who: dict[str, Any] = {
        "centre": request.centre,
        "match_id": pk,
        "actor": request.actor,
        "at": timezone.now(),
    }
    said = plain.cleaned_data["reason"] if plain.is_bound else ""
    plain_verbs = {
        "contact": (actions.note_contact, "记下了，在联系。"),
        "agree": (actions.agree, "说好了，双方都能看到对方电话了。"),
        "worked": (actions.note_worked, "记下了，干完了。"),
        "close": (actions.close_match, "了结了。"),
    }
    if verb in plain_verbs:
        act, sentence = plain_verbs[verb]
        act(**who)
        return sentence
    if verb == "off":
        actions.call_off(reason=said, **who)
        return "记下了，没成。"
    if verb == "wages":
        opened = actions.raise_wages(text=said, **who)
        return f"立了诉求，编号 {opened.case.number}。"
    side = request.POST.get("side", "")
    if verb == "word" and side in Side.values:
        actions.say_word(side=side, channel="counter", **word.word(), **who)
        return "记下了。"
    return ""
