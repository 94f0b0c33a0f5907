"""我要去: sign up on one page, and one's own sign-up: receipt, place in the order, offer, cancel.

The form is shown with what is left of the seats, but posting it asks for none of that: the
action alone decides, so that a rush for seats costs as little as it can.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.activities import public as activities
from changlai.engines.activities.public import (
    Activity,
    ActivityState,
    Draw,
    SignUp,
    SignUpRule,
    SignUpState,
    visible_activities,
    visible_sign_ups,
)
from changlai.foundation.people.public import (
    CentreRequest,
    Scope,
    for_residents,
    person_for,
)
from changlai.halls.gatherings.forms.signups import SignUpForm
from changlai.halls.gatherings.queries.signups import (
    conditions_of,
    own_sign_ups,
    place_in_order,
    places_of,
    sessions_of,
)
from changlai.halls.gatherings.views.addresses import thing_url
from changlai.kernel.errors import BadInput, NotAllowed, RuleBroken
from changlai.kernel.feeds.calendars import CONTENT_TYPE
from changlai.kernel.feeds.public import Entry, calendar
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse, optional_url

NOT_YOURS = "对方没有把报名的事委托给您。要代报名，请对方在“我的”里加上这一项。"


def require_leave(request: CentreRequest) -> None:
    """Let a delegate go on only if the leave covers what people come to; raises NotAllowed."""
    if not request.actor.acts_within(Scope.GATHERINGS):
        raise NotAllowed(NOT_YOURS)


@for_residents
def sign_up(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Ask how many come, take the wish, and go to the receipt."""
    require_leave(request)
    form = SignUpForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            row = _take(request, pk, form)
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            return redirect(centre_reverse(request.centre, "gatherings:signup", pk=row.pk))
    now = timezone.now()
    rows = visible_activities(request.actor, request.centre).select_related("preset")
    activity = get_object_or_404(rows, pk=pk)
    if (there := _live(request, activity)) is not None:
        if request.method != "POST":
            messages.info(request, "已经报过名了，这是您的报名。")
        return redirect(centre_reverse(request.centre, "gatherings:signup", pk=there.pk))
    places = places_of(activity)
    form.offer(places.choices(), activity.party_limit)
    context = {
        "activity": activity,
        "form": form,
        "places": places,
        "sessions": sessions_of(activity),
        "conditions": conditions_of(activity, places, now),
        "closed": activities.closed_because(activity, now),
        "up": thing_url(request.centre, "gatherings:activity", pk),
        "for_name": request.actor.acting_for.name if request.actor.acting_for else "",
    }
    return render(request, "gatherings/resident/sign_up.html", context, status=status)


def _take(request: CentreRequest, pk: UUID, form: SignUpForm) -> SignUp:
    said = form.cleaned_data
    try:
        return activities.sign_up(
            centre=request.centre,
            activity_id=pk,
            ticket_id=said["ticket"],
            actor=request.actor,
            at=timezone.now(),
            channel=request.actor.channel,
            person=person_for(request.actor),
            heads=said["heads"],
            note=said["note"],
            form_id=form.once,
        )
    except (Activity.DoesNotExist, NotAllowed):
        raise Http404 from None


def _live(request: CentreRequest, activity: Activity) -> SignUp | None:
    found: SignUp | None = (
        SignUp.objects.of(request.centre)
        .live()
        .filter(activity=activity, person_id=request.actor.for_person_id)
        .first()
    )
    return found


