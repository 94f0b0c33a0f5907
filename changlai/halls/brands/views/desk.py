"""Brands on the workbench: the list, the editor, what belongs to one, its route and its days."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from changlai.foundation.people.public import CentreRequest, choosing, for_staff
from changlai.foundation.places.public import Room
from changlai.halls.brands import policies
from changlai.halls.brands.actions import brands as verbs
from changlai.halls.brands.actions import lives
from changlai.halls.brands.actions.days import plan_day
from changlai.halls.brands.actions.route import drop_stop, put_stop
from changlai.halls.brands.forms import BrandForm, DayForm, MonthForm, SoundForm, StopForm
from changlai.halls.brands.models import Brand, RouteStop
from changlai.halls.brands.queries import counts
from changlai.halls.brands.states import (
    BRAND_NEXT,
    HERITAGE,
    MONTHS,
    ROLE,
    TIP,
    BrandPart,
    BrandState,
)
from changlai.halls.brands.views.public import activity_lines
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.evidence import LINK, UNLINK, chosen, picking
from changlai.kernel.pages.paging import page_of, words_of
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.records.public import owners_of

MOVES = {BrandState.SHOWN: "公开了，大家都能看到。", BrandState.ENDED: "结束了，做过的还看得到。"}
DAY_TITLES = {BrandPart.TABLES: "摆一桌", BrandPart.CLEANUPS: "约一天一起动手"}
PIECE_NAMES = {HERITAGE: "desk_heritage", TIP: "desk_tip"}


def who(request: CentreRequest) -> dict[str, Any]:
    """Return what every action of the workbench is told: centre, actor, now."""
    return {"centre": request.centre, "actor": request.actor, "at": timezone.now()}


def status_of(error: RuleBroken) -> int:
    """Return the answer's status: what was typed wrong is shown again, a rule is a conflict."""
    return 200 if isinstance(error, BadInput) else 409


@for_staff(policies.WRITE)
def brands(request: CentreRequest) -> HttpResponse:
    """List the brands with what their pages offer."""
    words = words_of(request)
    rows = policies.visible_brands(request.actor)
    if words:
        rows = rows.filter(name__icontains=words)
    context = {"page": page_of(request, rows), "words": words}
    return render(request, "brands/desk/brands.html", context)


@for_staff(policies.WRITE)
def brand_add(request: CentreRequest) -> HttpResponse:
    """Begin a brand; nothing of it needs code."""
    today = timezone.localdate()
    form = BrandForm(request.POST or None, request.FILES or None, initial={"began_on": today})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            row = verbs.make_brand(**who(request), saying=form.saying(), form_id=form.once)
            _logo(request, row.pk, form)
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = status_of(error)
        else:
            messages.success(request, "存好了，还没有公开。把办过的活动、写过的内容挂上来吧。")
            return redirect(centre_reverse(request.centre, "brands:desk_brand", pk=row.pk))
    return render(request, "brands/desk/brand_form.html", {"form": form}, status=status)


def _logo(request: CentreRequest, brand_id: UUID, form: BrandForm) -> None:
    if upload := form.cleaned_data.get("logo"):
        verbs.put_logo(**who(request), brand_id=brand_id, upload=upload)


