"""The counter: someone stands there and says it; they leave with number and code on paper."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from changlai.engines.cases.public import Urgency, categories
from changlai.foundation.people.public import CentreRequest, choosing, for_staff
from changlai.halls.voices.actions.intake import take_in
from changlai.halls.voices.forms.intake import VoiceForm
from changlai.halls.voices.queries import emergency_numbers
from changlai.halls.voices.views.staff.receipts import done_url, kept_photo, receipt_of, said_by
from changlai.kernel.errors import BadInput, RuleBroken


@for_staff("voices.intake")
def counter(request: CentreRequest) -> HttpResponse:
    """Find who stands there (or take a name), write down what they say, and give the receipt."""
    chosen = choosing(request)
    person = chosen["person"]
    form = VoiceForm(
        request.POST or None, request.FILES or None, categories=categories(request.centre)
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        files = kept_photo(request, form)
        if files is not None:
            said = said_by(form)
            unnamed = form.cleaned_data["is_anonymous"]
            if unnamed or person:
                said |= {"alias": "", "phone": "" if unnamed else said["phone"]}
            try:
                opened = take_in(
                    centre=request.centre,
                    actor=request.actor,
                    at=timezone.now(),
                    person=None if unnamed else person,
                    urgency=Urgency.URGENT if form.cleaned_data["is_urgent"] else Urgency.NORMAL,
                    is_anonymous=unnamed,
                    files=files,
                    form_id=form.once,
                    **said,
                )
            except RuleBroken as error:
                form.add_error("phone" if "号码" in error.sentence else None, error.sentence)
                status = 200 if isinstance(error, BadInput) else 409
            else:
                return redirect(done_url(request.centre, "voices:counter", opened))
    context: dict[str, Any] = {
        **chosen,
        "form": form,
        "receipt": receipt_of(request),
        "numbers": emergency_numbers(form.data.get("text", "")) if form.is_bound else [],
    }
    return render(request, "voices/desk/counter.html", context, status=status)
