"""A resident's own corner: my entry, my delegates, consent and privacy, leaving."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people import queries
from changlai.foundation.people.actions import acting, signing_in
from changlai.foundation.people.actions.residents import edit_person
from changlai.foundation.people.forms import CloseAccountForm, DelegationForm, OwnEntryForm
from changlai.foundation.people.models import Account, Delegation, Person
from changlai.foundation.people.public import CentreRequest, for_residents
from changlai.foundation.people.states import Channel, Matter, Scope
from changlai.kernel.errors import BadInput
from changlai.kernel.pages.routes import centre_reverse


def person_in(request: CentreRequest) -> Person:
    """Return whose corner it is; leave to act in a matter is not leave to look around in it."""
    if request.actor.is_delegate:
        raise Http404
    person = queries.person_for(request.actor)
    if person is None:
        raise Http404
    return person


@for_residents
def me(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Show my entry and let me put it right."""
    person = person_in(request)
    form = OwnEntryForm(
        request.POST or None,
        centre=request.centre,
        initial={
            "name": person.name,
            "hamlet": person.hamlet_id,
            "contact_phone": person.contact_phone,
            "birth_year": person.birth_year,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            edit_person(
                centre=request.centre,
                person_id=person.pk,
                actor=request.actor,
                at=timezone.now(),
                household=person.household,
                **form.cleaned_data,
            )
        except BadInput as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "已保存。")
            return redirect(centre_reverse(request.centre, "people:me"))
    return render(request, "people/me.html", {"form": form, "person": person})


@for_residents
def delegates(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Show whom I let act for me and for whom I may act; let me add one."""
    person = person_in(request)
    form = DelegationForm(request.POST or None)
    by_self = request.actor.person_id == person.pk
    if by_self:
        del form.fields["evidence"]
    if request.method == "POST" and form.is_valid():
        try:
            acting.give_delegation(
                centre=request.centre,
                principal_id=person.pk,
                delegate_phone=form.cleaned_data["phone"],
                scopes=form.cleaned_data["scopes"],
                expires_on=form.cleaned_data["expires_on"],
                evidence=form.cleaned_data.get("evidence", ""),
                actor=request.actor,
                at=timezone.now(),
            )
        except BadInput as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "已登记代办人。对方用这个手机号登录后就能替您办。")
            return redirect(centre_reverse(request.centre, "people:delegates"))
    at = timezone.now()
    given = [
        {
            "row": row,
            "scopes": "、".join(Scope(scope).label for scope in row.scopes),
            "is_live": queries.is_in_force(row, at),
        }
        for row in queries.delegations_by(request.centre, person.pk)
    ]
    received = []
    if request.actor.account_id is not None:
        received = list(queries.delegations_to(request.centre, request.actor.account_id, at))
    context = {"form": form, "given": given, "received": received, "person": person}
    return render(request, "people/delegates.html", context)


@for_residents
def delegation_end(request: CentreRequest, pk: UUID, **rest: Any) -> HttpResponse:
    """Take a delegation back, after asking."""
    row = get_object_or_404(
        Delegation.objects.of(request.centre).select_related("delegate", "principal"), pk=pk
    )
    is_mine = row.principal_id == request.actor.for_person_id and not request.actor.is_delegate
    if not is_mine and row.delegate_id != request.actor.account_id:
        raise Http404
    if request.method == "POST":
        acting.end_delegation(
            centre=request.centre, delegation_id=pk, actor=request.actor, at=timezone.now()
        )
        messages.success(request, "委托已结束。")
        return redirect(centre_reverse(request.centre, "people:delegates"))
    return render(request, "people/delegation_end.html", {"row": row})


@for_residents
def consents(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Show what I agreed to and who acted for me; let me take a consent back."""
    person = person_in(request)
    if request.method == "POST":
        matter = request.POST.get("matter", "")
        # The privacy note is not taken back alone: without it nothing may be kept.
        if matter in Matter.values and matter != Matter.PRIVACY:
            acting.withdraw_consent(
                centre=request.centre,
                person_id=person.pk,
                matter=matter,
                actor=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "已撤回同意。")
        return redirect(centre_reverse(request.centre, "people:consents"))
    rows = [
        {
            "row": row,
            "title": Matter(row.matter).label,
            "may_withdraw": row.matter != Matter.PRIVACY,
        }
        for row in person.consents.filter(centre=request.centre).order_by("-given_at", "-id")
    ]
    acts = [
        {
            "title": f"{act.account.shown_name}替您办事",
            "at": act.started_at,
            "text": f"{Channel(act.channel).label}，{act.get_reason_display()}"
            + (f":{act.note}" if act.note else ""),
        }
        for act in queries.acts_for(request.centre, person.pk)[:50]
    ]
    return render(request, "people/consents.html", {"rows": rows, "acts": acts})


@for_residents
def my_data(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Give me what people keeps about me, as a file I can carry away."""
    person = person_in(request)
    if person.pk != request.actor.person_id or request.actor.acting_for is not None:
        raise Http404
    facts = {
        "姓名": person.name,
        "手机号": person.phone,
        "家人电话": person.contact_phone,
        "自然村(小组)": person.hamlet.name if person.hamlet else "",
        "户号": person.household.number if person.household else "",
        "出生年份": person.birth_year,
        "登记时间": timezone.localtime(person.added_at).isoformat(timespec="minutes"),
        "同意": [
            {
                "事项": Matter(row.matter).label,
                "说明版本": row.version,
                "同意时间": timezone.localtime(row.given_at).isoformat(timespec="minutes"),
                "撤回时间": timezone.localtime(row.withdrawn_at).isoformat(timespec="minutes")
                if row.withdrawn_at
                else "",
            }
            for row in person.consents.filter(centre=request.centre).order_by("given_at", "id")
        ],
    }
    response = HttpResponse(
        json.dumps(facts, ensure_ascii=False, indent=2),
        content_type="application/json; charset=utf-8",
    )
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@for_residents
def close_account(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Forget me (注销), after the word was typed."""
    if request.actor.acting_for is not None or request.actor.person_id is None:
        raise Http404
    account: Account = request.user  # type: ignore[assignment]
    form = CloseAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        signing_in.close_account(account=account, at=timezone.now())
        logout(request)
        messages.success(request, "账号已注销，姓名和号码已删除。")
        return redirect(f"/c/{request.centre.code}/")
    return render(request, "people/close_account.html", {"form": form})
