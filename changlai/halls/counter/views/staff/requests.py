"""Requests on the workbench: take one in, papers, the steps, what is missing, the sheet."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.cases import public as cases
from changlai.engines.cases.public import StepPage, Verb, calls
from changlai.foundation.people.public import CentreRequest, choosing, for_staff, staff_of
from changlai.halls.counter.actions.requests import (
    add_scan,
    answers_of,
    deliver,
    lines_to_ask,
    make_request,
    mark_materials,
    tell_missing,
    version_now,
)
from changlai.halls.counter.forms import requests as forms
from changlai.halls.counter.models import ServiceItem, ServiceRequest
from changlai.halls.counter.policies import visible_numbers, visible_requests
from changlai.halls.counter.queries import finding
from changlai.halls.counter.states import ItemLevel
from changlai.halls.counter.views.resident.own import RECEIPT
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.files.public import file_url, keep_file
from changlai.kernel.pages.paging import page_of, words_of
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.schemas.public import Schema, SchemaForm

Who = dict[str, Any]
Said = dict[str, Any]
MAIN = (Verb.ACCEPT, Verb.START, Verb.ANSWER, Verb.RESUME, Verb.DELIVER, Verb.CLOSE)


def _missing(who: Who, said: Said) -> Any:
    return tell_missing(**who, lines=said["lines"].splitlines(), reason=said["reason"])


def _call_back(who: Who, said: Said) -> Any:
    solved = {"yes": True, "no": False}.get(said["solved"])
    return cases.call_back(**who, outcome=said["outcome"], solved=solved, note=said["note"])


STEPS: dict[str, StepPage] = {
    Verb.ACCEPT: StepPage(
        forms.StepForm,
        calls(cases.accept_case),
        "受理了，由您来办。",
        "受理后由您负责，到期前办好。",
    ),
    Verb.ASSIGN: StepPage(
        forms.ColleagueForm,
        lambda who, said: cases.assign_case(**who, handler=said["account"], note=said["text"]),
        "已指派。",
    ),
    Verb.START: StepPage(forms.StepForm, calls(cases.start_case), "开始办。"),
    Verb.ASK: StepPage(
        forms.MissingForm,
        _missing,
        "告诉对方了，期限先停着。",
        "把缺的一次说全。第二次再让人补，要写明原因。",
        "告诉对方",
    ),
    Verb.RESUME: StepPage(
        forms.WordsForm,
        lambda who, said: cases.requester_replied(**who, text=said["text"]),
        "材料齐了，接着办。",
    ),
    Verb.EXTEND: StepPage(
        forms.LaterForm,
        lambda who, said: cases.extend_case(
            **who, working_days=said["working_days"], reason=said["text"]
        ),
        "已延期，对方会看到原因。",
        "只能延一次，要在到期以前。",
    ),
    Verb.ANSWER: StepPage(
        forms.WordsForm,
        lambda who, said: cases.answer_case(**who, text=said["text"]),
        "记下了，会告诉对方来取。",
        "写一句办成了什么、怎么取，对方会看到。",
    ),
    Verb.DELIVER: StepPage(
        forms.DeliverForm,
        lambda who, said: deliver(**who, how=said["how"], handed_to=said["handed_to"]),
        "已送达，扫描件30天后自动删除。",
        "收了原件的先还给对方。",
    ),
    Verb.REFUSE: StepPage(
        forms.WordsForm,
        lambda who, said: cases.refuse_case(**who, reason=said["text"]),
        "已告诉对方。",
        "写明为什么办不了、可以找谁，对方会看到。",
    ),
    Verb.CLOSE: StepPage(forms.StepForm, calls(cases.close_case), "已归档。"),
    Verb.CALL_BACK: StepPage(
        forms.CallBackForm,
        _call_back,
        "回访记好了。",
        "不是经办人的同事问一句：东西拿到没有，办得行不行。",
        "记下",
    ),
    Verb.NOTE: StepPage(
        forms.WordsForm,
        lambda who, said: cases.note_case(**who, note=said["text"]),
        "记下了。",
        "只有工作人员看得到。比如：材料已交到镇里。",
    ),
}


@for_staff("services.see")
def listing(request: CentreRequest) -> HttpResponse:
    """List what was entrusted: what runs, what waits to be fetched, or all."""
    show, words = request.GET.get("show", ""), words_of(request)
    show = show if show in {"done", "all"} else ""
    rows = finding.requests_list(request.actor, show=show, words=words)
    context = {
        "page": page_of(request, rows),
        "show": show,
        "words": words,
        "now": timezone.now(),
    }
    return render(request, "counter/desk/requests.html", context)


def _find(request: CentreRequest, pk: UUID) -> ServiceRequest:
    return get_object_or_404(visible_requests(request.actor).select_related("version"), case_id=pk)


@for_staff("services.see")
def one(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show a request: the papers, the answers, the clock, the steps, the way so far."""
    return render(request, "counter/desk/request.html", _context(request, _find(request, pk)))


def _context(request: CentreRequest, row: ServiceRequest) -> dict[str, Any]:
    case = row.case
    shown = cases.buttons(request.actor, case, STEPS, MAIN)
    given = answers_of(row)
    return {
        "row": row,
        "case": case,
        "now": timezone.now(),
        "first": shown.first,
        "others": shown.others,
        "phone": cases.phone_of(case),
        "answers": [
            (one.label, _spoken(given[one.code]))
            for one in Schema.parse(row.version.schema)
            if one.code in given
        ],
        "papers": list(row.materials.all()),
        "notices": list(row.notices.all()),
        "scans": [(scan, file_url(scan.file)) for scan in row.scans.select_related("file")],
        "may_handle": request.actor.can("services.handle"),
        "items": cases.way_so_far(case, reversed(cases.timeline(case))),
    }


