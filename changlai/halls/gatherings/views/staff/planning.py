"""Plan an activity: choose its kind, then say what, when, where and for how many on one page."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.activities.public import (
    Dates,
    Preset,
    PresetVersion,
    SignUpRule,
    TicketKind,
    dates_of,
    facet_kinds,
    facets_of,
    presets_of,
    seats_of,
    sessions_of,
    version_now,
    visible_activities,
)
from changlai.foundation.people.public import Actor, for_staff
from changlai.foundation.places.public import RoomNotOpen, RoomTaken
from changlai.halls.gatherings.actions.planning import Plan, plan_activity
from changlai.halls.gatherings.forms.planning import (
    AboutForm,
    PlaceForm,
    SeatsForm,
    TimesForm,
    about_of,
    seats_form_of,
    session_of,
    sessions_at,
)
from changlai.halls.gatherings.kinds import REVIEW_MEETING
from changlai.halls.gatherings.queries.places import (
    Free,
    Where,
    day_names,
    look,
    places_to_pick,
    rooms_to_use,
)
from changlai.halls.gatherings.queries.reviewing import agenda
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.schemas.public import Schema, SchemaForm

MOMENTS = frozenset({"opens_at", "closes_at", "cancel_until", "release_at"})
"""What of an activity belongs to its days and is asked anew for another."""


@for_staff("gatherings.manage")
def choose(request: HttpRequest) -> HttpResponse:
    """Let staff choose what kind of activity it is to be."""
    centre = request.centre  # type: ignore[attr-defined]
    return render(request, "gatherings/desk/choose.html", {"presets": presets_of(centre)})


@dataclass
class Draft:
    """The forms of one plan, bound to what was sent."""

    preset: Preset
    version: PresetVersion
    about: AboutForm
    extra: SchemaForm
    facets: list[tuple[Any, SchemaForm]]
    times: TimesForm
    place: PlaceForm
    seats: SeatsForm
    form_id: UUID
    free: Free | None = None
    dates: Dates | None = None
    names: dict[date, str] = field(default_factory=dict)

    @property
    def forms(self) -> list[Any]:
        """Return all forms, in the order of the page."""
        facets = [form for _, form in self.facets]
        return [self.about, self.extra, *facets, self.times, self.place, self.seats]

    @property
    def answered_facets(self) -> dict[str, dict[str, Any]]:
        """Return the answers to other halls' parts, by code."""
        return {kind.code: form.answers() for kind, form in self.facets}

    @property
    def shown_dates(self) -> dict[str, Any] | None:
        """Return the days of a weekly plan for the page: held, left out, worked at a weekend."""
        if self.dates is None:
            return None
        return {
            "days": self.dates.days,
            "skipped": [(day, self.names.get(day, "")) for day in self.dates.skipped],
            "made_up": self.dates.made_up,
        }


def _draft(request: HttpRequest, centre: Any, actor: Actor, preset: Preset) -> Draft:
    sent = request.POST if request.method == "POST" else None
    version = version_now(preset)
    schema = Schema.parse(version.schema)
    try:
        form_id = UUID(request.POST.get("form_id", ""))
    except ValueError:
        form_id = uuid4()
    today = timezone.localdate()
    like = _like(request, centre, actor, preset)
    return Draft(
        preset=preset,
        version=version,
        about=AboutForm(sent, initial={"visibility": version.visibility, **like.about}),
        extra=SchemaForm(
            schema,
            sent,
            prefix="extra",
            answers=_first_answers(request, centre, preset, today) or like.extra,
        ),
        facets=[
            (
                kind,
                SchemaForm(
                    kind.schema,
                    sent,
                    prefix=f"facet_{kind.code}",
                    answers=like.facets.get(kind.code),
                ),
            )
            for kind in facet_kinds(actor, preset.code)
        ],
        times=TimesForm(sent, initial=like.times),
        place=PlaceForm(
            sent, choices=places_to_pick(None, rooms_to_use(centre)), initial=like.place
        ),
        seats=SeatsForm(
            sent,
            initial={"rule": version.sign_up_rule, "name_1": "座位", "seats_1": version.seats}
            | {"tickets_1": "报名"}
            | like.seats,
        ),
        form_id=form_id,
    )


@dataclass(frozen=True)
class Like:
    """What a new plan takes from an activity that was before; its days are asked anew."""

    about: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] | None = None
    facets: dict[str, dict[str, Any]] = field(default_factory=dict)
    times: dict[str, Any] = field(default_factory=dict)
    place: dict[str, Any] = field(default_factory=dict)
    seats: dict[str, Any] = field(default_factory=dict)


