"""For whoever settles: a month's sheet, what is paid for whom, the classes and who is in which."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, choosing, for_staff
from changlai.halls.canteen import policies
from changlai.halls.canteen.actions import eaters, settling
from changlai.halls.canteen.forms import EaterTierForm, TierForm
from changlai.halls.canteen.models import PriceTier
from changlai.halls.canteen.money import fen_of, plain_yuan, yuan
from changlai.halls.canteen.queries import settling as reads
from changlai.halls.canteen.states import MOST_FEN
from changlai.halls.canteen.views.trying import month_in, status_of, tried
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.routes import centre_reverse


def _who(request: CentreRequest) -> dict[str, Any]:
    return {"centre": request.centre, "actor": request.actor, "at": timezone.now()}


def _sums(rows: list[reads.Account]) -> dict[str, Any]:
    return {
        "portions": sum(one.portions for one in rows),
        "gross": yuan(sum(one.gross_fen for one in rows)),
        "subsidy": yuan(sum(one.subsidy_fen for one in rows)),
        "pay": yuan(sum(one.pay_fen for one in rows)),
    }


@for_staff("canteen.settle")
def month(request: CentreRequest) -> HttpResponse:
    """Show what everybody ate in a month and pays; settle it, and note who paid."""
    first = month_in(request)
    trouble, status = "", 200
    if request.method == "POST":
        try:
            done = _do(request, first)
        except RuleBroken as error:
            trouble, status = error.sentence, status_of(error)
        else:
            messages.success(request, done)
            address = centre_reverse(request.centre, "canteen:desk_month")
            return redirect(f"{address}?month={first:%Y-%m}")
    settlement, rows = reads.month_accounts(request.centre, first)
    today = timezone.localdate()
    before = (first - timedelta(days=1)).replace(day=1)
    context = {
        "month": first,
        "before": before,
        "after": reads.next_month(first),
        "has_after": reads.next_month(first) <= today,
        "is_over": reads.next_month(first) <= today,
        "settlement": settlement,
        "rows": rows,
        "sums": _sums(rows),
        "trouble": trouble,
    }
    return render(request, "canteen/desk/month.html", context, status=status)


def _do(request: CentreRequest, first: Any) -> str:
    verb = request.POST.get("verb", "")
    if verb == "close":
        settling.close_month(month=first, **_who(request))
        return f"{first.month}月结算好了，数不会再变。"
    try:
        key = UUID(request.POST.get("line", ""))
    except ValueError:
        key = UUID(int=0)
    row = get_object_or_404(policies.visible_lines(request.actor), pk=key)
    settling.note_paid(line_id=row.pk, is_paid=verb == "paid", **_who(request))
    return "记下了，付过了。" if verb == "paid" else "付款的勾去掉了。"


@for_staff("canteen.settle")
def sheet(request: CentreRequest) -> HttpResponse:
    """Print a month: the settlement, or what is asked for as subsidy."""
    first = month_in(request)
    settlement, rows = reads.month_accounts(request.centre, first)
    is_subsidy = request.GET.get("kind") == "subsidy"
    if is_subsidy:
        rows = [one for one in rows if one.subsidy_fen]
    context = {
        "month": first,
        "rows": rows,
        "sums": _sums(rows),
        "settlement": settlement,
        "is_subsidy": is_subsidy,
    }
    return render(request, "canteen/paper/month.html", context)


@for_staff("canteen.settle")
def tiers(request: CentreRequest) -> HttpResponse:
    """List the classes, and write a new one."""
    form = TierForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        made, status = tried(form, lambda: _put_tier(request, form))
        if made is not None:
            messages.success(request, f"{made.name}记下了。")
            return redirect(centre_reverse(request.centre, "canteen:desk_tiers"))
    notes = reads.notes_of(request.centre)
    known, today = reads.tiers_of(request.centre), timezone.localdate()
    many: dict[Any, int] = {}
    for one in notes.values():
        found = reads.tier_on(one, known, today)
        if found is not None:
            many[found.pk] = many.get(found.pk, 0) + 1
    rows = [(one, many.get(one.pk, 0)) for one in PriceTier.objects.of(request.centre)]
    context = {"form": form, "rows": rows}
    return render(request, "canteen/desk/tiers.html", context, status=status or 200)


def _put_tier(request: CentreRequest, form: TierForm, tier_id: UUID | None = None) -> PriceTier:
    said = form.cleaned_data
    return eaters.put_tier(
        name=said["name"],
        subsidy_fen=fen_of(said["subsidy"], MOST_FEN, "补贴"),
        is_active=said["is_active"],
        tier_id=tier_id,
        **_who(request),
    )


@for_staff("canteen.settle")
def tier(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change a class; what was settled stays."""
    row = get_object_or_404(PriceTier.objects.of(request.centre), pk=pk)
    initial = {
        "name": row.name,
        "subsidy": plain_yuan(row.subsidy_fen),
        "is_active": row.is_active,
    }
    form = TierForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        made, status = tried(form, lambda: _put_tier(request, form, pk))
        if made is not None:
            messages.success(request, f"{made.name}改好了。")
            return redirect(centre_reverse(request.centre, "canteen:desk_tiers"))
    context = {"form": form, "row": row}
    return render(request, "canteen/desk/tier.html", context, status=status or 200)


@for_staff("canteen.settle")
def eater_tier(request: CentreRequest) -> HttpResponse:
    """Note to which class somebody belongs."""
    chosen = choosing(request) | {"known_only": True}
    person = chosen["person"]
    rows = list(PriceTier.objects.of(request.centre))
    form = EaterTierForm(request.POST or None, tiers=[one for one in rows if one.is_active])
    status = 200
    if request.method == "POST" and person is None:
        form.is_valid()
        form.add_error(None, "请先找到是哪一位。")
    elif request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made, status = tried(
            form,
            lambda: eaters.note_tier(
                person_id=person.pk,
                tier_id=UUID(said["tier"]) if said["tier"] else None,
                since=said["since"],
                **_who(request),
            ),
        )
        if made is not None:
            messages.success(request, f"{person.name}记下了。")
            return redirect(centre_reverse(request.centre, "canteen:desk_tiers"))
    known = {str(one.pk): one for one in rows}
    notes = []
    if person is not None:
        own = policies.visible_tiers(request.actor).filter(person=person).order_by("-since", "-id")
        notes = [(one, known.get(one.tier_key)) for one in own]
    context = chosen | {"form": form, "notes": notes}
    return render(request, "canteen/desk/eater_tier.html", context, status=status or 200)
