"""Issues on the workbench: the list, one issue with its next step, and the paper of all."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.cases import public as cases
from changlai.engines.cases.public import Case, FileRole, StepPage, Verb
from changlai.foundation.people.public import CentreRequest, choosing, for_staff, staff_of
from changlai.governance.rectification import actions, forms, policies, queries
from changlai.governance.rectification.models import Issue
from changlai.governance.rectification.papers import TITLE, issues_paper
from changlai.governance.rectification.states import EVIDENCE, Source
from changlai.kernel.documents.public import as_docx, document_answer
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.files.public import IMAGES, file_url, keep_file
from changlai.kernel.pages.evidence import LINK, UNLINK, chosen, picking
from changlai.kernel.pages.paging import page_of, words_of
from changlai.kernel.pages.routes import centre_reverse, optional_url
from changlai.kernel.records.public import Record
from changlai.kernel.registry.public import record_page

MAIN = (Verb.ACCEPT, Verb.ANSWER, Verb.CALL_BACK)
MOST_ON_PAPER = 500
USUAL_AHEAD = timedelta(days=21)

STEPS: dict[str, StepPage] = {
    Verb.ACCEPT: StepPage(
        forms.PlanForm,
        lambda who, said: actions.claim_issue(**who, **said),
        "认领了，由您来改。",
    ),
    Verb.ASSIGN: StepPage(
        forms.OwnerForm,
        lambda who, said: actions.assign_issue(**who, handler=said["account"], note=said["text"]),
        "交给这位同事了，会告诉他。",
    ),
    Verb.ANSWER: StepPage(
        forms.SubmitForm,
        lambda who, said: actions.submit_issue(
            **who,
            result=said["result"],
            no_record_reason=said["no_record_reason"],
            files=said["files"],
        ),
        "记下了，等别人来验收。",
        "改的人自己不能验收，会请另一位来看。",
    ),
    Verb.EXTEND: StepPage(
        forms.LaterForm,
        lambda who, said: actions.extend_issue(**who, due_on=said["due_on"], reason=said["text"]),
        "延期了。",
        "只能延一次，要在到期以前。",
    ),
    Verb.CALL_BACK: StepPage(
        forms.VerifyForm,
        lambda who, said: actions.verify_issue(
            **who,
            is_mended=said["is_mended"] == "yes",
            note=said["note"],
            due_on=said["due_on"],
        ),
        "验收记下了。",
        "最好到现场看一眼，或者问一问提出来的人。",
    ),
    Verb.REFUSE: StepPage(
        forms.WordsForm,
        lambda who, said: actions.drop_issue(**who, reason=said["text"]),
        "撤下了，记录还在。",
        "写明为什么不用改；撤下以后不能恢复，要改就另记一个。",
    ),
    Verb.NOTE: StepPage(
        forms.WordsForm,
        lambda who, said: cases.note_case(**who, note=said["text"]),
        "记下了。",
    ),
}


def _who(request: CentreRequest) -> dict[str, Any]:
    return {"centre": request.centre, "actor": request.actor, "at": timezone.now()}


def _case(request: CentreRequest, pk: UUID) -> Case:
    rows = policies.visible_issue_cases(request.actor).select_related(
        "kind_version", "handler", "category", "centre", "origin_record", "person"
    )
    return get_object_or_404(rows, pk=pk)


def _issue(case: Case) -> Issue:
    """Return the issue's own row; one that another part opened a moment ago is shown as usual."""
    rows = Issue.objects.of(case.centre_id).select_related(
        "verified_by", "looked_by", "done_by", "repeat_of__case__kind_version"
    )
    found = rows.filter(case=case).first() or queries.usual_issue(case)
    found.case = case
    return found


@for_staff(policies.SEE)
def issues(request: CentreRequest) -> HttpResponse:
    """List the issues, what falls due first on top; lateness is told to owner and secretary."""
    show = request.GET.get("show", "open")
    words, source = words_of(request), request.GET.get("source", "")
    page = page_of(request, queries.listed(request.actor, show, words, source))
    today = timezone.localdate()
    lines = [
        (
            row,
            row.is_overdue(today) and policies.may_see_lateness(request.actor, row.case),
        )
        for row in page.object_list
    ]
    context = {
        "page": page,
        "lines": lines,
        "show": show,
        "words": words,
        "source": source,
        "sources": Source.choices,
        "is_narrowed": bool(words or source),
        "tabs": [("open", "没改好的"), ("mine", "我来改的"), ("check", "待验收"), ("all", "全部")],
        "may_add": policies.may_open(request.actor, request.centre),
    }
    return render(request, "rectification/desk/issues.html", context)


