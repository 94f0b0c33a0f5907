"""Employers and workers' cards on the workbench: write down, check, change, delete."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.areas.public import hamlets
from changlai.foundation.people.public import CentreRequest, choosing, for_staff
from changlai.halls.jobs import actions, policies
from changlai.halls.jobs.forms import (
    CardForm,
    CheckForm,
    CounterCardForm,
    EmployerForm,
    SkillsForm,
)
from changlai.halls.jobs.models import JobMatch, JobPost
from changlai.halls.jobs.queries import lists
from changlai.halls.jobs.views.trying import tried
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse


def _who(request: CentreRequest) -> dict[str, Any]:
    return {"centre": request.centre, "actor": request.actor, "at": timezone.now()}


@for_staff("jobs.see")
def employers(request: CentreRequest) -> HttpResponse:
    """List who offers work, and whether they were checked."""
    rows = policies.visible_employers(request.actor, request.centre)
    return render(request, "jobs/desk/employers.html", {"page": page_of(request, rows)})


@for_staff("jobs.see")
def employer_add(request: CentreRequest) -> HttpResponse:
    """Write an employer down, a villager of the list or not."""
    chosen = choosing(request)
    form = EmployerForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        row, status = tried(
            form,
            lambda: actions.put_employer(
                person=chosen["person"], **form.employer(), **_who(request)
            ),
        )
        if row is not None:
            return redirect(centre_reverse(request.centre, "jobs:desk_employer", pk=row.pk))
    context = chosen | {"form": form}
    return render(request, "jobs/desk/employer_put.html", context, status=status or 200)


@for_staff("jobs.see")
def employer_change(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change an employer; another name or number is checked anew."""
    rows = policies.visible_employers(request.actor, request.centre)
    row = get_object_or_404(rows, pk=pk)
    form = EmployerForm(request.POST if request.method == "POST" else None, employer=row)
    status = 200
    if request.method == "POST" and form.is_valid():
        done, status = tried(
            form,
            lambda: actions.put_employer(employer_id=pk, **form.employer(), **_who(request)),
        )
        if done is not None:
            messages.success(request, "已保存。")
            return redirect(centre_reverse(request.centre, "jobs:desk_employer", pk=pk))
    context = {"form": form, "employer": row}
    return render(request, "jobs/desk/employer_put.html", context, status=status or 200)


@for_staff("jobs.see")
def employer(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show an employer and their posts; say how one made sure who it is."""
    rows = policies.visible_employers(request.actor, request.centre)
    row = get_object_or_404(rows.select_related("checked_by"), pk=pk)
    form = CheckForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        done, status = tried(
            form,
            lambda: actions.check_employer(employer_id=pk, **form.cleaned_data, **_who(request)),
        )
        if done is not None:
            messages.success(request, "核实情况记下了。")
            return redirect(centre_reverse(request.centre, "jobs:desk_employer", pk=pk))
    posts = JobPost.objects.of(request.centre).filter(employer=row)
    context = {
        "employer": row,
        "posts": posts.order_by("-handed_in_at", "-id")[:20],
        "form": form,
        "may_manage": policies.may_manage(request.actor, request.centre),
    }
    return render(request, "jobs/desk/employer.html", context, status=status or 200)


@for_staff("jobs.see")
def cards(request: CentreRequest) -> HttpResponse:
    """List the cards in the order in which they were made; nobody stands before another."""
    rows = policies.visible_cards(request.actor).filter(expires_on__gte=timezone.localdate())
    rows = rows.select_related("person").order_by("made_at", "id")
    context = {
        "page": page_of(request, rows),
        "may_manage": policies.may_manage(request.actor, request.centre),
    }
    return render(request, "jobs/desk/cards.html", context)


@for_staff("jobs.see")
def card_add(request: CentreRequest) -> HttpResponse:
    """Write a card down for somebody at the counter or on the telephone."""
    chosen = choosing(request)
    form = CounterCardForm(
        request.POST if request.method == "POST" else None,
        words=lists.skill_words(request.centre),
        hamlets=hamlets(request.centre),
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        names = ("alias", "contact_phone", "birth_year", "had_birthday")
        row, status = tried(
            form,
            lambda: actions.make_card(
                person=chosen["person"],
                offer=form.offer(),
                form_id=form.once,
                channel="counter",
                **{name: form.cleaned_data[name] for name in names},
                **_who(request),
            ),
        )
        if row is not None:
            messages.success(request, "记下了，留90天。")
            return redirect(centre_reverse(request.centre, "jobs:desk_card", pk=row.pk))
    context = chosen | {"form": form}
    return render(request, "jobs/desk/card_add.html", context, status=status or 200)


@for_staff("jobs.see")
def card(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show a card; change it, keep it for longer, delete it, each as its owner wishes."""
    row = get_object_or_404(policies.visible_cards(request.actor).select_related("person"), pk=pk)
    verb = request.POST.get("verb", "")
    form = CardForm(
        request.POST if verb == "change" else None,
        words=lists.skill_words(request.centre),
        hamlets=hamlets(request.centre),
        card=row,
    )
    who, status, done = _who(request) | {"card_id": pk}, 200, ""
    if verb == "delete":
        actions.delete_card(**who)
        messages.success(request, "求职卡删掉了。")
        return redirect(centre_reverse(request.centre, "jobs:desk_cards"))
    if verb == "renew":
        actions.renew_card(**who)
        done = "再留90天。"
    elif form.is_bound and form.is_valid():
        kept, status = tried(form, lambda: actions.change_card(offer=form.offer(), **who))
        done = "已保存。" if kept else ""
    if done:
        messages.success(request, done)
        return redirect(centre_reverse(request.centre, "jobs:desk_card", pk=pk))
    matches = JobMatch.objects.of(request.centre).filter(card=row).select_related("post")
    context = {
        "card": row,
        "form": form,
        "matches": matches.order_by("-made_at", "-id")[:20],
        "confirm": request.GET.get("confirm", ""),
    }
    return render(request, "jobs/desk/card.html", context, status=status or 200)


@for_staff("jobs.manage")
def skills(request: CentreRequest) -> HttpResponse:
    """Keep the village's list of skills."""
    words = lists.skill_words(request.centre)
    form = SkillsForm(
        request.POST if request.method == "POST" else None, initial={"names": "\n".join(words)}
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        names = form.cleaned_data["names"].splitlines()
        done, status = tried(
            form,
            lambda: actions.set_skills(centre=request.centre, actor=request.actor, names=names),
        )
        if done is not None:
            messages.success(request, "名单保存好了。")
            return redirect(centre_reverse(request.centre, "jobs:desk_skills"))
    return render(request, "jobs/desk/skills.html", {"form": form}, status=status or 200)