def _spoken(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value) if isinstance(value, list) else str(value)


@for_staff("services.see")
def sheet(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Print the entrusting sheet: what, which papers, what was promised, lines to sign."""
    return render(request, "counter/desk/sheet.html", _context(request, _find(request, pk)))


@for_staff("services.handle")
def papers(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Tick how each paper stands."""
    row = _find(request, pk)
    form = forms.PapersForm(request.POST or None, papers=list(row.materials.all()))
    if request.method == "POST" and form.is_valid():
        mark_materials(centre=request.centre, case_id=pk, actor=request.actor, states=form.states())
        messages.success(request, "记好了。")
        return redirect(centre_reverse(request.centre, "counter:desk_request", pk=pk))
    context = {"row": row, "case": row.case, "form": form}
    return render(request, "counter/desk/papers.html", context)


@for_staff("services.handle")
def scan(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Keep a scan until thirty days after delivery."""
    row = _find(request, pk)
    form = forms.ScanForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        try:
            kept = keep_file(
                centre=request.centre,
                upload=form.cleaned_data["file"],
                purpose="request",
                actor_id=request.actor.account_id,
                at=at,
            )
            add_scan(
                centre=request.centre,
                case_id=pk,
                actor=request.actor,
                at=at,
                file=kept,
                title=form.cleaned_data["title"],
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "收好了。送达30天后自动删除。")
            return redirect(centre_reverse(request.centre, "counter:desk_request", pk=pk))
    context = {"row": row, "case": row.case, "form": form}
    return render(request, "counter/desk/scan.html", context, status=status)


@for_staff("services.see")
def step(request: CentreRequest, pk: UUID, verb: str) -> HttpResponse:
    """Ask for what a step needs, take it, and go back to the request."""
    row = _find(request, pk)
    if verb not in STEPS:
        raise Http404
    page = STEPS[verb]
    form = _form(request, row, verb)
    asked = cases.take_step(request, row.case, verb, page, form, at=timezone.now())
    if asked.is_taken:
        return redirect(centre_reverse(request.centre, "counter:desk_request", pk=pk))
    context = {
        "row": row,
        "case": row.case,
        "page": page,
        "asked": asked,
        "title": cases.labels_of(row.case).get(verb, ""),
        "draft": f"counter-{verb}-{row.case.number}",
    }
    return render(request, "counter/desk/step.html", context, status=asked.status)


def _form(request: CentreRequest, row: ServiceRequest, verb: str) -> Any:
    data, page = (request.POST if request.method == "POST" else None), STEPS[verb]
    if page.form is forms.ColleagueForm:
        staff = staff_of(request.centre, "services.handle", at=timezone.now())
        return forms.ColleagueForm(data, staff=staff)
    if page.form is forms.MissingForm:
        return forms.MissingForm(data, initial={"lines": "\n".join(lines_to_ask(row))})
    return page.form(data)


def number_named(request: CentreRequest) -> UUID | None:
    """Return the number of the queue with which somebody stands at the window, None for none."""
    try:
        key = UUID(request.POST.get("number") or request.GET.get("number", ""))
    except ValueError:
        return None
    rows = visible_numbers(request.actor, request.centre).filter(pk=key)
    return key if rows.exists() else None


@for_staff("services.intake")
def take(request: CentreRequest) -> HttpResponse:
    """Choose the matter and whose it is, write it down, and give the receipt."""
    chosen = choosing(request, ("item", "number"))
    items = ServiceItem.objects.of(request.centre).offered().exclude(level=ItemLevel.GUIDE)
    typed = request.POST.get("item") or request.GET.get("item", "")
    item = next((one for one in items if str(one.pk) == typed), None)
    number = request.POST.get("number") or request.GET.get("number", "")
    context: dict[str, Any] = chosen | {"items": items, "item": item, "number": number}
    if item is None:
        return render(request, "counter/desk/take.html", context)
    data = request.POST if request.method == "POST" else None
    version = version_now(item)
    form = forms.TakeForm(data)
    questions = SchemaForm(Schema.parse(version.schema), data, prefix="q")
    status = 200
    if request.method == "POST" and all([form.is_valid(), questions.is_valid()]):
        said = form.cleaned_data
        try:
            opened = make_request(
                centre=request.centre,
                item_id=item.pk,
                actor=request.actor,
                at=timezone.now(),
                answers=questions.answers(),
                words=said["words"],
                person=chosen["person"],
                by_staff=True,
                alias="" if chosen["person"] else said["alias"],
                phone=said["phone"],
                channel=said["channel"],
                is_urgent=said["is_urgent"],
                on_paper=said["on_paper"],
                number_id=number_named(request),
                form_id=form.once,
            )
        except RuleBroken as error:
            form.add_error("phone" if "电话" in error.sentence else None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            token = signing.dumps([str(opened.case.pk), opened.code], salt=RECEIPT)
            return redirect(centre_reverse(request.centre, "counter:receipt", token=token))
    context |= {"form": form, "questions": questions, "version": version}
    return render(request, "counter/desk/take.html", context, status=status)
