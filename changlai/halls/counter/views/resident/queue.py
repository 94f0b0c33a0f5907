"""How far the queue is, for everybody: the door, the hall screen, a slip, all without a name."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from changlai.engines.appointments.public import (
    COMING,
    Appointment,
    AppointmentState,
)
from changlai.engines.faces.public import asked_of
from changlai.foundation.people.public import CentreRequest, open_to_all
from changlai.halls.counter.actions.queue.numbers import MOST_HELD, door_number
from changlai.halls.counter.models import CounterDay
from changlai.halls.counter.queries.days import day_of, gives_numbers, is_over, opens_next
from changlai.halls.counter.queries.queue import STATE_WORDS, Board, before, board_of
from changlai.halls.counter.views.numbers import (
    by_token,
    held_by,
    is_tablet_of,
    number_url,
    remember,
    token_of,
)
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.callers import address_of
from changlai.kernel.pages.once import OnceForm
from changlai.kernel.pages.routes import centre_reverse


def _fresh(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response


@open_to_all
def queue(request: CentreRequest) -> HttpResponse:
    """Show how far the queue is and give a number: the page behind the code at the door."""
    return _door(request, tablet="")


@open_to_all
def tablet(request: CentreRequest, token: str) -> HttpResponse:
    """Show the same on the tablet of the hall, which gives one number after the other."""
    if not is_tablet_of(request.centre, token):
        return redirect(centre_reverse(request.centre, "counter:queue"))
    return _door(request, tablet=token)


def _door(request: CentreRequest, *, tablet: str) -> HttpResponse:
    now, trouble, status, is_tablet = timezone.now(), "", 200, bool(tablet)
    held = [] if is_tablet else held_by(request)
    if request.method == "POST":
        asker = "tablet" if is_tablet else address_of(request)
        try:
            row = door_number(
                centre=request.centre,
                at=now,
                form_id=OnceForm(request.POST).once,
                asker=asker,
                held=held,
                is_tablet=is_tablet,
            )
        except RuleBroken as error:
            trouble, status = error.sentence, 200 if isinstance(error, BadInput) else 409
        else:
            after = f"?tablet={tablet}" if is_tablet else ""
            response = redirect(f"{number_url(request.centre, row)}{after}")
            if not is_tablet:
                remember(response, [*(one for one in held if one != row.pk), row.pk])
            return response
    day = day_of(request.centre, now)
    mine: list[Appointment] = []
    if held and day:
        rows = Appointment.objects.of(request.centre).filter(pk__in=held, state__in=COMING)
        mine = list(rows.filter(sitting=day.sitting).order_by("queue_number"))
    gives = gives_numbers(request.centre, day, now)
    context = {
        "board": board_of(day.sitting if day else None, now),
        "form": OnceForm(),
        "mine": [(row, token_of(row)) for row in mine],
        "may_take": gives and len(mine) < MOST_HELD,
        "opens": "" if gives else opens_next(request.centre, now, is_over=is_over(day)),
        "is_tablet": is_tablet,
        "trouble": trouble,
    }
    return _fresh(render(request, "counter/resident/queue.html", context, status=status))


@open_to_all
def number(request: CentreRequest, token: str) -> HttpResponse:
    """Show whoever has the slip how many are before it, and to which window it was called."""
    row, now = by_token(request.centre, token), timezone.now()
    tablet = request.GET.get("tablet", "")
    context = {
        "row": row,
        "word": STATE_WORDS[AppointmentState(row.state)],
        "before": before(row, now) if row.state == AppointmentState.HERE else 0,
        "token": token,
        "face_url": _face_url(request, row),
        "tablet": tablet if is_tablet_of(request.centre, tablet) else "",
    }
    return _fresh(render(request, "counter/resident/number.html", context))


def _face_url(request: CentreRequest, row: Any) -> str:
    """Return where whoever holds the slip says how it went, "" where nothing is asked."""
    if row.state != AppointmentState.DONE:
        return ""
    asked = asked_of(request.centre, "counter_window", row.pk)
    if asked is None or timezone.localdate() > asked.closes_on:
        return ""
    return centre_reverse(request.centre, "faces:one", token=asked.token)


@open_to_all
def slip(request: CentreRequest, token: str) -> HttpResponse:
    """Print the number on a small paper, with how many were before and the code to look again."""
    row, now = by_token(request.centre, token), timezone.now()
    context = {
        "row": row,
        "before": before(row, now) if row.state == AppointmentState.HERE else 0,
        "path": centre_reverse(request.centre, "counter:number", token=token),
        "now": now,
    }
    return _fresh(render(request, "counter/resident/slip.html", context))


@open_to_all
def screen(request: CentreRequest) -> HttpResponse:
    """Show the hall what was called last, where, and who is next: numbers, never names."""
    now = timezone.now()
    day = day_of(request.centre, now)
    context = _said(request, day, now) | {"now": now}
    return _fresh(render(request, "counter/screen.html", context))


def _said(request: CentreRequest, day: CounterDay | None, now: Any) -> dict[str, Any]:
    board = board_of(day.sitting if day else None, now)
    is_shut = not board.waiting and not any(number for _, number in board.windows)
    said = ""
    if is_shut and not gives_numbers(request.centre, day, now):
        opens = opens_next(request.centre, now, is_over=is_over(day))
        said = f"现在没开门，{opens}" if opens else "现在没开门"
    return {"board": board, "shut": said}


@open_to_all
def now_json(request: CentreRequest) -> HttpResponse:
    """Say the same to the screen, small enough to be asked for every three seconds."""
    now = timezone.now()
    said = _said(request, day_of(request.centre, now), now)
    return _fresh(JsonResponse(_plain(said["board"], said["shut"])))


def _plain(board: Board, shut: str) -> dict[str, Any]:
    last = board.last
    return {
        "version": board.version,
        "last": last and {"number": last.number, "window": last.window, "key": last.key},
        "calls": [{"number": o.number, "window": o.window, "key": o.key} for o in board.called],
        "is_now": bool(last and last.is_now),
        "windows": [{"name": name, "number": number} for name, number in board.windows],
        "next": board.next,
        "waiting": board.waiting,
        "shut": shut,
    }
