"""今天谁在, for everybody and for the door; and what a colleague helps with, in one field."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.areas.public import opening
from changlai.foundation.people import policies, queries
from changlai.foundation.people.actions.helping import LONGEST, set_helps
from changlai.foundation.people.board import board, helps_of
from changlai.foundation.people.models import Account
from changlai.foundation.people.names import first_name
from changlai.foundation.people.public import CentreRequest, for_staff, open_to_all
from changlai.kernel.errors import BadInput
from changlai.kernel.pages.routes import centre_reverse


class HelpsForm(forms.Form):
    """What one helps with, in a few words."""

    helps = forms.CharField(
        label="能帮什么",
        max_length=LONGEST,
        required=False,
        help_text="例如：医保、养老、开证明。大家在“今天谁在”上看得到，空着也行。",
    )


def _board(request: CentreRequest) -> dict[str, Any]:
    at = timezone.now()
    days = board(request.centre, at)
    return {"today": days[0], "later": days[1:], "opening": opening(request.centre, at)}


@open_to_all
def who(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Show who is here today and this week, what they help with, and whom to ring up."""
    return render(request, "people/who.html", _board(request))


@open_to_all
def who_paper(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Show the same as a sheet of A4 for the door."""
    return render(request, "people/who_paper.html", _board(request))


@for_staff()
def helps(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Say what I help with; who keeps the roster sees what colleagues said, and changes it."""
    account: Account = request.user  # type: ignore[assignment]
    at = timezone.now()
    colleagues = list(queries.staff_of(request.centre, at=at))
    said = helps_of(request.centre, [one.pk for one in colleagues])
    may_manage = policies.may_manage_duty(request.actor, request.centre.pk)
    context = {
        "called": first_name(account.shown_name),
        "rows": [
            (one, first_name(one.shown_name), said.get(one.pk, ""))
            for one in colleagues
            if may_manage and one.pk != account.pk
        ],
    }
    return _put(request, account, said.get(account.pk, ""), "people/helps.html", context)


@for_staff("duty.manage")
def helps_of_one(request: CentreRequest, pk: UUID, **rest: Any) -> HttpResponse:
    """Say what a colleague helps with, for one who does not."""
    row = get_object_or_404(queries.staff_of(request.centre, at=timezone.now()), pk=pk)
    said = helps_of(request.centre, [pk]).get(pk, "")
    context = {"account": row, "called": first_name(row.shown_name)}
    return _put(request, row, said, "people/helps_one.html", context)


def _put(
    request: CentreRequest, account: Account, said: str, template: str, context: dict[str, Any]
) -> HttpResponse:
    form = HelpsForm(request.POST or None, initial={"helps": said})
    if request.method == "POST" and form.is_valid():
        try:
            set_helps(
                centre=request.centre,
                account_id=account.pk,
                helps=form.cleaned_data["helps"],
                actor=request.actor,
                at=timezone.now(),
            )
        except BadInput as error:
            form.add_error("helps", error.sentence)
        else:
            messages.success(request, "已保存，“今天谁在”上就是这样写的。")
            return redirect(centre_reverse(request.centre, "people:helps"))
    return render(request, template, {"form": form, **context})
