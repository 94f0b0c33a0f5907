"""One's own at the gig station: the card, the work one offers, the work one goes to."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.areas.public import hamlets
from changlai.foundation.people.public import CentreRequest, for_residents, person_for
from changlai.halls.jobs import actions, policies
from changlai.halls.jobs.forms import CardForm, NewCardForm, OfferForm, ReasonForm, WordForm
from changlai.halls.jobs.models import ClosingWord, JobMatch
from changlai.halls.jobs.queries import lists
from changlai.halls.jobs.states import LIVE, TAKEN, TALKING, MatchState, PostState, Side
from changlai.halls.jobs.views.trying import tried
from changlai.kernel.pages.routes import centre_reverse


def _lists_of(request: CentreRequest) -> dict[str, Any]:
    return {"words": lists.skill_words(request.centre), "hamlets": hamlets(request.centre)}


@for_residents
def offer(request: CentreRequest) -> HttpResponse:
    """Hand work in; nobody reads of it before the centre looked."""
    own = policies.visible_employers(request.actor, request.centre)
    employer = own.filter(person_id=request.actor.for_person_id).first()
    form = OfferForm(
        request.POST if request.method == "POST" else None, employer=employer, **_lists_of(request)
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        post, status = tried(
            form,
            lambda: actions.offer_work(
                centre=request.centre,
                person=person_for(request.actor),
                employer=form.employer(),
                work=form.work(),
                actor=request.actor,
                at=timezone.now(),
                form_id=form.once,
                channel=request.actor.channel,
            ),
        )
        if post is not None:
            messages.success(request, "交上来了，中心核实以后发布。")
            return redirect(centre_reverse(request.centre, "jobs:my_post", pk=post.pk))
    return render(request, "jobs/resident/offer.html", {"form": form}, status=status or 200)


@for_residents
def card(request: CentreRequest) -> HttpResponse:
    """Make one's card, change it, keep it for longer, delete it."""
    row = policies.own_cards(request.actor).first()
    verb = request.POST.get("verb", "")
    form_class = CardForm if row is not None else NewCardForm
    typed = request.POST if request.method == "POST" and verb not in {"renew", "delete"} else None
    form = form_class(typed, **_lists_of(request) | ({"card": row} if row else {}))
    status = 200
    done = ""
    who: dict[str, Any] = {
        "centre": request.centre,
        "actor": request.actor,
        "at": timezone.now(),
    }
    if verb == "delete" and row is not None:
        actions.delete_card(card_id=row.pk, **who)
        done = "求职卡删掉了。"
    elif verb == "renew" and row is not None:
        actions.renew_card(card_id=row.pk, **who)
        done = "好的，再留90天。"
    elif typed is not None and form.is_valid():
        made, status = tried(form, lambda: _put_card(request, form, row, who))
        done = "记下了，有合适的活就告诉您。" if made else ""
    if done:
        messages.success(request, done)
        return redirect(centre_reverse(request.centre, "jobs:card"))
    context = {"card": row, "form": form, "confirm": request.GET.get("confirm", "")}
    return render(request, "jobs/resident/card.html", context, status=status or 200)


def _put_card(request: CentreRequest, form: Any, row: Any, who: dict[str, Any]) -> Any:
    if row is not None:
        return actions.change_card(card_id=row.pk, offer=form.offer(), **who)
    return actions.make_card(
        person=person_for(request.actor),
        offer=form.offer(),
        birth_year=form.cleaned_data["birth_year"],
        had_birthday=form.cleaned_data["had_birthday"],
        form_id=form.once,
        channel=request.actor.channel,
        **who,
    )


