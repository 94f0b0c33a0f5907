"""One's own: look after a plot, go on or give it back, be named or not, tell one's month."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_residents, person_for
from changlai.halls.brands import policies
from changlai.halls.brands.actions import lives
from changlai.halls.brands.actions import plots as verbs
from changlai.halls.brands.forms import AdoptForm, MonthForm
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse


def _who(request: CentreRequest) -> dict[str, Any]:
    return {"centre": request.centre, "actor": request.actor, "at": timezone.now()}


@for_residents
def adopt(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Look after a plot."""
    plot = get_object_or_404(policies.public_plots(request.centre).select_related("brand"), pk=pk)
    form, status = AdoptForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            row = verbs.adopt_plot(
                **_who(request),
                plot_id=plot.pk,
                form_id=form.once,
                person=person_for(request.actor),
                channel=request.actor.channel,
                **form.adopting(),
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "认领好了，谢谢您。")
            return redirect(centre_reverse(request.centre, "brands:adoption", pk=row.pk))
    context = {"plot": plot, "form": form, "is_delegate": request.actor.is_delegate}
    return render(request, "brands/resident/adopt.html", context, status=status)


@for_residents
def adopted(request: CentreRequest) -> HttpResponse:
    """List what one looks after, and looked after."""
    rows = policies.own_adoptions(request.actor).select_related("plot__brand")
    context = {"page": page_of(request, rows.order_by("-made_at", "-id"), 20)}
    return render(request, "brands/resident/adopted.html", context)


@for_residents
def adoption(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one's adoption: until when, what there is to do, go on, give back, be named or not."""
    rows = policies.own_adoptions(request.actor).select_related("plot__brand")
    row = get_object_or_404(rows, pk=pk)
    trouble, status = "", 200
    if request.method == "POST":
        try:
            done = act_on_adoption(request, row.pk)
        except RuleBroken as error:
            trouble, status = error.sentence, 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, done)
            return redirect(centre_reverse(request.centre, "brands:adoption", pk=row.pk))
    context = {
        "row": row,
        "plot": row.plot,
        "may_renew": row.may_renew(timezone.localdate()),
        "trouble": trouble,
        "confirm": request.GET.get("confirm", ""),
    }
    return render(request, "brands/resident/adoption.html", context, status=status)


def act_on_adoption(request: CentreRequest, adoption_id: UUID) -> str:
    """Do what a button of an adoption says; return what is said after. Raises RuleBroken."""
    who, verb = _who(request), request.POST.get("verb", "")
    if verb == "renew":
        verbs.renew_adoption(**who, adoption_id=adoption_id)
        return "续好了，谢谢您。"
    if verb == "give_back":
        verbs.give_back(**who, adoption_id=adoption_id)
        return "还回来了，谢谢您管了这些日子。"
    if verb in {"name", "unname"}:
        verbs.name_adopter(**who, adoption_id=adoption_id, is_named=verb == "name")
        return "名字公开了。" if verb == "name" else "名字不公开了，只写“已有人认领”。"
    raise BadInput


@for_residents
def month(request: CentreRequest) -> HttpResponse:
    """Tell in which month one would like to celebrate together, or take it back."""
    row = policies.own_months(request.actor).first()
    verb = request.POST.get("verb", "")
    initial = {"month": row.month} if row else None
    form, status = MonthForm(request.POST if verb == "tell" else None, initial=initial), 200
    trouble = ""
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        try:
            done = _tell(request, row, verb, form)
        except RuleBroken as error:
            trouble, status = error.sentence, 200 if isinstance(error, BadInput) else 409
        else:
            if done:
                messages.success(request, done)
            return redirect(centre_reverse(request.centre, "brands:month"))
    context = {
        "row": row,
        "form": form,
        "trouble": trouble,
        "is_delegate": request.actor.is_delegate,
    }
    return render(request, "brands/resident/month.html", context, status=status)


def _tell(request: CentreRequest, row: Any, verb: str, form: MonthForm) -> str:
    person = person_for(request.actor)
    if verb == "take_back" and row is not None:
        lives.take_month_back(**_who(request), month_id=row.pk)
        return "删掉了。"
    if verb == "tell" and person is not None:
        lives.tell_month(**_who(request), person=person, **form.cleaned_data)
        return "记下了，到那个月请您来坐一桌。"
    return ""