def _like(request: HttpRequest, centre: Any, actor: Actor, preset: Preset) -> Like:
    """Return what 再办一次 fills in; nothing for an activity of another kind, or none."""
    try:
        key = UUID(request.GET.get("like", ""))
    except ValueError:
        return Like()
    found = visible_activities(actor, centre).filter(pk=key, preset=preset).first()
    if found is None:
        return Like()
    session = sessions_of(centre, [key]).get(key, [None])[0]
    times: dict[str, Any] = {}
    place: dict[str, Any] = {}
    if session is not None:
        times = {name: at for name, at in session_of(session).items() if name != "day"}
        place = {"place_text": session.place_text}
        if session.room_id:
            place["where"] = str(Where(session.room_id, session.layout_id))
    tickets = TicketKind.objects.of(centre).filter(activity=found).order_by("order")
    seats = seats_form_of(found, seats_of(centre, [key]).get(key, []), tickets)
    return Like(
        about=about_of(found),
        extra=found.extra,
        facets={kind.code: data for kind, data in facets_of(found, actor)},
        times=times,
        place=place,
        seats={name: said for name, said in seats.items() if name not in MOMENTS},
    )


def _first_answers(
    request: HttpRequest, centre: Any, preset: Preset, today: date
) -> dict[str, Any] | None:
    """Return what a review meeting begins with: the last month and its figures (F57)."""
    if preset.code != REVIEW_MEETING:
        return None
    last = today.replace(day=1) - timedelta(days=1)
    since, until = last.replace(day=1), last
    try:
        since = date.fromisoformat(request.GET.get("since", ""))
        until = date.fromisoformat(request.GET.get("until", ""))
    except ValueError:
        pass
    return {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "agenda": agenda(centre, since, until)[:2000],
    }


@for_staff("gatherings.manage")
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what an activity is to be; look which rooms are free; keep it as a draft or announce."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    preset = get_object_or_404(presets_of(centre), pk=pk)
    draft = _draft(request, centre, actor, preset)
    if request.method == "POST":
        if "look" in request.POST:
            _look(draft, centre)
        else:
            made = _keep(request, draft, centre, actor)
            if made is not None:
                return made
    context = {"draft": draft, "preset": preset, "is_sent": request.method == "POST"}
    return render(request, "gatherings/desk/plan.html", context)


def _look(draft: Draft, centre: Any) -> None:
    """Say on which days it falls and which rooms are free then, without keeping anything."""
    if not draft.times.is_valid():
        return
    try:
        rule = draft.times.rule
        draft.dates = dates_of(rule) if rule else None
    except BadInput as error:
        draft.times.add_error(None, error.sentence)
        return
    if draft.dates is not None:
        draft.names = day_names(draft.dates.skipped)
    seats = None
    if draft.seats.is_valid() and draft.seats.cleaned_data["rule"] != SignUpRule.NONE:
        seats = sum(draft.seats.cleaned_data.get(f"seats_{place}") or 0 for place in (1, 2, 3))
    spans = draft.times.spans(draft.dates.days if draft.dates else None)
    draft.free = look(centre, spans, seats)
    draft.place.fields["where"].choices = places_to_pick(draft.free, draft.free.rooms)  # type: ignore[attr-defined]


def _keep(request: HttpRequest, draft: Draft, centre: Any, actor: Actor) -> HttpResponse | None:
    # Every form is asked, so that every mistake is shown at once.
    sound = [form.is_valid() for form in draft.forms]
    if not all(sound):
        return None
    try:
        rule = draft.times.rule
        dates = dates_of(rule) if rule else None
        spans = draft.times.spans(dates.days if dates else None)
        said = Plan(
            preset=draft.preset,
            title=draft.about.cleaned_data["title"],
            sessions=sessions_at(spans, draft.place.place()),
            sign_up=draft.seats.plan(spans[0][0]),
            words=draft.about.words(draft.extra.answers()),
            facets=draft.answered_facets,
            rule=rule,
            is_separate=bool(rule) and draft.times.cleaned_data["is_separate"],
            announce="announce" in request.POST,
            form_id=draft.form_id,
        )
        made = plan_activity(centre=centre, actor=actor, at=timezone.now(), plan=said)
    except (RoomTaken, RoomNotOpen) as error:
        _look(draft, centre)
        draft.place.add_error("where", f"{error.sentence}空着的场所排在前面。")
        return None
    except RuleBroken as error:
        draft.about.add_error(None, error.sentence)
        return None
    if len(made) > 1:
        messages.success(request, f"排好了{len(made)}个活动。")
        return redirect(centre_reverse(centre, "gatherings:desk_activities"))
    words = "发布了，村民已经能看到。" if said.announce else "存成草稿了，发布以后村民才看得到。"
    messages.success(request, words)
    return redirect(centre_reverse(centre, "gatherings:desk_activity", pk=made[0].pk))
