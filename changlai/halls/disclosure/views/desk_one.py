"""One disclosure on the desk: read it, hand it in, sign it, let it out, take it down."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.content.public import Version, VersionState
from changlai.foundation.people.public import CentreRequest, choosing, for_staff
from changlai.halls.disclosure import policies
from changlai.halls.disclosure.actions import drafting, signing
from changlai.halls.disclosure.actions.asking import ask_about
from changlai.halls.disclosure.forms.asking import DeskAskForm
from changlai.halls.disclosure.forms.signing import ApproveForm, DownForm, SignForm
from changlai.halls.disclosure.forms.writing import FileForm
from changlai.halls.disclosure.models import Disclosure
from changlai.halls.disclosure.queries import showing
from changlai.halls.disclosure.queries.signing import (
    digest_of,
    has_declared,
    with_parts,
    year_of,
)
from changlai.halls.disclosure.states import Standing, Verdict
from changlai.halls.disclosure.views.desk_due import who
from changlai.halls.disclosure.views.shown import line_named, parts_of, sheet_of
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.routes import centre_reverse


def disclosure_of(request: CentreRequest, pk: UUID) -> Disclosure:
    """Return a disclosure that the actor may read at the desk; raises Http404."""
    rows = policies.visible_disclosures(request.actor).select_related("item", "changed_by")
    row: Disclosure = get_object_or_404(rows, pk=pk)
    return row


@for_staff(policies.SEE)
def desk_one(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show what is written, who signed which wording, and what may be done now."""
    row = disclosure_of(request, pk)
    verb = request.POST.get("verb", "")
    trouble, status = "", 200
    if request.method == "POST":
        try:
            done = _act(request, row, verb)
        except RuleBroken as error:
            trouble, status = error.sentence, 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, done)
            gone = not Disclosure.objects.of(request.centre).filter(pk=pk).exists()
            name = "disclosure:list" if gone else "disclosure:desk_one"
            return redirect(centre_reverse(request.centre, name, **({} if gone else {"pk": pk})))
    return render(
        request,
        "disclosure/desk/one.html",
        _context(request, row) | {"trouble": trouble},
        status=status,
    )


def _context(request: CentreRequest, row: Disclosure) -> dict[str, Any]:
    rows = Version.objects.of(request.centre).filter(piece_id=row.piece_id)
    rows = rows.select_related("written_by", "published_by").order_by("-number")
    if not policies.writes(request.actor):
        # A supervisor reads what was handed in, not what is still being written.
        rows = rows.exclude(state=VersionState.DRAFT)
    versions = list(with_parts(rows))
    version = versions[0]
    parts = parts_of(version)
    actor, standing = request.actor, parts["standing"]
    own = actor.account_id in {version.written_by_id, row.changed_by_id}
    may_write = policies.may_write(actor, request.centre)
    digest = digest_of(version)
    now = timezone.now()
    sign = {"digest": digest}
    return parts | {
        "row": row,
        "versions": versions,
        "live": next((one for one in versions if one.state == VersionState.PUBLISHED), None),
        "may_write": may_write,
        "may_change": may_write and standing not in {Standing.DOWN},
        "may_hand_in": may_write and standing == Standing.DRAFT,
        "is_own": own,
        "asks_supervisor": policies.may_supervise(actor, request.centre)
        and standing == Standing.SUPERVISION,
        "has_declared": policies.may_supervise(actor, request.centre)
        and has_declared(request.centre, actor.account_id, year_of(now)),
        "asks_approval": policies.may_approve(actor, request.centre)
        and standing in {Standing.APPROVAL, Standing.SUPERVISION},
        "sign_form": _typed(request, "supervise", SignForm, sign),
        "approve_form": _typed(
            request,
            "approve",
            ApproveForm,
            sign | {"days": showing.public_days(request.centre)},
        ),
        "down_form": DownForm(),
        "file_form": FileForm(),
        "may_take_down": policies.may_approve(actor, request.centre),
        "confirm": request.GET.get("confirm", ""),
        "asked": showing.asked_of(request.centre, [row.pk])[row.pk],
        "is_readable": any(
            one.state == VersionState.PUBLISHED or one.archived_why == "ended" for one in versions
        )
        and standing != Standing.DOWN,
    }


