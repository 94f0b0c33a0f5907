"""Change an activity: its words, seats and sessions; announce and cancel it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.activities.public import (
    Activity,
    Session,
    SessionPlan,
    TicketKind,
    add_sessions,
    announce_activity,
    cancel_activity,
    cancel_session,
    change_activity,
    change_sign_up,
    facet_kinds,
    facets_of,
    move_session,
    seats_of,
    visible_activities,
)
from changlai.foundation.people.public import for_staff
from changlai.foundation.places.public import RoomNotOpen, RoomTaken
from changlai.halls.gatherings.forms.planning import (
    AboutForm,
    PlaceForm,
    ReasonForm,
    SeatsForm,
    SessionForm,
    about_of,
    seats_form_of,
    session_of,
)
from changlai.halls.gatherings.queries.places import Where, look, places_to_pick, rooms_to_use
from changlai.halls.gatherings.queries.showing import moment, place_of, span_of
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.schemas.public import Schema, SchemaForm


def _activity(request: HttpRequest, pk: UUID) -> Activity:
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    rows = visible_activities(actor, centre).select_related("preset", "version")
    found: Activity = get_object_or_404(rows, pk=pk)
    return found


def _session(request: HttpRequest, pk: UUID) -> Session:
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    rows = Session.objects.of(centre).filter(activity__in=visible_activities(actor, centre))
    found: Session = get_object_or_404(rows.select_related("activity", "room", "layout"), pk=pk)
    return found


def _back(request: HttpRequest, pk: UUID, words: str) -> HttpResponse:
    messages.success(request, words)
    centre = request.centre  # type: ignore[attr-defined]
    return redirect(centre_reverse(centre, "gatherings:desk_activity", pk=pk))


@for_staff("gatherings.manage")
def about(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what is said of an activity, with the answers to its kind's own questions."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    found = _activity(request, pk)
    sent = request.POST if request.method == "POST" else None
    there = {kind.code: data for kind, data in facets_of(found, actor)}
    form = AboutForm(sent, initial=about_of(found))
    extra = SchemaForm(
        Schema.parse(found.version.schema), sent, prefix="extra", answers=found.extra
    )
    facets = [
        (
            kind,
            SchemaForm(
                kind.schema, sent, prefix=f"facet_{kind.code}", answers=there.get(kind.code)
            ),
        )
        for kind in facet_kinds(actor, found.preset.code)
    ]
    # Every form is asked, so that every mistake is shown at once.
    sound = [one.is_valid() for one in (form, extra, *(one for _, one in facets))]
    if sent is not None and all(sound):
        try:
            change_activity(
                centre=centre,
                activity_id=pk,
                actor=actor,
                at=timezone.now(),
                title=form.cleaned_data["title"],
                words=form.words(extra.answers()),
                facets={kind.code: one.answers() for kind, one in facets},
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            return _back(request, pk, "改好了。")
    context = {"activity": found, "form": form, "extra": extra, "facets": facets}
    return render(request, "gatherings/desk/change.html", context)


@for_staff("gatherings.manage")
def seats(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change how people sign up: times, limits, number of seats."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    found = _activity(request, pk)
    pools = seats_of(centre, [pk]).get(pk, [])
    tickets = TicketKind.objects.of(centre).filter(activity=found, is_retired=False)
    sent = request.POST if request.method == "POST" else None
    form = SeatsForm(sent, initial=seats_form_of(found, pools, tickets))
    if sent is not None and form.is_valid():
        try:
            change_sign_up(
                centre=centre,
                activity_id=pk,
                actor=actor,
                at=timezone.now(),
                sign_up=form.plan(found.first_starts or found.made_at),
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            return _back(request, pk, "报名设置改好了。")
    return render(request, "gatherings/desk/seats.html", {"activity": found, "form": form})


def _when_and_where(
    request: HttpRequest, centre: Any, initial: dict[str, Any], here: str = ""
) -> tuple[SessionForm, PlaceForm, SessionPlan | None]:
    """Return the two forms and, when both hold and it is to be kept, the plan they say."""
    sent = request.POST if request.method == "POST" else None
    when = SessionForm(sent, initial=initial)
    where = PlaceForm(
        sent, choices=places_to_pick(None, rooms_to_use(centre)), initial={"where": here, **initial}
    )
    if sent is None:
        return when, where, None
    if "look" in sent:
        _offer(centre, when, where)
        return when, where, None
    sound = [when.is_valid(), where.is_valid()]
    if not all(sound):
        return when, where, None
    try:
        return when, where, SessionPlan(*when.span(), **where.place())
    except BadInput as error:
        when.add_error(None, error.sentence)
        return when, where, None


def _offer(centre: Any, when: SessionForm, where: PlaceForm) -> None:
    """Put the rooms that are free at the time first."""
    if when.is_valid():
        free = look(centre, [when.span()])
        where.fields["where"].choices = places_to_pick(free, free.rooms)  # type: ignore[attr-defined]


@for_staff("gatherings.manage")
def more(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a session to an activity."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    found = _activity(request, pk)
    when, where, said = _when_and_where(request, centre, {})
    if said is not None:
        try:
            add_sessions(
                centre=centre, activity_id=pk, actor=actor, at=timezone.now(), sessions=[said]
            )
        except (RoomTaken, RoomNotOpen) as error:
            _offer(centre, when, where)
            where.add_error("where", f"{error.sentence}空着的场所排在前面。")
        except RuleBroken as error:
            when.add_error(None, error.sentence)
        else:
            return _back(request, pk, "加了一场。")
    context = {"activity": found, "when": when, "where": where, "session": None}
    return render(request, "gatherings/desk/session.html", context)


@for_staff("gatherings.manage")
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a session another time or place; free rooms are offered where one is taken."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    session = _session(request, pk)
    here = str(Where(session.room_id, session.layout_id)) if session.room_id else ""
    initial = {**session_of(session), "place_text": session.place_text}
    when, where, said = _when_and_where(request, centre, initial, here)
    if session.needs_room and request.method == "GET":
        free = look(centre, [(session.starts, session.ends)])
        where.fields["where"].choices = places_to_pick(free, free.rooms)  # type: ignore[attr-defined]
    if said is not None:
        try:
            move_session(centre=centre, session_id=pk, actor=actor, at=timezone.now(), plan=said)
        except (RoomTaken, RoomNotOpen) as error:
            _offer(centre, when, where)
            where.add_error("where", f"{error.sentence}空着的场所排在前面。")
        except RuleBroken as error:
            when.add_error(None, error.sentence)
        else:
            return _back(request, session.activity_id, "时间地点改好了，报了名的人会收到通知。")
    context = {
        "activity": session.activity,
        "session": session,
        "now_at": f"{span_of(session)}，{place_of(session)}",
        "when": when,
        "where": where,
    }
    return render(request, "gatherings/desk/session.html", context)


@for_staff("gatherings.manage")
def cancel_one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cancel one session of several."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    session = _session(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_session(
                centre=centre,
                session_id=pk,
                actor=actor,
                at=timezone.now(),
                reason=form.cleaned_data["reason"],
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            return _back(request, session.activity_id, "这一场取消了，报了名的人会收到通知。")
    context = {
        "activity": session.activity,
        "form": form,
        "title": f"取消{moment(session.starts)}这一场？",
        "words": "场所马上空出来，报了名的人都会收到通知，其他场次不变。",
    }
    return render(request, "gatherings/desk/cancel.html", context)


@for_staff("gatherings.manage")
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cancel a whole activity."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    found = _activity(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_activity(
                centre=centre,
                activity_id=pk,
                actor=actor,
                at=timezone.now(),
                reason=form.cleaned_data["reason"],
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            return _back(request, pk, "活动取消了，报了名的人会收到通知，场所也空出来了。")
    context = {
        "activity": found,
        "form": form,
        "title": f"取消“{found.title}”？",
        "words": "场所马上空出来，报了名的人都会收到通知。取消以后不能再恢复。",
    }
    return render(request, "gatherings/desk/cancel.html", context)


@for_staff("gatherings.manage")
def announce(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask once more, then let the village see an activity."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    found = _activity(request, pk)
    if request.method == "POST":
        announce_activity(centre=centre, activity_id=pk, actor=actor, at=timezone.now())
        return _back(request, pk, "发布了，村民已经能看到。")
    return render(request, "gatherings/desk/announce.html", {"activity": found})