@for_residents
def my_post(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show what one offered: whether it stands, who comes, and from then on their number."""
    rows = policies.own_posts(request.actor)
    row = get_object_or_404(lists.with_taken(rows), pk=pk)
    matches = list(
        JobMatch.objects.of(request.centre)
        .filter(post=row)
        .select_related("person", "card")
        .order_by("made_at", "id")
    )
    for one in matches:
        one.post = row
    taken = [
        (one, lists.worker_phone(request.actor, one), _word_on(request, one))
        for one in matches
        if one.is_taken
    ]
    reason = ReasonForm(request.POST if request.POST.get("verb") == "close" else None)
    done, status = "", 0
    who: dict[str, Any] = {"centre": request.centre, "actor": request.actor, "at": timezone.now()}
    if reason.is_bound and reason.is_valid():
        ended, status = tried(
            reason,
            lambda: actions.close_post(post_id=pk, reason=reason.cleaned_data["reason"], **who),
        )
        done = "好的，不招了。" if ended else ""
    for one, _, form in taken:
        if form.is_bound and form.is_valid():
            done, status = tried(form, partial(_say, one, form, who))
    if done:
        messages.success(request, done)
        return redirect(centre_reverse(request.centre, "jobs:my_post", pk=pk))
    context = {
        "post": row,
        "taken": taken,
        "talking": sum(1 for one in matches if one.state in TALKING),
        "reason": reason,
        "confirm": request.GET.get("confirm", ""),
        "may_end": row.state in {PostState.DRAFT, *LIVE},
    }
    return render(request, "jobs/resident/my_post.html", context, status=status or 200)


def _word_on(request: CentreRequest, match: JobMatch) -> WordForm:
    """Return the form for the employer's word on one of several, with what was just typed on it."""
    is_sent = request.POST.get("verb") == "word" and request.POST.get("match") == str(match.pk)
    return WordForm(request.POST if is_sent else None, auto_id=f"word_{match.pk.hex}_%s")


def _say(match: JobMatch, form: WordForm, who: dict[str, Any]) -> str:
    actions.say_word(match_id=match.pk, side=Side.EMPLOYER, **form.word(), **who)
    return "记下了，谢谢您。"


@for_residents
def match(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show the work one may go to, from agreed on with whom to ring up, and what one can do now."""
    rows = policies.own_matches(request.actor)
    rows = rows.select_related("post__employer", "post__hamlet", "voice_record")
    row = get_object_or_404(rows, pk=pk)
    verb = request.POST.get("verb", "")
    form = WordForm(request.POST if verb == "word" else None)
    plain = ReasonForm(request.POST if verb and verb != "word" else None)
    done, status = "", 0
    if verb and (form if verb == "word" else plain).is_valid():
        done, status = tried(
            form if verb == "word" else plain, lambda: _match_step(request, pk, verb, form, plain)
        )
    if done:
        messages.success(request, done)
        return redirect(centre_reverse(request.centre, "jobs:match", pk=pk))
    if status:
        row.refresh_from_db()
    context = {
        "match": row,
        "post": row.post,
        "phone": lists.employer_phone(request.actor, row),
        "form": form,
        "plain": plain,
        "word": ClosingWord.objects.of(request.centre).filter(match=row, side=Side.WORKER).first(),
        "confirm": request.GET.get("confirm", ""),
        "is_taken": row.state in TAKEN,
        "may_leave": row.state in {*TALKING, MatchState.AGREED},
        "has_begun": row.post.starts_on <= timezone.localdate(),
    }
    return render(request, "jobs/resident/match.html", context, status=status or 200)


def _match_step(
    request: CentreRequest, pk: UUID, verb: str, form: WordForm, plain: ReasonForm
) -> str:
    who: dict[str, Any] = {
        "centre": request.centre,
        "match_id": pk,
        "actor": request.actor,
        "at": timezone.now(),
    }
    said = plain.cleaned_data["reason"] if plain.is_bound else ""
    if verb == "yes":
        actions.note_contact(**who)
        return "好的，中心问过主家就给您回话。"
    if verb == "off":
        actions.call_off(reason=said, **who)
        return "好的，不去了。"
    if verb == "worked":
        actions.note_worked(**who)
        return "记下了，辛苦了。"
    if verb == "word":
        actions.say_word(side=Side.WORKER, **form.word(), channel=request.actor.channel, **who)
        return "记下了，谢谢您。"
    if verb == "wages":
        opened = actions.raise_wages(text=said, **who)
        return f"立了诉求，编号 {opened.case.number}，有人办，也有期限。"
    return ""
