"""Vouchers on the workbench: write one down, sign it or give it back, take a line back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.governance.funds import policies
from changlai.governance.funds.actions.signing import return_voucher, sign_voucher
from changlai.governance.funds.actions.vouchers import (
    ask_reversal,
    change_voucher,
    draft_voucher,
    drop_voucher,
    link_decision,
    set_naming,
    unlink_decision,
)
from changlai.governance.funds.forms import ReasonForm, VoucherForm
from changlai.governance.funds.models import FundEntry, Voucher
from changlai.governance.funds.queries.months import answers_about
from changlai.governance.funds.states import DECISION_ROLE, OPEN, VoucherState
from changlai.governance.funds.views.trying import key_of, tried, who
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.files.public import file_url, files_of
from changlai.kernel.pages.evidence import LINK, UNLINK, chosen, picking
from changlai.kernel.pages.paging import page_of, words_of
from changlai.kernel.pages.routes import centre_reverse

MOST_AT_ONCE = 50


def _form(request: CentreRequest, voucher: Voucher | None = None, **initial: Any) -> VoucherForm:
    actor = request.actor
    return VoucherForm(
        request.POST or None,
        request.FILES or None,
        sources=policies.visible_sources(actor).order_by("made_at", "id"),
        projects=policies.visible_projects(actor).order_by("-made_at", "-id"),
        voucher=voucher,
        **({"initial": initial} if initial else {}),
    )


@for_staff("funds.see")
def vouchers(request: CentreRequest) -> HttpResponse:
    """List what is written down and not booked yet, and what was dropped."""
    words, state = words_of(request), request.GET.get("state", "")
    rows = policies.visible_vouchers(request.actor)
    rows = rows.filter(state=state) if state in VoucherState.values else rows.filter(state__in=OPEN)
    if words:
        rows = rows.filter(words__icontains=words) | rows.filter(party__icontains=words)
    context = {
        "page": page_of(request, rows.select_related("source").order_by("-occurred_on", "-id")),
        "words": words,
        "state": state,
        "states": VoucherState.choices,
        "may_enter": policies.may_enter(request.actor, request.centre),
        "is_narrowed": bool(words or state),
    }
    return render(request, "funds/desk/vouchers.html", context)


@for_staff("funds.sign")
def waiting(request: CentreRequest) -> HttpResponse:
    """List what waits for this signature; several may be signed with one press."""
    told: list[str] = []
    signed = 0
    if request.method == "POST":
        for typed in request.POST.getlist("sign")[:MOST_AT_ONCE]:
            key, _, version = typed.partition(":")
            voucher_id = key_of(key)
            if voucher_id is None or not version.isdecimal():
                continue
            row = policies.visible_vouchers(request.actor).filter(pk=voucher_id).first()
            if row is None:
                continue
            try:
                sign_voucher(voucher_id=row.pk, version=int(version), **who(request))
                signed += 1
            except RuleBroken as error:
                told.append(f"{row}：{error.sentence}")
        if signed:
            messages.success(request, f"复核好了{signed}笔，已经入账。")
        elif not told:
            told.append("请先勾上要复核的。")
        if not told:
            return redirect(centre_reverse(request.centre, "funds:desk_waiting"))
    rows = policies.visible_vouchers(request.actor).filter(state=VoucherState.DRAFTED)
    others = rows.exclude(prepared_by_id=request.actor.account_id)
    order = ("occurred_on", "direction", "id")
    context = {
        "page": page_of(
            request,
            others.select_related("source", "prepared_by").order_by(*order),
            MOST_AT_ONCE,
        ),
        "own": rows.filter(prepared_by_id=request.actor.account_id).count(),
        "told": told,
    }
    return render(request, "funds/desk/waiting.html", context, status=409 if told else 200)


@for_staff("funds.enter")
def voucher_add(request: CentreRequest) -> HttpResponse:
    """Write down what came or went; it waits for its second signature."""
    form = _form(
        request,
        occurred_on=timezone.localdate(),
        direction=request.GET.get("direction", "out"),
        source=request.GET.get("source", ""),
        project=request.GET.get("project", ""),
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        row, status = tried(
            form,
            lambda: draft_voucher(
                words=form.typed(), form_id=form.once, photos=form.photos, **who(request)
            ),
        )
        if row is not None:
            messages.success(request, "记下了，等另一位复核后入账。")
            return redirect(centre_reverse(request.centre, "funds:desk_voucher", pk=row.pk))
    return render(request, "funds/desk/voucher_add.html", {"form": form}, status=status)


@for_staff("funds.enter")
def voucher_change(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change a voucher that nobody signed yet."""
    rows = policies.visible_vouchers(request.actor).select_related("source")
    row = get_object_or_404(rows, pk=pk)
    form, status = _form(request, row), 200
    if request.method == "POST" and form.is_valid():
        changed, status = tried(
            form,
            lambda: change_voucher(
                voucher_id=pk, words=form.typed(), photos=form.photos, **who(request)
            ),
        )
        if changed is not None:
            messages.success(request, "改好了，等另一位复核。")
            return redirect(centre_reverse(request.centre, "funds:desk_voucher", pk=pk))
    context = {"form": form, "voucher": row}
    return render(request, "funds/desk/voucher_change.html", context, status=status)


