"""In which stories and pictures one stands, and taking one's consent back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.content.public import own_agreements, withdraw_agreement
from changlai.foundation.people.public import CentreRequest, for_residents
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.routes import centre_reverse


@for_residents
def agreed(request: CentreRequest) -> HttpResponse:
    """List what one agreed to; taken back, it is gone from the next request on."""
    rows = own_agreements(request.actor).filter(left_out_at__isnull=True)
    trouble, status = "", 200
    if request.method == "POST":
        row = get_object_or_404(rows, pk=_key(request))
        try:
            withdraw_agreement(
                centre=request.centre,
                agreement_id=row.pk,
                actor=request.actor,
                at=timezone.now(),
            )
        except RuleBroken as error:
            trouble, status = error.sentence, 409
        else:
            messages.success(request, "撤回了，网上已经看不到；贴出来的，中心会去取下。")
            return redirect(centre_reverse(request.centre, "publishing:agreed"))
    context = {
        "rows": rows.filter(agreed_on__isnull=False).select_related("piece"),
        "confirm": request.GET.get("confirm", ""),
        "trouble": trouble,
    }
    return render(request, "publishing/agreed.html", context, status=status)


def _key(request: CentreRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("agreement", ""))
    except ValueError:
        return None
