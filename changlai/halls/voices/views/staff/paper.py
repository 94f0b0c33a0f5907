"""Paper forms at the desk: print them with their numbers, enter them when they come back."""

from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.cases.public import Urgency, categories
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.voices.actions.paper import enter_paper, print_forms
from changlai.halls.voices.forms.intake import KIND_CHOICES, PaperForm, PaperNumberForm, PrintForm
from changlai.halls.voices.queries import forms_of, paper_batches, paper_form
from changlai.halls.voices.views.staff.receipts import done_url, kept_photo, receipt_of, said_by
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse

NOT_PRINTED = "本中心没有印过这个编号的表，请核对编号。"


@for_staff("voices.intake")
def paper(request: CentreRequest) -> HttpResponse:
    """Print blank forms, look one up by its number, and see how many of each run came back."""
    form = PrintForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = print_forms(
                centre=request.centre,
                actor=request.actor,
                at=timezone.now(),
                count=form.cleaned_data["count"],
                batch_id=form.once,
            )
        except BadInput as error:
            form.add_error("count", error.sentence)
        else:
            return redirect(centre_reverse(request.centre, "voices:paper_sheets", pk=batch.pk))
    number = PaperNumberForm(request.GET if "number" in request.GET else None)
    if number.is_bound and number.is_valid():
        found = paper_form(request.centre, number.cleaned_data["number"])
        if found is not None:
            enter = centre_reverse(request.centre, "voices:paper_enter")
            return redirect(f"{enter}?number={quote(found.number)}")
        number.add_error("number", NOT_PRINTED)
    rows = paper_batches(request.actor).annotate(
        back=Count("forms", filter=Q(forms__case__isnull=False))
    )
    context = {
        "form": form,
        "number": number,
        "page": page_of(request, rows, 20),
        "receipt": receipt_of(request),
    }
    return render(request, "voices/desk/paper.html", context)


@for_staff("voices.intake")
def paper_sheets(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show the forms of a print run, one sheet each, ready for the printer."""
    batch = get_object_or_404(paper_batches(request.actor), pk=pk)
    enter = request.build_absolute_uri(centre_reverse(request.centre, "voices:paper_enter"))
    context = {
        "batch": batch,
        "sheets": [
            (form, f"{enter}?number={quote(form.number)}")
            for form in forms_of(batch)
            if not form.case_id
        ],
        "kinds": [title for _, title in KIND_CHOICES],
        "lines": range(9),
    }
    return render(request, "voices/desk/paper_sheets.html", context)


@for_staff("voices.intake")
def paper_enter(request: CentreRequest) -> HttpResponse:
    """Enter a filled form under its number; the QR code on the form leads here."""
    typed = request.POST.get("number") or request.GET.get("number", "")
    found = paper_form(request.centre, typed)
    if found is None:
        if typed:
            messages.error(request, NOT_PRINTED)
        return redirect(centre_reverse(request.centre, "voices:paper"))
    form = PaperForm(
        request.POST or None, request.FILES or None, categories=categories(request.centre)
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        files = kept_photo(request, form)
        if files is not None:
            try:
                case, opened = enter_paper(
                    centre=request.centre,
                    number=found.number,
                    actor=request.actor,
                    at=timezone.now(),
                    urgency=Urgency.URGENT if form.cleaned_data["is_urgent"] else Urgency.NORMAL,
                    is_anonymous=form.cleaned_data["is_anonymous"],
                    files=files,
                    **said_by(form),
                )
            except RuleBroken as error:
                form.add_error("phone" if "号码" in error.sentence else None, error.sentence)
                status = 200 if isinstance(error, BadInput) else 409
            else:
                if opened:
                    return redirect(done_url(request.centre, "voices:paper", opened))
                messages.info(request, f"这张表已经录过了，诉求编号 {case.number}。")
                return redirect(centre_reverse(request.centre, "voices:paper"))
    context = {"paper": found, "form": form}
    return render(request, "voices/desk/paper_enter.html", context, status=status)
