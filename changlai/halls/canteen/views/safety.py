"""The kitchen's records, each entered where the work happens; and what was given."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.canteen.actions import giving, safety
from changlai.halls.canteen.forms import (
    CheckForm,
    DisinfectionForm,
    DonationForm,
    HandForm,
    PurchaseForm,
    SampleForm,
    SelfCheckForm,
    WasteForm,
)
from changlai.halls.canteen.models import (
    Donation,
    FoodSample,
    KitchenHand,
    KitchenLog,
    PurchaseCheck,
)
from changlai.halls.canteen.queries import safety as reads
from changlai.halls.canteen.states import LogKind
from changlai.halls.canteen.views.trying import status_of, tried
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse

LOG_FORMS = {
    LogKind.DISINFECTION: DisinfectionForm,
    LogKind.SELF_CHECK: SelfCheckForm,
    LogKind.WASTE: WasteForm,
}
RECENT = 10


def _who(request: CentreRequest) -> dict[str, Any]:
    return {"centre": request.centre, "actor": request.actor, "at": timezone.now()}


def _to(request: CentreRequest, name: str) -> HttpResponse:
    return redirect(centre_reverse(request.centre, f"canteen:{name}"))


@for_staff("canteen.manage")
def day(request: CentreRequest) -> HttpResponse:
    """Show what the kitchen writes down today: what is done, and what is still to do."""
    now = timezone.now()
    today = timezone.localdate(now)
    logs = KitchenLog.objects.of(request.centre).order_by("-at", "-id")[:RECENT]
    context = {
        "unchecked": reads.unchecked(request.centre, today),
        "unsampled": reads.unsampled(request.centre, today),
        "in_fridge": [(one, one.is_due(now)) for one in reads.in_fridge(request.centre)[:40]],
        "ending": [
            (one, one.is_certified(today))
            for one in reads.ending_certificates(request.centre, today)
        ],
        "purchases": PurchaseCheck.objects.of(request.centre).order_by("-came_on", "-id")[:5],
        "logs": logs,
        "kinds": LogKind.choices,
        "today": today,
    }
    return render(request, "canteen/desk/safety.html", context)


@for_staff("canteen.manage")
def morning(request: CentreRequest) -> HttpResponse:
    """Look at everybody of the kitchen in the morning, and put them on duty."""
    today = timezone.localdate()
    trouble, status = "", 200
    form = CheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        hand = get_object_or_404(reads.hands(request.centre), pk=_key(request, "hand"))
        result = form.cleaned_data["result"]
        try:
            safety.check_morning(
                hand_id=hand.pk,
                is_fit=result != "unfit",
                on_duty=result == "duty",
                note=form.cleaned_data["note"],
                **_who(request),
            )
        except RuleBroken as error:
            trouble, status = error.sentence, status_of(error)
        else:
            messages.success(request, f"{hand.name}记下了。")
            return _to(request, "desk_morning")
    checks = reads.checks_of(request.centre, today)
    hands = [
        (one, checks.get(one.pk), one.is_certified(today), one.ends_soon(today))
        for one in reads.hands(request.centre)
    ]
    context = {"hands": hands, "trouble": trouble, "today": today}
    return render(request, "canteen/desk/morning.html", context, status=status)


def _key(request: CentreRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return UUID(int=0)


@for_staff("canteen.manage")
def hand_add(request: CentreRequest) -> HttpResponse:
    """Note who works in the kitchen."""
    form = HandForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        made, status = tried(form, lambda: safety.put_hand(**form.cleaned_data, **_who(request)))
        if made is not None:
            messages.success(request, f"{made.name}记下了。")
            return _to(request, "desk_morning")
    return render(
        request, "canteen/desk/hand.html", {"form": form, "row": None}, status=status or 200
    )


@for_staff("canteen.manage")
def hand(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Renew somebody's certificate, or note that they left."""
    row = get_object_or_404(KitchenHand.objects.of(request.centre), pk=pk)
    form = HandForm(request.POST or None, initial=HandForm.initial_of(row))
    status = 200
    if request.method == "POST" and form.is_valid():
        made, status = tried(
            form, lambda: safety.put_hand(hand_id=pk, **form.cleaned_data, **_who(request))
        )
        if made is not None:
            messages.success(request, f"{made.name}改好了。")
            return _to(request, "desk_morning")
    context = {"form": form, "row": row}
    return render(request, "canteen/desk/hand.html", context, status=status or 200)


