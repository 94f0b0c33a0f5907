"""The steps of a voice: one small page and one action each; a refusal keeps what was typed."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.cases import public as cases
from changlai.engines.cases.public import (
    Asked,
    Case,
    Channel,
    ExcludedFromRate,
    StepPage,
    Verb,
    calls,
)
from changlai.foundation.people.public import (
    AREA_ROLES,
    Account,
    CentreRequest,
    RoleGrant,
    for_staff,
    staff_of,
)
from changlai.halls.voices.forms import staff as forms
from changlai.halls.voices.forms.resident import yes_or_no
from changlai.halls.voices.kinds import FAMILY
from changlai.halls.voices.views.staff.case import find_case
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.routes import centre_reverse

Said = dict[str, Any]


def _colleague(action: Callable[..., Any], name: str) -> Callable[[dict[str, Any], Said], Any]:
    def act(who: dict[str, Any], said: Said) -> Any:
        return action(**who, **{name: said["account"], "note": said["note"]})

    return act


def _transfer(who: dict[str, Any], said: Said) -> Any:
    return cases.transfer_case(**who, reason=said["reason"], to=said["account"])


def _send_up(who: dict[str, Any], said: Said) -> Any:
    # The grant holds through the chosen day, not until its first minute.
    until = timezone.make_aware(datetime.combine(said["until"], time(23, 59)))
    return cases.transfer_upward(
        **who,
        account=said["account"],
        to_name=said["to_name"],
        reason=said["reason"],
        until=until,
    )


def _merge(who: dict[str, Any], said: Said) -> Any:
    target = cases.case_by_number(who["actor"], said["number"].strip(), who["at"])
    if target is None:
        raise RuleBroken("没有找到这个编号，请核对后再填。")
    return cases.merge_cases(**who, into_id=target.pk, note=said["note"])


def _call_back(who: dict[str, Any], said: Said) -> Any:
    return cases.call_back(
        **who,
        outcome=said["outcome"],
        solved=yes_or_no(said["solved"]),
        was_contacted=yes_or_no(said["was_contacted"]),
        note=said["note"],
        redo=said["redo"],
    )


def _withdraw(who: dict[str, Any], said: Said) -> Any:
    return cases.withdraw_case(**who, reason=said["note"])


STEPS: dict[str, StepPage] = {
    Verb.ACCEPT: StepPage(
        forms.StepForm,
        calls(cases.accept_case),
        "已受理，由您承办。",
        "受理后由您承办，期限照常计。",
    ),
    Verb.ASSIGN: StepPage(
        forms.ColleagueForm, _colleague(cases.assign_case, "handler"), "已指派。"
    ),
    Verb.CONTACT: StepPage(
        forms.NoteForm,
        calls(cases.record_contact, "note"),
        "已记下联系。",
        "打过电话或见过面，记一笔。",
    ),
    Verb.START: StepPage(forms.StepForm, calls(cases.start_case), "开始办理。"),
    Verb.ASK: StepPage(forms.AskForm, calls(cases.ask_requester, "question"), "已请对方补充。"),
    Verb.RESUME: StepPage(forms.ReplyForm, calls(cases.requester_replied, "text"), "接着办。"),
    Verb.TRANSFER: StepPage(
        forms.TransferForm, _transfer, "已转办。", "先接的人先负责；转办次数有限，要写明理由。"
    ),
    Verb.CO_HANDLE: StepPage(
        forms.ColleagueForm, _colleague(cases.add_co_handler, "account"), "已请同事协办。"
    ),
    Verb.EXTEND: StepPage(
        forms.ExtendForm,
        calls(cases.extend_case, "working_days", "reason"),
        "已延期，理由会告诉对方。",
        "只能延一次，要在到期以前；对方会看到理由。",
    ),
    Verb.ANSWER: StepPage(forms.AnswerForm, calls(cases.answer_case, "text"), "答复已发出。"),
    Verb.SEND_UP: StepPage(
        forms.SendUpForm,
        _send_up,
        "已上报。",
        "对方只看得到这一件，到期自动关上，每次查看都有记录。",
    ),
    Verb.TAKE_BACK: StepPage(
        forms.TakeBackForm,
        calls(cases.take_back_case, "result", "outside_number"),
        "已带回，接着办。",
    ),
    Verb.REFUSE: StepPage(
        forms.ReasonForm,
        calls(cases.refuse_case, "reason"),
        "已告知不予受理。",
        "对方会看到理由。",
    ),
    Verb.ROUTE_OUT: StepPage(
        forms.GuidanceForm, calls(cases.route_out_case, "guidance"), "已告知该找谁。"
    ),
    Verb.MERGE: StepPage(
        forms.MergeForm,
        _merge,
        "已并案，两件互相看得到。",
        "说的是同一件事才并；跟进的人会一起转过去。",
    ),
    Verb.WITHDRAW: StepPage(forms.NoteForm, _withdraw, "已撤回。", "本人要求撤回时才用。"),
    Verb.CALL_BACK: StepPage(
        forms.CallBackForm, _call_back, "回访已记下。", "承办人以外的同事来问。"
    ),
    Verb.CLOSE: StepPage(forms.StepForm, calls(cases.close_case), "已办结。"),
    Verb.REDACT: StepPage(
        forms.RedactForm,
        calls(cases.redact_case, "title", "text", "place_text", "answer", "public_title", "reason"),
        "已遮盖，原文另存。",
        "去掉姓名、电话、门牌；原文另外存着，看原文要写理由。",
    ),
    Verb.PUBLISH: StepPage(
        forms.PublishForm,
        calls(cases.publish_answer, "question", "answer", "post"),
        "已公开。",
        "对方同意、去掉个人信息以后才能公开。",
    ),
    Verb.UNPUBLISH: StepPage(forms.ReasonForm, calls(cases.unpublish_answer, "reason"), "已撤下。"),
    Verb.SORT: StepPage(
        forms.SortForm,
        calls(cases.sort_case, "category", "note"),
        "已归类。",
        "归到哪一类，就按那一类的时限办；已经答应对方的日子不会往后挪。",
    ),
    Verb.NOTE: StepPage(
        forms.NoteForm, calls(cases.note_case, "note"), "记下了。", "只有工作人员看得到。"
    ),
}


def _form(request: HttpRequest, case: Case, verb: str) -> forms.StepForm:
    """Return the form of a step, filled with what is known."""
    page, data, now = (
        STEPS[verb],
        request.POST if request.method == "POST" else None,
        timezone.now(),
    )
    more: dict[str, Any] = {}
    centre = request.centre  # type: ignore[attr-defined]
    if issubclass(page.form, forms.ColleagueForm | forms.TransferForm):
        staff = staff_of(centre, f"{FAMILY}.handle", at=now)
        more["staff"] = staff.exclude(pk=case.handler_id) if case.handler_id else staff
    elif page.form is forms.SendUpForm:
        more["above"] = _above(centre, now)
    elif page.form is forms.RedactForm:
        names = ("title", "text", "place_text", "answer", "public_title")
        more["initial"] = {name: getattr(case, name) for name in names}
    elif page.form is forms.SortForm:
        more["categories"] = cases.categories(centre)
        more["initial"] = {"category": case.category_id}
    elif page.form is forms.PublishForm:
        more["initial"] = {"question": case.text, "answer": case.answer}
    elif page.form is forms.AnswerForm:
        more["initial"] = {"text": _template_text(request, case)}
    return page.form(data, **more)


def _above(centre: Any, at: datetime) -> Any:
    """Return the accounts of the township and county that the centre's area belongs to."""
    code = centre.area_id
    prefixes = [code[:length] for length in (2, 4, 6, 9) if len(code) > length]
    grants = RoleGrant.objects.effective(at).filter(role__in=AREA_ROLES, area_id__in=prefixes)
    return Account.objects.filter(pk__in=grants.values("account_id"), is_active=True).order_by(
        "name", "pk"
    )


