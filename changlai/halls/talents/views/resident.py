"""One's own card: leave it, change it, keep it for longer, take it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_residents, person_for
from changlai.halls.talents import actions, policies
from changlai.halls.talents.forms import CardForm, NewCardForm
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.routes import centre_reverse


@for_residents
def card(request: CentreRequest) -> HttpResponse:
    """Show one's card and its form; without one, ask what one can do and whether one agrees."""
    row = policies.own_cards(request.actor).first()
    verb = request.POST.get("verb", "")
    typed = request.POST if verb == "put" else None
    form = CardForm(typed, card=row) if row is not None else NewCardForm(typed)
    trouble, status = "", 200
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        try:
            done = _act(request, row, verb, form)
        except RuleBroken as error:
            status = 200 if isinstance(error, BadInput) else 409
            if form.is_bound:
                form.add_error(None, error.sentence)
            else:
                trouble = error.sentence
        else:
            if done:
                messages.success(request, done)
                return redirect(centre_reverse(request.centre, "talents:card"))
    context = {
        "card": row,
        "form": form,
        "trouble": trouble,
        "confirm": request.GET.get("confirm", ""),
        "is_delegate": request.actor.is_delegate,
    }
    return render(request, "talents/resident/card.html", context, status=status)


def _act(request: CentreRequest, row: Any, verb: str, form: Any) -> str:
    who: dict[str, Any] = {
        "centre": request.centre,
        "actor": request.actor,
        "at": timezone.now(),
    }
    if row is not None and verb == "renew":
        actions.renew_card(**who, card_id=row.pk)
        return "好的，再留一年。"
    if row is not None and verb == "take_back":
        actions.take_back_card(**who, card_id=row.pk)
        return "撤回了，写的都删掉了。"
    if not form.is_bound:
        return ""
    if row is not None:
        actions.change_card(**who, card_id=row.pk, talent=form.talent())
        return "改好了。"
    person = person_for(request.actor)
    if person is None:
        return ""
    actions.leave_card(
        **who,
        person=person,
        talent=form.talent(),
        agrees=form.cleaned_data["agrees"],
        form_id=form.once,
        channel=request.actor.channel,
    )
    return "登记好了，有事中心会找您。谢谢您愿意帮忙。"
