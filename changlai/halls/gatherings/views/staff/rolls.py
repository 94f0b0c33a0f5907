"""The roll of a session at the door: tick, scan, add who just came, take back what was wrong."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from changlai.engines.activities.public import (
    MOST_GUESTS,
    Mark,
    MarkKind,
    RollLine,
    Session,
    SessionState,
    Taken,
    hold_session,
    mark,
    roll,
    visible_activities,
    void_mark,
)
from changlai.foundation.people.public import CentreRequest, for_staff, residents, staff_of
from changlai.halls.gatherings.forms.attendance import GuestsForm, ScanForm, WalkInForm
from changlai.halls.gatherings.views.addresses import thing_url
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.routes import centre_reverse

POWER = "gatherings.roll"
MOST_FOUND = 8


def session_or_404(request: CentreRequest, pk: UUID) -> Session:
    """Return a session of an activity that this colleague may see."""
    rows = Session.objects.of(request.centre).select_related(
        "activity__version", "activity__preset", "room"
    )
    return get_object_or_404(
        rows.filter(activity__in=visible_activities(request.actor, request.centre)), pk=pk
    )


def back_to_roll(request: CentreRequest, session: Session) -> HttpResponse:
    """Go back to the roll, with the words that were searched for."""
    url = centre_reverse(request.centre, "gatherings:roll", pk=session.pk)
    words = request.POST.get("words", "").strip()[:40]
    return redirect(f"{url}?{urlencode({'words': words})}" if words else url)


@for_staff(POWER)
def listing(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show who is expected, here and gone, with one tap for each."""
    session = session_or_404(request, pk)
    found = roll(session)
    words = request.GET.get("words", "").strip()[:40]
    lines = [one for one in found.lines if _bears(one, words)]
    known = {one.person_id for one in found.lines if one.person_id}
    others = []
    if words:
        others = [
            one
            for one in residents(request.centre, words)[: MOST_FOUND + len(known)]
            if one.pk not in known
        ][:MOST_FOUND]
    context = {
        "session": session,
        "activity": session.activity,
        "roll": found,
        "lines": lines,
        "others": others,
        "words": words,
        "nonce": uuid4(),
        "scan": ScanForm(),
        "walk_in": WalkInForm(initial={"alias": words}),
        "guests": GuestsForm(initial={"guests": session.guests}),
        "has_begun": timezone.now() >= session.starts,
        "may_hold": session.state == SessionState.PLANNED,
        "is_cancelled": session.state == SessionState.CANCELLED,
        "back": thing_url(request.centre, "gatherings:desk_activity", session.activity_id),
    }
    return render(request, "gatherings/desk/roll.html", context)


def _bears(line: RollLine, words: str) -> bool:
    if not words or words in line.name:
        return True
    return line.sign_up is not None and words.upper() in line.sign_up.code


@for_staff(POWER)
@require_POST
def scan(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Take a code that was scanned or typed."""
    session = session_or_404(request, pk)
    form = ScanForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "请扫或打上报名码。")
        return back_to_roll(request, session)
    return _write(
        request,
        session,
        code=form.cleaned_data["code"],
        kind=MarkKind.OUT if "out" in request.POST else MarkKind.IN,
        nonce=form.once,
    )


@for_staff(POWER)
@require_POST
def tick(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Take one tap on the list: came, or left; a person found by name is let in as well."""
    session = session_or_404(request, pk)
    kind = MarkKind.OUT if "out" in request.POST else MarkKind.IN
    chosen = request.POST.get("out") or request.POST.get("in") or ""
    sort, _, key = chosen.partition(":")
    wish: dict[str, Any] = {}
    if sort == "alias" and key:
        wish = {"alias": key, "walk_in": True}
    elif sort in {"sign_up", "person", "account"} and (found := _uuid(key)):
        if sort == "sign_up":
            wish = {"sign_up_id": found}
        elif sort == "account":
            colleague = get_object_or_404(staff_of(request.centre, at=timezone.now()), pk=found)
            wish = {"account_id": colleague.pk, "walk_in": True}
        else:
            rows = residents(request.centre)
            wish = {"person": get_object_or_404(rows, pk=found), "walk_in": True}
    if not wish:
        messages.warning(request, "请在名单上点一位。")
        return back_to_roll(request, session)
    page = _uuid(request.POST.get("nonce", "")) or uuid4()
    return _write(request, session, kind=kind, nonce=uuid5(page, f"{kind}:{chosen}"), **wish)


@for_staff(POWER)
@require_POST
def add(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Let in somebody who just came, by what people call them."""
    session = session_or_404(request, pk)
    form = WalkInForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "请写上来的人怎么称呼。")
        return back_to_roll(request, session)
    return _write(request, session, alias=form.cleaned_data["alias"], walk_in=True, nonce=form.once)


@for_staff(POWER)
@require_POST
def take_back(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Say that the last line of somebody was wrong."""
    session = session_or_404(request, pk)
    key = _uuid(request.POST.get("mark", ""))
    line = get_object_or_404(Mark.objects.of(request.centre).filter(session=session), pk=key)
    try:
        void_mark(centre=request.centre, mark_id=line.pk, actor=request.actor, at=timezone.now())
    except RuleBroken as error:
        messages.warning(request, error.sentence)
    else:
        messages.success(request, "更正了，原来那一条不再算数。")
    return back_to_roll(request, session)


@for_staff(POWER)
@require_POST
def held(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Note that the session took place, with how many came without leaving a name."""
    session = session_or_404(request, pk)
    form = GuestsForm(request.POST)
    if not form.is_valid():
        messages.warning(request, f"没留名的人数请填0到{MOST_GUESTS}。")
        return back_to_roll(request, session)
    try:
        hold_session(
            centre=request.centre,
            session_id=session.pk,
            actor=request.actor,
            at=timezone.now(),
            guests=form.cleaned_data["guests"],
        )
    except RuleBroken as error:
        messages.warning(request, error.sentence)
    else:
        messages.success(request, "登记了：这一场已经举行。")
    return back_to_roll(request, session)


def _write(request: CentreRequest, session: Session, **wish: Any) -> HttpResponse:
    """Write a line and say what became of it, by name."""
    try:
        taken = mark(
            centre=request.centre,
            session_id=session.pk,
            actor=request.actor,
            at=timezone.now(),
            **wish,
        )
    except RuleBroken as error:
        messages.warning(request, error.sentence)
    else:
        say = messages.success if taken.counts else messages.warning
        say(request, _told(taken))
    return back_to_roll(request, session)


def _told(taken: Taken) -> str:
    line = taken.mark
    name = line.person.name if line.person else line.alias
    if line.account is not None:
        name = line.account.shown_name
    if line.sign_up is not None and line.sign_up.heads > 1:
        name = f"{name}一行{line.sign_up.heads}人"
    return f"{name}：{taken.sentence}" if name else taken.sentence


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