def _template_text(request: HttpRequest, case: Case) -> str:
    """Return the prepared reply that was picked, to start from."""
    chosen = request.GET.get("template", "")
    for row in cases.reply_templates(case.centre_id, FAMILY, case.kind):
        if str(row.pk) == chosen:
            return row.text
    return ""


@for_staff("voices.see")
def step(request: CentreRequest, pk: UUID, verb: str) -> HttpResponse:
    """Ask for what a step needs, take it, and go back to the voice."""
    case = find_case(request, pk)
    if verb not in STEPS:
        raise Http404
    page = STEPS[verb]
    form = _form(request, case, verb)
    asked = cases.take_step(request, case, verb, page, form, at=timezone.now())
    if asked.is_taken:
        return redirect(_home(request, case, verb))
    context = {
        "case": case,
        "asked": asked,
        "page": page,
        "draft": f"step-{verb}-{case.number}",
        "title": cases.labels_of(case).get(verb, Verb(verb).label),
        "similar": _similar(request, case) if verb == Verb.MERGE else [],
        "templates": cases.reply_templates(case.centre_id, FAMILY, case.kind)
        if verb == Verb.ANSWER
        else [],
    }
    return render(request, "voices/desk/step.html", context, status=asked.status)


def _home(request: HttpRequest, case: Case, verb: str) -> str:
    centre = request.centre  # type: ignore[attr-defined]
    if verb == Verb.CALL_BACK:
        return centre_reverse(centre, "voices:call_backs")
    # Whoever passed a voice on may no longer see it.
    seen = cases.visible_cases(request.actor, timezone.now()).filter(pk=case.pk)  # type: ignore[attr-defined]
    if not seen.exists():
        return centre_reverse(centre, "voices:cases")
    return centre_reverse(centre, "voices:desk_case", pk=case.pk)