@for_staff(policies.SEE)
def issue(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show an issue: what, who, how, until when, what shows it, and the way so far."""
    case = _case(request, pk)
    trouble, status = "", 200
    if request.method == "POST":
        try:
            done = _act(request, case)
        except RuleBroken as error:
            trouble, status = error.sentence, 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, done)
            anchor = "#evidence" if request.POST.get("verb") in {LINK, UNLINK} else ""
            return redirect(
                centre_reverse(request.centre, "rectification:desk_issue", pk=pk) + anchor
            )
    row, actor = _issue(case), request.actor
    shown = cases.buttons(actor, case, _steps_here(request, case), MAIN)
    today = timezone.localdate()
    files = case.files.filter(centre_id=case.centre_id).select_related("file").order_by("at")
    context = {
        "issue": row,
        "case": case,
        "trouble": trouble,
        "first": shown.first,
        "others": shown.others,
        "may_plan": case.is_running and policies.may_plan(actor, case),
        "may_look": case.state == "closed"
        and row.looked_at is None
        and policies.may_look_again(actor, row),
        "is_late": row.is_overdue(today) and policies.may_see_lateness(actor, case),
        "may_see_late": policies.may_see_lateness(actor, case),
        "picking": picking(request, case.pk, EVIDENCE),
        "may_link": case.is_running and policies.may_link(actor, case),
        "evidence_title": "依据(什么能说明改好了)",
        "kept": queries.kept(row),
        "photos": [
            ("改以前" if one.role == FileRole.ASKED else "改以后", file_url(one.file))
            for one in files
        ],
        "earlier": queries.earlier_like(case) if row.repeat_of is None else [],
        "origin_url": _origin_url(request, case.origin_record),
        "items": cases.way_so_far(case, reversed(cases.timeline(case))),
    }
    return render(request, "rectification/desk/issue.html", context, status=status)


def _steps_here(request: CentreRequest, case: Case) -> list[str]:
    """Return the steps that have a page; looking at it is not offered to whoever mended it."""
    own = not policies.may_verify(request.actor, case)
    return [verb for verb in STEPS if not (own and verb == Verb.CALL_BACK)]


def _origin_url(request: CentreRequest, record: Record | None) -> str:
    if record is None:
        return ""
    name = record.url_name or record_page(record.kind)
    return optional_url(request.centre, name, pk=record.pk) if name else ""


def _act(request: CentreRequest, case: Case) -> str:
    verb, key = request.POST.get("verb", ""), chosen(request)
    by: dict[str, Any] = {"centre": request.centre, "case_id": case.pk, "actor": request.actor}
    if verb == LINK and key:
        actions.link_record(**by, record_id=key, at=timezone.now())
        return "关联上了。"
    if verb == UNLINK and key:
        actions.unlink_record(**by, record_id=key)
        return "拿掉了。"
    if verb == "tie" and key:
        actions.tie_issue(**by, earlier_id=key, at=timezone.now())
        return "记下了，和以前的是一件事。"
    raise BadInput


def _form(request: CentreRequest, verb: str) -> Any:
    posted = request.method == "POST"
    data = request.POST if posted else None
    kind = STEPS[verb].form
    if kind is forms.OwnerForm:
        staff = staff_of(request.centre, policies.HANDLE, at=timezone.now())
        return forms.OwnerForm(data, staff=staff)
    if issubclass(kind, forms.PhotoForm):
        return kind(data, request.FILES if posted else None)
    return kind(data)


def _kept_photos(request: CentreRequest, form: Any) -> bool:
    """Keep the picture that came along, if any; what is wrong with it is told beside it."""
    form.cleaned_data["files"] = []
    upload = form.cleaned_data.pop("photo", None)
    if upload is None:
        return True
    try:
        row = keep_file(
            centre=request.centre,
            upload=upload,
            purpose="issue",
            actor_id=request.actor.account_id,
            at=timezone.now(),
            allowed=IMAGES,
        )
    except BadInput as error:
        form.add_error("photo", error.sentence)
        return False
    form.cleaned_data["files"] = [row]
    return True


@for_staff(policies.SEE)
def step(request: CentreRequest, pk: UUID, verb: str) -> HttpResponse:
    """Ask for what a step needs, take it, and go back to the issue."""
    case = _case(request, pk)
    if verb not in STEPS:
        raise Http404
    page, form = STEPS[verb], _form(request, verb)
    is_sound = request.method != "POST" or form.is_valid()
    if request.method == "POST" and is_sound and isinstance(form, forms.PhotoForm):
        is_sound = _kept_photos(request, form)
    asked = (
        cases.take_step(request, case, verb, page, form, at=timezone.now())
        if is_sound
        else cases.Asked(form)
    )
    if asked.is_taken:
        return redirect(centre_reverse(request.centre, "rectification:desk_issue", pk=case.pk))
    context = {
        "issue": _issue(case),
        "case": case,
        "page": page,
        "asked": asked,
        "is_with_files": isinstance(form, forms.PhotoForm),
        "title": cases.labels_of(case).get(verb, ""),
        "evidence": queries.evidence_keys(case) if verb in {Verb.ANSWER, Verb.CALL_BACK} else [],
        "verb": verb,
    }
    return render(request, "rectification/desk/step.html", context, status=asked.status)


@for_staff(policies.SEE)
def plan(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change why it came about and how it is mended."""
    case = _case(request, pk)
    row = _issue(case)
    start = {"root_cause": row.root_cause, "measure": row.measure, "source": row.source}
    form, status = forms.WholePlanForm(request.POST or None, initial=start), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.plan_issue(
                centre=request.centre, case_id=pk, actor=request.actor, **form.cleaned_data
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "改好了。")
            return redirect(centre_reverse(request.centre, "rectification:desk_issue", pk=pk))
    context = {"issue": row, "case": case, "form": form, "title": "原因和措施", "button": "保存"}
    return render(request, "rectification/desk/words.html", context, status=status)


@for_staff(policies.SEE)
def look(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Ask how it is some weeks after; what came back becomes an issue of its own."""
    case = _case(request, pk)
    row = _issue(case)
    form, status = forms.LookForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            again = actions.look_again(**_who(request), case_id=pk, **form.cleaned_data)
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            words = "又记了一个问题，标了“复发”。" if again else "记下了，还好好的。"
            messages.success(request, words)
            pk = again.pk if again else pk
            return redirect(centre_reverse(request.centre, "rectification:desk_issue", pk=pk))
    context = {
        "issue": row,
        "case": case,
        "form": form,
        "title": "过了些日子，还好吗",
        "lead": "到现场看一眼再记，只记一次。又出现了的，会另记一个问题，原来的销号不变。",
        "button": "记下",
    }
    return render(request, "rectification/desk/words.html", context, status=status)


@for_staff(policies.HANDLE)
def add(request: CentreRequest) -> HttpResponse:
    """Write an issue down; another part may lead here with title, source and origin filled in."""
    chosen_person = choosing(request, ("title", "source", "origin", "place"))
    asked = {name: request.GET.get(name, "") for name in ("title", "place", "origin")}
    start: dict[str, Any] = {name: value[:80] for name, value in asked.items() if value}
    start["due_on"] = timezone.localdate() + USUAL_AHEAD
    if request.GET.get("source") in Source.values:
        start["source"] = request.GET["source"]
    posted = request.method == "POST"
    form = forms.OpenForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial=start,
        categories=cases.categories(request.centre),
    )
    status = 200
    if posted and form.is_valid() and _kept_photos(request, form):
        said = form.cleaned_data
        try:
            opened = actions.open_issue(
                **_who(request),
                **{name: said[name] for name in ("title", "text", "source", "due_on", "place")},
                category=said["category"],
                origin_id=said["origin"],
                person=chosen_person["person"],
                form_id=form.once,
                files=said["files"],
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, f"记下了，编号{opened.case.number}。")
            return redirect(
                centre_reverse(request.centre, "rectification:desk_issue", pk=opened.case.pk)
            )
    typed = form["origin"].value()
    origin = _record(request, str(typed)) if typed else None
    context = chosen_person | {"form": form, "origin": origin}
    return render(request, "rectification/desk/add.html", context, status=status)


def _record(request: CentreRequest, key: str) -> Record | None:
    try:
        return Record.objects.of(request.centre).filter(pk=UUID(key)).first()
    except ValueError:
        return None


@for_staff(policies.SEE)
def paper(request: CentreRequest) -> HttpResponse:
    """Give the table of issues as an official paper."""
    show = request.GET.get("show", "all")
    rows = queries.listed(request.actor, show)[:MOST_ON_PAPER]
    made = issues_paper(request.centre, rows, timezone.localdate())
    return document_answer(as_docx(made), TITLE, "docx")
