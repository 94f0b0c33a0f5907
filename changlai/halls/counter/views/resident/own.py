"""One's own requests: the receipt, how far it is, what is missing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.cases import public as cases
from changlai.engines.cases.public import Case, Verb
from changlai.foundation.people.public import CentreRequest, for_residents, open_to_all
from changlai.halls.counter.forms.requests import CodeForm, WordsForm
from changlai.halls.counter.kinds import FAMILY
from changlai.halls.counter.models import ServiceRequest
from changlai.halls.counter.policies import own_requests
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.callers import address_of
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse

RECEIPT = "counter receipt"
RECEIPT_SECONDS = 24 * 3600
PROOF = "counter progress"
PROOF_SECONDS = 30 * 60


@for_residents
def mine(request: CentreRequest) -> HttpResponse:
    """List one's own requests, the latest first."""
    page = page_of(request, own_requests(request.actor).order_by("-entrusted_at", "-id"), per=20)
    return render(request, "counter/resident/mine.html", {"page": page})


@open_to_all
def receipt(request: CentreRequest, token: str) -> HttpResponse:
    """Show number, code and QR of what was just entrusted, and what to bring."""
    try:
        key, code = signing.loads(token, salt=RECEIPT, max_age=RECEIPT_SECONDS)
    except signing.BadSignature:
        return render(request, "counter/resident/gone.html", status=410)
    row = get_object_or_404(_rows(request), case_id=key)
    progress = centre_reverse(request.centre, "counter:progress") + f"?number={row.case.number}"
    context = {
        "row": row,
        "case": row.case,
        "code": code,
        "progress_path": progress,
        "papers": list(row.materials.all()),
    }
    return render(request, "counter/resident/receipt.html", context)


def _rows(request: CentreRequest) -> Any:
    rows = ServiceRequest.objects.of(request.centre)
    return rows.select_related("case__kind_version", "item", "version")


@open_to_all
def progress(request: CentreRequest) -> HttpResponse:
    """Ask for number and code; the right pair shows how far it is, for half an hour."""
    form = CodeForm(request.POST or None, initial={"number": request.GET.get("number", "")})
    if request.method == "POST" and form.is_valid():
        try:
            found = cases.open_by_code(
                centre=request.centre,
                number=form.cleaned_data["number"],
                code=form.cleaned_data["code"],
                address=address_of(request),
                at=timezone.now(),
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            token = signing.dumps(str(found.proof.case_id), salt=PROOF)
            return redirect(centre_reverse(request.centre, "counter:by_code", token=token))
    return render(request, "counter/resident/progress.html", {"form": form})


@open_to_all
def by_code(request: CentreRequest, token: str) -> HttpResponse:
    """Show whoever has the code how far it is; the face may be tapped here too."""
    try:
        key = signing.loads(token, salt=PROOF, max_age=PROOF_SECONDS)
    except signing.BadSignature:
        return redirect(centre_reverse(request.centre, "counter:progress"))
    row = get_object_or_404(_rows(request).filter(case__family=FAMILY), case_id=key)
    here = centre_reverse(request.centre, "counter:by_code", token=token)
    return _page(request, row, here, is_own=False)


@for_residents
def request(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one's own request: what is missing, when it is done, and what one may do."""
    row = get_object_or_404(own_requests(request.actor).select_related("version"), case_id=pk)
    here = centre_reverse(request.centre, "counter:request", pk=pk)
    return _page(request, row, here, is_own=True)


def _page(request: CentreRequest, row: ServiceRequest, here: str, *, is_own: bool) -> HttpResponse:
    case, trouble = row.case, ""
    if request.method == "POST":
        try:
            done = _take(request, case)
        except RuleBroken as error:
            trouble = error.sentence
        else:
            messages.success(request, done)
            return redirect(here)
    steps = cases.steps_for(request.actor, case) if is_own else ()
    lines = cases.timeline(case, for_requester=True) if is_own else []
    context = {
        "row": row,
        "case": case,
        "shown": cases.progress_of(case, timezone.now()),
        "is_own": is_own,
        "notices": list(row.notices.all()) if is_own else [],
        "items": cases.way_so_far(case, lines) if is_own else None,
        "may_reply": is_own and Verb.RESUME in steps,
        "may_withdraw": is_own and Verb.WITHDRAW in steps,
        "confirm": request.GET.get("confirm") == "withdraw",
        "trouble": trouble,
        "now": timezone.now(),
    }
    return render(request, "counter/resident/request.html", context, status=409 if trouble else 200)


def _take(request: CentreRequest, case: Case) -> str:
    """Take one of the requester's verbs; return what is said of it."""
    who: dict[str, Any] = {
        "centre": request.centre,
        "case_id": case.pk,
        "actor": request.actor,
        "at": timezone.now(),
    }
    verb = request.POST.get("verb", "")
    if verb == "reply":
        form_ = WordsForm(request.POST)
        words = form_.cleaned_data["text"] if form_.is_valid() else ""
        cases.requester_replied(**who, text=words)
        return "收到了，接着办。"
    cases.withdraw_case(**who)
    return "撤回了。"
