"""Talents on the workbench: find them by words, write one down, ask somebody to come."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, choosing, for_staff
from changlai.halls.talents import actions, policies, queries
from changlai.halls.talents.forms import CardForm, DeskCardForm, InviteForm, OutcomeForm
from changlai.halls.talents.states import OPEN, Field, InvitationState, Wish
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.paging import page_of, words_of
from changlai.kernel.pages.routes import centre_reverse


def _who(request: CentreRequest) -> dict[str, Any]:
    return {"centre": request.centre, "actor": request.actor, "at": timezone.now()}


@for_staff("talents.see")
def cards(request: CentreRequest) -> HttpResponse:
    """List the cards in the order in which they were left; nobody stands before another."""
    words = words_of(request)
    field, wish = request.GET.get("field", ""), request.GET.get("wish", "")
    rows = queries.kept(policies.visible_cards(request.actor), timezone.localdate())
    found = queries.found_cards(rows, words=words, field=field, wish=wish)
    context = {
        "page": page_of(request, found.select_related("person__hamlet")),
        "words": words,
        "field": field,
        "wish": wish,
        "fields": Field.choices,
        "wishes": Wish.choices,
        "is_narrowed": bool(words or field or wish),
    }
    return render(request, "talents/desk/cards.html", context)


@for_staff("talents.see")
def card_add(request: CentreRequest) -> HttpResponse:
    """Write a card down for somebody who telephoned, came, or left a sheet of paper."""
    chosen = choosing(request)
    form, status = DeskCardForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            if chosen["person"] is None:
                raise BadInput("请先找到是哪位村民；名单上没有的，先到“居民”里添上。")
            row = actions.leave_card(
                **_who(request),
                person=chosen["person"],
                talent=form.talent(),
                agrees=form.cleaned_data["agrees"],
                form_id=form.once,
                channel=form.cleaned_data["channel"],
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "登记好了，留12个月。")
            return redirect(centre_reverse(request.centre, "talents:desk_card", pk=row.pk))
    return render(request, "talents/desk/card_add.html", chosen | {"form": form}, status=status)


@for_staff("talents.see")
def card(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show a card with the number to ring; note whom to ask for what, and what came of it."""
    rows = queries.kept(policies.visible_cards(request.actor), timezone.localdate())
    row = get_object_or_404(rows.select_related("person__hamlet", "entered_by"), pk=pk)
    verb = request.POST.get("verb", "")
    invite = InviteForm(request.POST if verb == "invite" else None)
    outcome = OutcomeForm(request.POST if verb == "outcome" else None)
    trouble, status = "", 200
    if request.method == "POST":
        try:
            done = _act(request, pk, verb, invite, outcome)
        except RuleBroken as error:
            trouble, status = error.sentence, 200 if isinstance(error, BadInput) else 409
        else:
            if done:
                messages.success(request, done)
            gone = verb == "take_back"
            return redirect(
                centre_reverse(request.centre, "talents:desk_cards")
                if gone
                else centre_reverse(request.centre, "talents:desk_card", pk=pk)
            )
    invitations = [
        (one, one.state in OPEN) for one in row.invitations.select_related("asked_by")[:30]
    ]
    context = {
        "card": row,
        "number": queries.number_of(row),
        "invite": invite,
        "trouble": trouble,
        "invitations": invitations,
        "outcomes": [one for one in InvitationState.choices if one[0] != InvitationState.ASKED],
        "confirm": request.GET.get("confirm", ""),
    }
    return render(request, "talents/desk/card.html", context, status=status)


def _act(
    request: CentreRequest, pk: UUID, verb: str, invite: InviteForm, outcome: OutcomeForm
) -> str:
    who = _who(request)
    if verb == "seen":
        actions.see_card(**who, card_id=pk)
        return "好的，看过了。"
    if verb == "renew":
        actions.renew_card(**who, card_id=pk)
        return "再留一年。"
    if verb == "take_back":
        actions.take_back_card(**who, card_id=pk)
        return "按本人的意思删掉了。"
    if verb == "invite":
        if not invite.is_valid():
            raise BadInput(str(next(iter(invite.errors.values()))[0]))
        actions.invite(**who, card_id=pk, about=invite.cleaned_data["about"], form_id=invite.once)
        return "记下了，联系以后回来记一笔。"
    if verb == "outcome" and outcome.is_valid():
        rows = policies.visible_invitations(request.actor).filter(card_id=pk)
        key = request.POST.get("invitation", "")
        row = get_object_or_404(rows, pk=UUID(key) if _is_key(key) else None)
        actions.note_outcome(**who, invitation_id=row.pk, **outcome.cleaned_data)
        return "记下了。"
    raise BadInput


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@for_staff("talents.see")
def card_change(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change what a card says, as its owner wishes."""
    rows = queries.kept(policies.visible_cards(request.actor), timezone.localdate())
    row = get_object_or_404(rows.select_related("person"), pk=pk)
    form, status = CardForm(request.POST or None, card=row), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_card(**_who(request), card_id=pk, talent=form.talent())
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "改好了。")
            return redirect(centre_reverse(request.centre, "talents:desk_card", pk=pk))
    context = {"card": row, "form": form}
    return render(request, "talents/desk/card_change.html", context, status=status)
