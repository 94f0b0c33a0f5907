"""Plots on the workbench: put them, write an adoption down, go on, give back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, choosing, for_staff
from changlai.halls.brands import policies
from changlai.halls.brands.actions import plots as verbs
from changlai.halls.brands.forms import DeskAdoptForm, PlotForm
from changlai.halls.brands.models import Adoption, Plot
from changlai.halls.brands.queries.pieces import with_living
from changlai.halls.brands.states import AdoptionState
from changlai.halls.brands.views.desk import key_of, status_of, who
from changlai.halls.brands.views.own import act_on_adoption
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.paging import page_of, words_of
from changlai.kernel.pages.routes import centre_reverse

FILTERS = (("free", "没人认领"), ("taken", "有人认领"))


@for_staff(policies.WRITE)
def plots(request: CentreRequest, pk: UUID) -> HttpResponse:
    """List a brand's plots with who looks after them, and a form for another one."""
    brand = get_object_or_404(policies.visible_brands(request.actor), pk=pk)
    form, status = PlotForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            verbs.put_plot(**who(request), brand_id=brand.pk, place=form.plot(), form_id=form.once)
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = status_of(error)
        else:
            messages.success(request, "加好了，可以认领了。")
            return redirect(centre_reverse(request.centre, "brands:desk_plots", pk=brand.pk))
    words, show = words_of(request), request.GET.get("show", "")
    rows = Plot.objects.of(request.centre).filter(brand=brand)
    living = Adoption.objects.of(request.centre).filter(state=AdoptionState.LIVING)
    if words:
        rows = rows.filter(name__icontains=words)
    if show == "free":
        rows = rows.exclude(pk__in=living.values("plot_id"))
    elif show == "taken":
        rows = rows.filter(pk__in=living.values("plot_id"))
    context = {
        "brand": brand,
        "form": form,
        "page": page_of(request, with_living(rows)),
        "words": words,
        "show": show,
        "filters": FILTERS,
    }
    return render(request, "brands/desk/plots.html", context, status=status)


@for_staff(policies.WRITE)
def plot(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show a plot with all its adoptions; write one down for somebody, renew it, give it back."""
    rows = policies.visible_plots(request.actor).select_related("brand")
    row = get_object_or_404(rows, pk=pk)
    verb = request.POST.get("verb", "")
    form, status = DeskAdoptForm(request.POST if verb == "adopt" else None), 200
    chosen = choosing(request)
    trouble = ""
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        try:
            done = _act(request, row, verb, form, chosen["person"])
        except RuleBroken as error:
            trouble, status = error.sentence, status_of(error)
        else:
            messages.success(request, done)
            return redirect(centre_reverse(request.centre, "brands:desk_plot", pk=row.pk))
    adoptions = list(row.adoptions.select_related("person", "entered_by")[:30])
    living = next((one for one in adoptions if one.is_living), None)
    context = chosen | {
        "may_renew": living is not None and living.may_renew(timezone.localdate()),
        "plot": row,
        "brand": row.brand,
        "form": form,
        "adoptions": adoptions,
        "living": living,
        "trouble": trouble,
        "confirm": request.GET.get("confirm", ""),
    }
    return render(request, "brands/desk/plot.html", context, status=status)


def _act(request: CentreRequest, row: Plot, verb: str, form: DeskAdoptForm, person: object) -> str:
    if verb == "adopt":
        verbs.adopt_plot(
            **who(request),
            plot_id=row.pk,
            form_id=form.once,
            person=person,  # type: ignore[arg-type]
            channel=form.cleaned_data["channel"],
            **form.adopting(),
        )
        return "记好了。"
    key = key_of(request, "adoption")
    if key is None:
        raise BadInput
    adoption = get_object_or_404(policies.visible_adoptions(request.actor), pk=key, plot=row)
    return act_on_adoption(request, adoption.pk)


@for_staff(policies.WRITE)
def plot_edit(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change what a plot says, or take it out of what can be adopted."""
    row = get_object_or_404(policies.visible_plots(request.actor), pk=pk)
    form, status = PlotForm(request.POST or None, plot=row), 200
    if request.method == "POST" and form.is_valid():
        try:
            verbs.put_plot(**who(request), brand_id=row.brand_id, place=form.plot(), plot_id=row.pk)
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = status_of(error)
        else:
            messages.success(request, "改好了。")
            return redirect(centre_reverse(request.centre, "brands:desk_plot", pk=row.pk))
    return render(request, "brands/desk/plot_edit.html", {"plot": row, "form": form}, status=status)