@for_residents
def own(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one's own sign-up: what it came to and what one can do now; take one verb."""
    centre, actor = request.centre, request.actor
    rows = visible_sign_ups(actor, centre).filter(person_id=actor.for_person_id)
    row = get_object_or_404(
        rows.select_related("activity", "activity__preset", "ticket", "centre"), pk=pk
    )
    here = centre_reverse(centre, "gatherings:signup", pk=pk)
    status, trouble = 200, ""
    verb = _VERBS.get(request.POST.get("verb", ""))
    if verb is not None:
        try:
            thanks = verb(request, row)
        except RuleBroken as error:
            status, trouble = 409, error.sentence
            row.refresh_from_db(fields=["state", "offered_until", "pool", "ended_at"])
        else:
            messages.success(request, thanks)
            return redirect(here)
    template = "signup_paper" if request.GET.get("paper") else "signup"
    context = receipt_of(row) | {
        "here": here,
        "trouble": trouble,
        "confirm": request.GET.get("confirm", ""),
        "up": centre_reverse(centre, "gatherings:signups"),
        "for_name": actor.acting_for.name if actor.acting_for else "",
    }
    return render(request, f"gatherings/resident/{template}.html", context, status=status)


def receipt_of(row: SignUp) -> dict[str, Any]:
    """Return what the page and the slip of a sign-up show: state, place, draw, when and where."""
    now = timezone.now()
    activity, centre = row.activity, row.centre
    needs_draw = activity.sign_up_rule == SignUpRule.DRAW
    draw = Draw.objects.of(centre).filter(activity=activity).first() if needs_draw else None
    # Nothing is asked any more of what is over or off, whatever the row once came to.
    is_over = activity.state in {ActivityState.DONE, ActivityState.CANCELLED} or (
        activity.last_ends is not None and activity.last_ends < now
    )
    is_holding = row.state in activities.HOLDING
    may_leave = is_over or not is_holding or activities.may_still_leave(activity, now)
    return {
        "is_over": is_over,
        "row": row,
        "activity": activity,
        "sessions": sessions_of(activity),
        "now": now,
        "place": place_in_order(row) if row.state == SignUpState.WAITING else 0,
        "draw": draw,
        "draw_url": centre_reverse(centre, "gatherings:draw", pk=activity.pk) if draw else "",
        "activity_url": thing_url(centre, "gatherings:activity", activity.pk),
        "calendar_url": centre_reverse(centre, "gatherings:calendar_file", pk=row.pk),
        "door_path": centre_reverse(centre, "gatherings:desk_signup_of", number=row.code),
        "may_cancel": row.state in activities.LIVE and not is_over and may_leave,
        "too_late": is_holding and not is_over and not may_leave,
        "fewer": range(1, row.heads),
        "offer_is_open": row.state == SignUpState.OFFERED
        and not is_over
        and row.offered_until is not None
        and now <= row.offered_until,
    }


def _who(request: CentreRequest, row: SignUp) -> dict[str, Any]:
    return {
        "centre": request.centre,
        "sign_up_id": row.pk,
        "actor": request.actor,
        "at": timezone.now(),
    }


def _accept(request: CentreRequest, row: SignUp) -> str:
    activities.accept_offer(**_who(request, row))
    return "好的，位置是您的了。"


def _decline(request: CentreRequest, row: SignUp) -> str:
    activities.decline_offer(**_who(request, row))
    return "好的，位置让给下一位。谢谢您说一声。"


def _cancel(request: CentreRequest, row: SignUp) -> str:
    activities.cancel_sign_up(**_who(request, row))
    return "已经取消。谢谢您说一声，位置会让给别人。"


def _reduce(request: CentreRequest, row: SignUp) -> str:
    heads = request.POST.get("heads", "")
    if not heads.isascii() or not heads.isdigit():
        raise BadInput("请选还来几个人。")
    activities.reduce_party(**_who(request, row), heads=int(heads[:3]))
    return f"改好了，来{int(heads)}个人。空出来的位置让给别人。"


_VERBS = {"accept": _accept, "decline": _decline, "cancel": _cancel, "reduce": _reduce}


@for_residents
def calendar_file(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Give the sessions one signed up for as a file that a telephone's calendar takes in."""
    centre, actor = request.centre, request.actor
    rows = visible_sign_ups(actor, centre).filter(person_id=actor.for_person_id)
    row = get_object_or_404(rows.select_related("activity"), pk=pk)
    activity = row.activity
    entries = [
        # The session's own id, so that who also subscribes to the calendar has it once.
        Entry(
            uid=session.pk,
            title=activity.title,
            starts=session.starts,
            ends=session.ends,
            made_at=activity.announced_at or activity.made_at,
            place=session.room.name if session.room else session.place_text,
            url=centre_reverse(centre, "gatherings:signup", pk=pk),
            is_cancelled=activity.state == ActivityState.CANCELLED,
        )
        for session in sessions_of(activity)
    ]
    site = request.build_absolute_uri("/").rstrip("/")
    return HttpResponse(
        calendar(entries, name=activity.title, site=site),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{activity.number}.ics"'},
    )


@for_residents
def mine(request: CentreRequest) -> HttpResponse:
    """List one's own sign-ups."""
    require_leave(request)
    now = timezone.now()
    rows = own_sign_ups(
        visible_sign_ups(request.actor, request.centre), request.actor.for_person_id, now
    )
    context = {
        "page": page_of(request, rows, per=20),
        "now": now,
        "list_url": optional_url(request.centre, "gatherings:list"),
    }
    return render(request, "gatherings/resident/signups.html", context)