@for_staff("funds.see")
def voucher(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show a voucher with its paper and its decision; sign it, give it back, drop it."""
    rows = policies.visible_vouchers(request.actor)
    row = get_object_or_404(
        rows.select_related("source", "project", "prepared_by", "decided_by", "reverses"), pk=pk
    )
    verb = request.POST.get("verb", "")
    reason = ReasonForm(request.POST if verb == "return" else None)
    trouble, status = "", 200
    if request.method == "POST":
        try:
            done = _act(request, pk, verb, reason)
        except RuleBroken as error:
            trouble, status = error.sentence, 200 if isinstance(error, BadInput) else 409
            row.refresh_from_db()
        else:
            messages.success(request, done)
            return redirect(centre_reverse(request.centre, "funds:desk_voucher", pk=pk))
    line = FundEntry.objects.of(request.centre).filter(voucher_id=pk).first()
    actor = request.actor
    source = row.source
    needs_decision = (
        row.direction == "out"
        and not row.is_reversal
        and source.is_restricted
        and row.purpose != source.purpose
    )
    context = {
        "voucher": row,
        "line": line,
        "trouble": trouble,
        "reason": reason,
        "photos": [(one, file_url(one)) for one in files_of(request.centre, pk)[:6]],
        "may_sign": policies.could_sign(actor, row),
        "is_own": actor.can(policies.SIGN) and row.prepared_by_id == actor.account_id,
        "may_change": policies.could_change(actor, row),
        "needs_decision": needs_decision,
        "picking": picking(request, pk, DECISION_ROLE),
        "may_link": policies.could_change(actor, row) and not row.is_reversal,
        "confirm": request.GET.get("confirm", ""),
    }
    return render(request, "funds/desk/voucher.html", context, status=status)


def _act(request: CentreRequest, pk: UUID, verb: str, reason: ReasonForm) -> str:
    said = {"voucher_id": pk, **who(request)}
    if verb == "sign":
        typed = request.POST.get("version", "")
        sign_voucher(version=int(typed) if typed.isdecimal() else 0, **said)
        return "复核好了，已经入账。"
    if verb == "return":
        if not reason.is_valid():
            raise BadInput("请写哪里不对，记账的人好改。")
        return_voucher(reason=reason.cleaned_data["reason"], **said)
        return "退回去了，记账的人会看到。"
    if verb == "drop":
        drop_voucher(**said)
        return "作废了，不会入账。"
    if verb in {LINK, UNLINK} and (record_id := chosen(request)) is not None:
        act = link_decision if verb == LINK else unlink_decision
        act(record_id=record_id, **said)
        return "连上了。" if verb == LINK else "拿掉了。"
    if verb in {"name", "unname"}:
        set_naming(may_name=verb == "name", **said)
        return "记下了，公开页跟着变。"
    raise BadInput


@for_staff("funds.enter")
def reverse_line(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Ask for a booked line to be taken back, with the reason; another signs it."""
    rows = policies.visible_entries(request.actor)
    line = get_object_or_404(rows.select_related("entry", "source", "voucher__source"), pk=pk)
    form, status = ReasonForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        row, status = tried(
            form,
            lambda: ask_reversal(
                voucher_id=line.voucher_id,
                reason=form.cleaned_data["reason"],
                form_id=form.once,
                **who(request),
            ),
        )
        if row is not None:
            messages.success(request, "记下了，等另一位复核后冲正。")
            return redirect(centre_reverse(request.centre, "funds:desk_voucher", pk=row.pk))
    context = {"form": form, "line": line}
    return render(request, "funds/desk/reverse.html", context, status=status)


@for_staff("funds.see")
def line(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show a booked line: the two who signed, what it stands on, what was asked about it."""
    rows = policies.visible_entries(request.actor)
    row = get_object_or_404(
        rows.select_related(
            "entry", "source", "project", "voucher__source", "prepared_by", "signed_by"
        ),
        pk=pk,
    )
    undone = Voucher.objects.of(request.centre).filter(reverses_id=row.voucher_id)
    standing = undone.exclude(state=VoucherState.DROPPED).first()
    context = {
        "line": row,
        "voucher": row.voucher,
        "undone": standing,
        "may_reverse": policies.may_enter(request.actor, request.centre)
        and standing is None
        and not row.entry.is_reversal,
        "may_enter": policies.may_enter(request.actor, request.centre),
        "is_gift": row.source.is_gift and row.entry.side == "in",
        "photos": [(one, file_url(one)) for one in files_of(request.centre, row.voucher_id)[:6]],
        "picking": picking(request, row.pk, DECISION_ROLE),
        "answers": answers_about(request.centre, [row.pk]).get(row.pk, []),
    }
    return render(request, "funds/desk/line.html", context)
