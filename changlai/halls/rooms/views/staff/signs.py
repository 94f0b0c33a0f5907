"""Signs on the workbench: the register with its limits, one sign, merge or clear."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.foundation.places.public import visible_rooms
from changlai.halls.rooms.actions.things import (
    clear_sign,
    keep_sign,
    mark_to_merge,
    put_sign,
    set_sign_limit,
)
from changlai.halls.rooms.forms.things import ClearForm, LimitForm, SignForm
from changlai.halls.rooms.models import Sign, SignLimit
from changlai.halls.rooms.queries.things import limits_on, overhangs, signs, without_basis
from changlai.halls.rooms.things import HANGING
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.files.public import IMAGES, file_url, keep_file
from changlai.kernel.pages.routes import centre_reverse


def _status(error: RuleBroken) -> int:
    return 200 if isinstance(error, BadInput) else 409


@for_staff("rooms.see")
def listing(request: CentreRequest) -> HttpResponse:
    """List the signs; say where too many hang and for which nobody wrote down why."""
    show = request.GET.get("show", "")
    rows = signs(request.centre)
    today = timezone.localdate()
    if show == "basis":
        rows = without_basis(request.centre).order_by("-position", "installed_on", "id")
    elif show != "all":
        rows = rows.filter(state__in=HANGING)
    context = {
        "rows": list(rows[:500]),
        "show": show,
        "overhangs": overhangs(request.centre, today),
        "bare": without_basis(request.centre).count(),
        "rooms": visible_rooms(request.actor, request.centre).active(),
        "may_manage": request.actor.can("places.manage"),
    }
    return render(request, "rooms/desk/signs.html", context)


@for_staff("places.manage")
def add(request: CentreRequest) -> HttpResponse:
    """Register a sign."""
    return _put(request, None)


@for_staff("places.manage")
def change(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change what is said of a sign."""
    return _put(request, get_object_or_404(signs(request.centre), pk=pk))


def _put(request: CentreRequest, row: Any) -> HttpResponse:
    rooms = visible_rooms(request.actor, request.centre)
    form = SignForm(request.POST or None, request.FILES or None, rooms=rooms, row=row)
    status = 200
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        upload = said.pop("photo")
        try:
            photo = upload and keep_file(
                centre=request.centre,
                upload=upload,
                purpose="sign",
                actor_id=request.actor.account_id,
                at=timezone.now(),
                allowed=IMAGES,
            )
            sign = put_sign(
                centre=request.centre,
                actor=request.actor,
                sign_id=row.pk if row else None,
                photo=photo or None,
                **said,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = _status(error)
        else:
            messages.success(request, "已保存。")
            return redirect(centre_reverse(request.centre, "rooms:desk_sign", pk=sign.pk))
    return render(request, "rooms/desk/sign_put.html", {"form": form, "row": row}, status=status)


@for_staff("rooms.see")
def sign(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show a sign; where too many hang, name the rule and offer to merge or clear."""
    row = get_object_or_404(signs(request.centre), pk=pk)
    over = [
        one
        for one in overhangs(request.centre, timezone.localdate())
        if one.position == row.position and row.state in HANGING
    ]
    same: Any = Sign.objects.of(request.centre).hanging().filter(position=row.position)
    context = {
        "row": row,
        "over": over[0] if over else None,
        "others": same.exclude(pk=row.pk).order_by("installed_on", "id") if over else [],
        "photo": file_url(row.photo) if row.photo else "",
        "is_hanging": row.state in HANGING,
        "may_manage": request.actor.can("places.manage"),
    }
    return render(request, "rooms/desk/sign.html", context)


@for_staff("places.manage")
def mark(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Say that a sign is to be merged or stays; takes a form only."""
    row = get_object_or_404(signs(request.centre), pk=pk)
    if request.method != "POST":
        raise Http404
    act = keep_sign if request.POST.get("verb") == "keep" else mark_to_merge
    try:
        act(centre=request.centre, sign_id=row.pk, actor=request.actor)
    except RuleBroken as error:
        messages.error(request, error.sentence)
    return redirect(centre_reverse(request.centre, "rooms:desk_sign", pk=row.pk))


@for_staff("places.manage")
def clear(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Take a sign down, or merge it into another one."""
    row = get_object_or_404(signs(request.centre), pk=pk)
    others: Any = Sign.objects.of(request.centre).hanging().exclude(pk=row.pk)
    form = ClearForm(
        request.POST or None, others=others, initial={"removed_on": timezone.localdate()}
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["merged_into"]
        try:
            clear_sign(
                centre=request.centre,
                sign_id=row.pk,
                actor=request.actor,
                removed_on=form.cleaned_data["removed_on"],
                merged_into=into.pk if into else None,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = _status(error)
        else:
            messages.success(request, "已合并。" if into else "已清理。")
            return redirect(centre_reverse(request.centre, "rooms:desk_signs"))
    return render(request, "rooms/desk/sign_clear.html", {"row": row, "form": form}, status=status)


@for_staff("places.manage")
def limits(request: CentreRequest) -> HttpResponse:
    """Show the rules on how many signs may hang, with their source; write a new one down."""
    form = LimitForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            set_sign_limit(centre=request.centre, actor=request.actor, **form.cleaned_data)
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = _status(error)
        else:
            messages.success(request, "规定记下了。")
            return redirect(centre_reverse(request.centre, "rooms:desk_sign_limits"))
    context = {
        "form": form,
        "rows": SignLimit.objects.of(request.centre).order_by("position", "-valid_from"),
        "now": {one.pk for one in limits_on(request.centre, timezone.localdate()).values()},
    }
    return render(request, "rooms/desk/sign_limits.html", context, status=status)
