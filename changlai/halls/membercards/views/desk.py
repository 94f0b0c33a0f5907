"""The desk of those who keep the cards: write down, note consents, print, take off the wall."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, Matter, choosing, for_staff
from changlai.halls.membercards import actions, policies, queries
from changlai.halls.membercards.forms import CardForm, ConsentForm, NewCardForm, PhotoForm
from changlai.halls.membercards.models import SheetPrint
from changlai.halls.membercards.states import CARD_MATTERS, SHORT, How
from changlai.halls.membercards.views.shown import picture
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.paging import page_of, words_of
from changlai.kernel.pages.routes import centre_reverse


def _who(request: CentreRequest) -> dict[str, Any]:
    return {"centre": request.centre, "actor": request.actor, "at": timezone.now()}


def _first_error(form: Any) -> str:
    return str(next(iter(form.errors.values()))[0])


@for_staff(policies.KEEP)
def cards(request: CentreRequest) -> HttpResponse:
    """List the cards with what each person consents to now; print the sheet from here."""
    trouble, status = "", 200
    if request.method == "POST":
        try:
            sheet = actions.print_sheet(
                **_who(request), form_id=_key(request.POST.get("form_id", "")) or uuid4()
            )
        except RuleBroken as error:
            trouble, status = error.sentence, 200 if isinstance(error, BadInput) else 409
        else:
            return redirect(centre_reverse(request.centre, "membercards:desk_sheet", pk=sheet.pk))
    words = words_of(request)
    rows = policies.visible_cards(request.actor).filter(person__is_active=True)
    if words:
        rows = rows.filter(person__name__icontains=words)
    page = page_of(request, rows.select_related("person").order_by("group_order", "number"))
    stands = queries.consents(request.centre, [one.person_id for one in page.object_list])
    for one in page.object_list:
        now = stands[one.person_id]
        one.is_shown = Matter.CARD_NAME in now
        one.allowed = "、".join(SHORT[matter] for matter in CARD_MATTERS if matter in now)
    context = {
        "page": page,
        "words": words,
        "trouble": trouble,
        "form_id": uuid4(),
        "hanging": len(queries.to_take_off(request.centre)),
    }
    return render(request, "membercards/desk/cards.html", context, status=status)


@for_staff(policies.KEEP)
def card_add(request: CentreRequest) -> HttpResponse:
    """Write a card down for a member, with the consents asked one by one."""
    chosen = choosing(request)
    form, status = NewCardForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            if chosen["person"] is None:
                raise BadInput("请先找到是哪一位；名单上没有的，先到“居民”里添上。")
            row = actions.make_card(
                **_who(request),
                person=chosen["person"],
                said=form.said(),
                agreed=form.cleaned_data["agreed"],
                how=form.cleaned_data["how"],
                form_id=form.once,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "存好了，只公开本人同意的。")
            return redirect(centre_reverse(request.centre, "membercards:desk_card", pk=row.pk))
    context = chosen | {"form": form}
    return render(request, "membercards/desk/add.html", context, status=status)


@for_staff(policies.KEEP)
def card(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show a card with each consent; note a yes or a no, keep a photograph, delete the card."""
    rows = policies.visible_cards(request.actor).filter(person__is_active=True)
    row = get_object_or_404(rows.select_related("person", "photo", "made_by"), pk=pk)
    verb = request.POST.get("verb", "")
    trouble, status = "", 200
    if request.method == "POST":
        try:
            done = _act(request, pk, verb)
        except RuleBroken as error:
            trouble, status = error.sentence, 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, done)
            url = centre_reverse(request.centre, "membercards:desk_card", pk=pk)
            if verb == "drop":
                url = centre_reverse(request.centre, "membercards:desk_cards")
            return redirect(url)
    stands = queries.consents(request.centre, [row.person_id])[row.person_id]
    context = {
        "card": row,
        "trouble": trouble,
        "consents": [(matter, SHORT[matter], stands.get(matter)) for matter in CARD_MATTERS],
        "is_shown": Matter.CARD_NAME in stands,
        "photo_agreed": Matter.CARD_PHOTO in stands,
        "photo_form": PhotoForm(),
        "hows": How.choices,
        "confirm": request.GET.get("confirm", ""),
    }
    response = render(request, "membercards/desk/card.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _act(request: CentreRequest, pk: UUID, verb: str) -> str:
    who = _who(request)
    if verb in {"give", "withdraw"}:
        form = ConsentForm(request.POST)
        if not form.is_valid():
            raise BadInput(_first_error(form))
        actions.note_consent(
            **who,
            card_id=pk,
            matter=request.POST.get("matter", ""),
            is_given=verb == "give",
            how=form.cleaned_data["how"],
        )
        return "同意记下了。" if verb == "give" else "按本人的意思撤回了，网上已经看不到。"
    if verb == "photo":
        photo = PhotoForm(request.POST, request.FILES)
        if not photo.is_valid():
            raise BadInput(_first_error(photo))
        actions.keep_photo(**who, card_id=pk, upload=photo.cleaned_data["file"])
        return "照片放好了。"
    if verb == "drop":
        actions.drop_card(**who, card_id=pk)
        return "卡片和照片都删掉了。"
    raise BadInput


@for_staff(policies.KEEP)
def photo(request: CentreRequest, pk: UUID) -> HttpResponseBase:
    """Send a photograph to the desk while its person consents to it, named or not."""
    rows = policies.visible_cards(request.actor).filter(person__is_active=True)
    row = get_object_or_404(rows.select_related("photo"), pk=pk)
    stands = queries.consents(request.centre, [row.person_id])[row.person_id]
    if Matter.CARD_PHOTO not in stands:
        raise Http404
    response = picture(row)
    response["Cache-Control"] = "no-store"
    return response


@for_staff(policies.KEEP)
def card_change(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change what a card says."""
    rows = policies.visible_cards(request.actor).filter(person__is_active=True)
    row = get_object_or_404(rows.select_related("person"), pk=pk)
    form, status = CardForm(request.POST or None, card=row), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_card(**_who(request), card_id=pk, said=form.said())
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "改好了。")
            return redirect(centre_reverse(request.centre, "membercards:desk_card", pk=pk))
    context = {"card": row, "form": form}
    return render(request, "membercards/desk/change.html", context, status=status)


@for_staff(policies.KEEP)
def consent_sheet(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Give the sheet on which a member ticks what may be shown, one by one, and signs."""
    rows = policies.visible_cards(request.actor).filter(person__is_active=True)
    row = get_object_or_404(rows.select_related("person"), pk=pk)
    context = {
        "card": row,
        "matters": [
            ("姓名、岗位、设岗定责", f"{row.person.name}　{row.role}　{row.duty}"),
            ("照片", "贴在公开栏、放在网页上的一张"),
            ("党龄", f"只写一档：{row.get_standing_display() or '　　　　'}"),
            ("承诺", row.promise),
            ("荣誉", row.honours),
        ],
        "today": timezone.localdate(),
    }
    return render(request, "membercards/paper/consents.html", context)


@for_staff(policies.KEEP)
def sheet(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show a sheet of A3 for the wall: always what is consented to now, whenever it was begun."""
    rows = SheetPrint.objects.of(request.centre)
    row = get_object_or_404(rows, pk=pk)
    found = queries.grouped(queries.shown_cards(request.centre))
    response = render(request, "membercards/paper/sheet.html", {"sheet": row, "groups": found})
    response["Cache-Control"] = "no-store"
    return response


@for_staff(policies.KEEP)
def wall(request: CentreRequest) -> HttpResponse:
    """Show what is to be taken off the wall, tick it, and what was printed when."""
    trouble, status = "", 200
    if request.method == "POST":
        rows = policies.visible_printed(request.actor)
        row = get_object_or_404(rows, pk=_key(request.POST.get("printed", "")))
        try:
            actions.take_off(**_who(request), printed_id=row.pk)
        except RuleBroken as error:
            trouble, status = error.sentence, 409
        else:
            messages.success(request, "好的，墙上的取下了。")
            return redirect(centre_reverse(request.centre, "membercards:desk_wall"))
    context = {
        "hanging": queries.to_take_off(request.centre),
        "page": page_of(request, SheetPrint.objects.of(request.centre).select_related("by"), 20),
        "trouble": trouble,
    }
    return render(request, "membercards/desk/wall.html", context, status=status)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
