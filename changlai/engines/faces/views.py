"""The page behind a link of one tap, and what staff see: figures, words, answers for somebody."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.faces import actions, policies, queries
from changlai.engines.faces.forms import OWN, EnterForm, SpanForm, WordsForm
from changlai.engines.faces.sources import source_of
from changlai.engines.faces.states import PICTURES, Face
from changlai.foundation.people.public import CentreRequest, for_staff, open_to_all
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.metrics.public import hide_small, shown
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse

ROWS = [(face.value, face.label, PICTURES[face]) for face in Face]
PER_PAGE = 30


@open_to_all
def one(request: CentreRequest, token: str) -> HttpResponse:
    """Take one tap of whoever holds the link, and a few words if they like; no sign-in."""
    rows = queries.by_token(request.centre, token)
    row = get_object_or_404(rows, token=token)
    form = WordsForm(request.POST if "words" in request.POST else None)
    trouble, status = "", 200
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        try:
            actions.tap_face(
                centre=request.centre,
                token=token,
                actor=request.actor,
                at=timezone.now(),
                face=_face_in(request.POST.get("face", "")),
                words=form.cleaned_data["words"] if form.is_bound else None,
            )
        except RuleBroken as error:
            trouble, status = error.sentence, 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "谢谢您，记下了。")
            return redirect(centre_reverse(request.centre, "faces:one", token=token))
    # Whoever holds a slip reads that a face was tapped; the words are read by nobody but staff.
    context = {
        "asked": row,
        "form": form,
        "faces": ROWS,
        "trouble": trouble,
        "is_open": timezone.localdate() <= row.closes_on,
        "may_tap": policies.may_tap(request.actor, row),
        "may_enter": policies.may_enter(request.actor, row),
    }
    return render(request, "faces/one.html", context, status=status)


def _face_in(typed: str) -> int:
    return int(typed) if typed in {"1", "2", "3", "4"} else 0


@for_staff("faces.see")
def figures(request: CentreRequest) -> HttpResponse:
    """Show each service with who was asked, who answered, and what they said."""
    today = timezone.localdate()
    asked = SpanForm(request.GET)
    since, until = asked.days(today)
    form = asked
    if asked.is_valid():
        named = asked.cleaned_data["span"] or (
            OWN if asked.cleaned_data["since"] or asked.cleaned_data["until"] else "quarter"
        )
        form = SpanForm({"span": named, "since": since.isoformat(), "until": until.isoformat()})
    found = queries.face_figures(request.centre, since, until)
    hidden = hide_small([one.cells for one in found])
    rows = [
        {
            "figure": one,
            "asked": shown(one.counts.asked),
            "answered": shown(one.counts.answered),
            "cells": cells[: len(ROWS)],
            "opens": policies.may_read(request.actor, one.source.code),
        }
        for one, cells in zip(found, hidden, strict=False)
    ]
    context = {
        "form": form,
        "since": since,
        "until": until,
        "rows": rows,
        "titles": [face.label for face in Face],
        "has_any": any(one.counts.asked for one in found),
    }
    return render(request, "faces/desk/figures.html", context)


@for_staff("faces.see")
def service(request: CentreRequest, kind: str) -> HttpResponse:
    """Show those who work in a hall what was said in words, and who may still be asked."""
    source = source_of(request.centre, kind)
    if source is None or not policies.may_read(request.actor, kind):
        raise Http404
    rows = policies.visible_asked(request.actor).filter(kind=kind)
    waiting = rows.unanswered().open(timezone.localdate()).select_related("person")
    said = rows.filter(has_words=True).order_by("-answered_at", "-id")
    context = {
        "source": source,
        "page": page_of(request, waiting.order_by("-asked_at", "-id"), per=PER_PAGE),
        "said": said[:PER_PAGE],
    }
    return render(request, "faces/desk/service.html", context)


@for_staff("faces.see")
def enter(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Write down what somebody said on a slip, by telephone or at the counter."""
    rows = policies.visible_asked(request.actor).select_related("person")
    row = get_object_or_404(rows, pk=pk)
    initial: dict[str, Any] = {"face": row.face} if row.face else {}
    form, status = EnterForm(request.POST or None, initial=initial), 200
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.enter_face(
                centre=request.centre,
                asked_id=pk,
                actor=request.actor,
                at=timezone.now(),
                face=typed["face"],
                channel=typed["channel"],
                # What was said before is not wiped by a line left empty.
                words=typed["words"] or None,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "记下了。")
            return redirect(centre_reverse(request.centre, "faces:desk_service", kind=row.kind))
    context = {
        "asked": row,
        "form": form,
        "source": source_of(request.centre, row.kind),
        "is_open": timezone.localdate() <= row.closes_on,
        "may_enter": policies.may_enter(request.actor, row),
    }
    return render(request, "faces/desk/enter.html", context, status=status)


@for_staff("faces.see")
def slip(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Print the slip that goes home with somebody: four faces to circle, and a QR to tap."""
    row = get_object_or_404(policies.visible_asked(request.actor), pk=pk)
    context = {
        "asked": row,
        "faces": ROWS,
        "source": source_of(request.centre, row.kind),
        "path": centre_reverse(request.centre, "faces:one", token=row.token),
    }
    return render(request, "faces/desk/slip.html", context)
