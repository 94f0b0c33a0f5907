"""The words of a booking that stands, asked for alike from its booker and at the desk."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest
from changlai.halls.rooms.actions import change_booking
from changlai.halls.rooms.forms.resident import WordsForm
from changlai.halls.rooms.models import Booking
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.routes import centre_reverse


def change_words(
    request: CentreRequest, booking: Booking, *, template: str, back_to: str
) -> HttpResponse:
    """Ask what the booking is for, how many come and what they need, and write it down."""
    initial = {name: getattr(booking, name) for name in ("purpose", "headcount", "needs")}
    form = WordsForm(request.POST or None, initial=initial)
    back, status = centre_reverse(request.centre, back_to, pk=booking.pk), 200
    if request.method == "POST" and form.is_valid():
        try:
            change_booking(
                centre=request.centre,
                booking_id=booking.pk,
                actor=request.actor,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "改好了，时间没有变。")
            return redirect(back)
    context = {"booking": booking, "form": form, "back": back}
    return render(request, template, context, status=status)
