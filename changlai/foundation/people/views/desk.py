"""The workbench's lists of people: residents, households."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people import policies, queries
from changlai.foundation.people.actions import acting, residents
from changlai.foundation.people.forms import (
    DelegationForm,
    HouseholdForm,
    PersonForm,
    ResidentsFilter,
)
from changlai.foundation.people.models import Household, Person
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.foundation.people.states import Scope
from changlai.kernel.crypto import id_numbers
from changlai.kernel.crypto.phones import masked
from changlai.kernel.errors import BadInput
from changlai.kernel.pages.paging import page_of, words_of
from changlai.kernel.pages.routes import centre_reverse


def _visible(request: CentreRequest, pk: UUID) -> Person:
    rows = policies.visible_people(request.actor, request.centre)
    return get_object_or_404(rows.select_related("hamlet", "household", "account"), pk=pk)


@for_staff("people.see")
def people(request: CentreRequest, **rest: Any) -> HttpResponse:
    """List residents by name, found by name, whole telephone number or household number."""
    form = ResidentsFilter(request.GET, centre=request.centre)
    words, hamlet = "", None
    if form.is_valid():
        words, hamlet = form.cleaned_data["q"], form.cleaned_data["hamlet"]
    page = page_of(request, queries.residents(request.centre, words, hamlet))
    context = {
        "form": form,
        "rows": page,
        "is_narrowed": bool(words or hamlet),
        "may_manage": policies.may_manage_people(request.actor, request.centre.pk),
    }
    return render(request, "people/people.html", context)


@for_staff("people.see")
def person(request: CentreRequest, pk: UUID, **rest: Any) -> HttpResponse:
    """Show one resident; numbers are masked until someone asks, and the asking is noted."""
    row = _visible(request, pk)
    revealed = {}
    if request.method == "POST":
        field = request.POST.get("field", "")
        revealed[field] = residents.reveal_person(
            centre=request.centre,
            person_id=pk,
            field=field,
            actor=request.actor,
            at=timezone.now(),
        )
    numbers = [
        ("phone", "手机号", masked(row.phone)),
        ("contact_phone", "家人电话", masked(row.contact_phone)),
        ("id_number", "身份证号", id_numbers.masked(row.id_number)),
    ]
    at = timezone.now()
    delegations = [
        {
            "row": given,
            "scopes": "、".join(Scope(scope).label for scope in given.scopes),
            "is_live": queries.is_in_force(given, at),
        }
        for given in queries.delegations_by(request.centre, row.pk)
    ]
    context = {
        "person": row,
        "numbers": [
            {
                "field": field,
                "title": title,
                "shown": revealed.get(field) or hidden,
                "is_hidden": bool(hidden) and field not in revealed,
            }
            for field, title, hidden in numbers
        ],
        "acts": queries.acts_for(request.centre, row.pk)[:10],
        "delegations": delegations,
        "may_manage": policies.may_manage_people(request.actor, request.centre.pk),
        "may_act_for": policies.may_act_for(request.actor, request.centre.pk)
        and row.pk != request.actor.person_id,
    }
    return render(request, "people/person.html", context)


@for_staff("people.act_for")
def person_add(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Make a resident known: a telephone is not needed."""
    form = PersonForm(request.POST or None, centre=request.centre)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            row = residents.find_or_make_person(
                centre=request.centre,
                name=typed["name"],
                phone=typed["phone"],
                contact_phone=typed["contact_phone"],
                hamlet=typed["hamlet"],
                household=form.household,
                birth_year=typed["birth_year"],
                actor=request.actor,
                at=timezone.now(),
            )
        except BadInput as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, f"{row.name}已登记。")
            return redirect(centre_reverse(request.centre, "people:person", pk=row.pk))
    return render(request, "people/person_form.html", {"form": form})


@for_staff("people.manage")
def person_edit(request: CentreRequest, pk: UUID, **rest: Any) -> HttpResponse:
    """Put an entry right; a number left empty stays as it is, since it is not shown."""
    row = _visible(request, pk)
    form = PersonForm(
        request.POST or None,
        centre=request.centre,
        initial={
            "name": row.name,
            "hamlet": row.hamlet_id,
            "household_number": row.household.number if row.household else "",
            "birth_year": row.birth_year,
        },
    )
    for field, number in (("phone", row.phone), ("contact_phone", row.contact_phone)):
        if number:
            form.fields[field].help_text = f"现在是 {masked(number)}；不填就不改"
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            residents.edit_person(
                centre=request.centre,
                person_id=pk,
                actor=request.actor,
                at=timezone.now(),
                name=typed["name"],
                phone=typed["phone"] or None,
                contact_phone=typed["contact_phone"] or None,
                hamlet=typed["hamlet"],
                household=form.household,
                birth_year=typed["birth_year"],
            )
        except BadInput as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "已保存。")
            return redirect(centre_reverse(request.centre, "people:person", pk=pk))
    return render(request, "people/person_form.html", {"form": form, "person": row})


