"""Progress, rating and further words: by number and code for anyone, or signed in for one's own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.cases.public import (
    RUNNING,
    Case,
    CodeProof,
    PublicAnswer,
    allow_publishing,
    categories,
    issue_code,
    open_by_code,
    progress_of,
    public_answers,
    rate_case,
    reopen_case,
    requester_replied,
    timeline,
    visible_cases,
    withdraw_case,
)
from changlai.foundation.people.public import for_residents, open_to_all
from changlai.halls.voices.forms.resident import (
    FACES_BY_VALUE,
    ProgressForm,
    RatingForm,
    RemarkForm,
    yes_or_no,
)
from changlai.halls.voices.kinds import FAMILY
from changlai.halls.voices.views.resident.say import RECEIPT, came_by
from changlai.kernel.errors import RuleBroken
from changlai.kernel.files.public import file_url
from changlai.kernel.pages.callers import address_of
from changlai.kernel.pages.paging import page_of, words_of
from changlai.kernel.pages.routes import centre_reverse

PROOF = "voices progress"
PROOF_SECONDS = 30 * 60


@open_to_all
def progress(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; the right pair opens the matter for half an hour."""
    centre = request.centre  # type: ignore[attr-defined]
    form = ProgressForm(
        request.POST if request.method == "POST" else None,
        initial={"number": request.GET.get("number", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            found = open_by_code(
                centre=centre,
                number=form.cleaned_data["number"],
                code=form.cleaned_data["code"],
                address=address_of(request),
                at=timezone.now(),
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            token = signing.dumps(str(found.proof.case_id), salt=PROOF)
            return redirect(centre_reverse(centre, "voices:progress_of", token=token))
    return render(request, "voices/resident/progress.html", {"form": form})


@open_to_all
def progress_of_code(request: HttpRequest, token: str) -> HttpResponse:
    """Show state, dates and the redacted answer to whoever showed the code; take one rating."""
    centre = request.centre  # type: ignore[attr-defined]
    try:
        key = signing.loads(token, salt=PROOF, max_age=PROOF_SECONDS)
    except signing.BadSignature:
        messages.info(request, "离上次查询过了一会儿，请再输一次查询码。")
        return redirect(centre_reverse(centre, "voices:progress"))
    case = get_object_or_404(
        Case.objects.of(centre).select_related("kind_version", "merged_into__kind_version"), pk=key
    )
    here = centre_reverse(centre, "voices:progress_of", token=token)
    return _matter(request, case, here, CodeProof(case.pk), {"by_code": True})


@for_residents
def own(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the requester their matter: their words, what was told since, what they can do now."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    rows = visible_cases(actor).filter(person_id=actor.for_person_id, family=FAMILY)
    case = get_object_or_404(
        rows.select_related("kind_version", "category", "merged_into__kind_version"), pk=pk
    )
    here = centre_reverse(centre, "voices:case", pk=pk)
    files = case.files.filter(centre_id=centre.pk).select_related("file").order_by("at")
    context = {
        "items": [
            {"title": line.title, "at": line.at, "who": line.who, "text": line.note}
            for line in timeline(case, for_requester=True)
        ],
        "files": [(row.file, file_url(row.file)) for row in files],
    }
    return _matter(request, case, here, None, context)


def _matter(
    request: HttpRequest, case: Case, here: str, proof: CodeProof | None, context: dict[str, Any]
) -> HttpResponse:
    """Take one of the requester's verbs, then come back here; an error keeps what was typed."""
    rating, remark = RatingForm(prefix="rate"), RemarkForm(prefix="say")
    status, trouble = 200, ""
    verb = request.POST.get("verb", "")
    if verb in _VERBS:
        rating = RatingForm(request.POST, prefix="rate") if verb == "rate" else rating
        remark = RemarkForm(request.POST, prefix="say") if verb in {"reply", "reopen"} else remark
        form: Any = {"rate": rating, "reply": remark, "reopen": remark}.get(verb)
        if form is None or form.is_valid():
            try:
                thanks = _VERBS[verb](request, case, form, proof)
            except RuleBroken as error:
                status, trouble = 409, error.sentence
            else:
                messages.success(request, thanks)
                return redirect(here)
    case.refresh_from_db()
    now = timezone.now()
    context |= {
        "case": case,
        "now": now,
        "shown": progress_of(case, now),
        "rating": rating,
        "remark": remark,
        "trouble": trouble,
        "is_late": case.state_type in RUNNING
        and case.resolution_due is not None
        and case.resolution_due < now,
        "confirm": request.GET.get("confirm", ""),
        "here": here,
    }
    return render(request, "voices/resident/matter.html", context, status=status)


def _who(request: HttpRequest, case: Case, proof: CodeProof | None) -> dict[str, Any]:
    return {
        "centre": request.centre,  # type: ignore[attr-defined]
        "case_id": case.pk,
        "actor": request.actor,  # type: ignore[attr-defined]
        "at": timezone.now(),
        "proof": proof,
    }


def _rate(request: HttpRequest, case: Case, form: RatingForm, proof: CodeProof | None) -> str:
    said = form.cleaned_data
    rate_case(
        **_who(request, case, proof),
        face=FACES_BY_VALUE[said["face"]],
        words=said["words"],
        solved=yes_or_no(said["solved"]),
        was_contacted=yes_or_no(said["was_contacted"]),
        channel=came_by(request.actor),  # type: ignore[attr-defined]
    )
    return "谢谢您的评价。"


def _reply(request: HttpRequest, case: Case, form: RemarkForm, proof: CodeProof | None) -> str:
    requester_replied(**_who(request, case, proof), text=form.cleaned_data["words"])
    return "已收到您的补充，接着办。"


def _reopen(request: HttpRequest, case: Case, form: RemarkForm, proof: CodeProof | None) -> str:
    reopen_case(**_who(request, case, proof), reason=form.cleaned_data["words"])
    return "知道了，我们重新办。"


def _withdraw(request: HttpRequest, case: Case, form: None, proof: CodeProof | None) -> str:
    withdraw_case(**_who(request, case, proof))
    return "已经撤回。"


def _publish(request: HttpRequest, case: Case, form: None, proof: CodeProof | None) -> str:
    allowed = not case.may_publish
    allow_publishing(**_who(request, case, proof), is_allowed=allowed)
    return "谢谢您同意公开。" if allowed else "好的，不公开。"


_VERBS: dict[str, Callable[..., str]] = {
    "rate": _rate,
    "reply": _reply,
    "reopen": _reopen,
    "withdraw": _withdraw,
    "publish": _publish,
}


@for_residents
def new_code(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the requester a new progress code when the slip is lost; the old one stops working."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    rows = visible_cases(actor).filter(person_id=actor.for_person_id, family=FAMILY)
    case = get_object_or_404(rows, pk=pk)
    if request.method != "POST":
        raise Http404
    code = issue_code(centre=centre, case_id=case.pk, actor=actor, at=timezone.now())
    token = signing.dumps([str(case.pk), code], salt=RECEIPT)
    return redirect(centre_reverse(centre, "voices:receipt", token=token))


@for_residents
def mine(request: HttpRequest) -> HttpResponse:
    """List what the person has brought, latest first."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = visible_cases(actor).filter(person_id=actor.for_person_id, family=FAMILY)
    rows = rows.select_related("kind_version").order_by("-opened_at", "-id")
    context = {"page": page_of(request, rows, per=20), "now": timezone.now()}
    return render(request, "voices/resident/mine.html", context)


@open_to_all
def answers(request: HttpRequest) -> HttpResponse:
    """Show what neighbours asked and the centre answered, with their consent (互动平台)."""
    centre = request.centre  # type: ignore[attr-defined]
    words = words_of(request, "words")
    tops = list(categories(centre).filter(parent__isnull=True))
    chosen = next((row for row in tops if str(row.pk) == request.GET.get("category")), None)
    page = page_of(request, public_answers(centre, words, chosen), per=20)
    context = {"page": page, "words": words, "chosen": chosen, "categories": tops}
    return render(request, "voices/resident/answers.html", context)


@open_to_all
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one published question with its answer and the post that gave it."""
    rows = PublicAnswer.objects.of(request.centre).select_related("category")  # type: ignore[attr-defined]
    found = get_object_or_404(rows, pk=pk)
    return render(request, "voices/resident/answer.html", {"found": found})