@for_staff("canteen.manage")
def purchase(request: CentreRequest) -> HttpResponse:
    """Write down what came in; whoever delivered last is filled in."""
    rows = PurchaseCheck.objects.of(request.centre).order_by("-came_on", "-entered_at", "-id")
    last = rows.first()
    initial: dict[str, Any] = {"came_on": timezone.localdate()}
    if last is not None:
        initial |= {name: getattr(last, name) for name in ("supplier", "address", "contact")}
    form = PurchaseForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        made, status = tried(
            form,
            lambda: safety.note_purchase(bought=form.bought(), form_id=form.once, **_who(request)),
        )
        if made is not None:
            messages.success(
                request, f"{made.name}{made.quantity}记下了，这条记录存到{made.keep_until}。"
            )
            return _to(request, "desk_purchase")
    context = {
        "form": form,
        "rows": rows[:RECENT],
        "suppliers": sorted(set(rows[:100].values_list("supplier", flat=True))),
    }
    return render(request, "canteen/desk/purchase.html", context, status=status or 200)


@for_staff("canteen.manage")
def samples(request: CentreRequest) -> HttpResponse:
    """Keep samples of today's dishes; destroy those that were kept long enough."""
    now = timezone.now()
    form = SampleForm(request.POST or None)
    trouble, status, done = "", 200, ""
    if request.method == "POST":
        try:
            done = _sample(request, form)
        except RuleBroken as error:
            trouble, status = error.sentence, status_of(error)
        if done:
            messages.success(request, done)
            return _to(request, "desk_samples")
    fridge = [(one, one.is_due(now)) for one in reads.in_fridge(request.centre)]
    context = {
        "form": form,
        "trouble": trouble,
        "unsampled": reads.unsampled(request.centre, timezone.localdate(now)),
        "fridge": fridge,
        "due": sum(1 for _, is_due in fridge if is_due),
        "last": FoodSample.objects.of(request.centre)
        .filter(destroyed_at__isnull=False)
        .select_related("menu", "destroyed_by")
        .order_by("-destroyed_at", "-id")[:RECENT],
    }
    return render(request, "canteen/desk/samples.html", context, status=status)


def _sample(request: CentreRequest, form: SampleForm) -> str:
    """Keep or destroy what the form names; return the sentence for the screen."""
    if request.POST.get("verb") == "destroy":
        row = get_object_or_404(reads.in_fridge(request.centre), pk=_key(request, "sample"))
        safety.destroy_sample(sample_id=row.pk, **_who(request))
        return f"{row.dish}的留样销毁了。"
    if not form.is_valid():
        return ""
    dishes = {
        f"{menu.pk}:{dish}": (menu, dish)
        for menu, dish in reads.unsampled(request.centre, timezone.localdate())
    }
    chosen = [dishes[key] for key in request.POST.getlist("dish") if key in dishes]
    if not chosen:
        form.add_error(None, "请勾上留了样的菜。")
        return ""
    for menu, dish in chosen:
        safety.keep_sample(menu_id=menu.pk, dish=dish, **form.cleaned_data, **_who(request))
    return f"{len(chosen)}个菜留样了，满48小时提醒销毁。"


@for_staff("canteen.manage")
def log(request: CentreRequest, kind: str) -> HttpResponse:
    """Write a line of the kitchen's day."""
    known = next((one for one in LogKind if one.value == kind), LogKind.DISINFECTION)
    form: Any = LOG_FORMS[known](request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        said = {name: one for name, one in form.cleaned_data.items() if name != "form_id"}
        made, status = tried(
            form,
            lambda: safety.write_log(kind=known, form_id=form.once, **said, **_who(request)),
        )
        if made is not None:
            messages.success(request, f"{known.label}记下了。")
            return redirect(centre_reverse(request.centre, "canteen:desk_log", kind=known.value))
    rows = KitchenLog.objects.of(request.centre).filter(kind=known).select_related("by")
    context = {
        "form": form,
        "kind": known.value,
        "title": known.label,
        "kinds": LogKind.choices,
        "page": page_of(request, rows.order_by("-at", "-id")),
    }
    return render(request, "canteen/desk/log.html", context, status=status or 200)


@for_staff("canteen.manage")
def donations(request: CentreRequest) -> HttpResponse:
    """Note what somebody gave, and read what was given."""
    form = DonationForm(request.POST or None, initial={"given_on": timezone.localdate()})
    status = 200
    if request.method == "POST" and form.is_valid():
        made, status = tried(
            form,
            lambda: giving.note_donation(form_id=form.once, **form.said(), **_who(request)),
        )
        if made is not None:
            messages.success(request, "记下了，公开的页面上也有了。")
            return _to(request, "desk_donations")
    rows = Donation.objects.of(request.centre).order_by("-given_on", "-id")
    context = {"form": form, "page": page_of(request, rows)}
    return render(request, "canteen/desk/donations.html", context, status=status or 200)
