"""Parcels come in: a field for the scanner, a box for many numbers, and who is to be told."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.parcels import policies, queries
from changlai.halls.parcels.actions.taking_in import take_in
from changlai.halls.parcels.actions.telling import tell_now
from changlai.halls.parcels.forms import PasteForm, ScanForm
from changlai.halls.parcels.models import Parcel
from changlai.halls.parcels.states import MOST_AT_ONCE
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.routes import centre_reverse

SHOWN = 30


@dataclass(frozen=True)
class Answer:
    """What became of one line: "new", "known" or "bad", in a sentence, with its parcel."""

    line: str
    state: str
    sentence: str
    parcel: Parcel | None = None


@for_staff("parcels.keep")
def scan_in(request: CentreRequest) -> HttpResponse:
    """Put what is scanned on the shelf, a line at a time; the same address takes a pasted list."""
    shelves = queries.rules_of(request.centre).shelf_list
    batch = {name: request.GET.get(name, "") for name in ("carrier", "shelf")}
    form = ScanForm(initial=batch, shelves=shelves)
    paste = PasteForm(initial=batch, shelves=shelves, prefix="many")
    if request.method == "POST" and "line" in request.POST:
        form = ScanForm(request.POST, shelves=shelves)
        answered = _scanned(request, form)
        if answered is not None:
            return answered
    elif request.method == "POST":
        paste = PasteForm(request.POST, shelves=shelves, prefix="many")
        if paste.is_valid() and _pasted(request, paste):
            return _again(request, paste)
    since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    rows = policies.visible_parcels(request.actor).filter(in_at__gte=since)
    rows = rows.select_related("person").order_by("-in_at", "-id")
    untold = Parcel.objects.of(request.centre).live().filter(told_at__isnull=True)
    context = {
        "form": form,
        "paste": paste,
        "rows": rows[:SHOWN],
        "many": rows.count(),
        "untold": untold.exclude(pk__in=untold.unmatched().values("pk")).count(),
    }
    return render(request, "parcels/desk/in.html", context)


def _scanned(request: CentreRequest, form: ScanForm) -> HttpResponse | None:
    """Answer one scan: JSON for the page's own script, else the page again with the result."""
    is_script = "application/json" in request.headers.get("Accept", "")
    if form.is_valid():
        said = form.cleaned_data
        answer = _take(request, said["line"], said["carrier"], said["shelf"])
    else:
        first = next(iter(form.errors.values()))[0]
        answer = Answer(request.POST.get("line", ""), "bad", str(first))
    if is_script:
        return JsonResponse(_told(request, answer))
    if answer.state == "bad":
        if form.is_valid():
            form.add_error("line", answer.sentence)
        return None
    (messages.success if answer.state == "new" else messages.warning)(request, answer.sentence)
    return _again(request, form)


def _pasted(request: CentreRequest, form: PasteForm) -> bool:
    """Take a pasted list in; lines that cannot be read stay in the box with the reason."""
    said = form.cleaned_data
    lines = [line for line in said["lines"].splitlines() if line.strip()]
    if not lines:
        form.add_error("lines", "请贴上单号，一行一件。")
        return False
    if len(lines) > MOST_AT_ONCE:
        form.add_error("lines", f"一次最多{MOST_AT_ONCE}行，请分两次贴。")
        return False
    answers = [_take(request, line, said["carrier"], said["shelf"]) for line in lines]
    new = sum(1 for one in answers if one.state == "new")
    known = sum(1 for one in answers if one.state == "known")
    told = f"上架{new}件。" + (f"有{known}件原来就在架上，没有重复记。" if known else "")
    bad = [one for one in answers if one.state == "bad"]
    if not bad:
        messages.success(request, told)
        return True
    left = {form.add_prefix("lines"): "\n".join(one.line for one in bad)}
    form.data = {**form.data.dict(), **left}  # type: ignore[attr-defined]
    form.add_error("lines", f"{told}下面{len(bad)}行没有上架：{bad[0].sentence}")
    return False


def _take(request: CentreRequest, line: str, carrier: str, shelf: str) -> Answer:
    waybill, _, recipient = line.strip().replace("\t", " ").partition(" ")
    try:
        taken = take_in(
            centre=request.centre,
            actor=request.actor,
            at=timezone.now(),
            waybill=waybill,
            recipient=recipient,
            carrier=carrier,
            shelf=shelf,
        )
    except RuleBroken as error:
        return Answer(line, "bad", error.sentence)
    parcel = taken.parcel
    if taken.is_new:
        return Answer(line, "new", f"{parcel.code} {parcel.who}，上架了。", parcel)
    return Answer(line, "known", f"这件扫过了，就在架上：{parcel.code} {parcel.who}。", parcel)


def _told(request: CentreRequest, answer: Answer) -> dict[str, Any]:
    parcel = answer.parcel
    if parcel is None:
        return {"state": answer.state, "sentence": answer.sentence}
    return {
        "state": answer.state,
        "sentence": answer.sentence,
        "code": parcel.code,
        "who": parcel.who,
        "waybill": parcel.waybill_tail,
        "url": centre_reverse(request.centre, "parcels:desk_parcel", pk=parcel.pk),
    }


def _again(request: CentreRequest, form: Any) -> HttpResponse:
    kept = {name: form.cleaned_data[name] for name in ("carrier", "shelf")}
    query = urlencode({name: value for name, value in kept.items() if value})
    return redirect(centre_reverse(request.centre, "parcels:desk_in") + (f"?{query}" * bool(query)))


@for_staff("parcels.keep")
@require_POST
def tell(request: HttpRequest) -> HttpResponse:
    """Tell the recipients of what was scanned, as the batch is done."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    many = tell_now(centre=centre, actor=actor, at=timezone.now())
    done = f"通知了{many}位收件人，没有手机的在“要打的电话”里。"
    messages.success(request, done if many else "没有新的要通知；一小时内通知过的，过后再一起说。")
    return redirect(centre_reverse(centre, "parcels:desk_in"))