def _typed(request: CentreRequest, verb: str, form: Any, initial: dict[str, Any]) -> Any:
    if request.POST.get("verb") != verb:
        return form(initial=initial)
    # What was written stays; what is signed is what is read now.
    data = request.POST.copy()
    data["digest"] = initial["digest"]
    return form(data)


def _act(request: CentreRequest, row: Disclosure, verb: str) -> str:
    found = VERBS.get(verb)
    if found is None:
        raise BadInput
    return found(request, row)


def _hand_in(request: CentreRequest, row: Disclosure) -> str:
    signing.hand_in(**who(request), disclosure_id=row.pk)
    return "送审了，等监督委员看过。"


def _said(form: Any) -> dict[str, Any]:
    if not form.is_valid():
        raise BadInput(str(next(iter(form.errors.values()))[0]))
    said: dict[str, Any] = form.cleaned_data
    return said


def _supervise(request: CentreRequest, row: Disclosure) -> str:
    said = _said(SignForm(request.POST))
    verdict = request.POST.get("verdict", "")
    signing.supervise(**who(request), disclosure_id=row.pk, verdict=verdict, **said)
    return "审核过了，等批准。" if verdict == Verdict.AGREED else "退回给写的人了。"


def _approve(request: CentreRequest, row: Disclosure) -> str:
    said = _said(ApproveForm(request.POST))
    verdict = request.POST.get("verdict", "")
    signing.approve(**who(request), disclosure_id=row.pk, verdict=verdict, **said)
    return "批准了，从现在起公示。" if verdict == Verdict.AGREED else "退回给写的人了。"


def _take_down(request: CentreRequest, row: Disclosure) -> str:
    said = _said(DownForm(request.POST))
    signing.withdraw_disclosure(**who(request), disclosure_id=row.pk, note=said["note"])
    return "撤下了，这里还留着底。"


def _drop(request: CentreRequest, row: Disclosure) -> str:
    drafting.drop_disclosure_draft(**who(request), disclosure_id=row.pk)
    return "这一版草稿丢掉了。"


def _file(request: CentreRequest, row: Disclosure) -> str:
    form = FileForm(request.POST, request.FILES)
    said = _said(form)
    drafting.add_file(**who(request), disclosure_id=row.pk, upload=said["file"])
    return "附件放好了。"


def _drop_file(request: CentreRequest, row: Disclosure) -> str:
    try:
        key = UUID(request.POST.get("file", ""))
    except ValueError:
        raise BadInput from None
    drafting.drop_file(**who(request), disclosure_id=row.pk, attachment_id=key)
    return "附件拿掉了。"


VERBS: dict[str, Callable[[CentreRequest, Disclosure], str]] = {
    "hand_in": _hand_in,
    "supervise": _supervise,
    "approve": _approve,
    "take_down": _take_down,
    "drop": _drop,
    "file": _file,
    "drop_file": _drop_file,
}


@for_staff(policies.WRITE)
def desk_ask(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Write down what somebody asked by telephone, on paper or at the counter."""
    disclosure_of(request, pk)
    found = sheet_of(request.centre, pk)
    line = line_named(request, found["lines"])
    chosen = choosing(request, carry=("line",))
    form, status = DeskAskForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            opened = ask_about(
                **who(request),
                disclosure_id=pk,
                line_id=line.pk if line else None,
                text=said["text"],
                may_publish=said["may_publish"],
                person=chosen["person"],
                channel=said["channel"],
                name=said["name"],
                phone=said["phone"],
                form_id=form.once,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(
                request,
                f"记下了，编号{opened.case.number}，查询码{opened.code}，请告诉对方；十天内答复。",
            )
            return redirect(centre_reverse(request.centre, "disclosure:desk_one", pk=pk))
    context = found | chosen | {"line": line, "form": form}
    return render(request, "disclosure/desk/ask.html", context, status=status)