def _similar(request: HttpRequest, case: Case) -> list[Any]:
    centre, now = request.centre, timezone.now()  # type: ignore[attr-defined]
    found = cases.similar_open(centre, case.text, case.category, at=now, place_text=case.place_text)
    return [one for one in found if one.number != case.number]


@for_staff("voices.see")
def paper_rating(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down a rating that came on paper; never by whoever handled the matter."""
    case = find_case(request, pk)
    form = forms.PaperRatingForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            cases.rate_case(
                centre=request.centre,  # type: ignore[attr-defined]
                case_id=case.pk,
                actor=request.actor,  # type: ignore[attr-defined]
                face=said["face"],
                solved=yes_or_no(said["solved"]),
                words=said["words"],
                channel=Channel.PAPER,
                at=timezone.now(),
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 409
        else:
            messages.success(request, "纸质评价已录入。")
            return redirect(centre_reverse(request.centre, "voices:desk_case", pk=case.pk))  # type: ignore[attr-defined]
    page = {"hint": "照纸上写的录，不改一个字。"}
    context = {"case": case, "asked": Asked(form), "page": page, "title": "录入纸质评价"}
    context["draft"] = f"paper-rating-{case.number}"
    return render(request, "voices/desk/step.html", context, status=status)


@for_staff("voices.handle")
def exclude(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask to leave a voice out of a rate, with the reason; somebody else decides."""
    case = find_case(request, pk)
    form = forms.ExcludeForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            cases.exclude_from_rate(
                centre=request.centre,  # type: ignore[attr-defined]
                case_id=case.pk,
                rate=form.cleaned_data["rate"],
                reason=form.cleaned_data["reason"],
                actor=request.actor,  # type: ignore[attr-defined]
                at=timezone.now(),
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 409
        else:
            messages.success(request, "已提出，等另一位同事同意。")
            return redirect(centre_reverse(request.centre, "voices:desk_case", pk=case.pk))  # type: ignore[attr-defined]
    page = {"hint": "理由会写在三率下面，谁都看得到件数。"}
    context = {"case": case, "asked": Asked(form), "page": page, "title": "申请不计入三率"}
    context["draft"] = f"exclude-{case.number}"
    return render(request, "voices/desk/step.html", context, status=status)


@for_staff("voices.handle")
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Agree or not to leave a voice out of a rate; never by the one who asked."""
    centre = request.centre  # type: ignore[attr-defined]
    row = get_object_or_404(
        ExcludedFromRate.objects.of(centre).select_related("case", "asked_by"), pk=pk
    )
    find_case(request, row.case_id)
    trouble = ""
    if request.method == "POST":
        try:
            cases.decide_exclusion(
                centre=centre,
                exclusion_id=row.pk,
                actor=request.actor,  # type: ignore[attr-defined]
                is_agreed=request.POST.get("answer") == "yes",
                at=timezone.now(),
            )
        except RuleBroken as error:
            trouble = error.sentence
        else:
            messages.success(request, "已记下您的决定。")
            return redirect(centre_reverse(centre, "voices:rates"))
    context = {"row": row, "trouble": trouble}
    return render(request, "voices/desk/decide.html", context, status=409 if trouble else 200)