@for_staff(policies.WRITE)
def brand_edit(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change what a brand says and what its page offers."""
    row = get_object_or_404(policies.visible_brands(request.actor), pk=pk)
    form, status = BrandForm(request.POST or None, request.FILES or None, brand=row), 200
    if request.method == "POST" and form.is_valid():
        try:
            verbs.change_brand(**who(request), brand_id=row.pk, saying=form.saying())
            _logo(request, row.pk, form)
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = status_of(error)
        else:
            messages.success(request, "改好了。")
            return redirect(centre_reverse(request.centre, "brands:desk_brand", pk=row.pk))
    context = {"form": form, "brand": row}
    return render(request, "brands/desk/brand_form.html", context, status=status)


@for_staff(policies.WRITE)
def brand(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show a brand: what it came to, what belongs to it, and what may be done next."""
    row = get_object_or_404(policies.visible_brands(request.actor), pk=pk)
    trouble, status = "", 200
    if request.method == "POST":
        try:
            done = _act(request, row)
        except RuleBroken as error:
            trouble, status = error.sentence, status_of(error)
        else:
            messages.success(request, done)
            return redirect(centre_reverse(request.centre, "brands:desk_brand", pk=row.pk))
    at = timezone.now()
    found = counts.gathered(request.centre, row, at)
    soon = counts.coming(request.centre, [row.pk], at)[:8]
    context = {
        "brand": row,
        "figures": counts.figures(found),
        "coming": activity_lines(request, soon),
        "picking": picking(request, row.pk, ROLE),
        "may_link": True,
        "has": {one.value: row.offers(one.value) for one in BrandPart},
        "days": [(code, title) for code, title in DAY_TITLES.items() if row.offers(code)],
        "next": [(one.value, one.label) for one in BrandState if one in BRAND_NEXT[row.state]],
        "may_publish": policies.may_publish(request.actor, request.centre),
        "is_public": row.state != BrandState.DRAFT,
        "confirm": request.GET.get("confirm", ""),
        "trouble": trouble,
    }
    return render(request, "brands/desk/brand.html", context, status=status)


def _act(request: CentreRequest, row: Brand) -> str:
    verb = request.POST.get("verb", "")
    if verb in MOVES:
        verbs.move_brand(**who(request), brand_id=row.pk, state=verb)
        return MOVES[BrandState(verb)]
    record = chosen(request)
    if record is not None and verb == LINK:
        verbs.tag_record(**who(request), brand_id=row.pk, record_id=record)
        return "挂上了。"
    if record is not None and verb == UNLINK:
        verbs.untag_record(**who(request), brand_id=row.pk, record_id=record)
        return "拿掉了，那件事本身还在。"
    raise BadInput


@for_staff(policies.WRITE)
def route(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Lay the route: its stops in order, and a form for the next one."""
    row = get_object_or_404(policies.visible_brands(request.actor), pk=pk)
    form, status = StopForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            put_stop(**who(request), brand_id=row.pk, stop=form.stop(), form_id=form.once)
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = status_of(error)
        else:
            messages.success(request, "这一站放好了。")
            return redirect(centre_reverse(request.centre, "brands:desk_route", pk=row.pk))
    context = {"brand": row, "stops": list(row.stops.all()), "form": form}
    return render(request, "brands/desk/route.html", context, status=status)


@for_staff(policies.WRITE)
def stop(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change a stop, or take it out."""
    rows = RouteStop.objects.of(request.centre).select_related("brand")
    row = get_object_or_404(rows, pk=pk)
    up = centre_reverse(request.centre, "brands:desk_route", pk=row.brand_id)
    if request.POST.get("verb") == "drop":
        drop_stop(**who(request), stop_id=row.pk)
        messages.success(request, "这一站拿掉了。")
        return redirect(up)
    form, status = StopForm(request.POST or None, stop=row), 200
    if request.method == "POST" and form.is_valid():
        try:
            put_stop(**who(request), brand_id=row.brand_id, stop=form.stop(), stop_id=row.pk)
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = status_of(error)
        else:
            messages.success(request, "改好了。")
            return redirect(up)
    context = {"stop": row, "form": form, "confirm": request.GET.get("confirm", "")}
    return render(request, "brands/desk/stop.html", context, status=status)


@for_staff(policies.WRITE)
def day(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Plan a table of neighbours or a clean-up day; it is out at once, with sign-up."""
    row = get_object_or_404(policies.visible_brands(request.actor), pk=pk)
    part = request.GET.get("part", "")
    if part not in DAY_TITLES:
        part = next((code for code in DAY_TITLES if row.offers(code)), BrandPart.TABLES)
    rooms = Room.objects.of(request.centre).filter(is_active=True).order_by("name")
    form, status = DayForm(request.POST or None, rooms=rooms), 200
    if request.method == "POST" and form.is_valid():
        try:
            plan_day(**who(request), brand_id=row.pk, day=form.planned(part), form_id=form.once)
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = status_of(error)
        else:
            messages.success(request, "定好了，已经公开，可以报名了。")
            return redirect(centre_reverse(request.centre, "brands:desk_brand", pk=row.pk))
    context = {"brand": row, "form": form, "title": DAY_TITLES[BrandPart(part)], "part": part}
    return render(request, "brands/desk/day.html", context, status=status)


@for_staff(policies.WRITE)
def months(request: CentreRequest) -> HttpResponse:
    """Show who told their month, of one month; write one down for somebody who said so."""
    chosen_one = choosing(request, carry=("month",))
    asked = request.GET.get("month", "")
    now = timezone.localdate().month
    number = int(asked) if asked.isdigit() and asked in {str(one) for one, _ in MONTHS} else now
    verb = request.POST.get("verb", "")
    form, status = MonthForm(request.POST if verb == "tell" else None), 200
    trouble = ""
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        try:
            done = _month(request, verb, form, chosen_one["person"])
        except RuleBroken as error:
            trouble, status = error.sentence, status_of(error)
        else:
            messages.success(request, done)
            back = centre_reverse(request.centre, "brands:desk_months")
            return redirect(f"{back}?month={number}")
    rows = policies.visible_months(request.actor).filter(month=number)
    context = chosen_one | {
        "page": page_of(request, rows.select_related("person__hamlet")),
        "month": number,
        "months": MONTHS,
        "form": form,
        "trouble": trouble,
    }
    return render(request, "brands/desk/months.html", context, status=status)


def _month(request: CentreRequest, verb: str, form: MonthForm, person: Any) -> str:
    if verb == "take_back":
        rows = policies.visible_months(request.actor)
        row = get_object_or_404(rows, pk=key_of(request, "row"))
        lives.take_month_back(**who(request), month_id=row.pk)
        return "按本人的意思删掉了。"
    if verb == "tell":
        if person is None:
            raise BadInput("请先找到是哪位村民。")
        lives.tell_month(**who(request), person=person, **form.cleaned_data)
        return "记下了。"
    raise BadInput


def key_of(request: CentreRequest, name: str) -> UUID | None:
    """Return the id that a form names; None for what is none."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None


@for_staff(policies.WRITE)
@require_POST
def piece_step(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Put a voice beside an old story, take it away, or move a piece to another brand."""
    kinds = policies.visible_piece_kinds(request.actor)
    piece = get_object_or_404(kinds, pk=pk)
    verb = request.POST.get("verb", "")
    try:
        messages.success(request, _piece_act(request, piece, verb))
    except RuleBroken as error:
        messages.error(request, error.sentence)
    name = PIECE_NAMES[piece.kind]
    return redirect(centre_reverse(request.centre, f"brands:{name}", pk=piece.pk))


def _piece_act(request: CentreRequest, piece: Any, verb: str) -> str:
    if verb == "sound" and piece.kind == HERITAGE:
        form = SoundForm(request.POST, request.FILES)
        if not form.is_valid():
            raise BadInput("请选一段录音。")
        lives.put_sound(**who(request), piece_id=piece.pk, upload=form.cleaned_data["file"])
        return "录音放好了，发布以后大家才听得到。"
    if verb == "drop_sound" and piece.kind == HERITAGE:
        lives.drop_sound(**who(request), piece_id=piece.pk)
        return "录音拿掉了。"
    if verb == "belongs":
        rows = policies.visible_brands(request.actor)
        brand = get_object_or_404(rows, pk=key_of(request, "brand"))
        for owner in owners_of(request.centre, piece.pk, ROLE):
            if owner != brand.pk and rows.filter(pk=owner).exists():
                verbs.untag_record(**who(request), brand_id=owner, record_id=piece.pk)
        verbs.tag_record(**who(request), brand_id=brand.pk, record_id=piece.pk)
        return f"放到“{brand.name}”了。"
    raise BadInput
