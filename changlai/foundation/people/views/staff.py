"""The workbench's pages of staff: roles, first passwords, what a role needs, the duty roster."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date

from changlai.foundation.areas.public import Centre
from changlai.foundation.people import policies, queries
from changlai.foundation.people.actions import duty as roster
from changlai.foundation.people.actions import roles as naming
from changlai.foundation.people.forms import GrantForm, ReasonForm, StaffForm
from changlai.foundation.people.models import Account, RoleGrant, RoleSetting
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.foundation.people.states import DayPart, DutyKind
from changlai.kernel.errors import BadInput
from changlai.kernel.pages.routes import centre_reverse


def _grantable(request: CentreRequest) -> list[str]:
    centre_id = request.centre.pk
    return [
        role.value
        for role in queries.working_roles()
        if policies.may_grant(request.actor, centre_id, role)
    ]


def _needing(centre: Centre | None) -> set[str]:
    """Return the roles for which the platform (None), or a centre itself, asks a second proof."""
    rows = RoleSetting.objects.filter(centre=centre, needs_second_factor=True)
    return set(rows.values_list("role", flat=True))


@for_staff("centre.manage")
def roles(request: CentreRequest, **rest: Any) -> HttpResponse:
    """List who holds which role until when, and what each role needs at sign-in."""
    today = timezone.localdate()
    grants = list(queries.staff_grants(request.centre))
    everywhere, here = _needing(None), _needing(request.centre)
    context = {
        "live": [
            {"row": row, "may_end": policies.may_grant(request.actor, row.centre_id, row.role)}
            for row in grants
            if row.ended_at is None and row.ends_on >= today
        ],
        "ended": [row for row in grants if row.ended_at is not None or row.ends_on < today],
        "settings": [
            {
                "role": role.value,
                "title": role.label,
                "needs": role in everywhere or role in here,
                "is_fixed": role in everywhere,
            }
            for role in queries.working_roles()
        ],
    }
    return render(request, "people/roles.html", context)


@for_staff("centre.manage")
def staff_add(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Make a staff account with its first role; the first password is shown once."""
    today = timezone.localdate()
    form = StaffForm(
        request.POST or None,
        roles=_grantable(request),
        initial={"starts_on": today, "ends_on": today + timedelta(days=365)},
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            account, password = naming.make_staff_with_role(
                centre=request.centre, actor=request.actor, at=timezone.now(), **typed
            )
        except BadInput as error:
            form.add_error(None, error.sentence)
        else:
            context = {"account": account, "password": password}
            return render(request, "people/staff_password.html", context)
    return render(request, "people/staff_form.html", {"form": form})


@for_staff("centre.manage")
def role_grant(request: CentreRequest, pk: UUID, **rest: Any) -> HttpResponse:
    """Give one more role to someone who serves, or served, here."""
    account = _staff_account(request, pk)
    today = timezone.localdate()
    form = GrantForm(
        request.POST or None,
        roles=_grantable(request),
        initial={"starts_on": today, "ends_on": today + timedelta(days=365)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            naming.grant_role(
                account=account,
                centre=request.centre,
                actor=request.actor,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except BadInput as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "角色已授予。")
            return redirect(centre_reverse(request.centre, "people:roles"))
    return render(request, "people/role_grant.html", {"form": form, "account": account})


def _staff_account(request: CentreRequest, pk: UUID) -> Account:
    served = RoleGrant.objects.filter(centre=request.centre).values("account_id")
    return get_object_or_404(Account.objects.filter(is_active=True, pk__in=served), pk=pk)


@for_staff("centre.manage")
def role_end(request: CentreRequest, pk: UUID, **rest: Any) -> HttpResponse:
    """End a role before its term, with the reason."""
    grant = get_object_or_404(queries.staff_grants(request.centre), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        naming.end_role(
            grant_id=pk,
            centre=request.centre,
            actor=request.actor,
            at=timezone.now(),
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, "角色已结束。")
        return redirect(centre_reverse(request.centre, "people:roles"))
    return render(request, "people/role_end.html", {"form": form, "grant": grant})


@for_staff("centre.manage")
def staff_reset(request: CentreRequest, pk: UUID, **rest: Any) -> HttpResponse:
    """Give someone who forgot the password a new first one, shown once."""
    account = _staff_account(request, pk)
    if request.method == "POST":
        account, password = naming.reset_password(
            centre=request.centre,
            account_id=pk,
            actor=request.actor,
            at=timezone.now(),
            with_factors=bool(request.POST.get("with_factors")),
        )
        context = {"account": account, "password": password}
        return render(request, "people/staff_password.html", context)
    return render(request, "people/staff_reset.html", {"account": account})


@for_staff("centre.manage")
def role_settings(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Keep which roles need a second proof; only what changed is written."""
    if request.method != "POST":
        raise Http404
    chosen, here = set(request.POST.getlist("needs")), _needing(request.centre)
    for role in queries.working_roles():
        if (role.value in chosen) != (role.value in here):
            naming.set_role_setting(
                centre=request.centre,
                role=role,
                needs_second_factor=role.value in chosen,
                actor=request.actor,
                at=timezone.now(),
            )
    messages.success(request, "已保存，下次登录起生效。")
    return redirect(centre_reverse(request.centre, "people:roles"))


@for_staff()
def duty(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Show a week's roster; who keeps it changes one part of a day at a time."""
    monday = _monday(request)
    days = [monday + timedelta(days=ahead) for ahead in range(7)]
    turns: dict[tuple[date, str, str], list[Any]] = {}
    for turn in queries.duty_week(request.centre, days[0], days[-1]):
        turns.setdefault((turn.day, turn.part, turn.kind), []).append(turn.account.shown_name)
    rows = [
        {
            "day": day,
            "parts": [
                {
                    "part": part.value,
                    "title": part.label,
                    "phone": "、".join(turns.get((day, part.value, DutyKind.PHONE), [])),
                    "here": "、".join(turns.get((day, part.value, DutyKind.HERE), [])),
                }
                for part in DayPart
            ],
        }
        for day in days
    ]
    context = {
        "rows": rows,
        "monday": monday,
        "today": timezone.localdate(),
        "earlier": monday - timedelta(days=7),
        "later": monday + timedelta(days=7),
        "may_manage": policies.may_manage_duty(request.actor, request.centre.pk),
    }
    return render(request, "people/duty.html", context)


def _monday(request: CentreRequest) -> date:
    try:
        day = parse_date(request.GET.get("week", "")) or timezone.localdate()
        return day - timedelta(days=day.weekday())
    except (ValueError, OverflowError):
        today = timezone.localdate()
        return today - timedelta(days=today.weekday())


@for_staff("duty.manage")
def duty_set(request: CentreRequest, day: str, part: str, **rest: Any) -> HttpResponse:
    """Choose who answers the telephone and who is here on one part of a day."""
    try:
        on = parse_date(day)
    except ValueError:
        on = None
    if on is None or part not in DayPart.values:
        raise Http404
    at = timezone.now()
    staff = list(queries.staff_of(request.centre, at=at))
    if request.method == "POST":
        known = {str(account.pk): account.pk for account in staff}
        for kind in DutyKind:
            chosen = [known[key] for key in request.POST.getlist(kind.value) if key in known]
            roster.set_duty(
                centre=request.centre,
                day=on,
                part=part,
                kind=kind,
                account_ids=chosen,
                actor=request.actor,
                at=at,
            )
        messages.success(request, "值班表已保存。")
        return redirect(f"{centre_reverse(request.centre, 'people:duty')}?week={on.isoformat()}")
    there: dict[str, set[UUID]] = {kind.value: set() for kind in DutyKind}
    for turn in queries.duty_week(request.centre, on, on):
        if turn.part == part:
            there[turn.kind].add(turn.account_id)
    context = {
        "day": on,
        "part": DayPart(part).label,
        "kinds": [
            {
                "code": kind.value,
                "title": kind.label,
                "rows": [
                    {
                        "value": account.pk,
                        "title": account.shown_name,
                        "is_on": account.pk in there[kind.value],
                    }
                    for account in staff
                ],
            }
            for kind in DutyKind
        ],
    }
    return render(request, "people/duty_set.html", context)