@for_staff("people.manage")
def person_merge(request: CentreRequest, pk: UUID, **rest: Any) -> HttpResponse:
    """Choose the other entry of the same person, then make one of both."""
    row = _visible(request, pk)
    if request.method == "POST":
        try:
            other = UUID(request.POST.get("other", ""))
        except ValueError:
            raise Http404 from None
        residents.merge_persons(
            centre=request.centre,
            keep_id=pk,
            merge_id=other,
            actor=request.actor,
            at=timezone.now(),
        )
        messages.success(request, "已合并为一位居民。")
        return redirect(centre_reverse(request.centre, "people:person", pk=pk))
    words = words_of(request) or row.name
    others = queries.residents(request.centre, words).exclude(pk=pk)[:20]
    context = {"person": row, "words": words, "others": others}
    return render(request, "people/person_merge.html", context)


@for_staff("people.act_for")
def person_delegate(request: CentreRequest, pk: UUID, **rest: Any) -> HttpResponse:
    """Enter whom a resident lets act for them, with how they agreed."""
    row = _visible(request, pk)
    form = DelegationForm(request.POST or None)
    form.fields["evidence"].required = True
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            acting.give_delegation(
                centre=request.centre,
                principal_id=pk,
                delegate_phone=typed["phone"],
                scopes=typed["scopes"],
                expires_on=typed["expires_on"],
                evidence=typed["evidence"],
                actor=request.actor,
                at=timezone.now(),
            )
        except BadInput as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "已登记代办人。")
            return redirect(centre_reverse(request.centre, "people:person", pk=pk))
    return render(request, "people/person_delegate.html", {"form": form, "person": row})


@for_staff("people.see")
def households(request: CentreRequest, **rest: Any) -> HttpResponse:
    """List households by number."""
    rows = Household.objects.of(request.centre).select_related("hamlet").order_by("number", "id")
    words = words_of(request)
    if words:
        rows = rows.filter(number__icontains=words)
    context = {
        "rows": page_of(request, rows),
        "words": words,
        "may_manage": policies.may_manage_people(request.actor, request.centre.pk),
    }
    return render(request, "people/households.html", context)


@for_staff("people.see")
def household(request: CentreRequest, pk: UUID, **rest: Any) -> HttpResponse:
    """Show a household and who belongs to it."""
    row = get_object_or_404(Household.objects.of(request.centre).select_related("hamlet"), pk=pk)
    members = (
        Person.objects.of(request.centre)
        .active()
        .filter(household=row)
        .order_by("birth_year", "id")
    )
    context = {
        "household": row,
        "members": members,
        "may_manage": policies.may_manage_people(request.actor, request.centre.pk),
    }
    return render(request, "people/household.html", context)


@for_staff("people.manage")
def household_add(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Enter a household."""
    form = HouseholdForm(request.POST or None, centre=request.centre)
    if request.method == "POST" and form.is_valid():
        try:
            row = residents.make_household(
                centre=request.centre, actor=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except BadInput as error:
            form.add_error("number", error.sentence)
        else:
            messages.success(request, "这一户已登记。")
            return redirect(centre_reverse(request.centre, "people:household", pk=row.pk))
    return render(request, "people/household_form.html", {"form": form})


@for_staff("people.manage")
def household_edit(request: CentreRequest, pk: UUID, **rest: Any) -> HttpResponse:
    """Put a household's address right."""
    row = get_object_or_404(Household.objects.of(request.centre), pk=pk)
    form = HouseholdForm(
        request.POST or None,
        centre=request.centre,
        initial={"address": row.address, "hamlet": row.hamlet_id},
    )
    del form.fields["number"]
    if request.method == "POST" and form.is_valid():
        residents.edit_household(
            centre=request.centre,
            household_id=pk,
            actor=request.actor,
            at=timezone.now(),
            **form.cleaned_data,
        )
        messages.success(request, "已保存。")
        return redirect(centre_reverse(request.centre, "people:household", pk=pk))
    return render(request, "people/household_form.html", {"form": form, "household": row})
