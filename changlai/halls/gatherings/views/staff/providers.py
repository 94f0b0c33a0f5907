"""The professionals who come to sit, with their licences."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.appointments.public import Provider, put_provider
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.gatherings.forms.sittings import ProviderForm
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.routes import centre_reverse

PLANS = "appointments.plan"
CALLS = "appointments.call"


@for_staff(CALLS)
def listing(request: CentreRequest) -> HttpResponse:
    """List who comes to sit, those who still come first."""
    rows = Provider.objects.of(request.centre).order_by("-is_active", "name", "id")
    context = {
        "rows": rows,
        "today": timezone.localdate(),
        "may_plan": request.actor.can(PLANS),
    }
    return render(request, "gatherings/desk/providers.html", context)


@for_staff(PLANS)
def add(request: CentreRequest) -> HttpResponse:
    """Register a professional."""
    return _put(request, None)


@for_staff(PLANS)
def change(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change what is said of a professional."""
    return _put(request, get_object_or_404(Provider.objects.of(request.centre), pk=pk))


def _put(request: CentreRequest, row: Provider | None) -> HttpResponse:
    names = list(ProviderForm.base_fields)
    initial = {name: getattr(row, name) for name in names} if row else None
    form = ProviderForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in names}
        try:
            put_provider(
                centre=request.centre,
                actor=request.actor,
                provider_id=row.pk if row else None,
                **said,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, f"存好了：{form.cleaned_data['name']}。")
            return redirect(centre_reverse(request.centre, "gatherings:providers"))
    return render(request, "gatherings/desk/provider.html", {"form": form, "provider": row})
