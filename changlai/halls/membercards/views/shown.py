"""What anybody sees: the cards, one card, its photograph; nothing of it is kept by a browser."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from changlai.foundation.people.public import (
    CentreRequest,
    for_residents,
    open_to_all,
    person_for,
)
from changlai.halls.membercards.actions import ask_contact
from changlai.halls.membercards.forms import ContactForm
from changlai.halls.membercards.models import MemberCard
from changlai.halls.membercards.queries import Shown, grouped, shown_card, shown_cards
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.files.public import open_file
from changlai.kernel.pages.routes import centre_reverse

View = Callable[..., HttpResponseBase]


def never_kept(view: View) -> View:
    """Let no browser, worker or proxy keep a page: the consent may be gone by the next one."""

    @wraps(view)
    def sent(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return sent


def _found(centre: Any, pk: UUID) -> tuple[MemberCard, Shown]:
    found = shown_card(centre, pk)
    if found is None:
        raise Http404
    return found


@open_to_all
@never_kept
def cards(request: HttpRequest) -> HttpResponse:
    """Show the cards by branch group, each with what its person consents to now."""
    found = shown_cards(request.centre)  # type: ignore[attr-defined]
    return render(request, "membercards/resident/cards.html", {"groups": grouped(found)})


@open_to_all
@never_kept
def card(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one card with the way to be put in touch by the centre."""
    _, shown = _found(request.centre, pk)  # type: ignore[attr-defined]
    return render(request, "membercards/resident/card.html", {"card": shown})


@open_to_all
@never_kept
@require_safe
def photo(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Send a photograph while its person consents to it, and never a moment longer."""
    row, shown = _found(request.centre, pk)  # type: ignore[attr-defined]
    if not shown.has_photo:
        raise Http404
    return picture(row)


def picture(row: MemberCard) -> HttpResponse:
    """Send the photograph of a row; whoever calls has asked whether it may be seen."""
    if row.photo is None:
        raise Http404
    try:
        with open_file(row.photo) as content:
            body = content.read()
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(body, content_type=row.photo.content_type)
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@for_residents
def contact(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Ask the centre to put one in touch with a member."""
    _, shown = _found(request.centre, pk)
    form, status = ContactForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        came = request.actor.channel
        try:
            opened = ask_contact(
                centre=request.centre,
                card_id=pk,
                text=form.cleaned_data["text"],
                actor=request.actor,
                person=person_for(request.actor),
                channel=came if came in {"counter", "phone", "visit"} else "online",
                at=timezone.now(),
                form_id=form.once,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "告诉中心了，会有人联系您。")
            name = opened.case.rules.url_name
            return redirect(centre_reverse(request.centre, name, pk=opened.case.pk))
    context = {"card": shown, "form": form}
    return render(request, "membercards/resident/contact.html", context, status=status)
