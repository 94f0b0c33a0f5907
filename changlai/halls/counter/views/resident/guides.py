"""我要办: what the centre does, on one plain page each, and entrusting it from there."""

from typing import Any
from uuid import UUID

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, Scope, for_residents, open_to_all
from changlai.halls.counter.actions.requests import make_request, version_now
from changlai.halls.counter.forms.requests import AskForm
from changlai.halls.counter.policies import visible_items
from changlai.halls.counter.queries import finding
from changlai.halls.counter.states import Audience, ItemLevel, LifeEvent
from changlai.halls.counter.views.resident.own import RECEIPT
from changlai.halls.counter.wishes import Paper
from changlai.kernel.errors import BadInput, NotAllowed, RuleBroken
from changlai.kernel.pages.paging import words_of
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.schemas.public import Schema, SchemaForm

NOT_YOURS = "对方没有把办事委托给您。要代办，请对方在“我的”里加上这一项。"


@open_to_all
def items(request: CentreRequest) -> HttpResponse:
    """Find a service by the words people use, by part of life, by whom it is for."""
    words, audience = words_of(request), request.GET.get("for", "")
    event = request.GET.get("event", "")
    rows = visible_items(request.actor, request.centre).offered()
    found = finding.found_items(request.centre, finding.with_days(rows), words, audience, event)
    context = {
        "words": words,
        "audience": audience if audience in Audience.values else "",
        "audiences": Audience.choices,
        "event": event if event in LifeEvent.values else "",
        "events": LifeEvent.choices,
        "shelves": finding.shelves(found),
        "is_narrowed": bool(words or audience or event),
    }
    return render(request, "counter/resident/items.html", context)


@open_to_all
def item(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one service plainly: can I, what to bring, how long, whom, may I stay at home."""
    row = get_object_or_404(visible_items(request.actor, request.centre), pk=pk)
    version = version_now(row)
    context = {
        "item": row,
        "version": version,
        "papers": [Paper.parse(one) for one in version.materials],
        "may_entrust": row.is_active and row.level != ItemLevel.GUIDE,
    }
    return render(request, "counter/resident/item.html", context)


@for_residents
def ask(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Entrust this matter to the centre; the item's own questions stand on the same page."""
    if not request.actor.acts_within(Scope.SERVICES):
        raise NotAllowed(NOT_YOURS)
    rows = visible_items(request.actor, request.centre).offered().exclude(level=ItemLevel.GUIDE)
    row = get_object_or_404(rows, pk=pk)
    version = version_now(row)
    typed = request.POST if request.method == "POST" else None
    form = AskForm(typed)
    questions = SchemaForm(Schema.parse(version.schema), typed, prefix="q")
    status = 200
    if request.method == "POST" and all([form.is_valid(), questions.is_valid()]):
        said = form.cleaned_data
        try:
            opened = make_request(
                centre=request.centre,
                item_id=row.pk,
                actor=request.actor,
                at=timezone.now(),
                answers=questions.answers(),
                words=said["words"],
                phone=said["phone"],
                form_id=form.once,
            )
        except RuleBroken as error:
            form.add_error("phone" if "号码" in error.sentence else None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            token = signing.dumps([str(opened.case.pk), opened.code], salt=RECEIPT)
            return redirect(centre_reverse(request.centre, "counter:receipt", token=token))
    context: dict[str, Any] = {
        "item": row,
        "version": version,
        "form": form,
        "questions": questions,
        "papers": [Paper.parse(one) for one in version.materials],
    }
    return render(request, "counter/resident/ask.html", context, status=status)
