"""Named reads of what an activity leaves: opinions, shown pictures, faces, certificates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from changlai.engines.activities import policies
from changlai.engines.activities.attendance import Who, stays, who, who_is_certified
from changlai.engines.activities.models import (
    Activity,
    Certificate,
    Feedback,
    FollowUp,
    Mark,
    Opinion,
    Photo,
    PhotoPerson,
)
from changlai.engines.activities.queries.attending import (
    Attendee,
    SessionHours,
    attended,
    attendees,
)
from changlai.engines.activities.states import (
    ActivityState,
    Document,
    Face,
    MarkKind,
    MarkOutcome,
)
from changlai.foundation.people.public import Actor, Consent, Matter
from changlai.kernel.errors import BadInput
from changlai.kernel.metrics.public import Rate


def opinions_of(activity: Activity) -> QuerySet[Opinion]:
    """Return what was said at an activity, in the order in which it was said."""
    rows: QuerySet[Opinion] = Opinion.objects.of(activity.centre_id).filter(activity=activity)
    return rows.select_related("person", "voice_record")


def answered_opinions(activity: Activity) -> QuerySet[Opinion]:
    """Return what others may read of it: words and what became of them, nobody's name."""
    rows: QuerySet[Opinion] = (
        Opinion.objects.of(activity.centre_id).filter(activity=activity).exclude(outcome="")
    )
    return rows


@dataclass(frozen=True)
class PhotoView:
    """A picture as colleagues see it: who is in it, and whether others see it now."""

    photo: Photo
    people: list[Any]
    missing: list[Any]

    @property
    def is_shown(self) -> bool:
        """Whether others see it: published, and everyone to be recognised in it agrees."""
        if self.photo.published_at is None:
            return False
        return not self.photo.shows_people or bool(self.people and not self.missing)


def photos_of(activity: Activity) -> list[PhotoView]:
    """Return the pictures of an activity, with who has not agreed; three statements."""
    photos = list(
        Photo.objects.of(activity.centre_id).filter(activity=activity).select_related("file")
    )
    return _viewed(activity.centre_id, photos)


def shown_photos(activity: Activity) -> list[Photo]:
    """Return the pictures others may see at this very moment.

    Consent is asked for at each request, so that a picture is gone from the page the moment
    somebody in it takes the consent back (F37).
    """
    return [one.photo for one in photos_of(activity) if one.is_shown]


def _viewed(centre_id: UUID, photos: list[Photo]) -> list[PhotoView]:
    people: dict[UUID, list[Any]] = {}
    rows = PhotoPerson.objects.of(centre_id).filter(photo_id__in=[one.pk for one in photos])
    for row in rows.select_related("person").order_by("person__name", "id"):
        people.setdefault(row.photo_id, []).append(row.person)
    agreed = agreed_portraits(centre_id, {one.pk for all_ in people.values() for one in all_})
    return [
        PhotoView(
            photo,
            people.get(photo.pk, []),
            [one for one in people.get(photo.pk, []) if one.pk not in agreed],
        )
        for photo in photos
    ]


def agreed_portraits(centre_id: UUID, person_ids: Iterable[UUID]) -> set[UUID]:
    """Return which of these people agree now that their picture is shown; one statement."""
    rows = Consent.objects.of(centre_id).filter(
        person_id__in=list(person_ids), matter=Matter.PORTRAIT, withdrawn_at__isnull=True
    )
    return set(rows.values_list("person_id", flat=True))


@dataclass(frozen=True)
class Faces:
    """What participants thought, with how many of those who came said anything."""

    counts: dict[str, int]
    answered: Rate

    @property
    def rows(self) -> list[tuple[str, int]]:
        """The four faces with how many tapped each, best first."""
        return [(face.label, self.counts.get(face.value, 0)) for face in Face]


def faces_of(activity: Activity) -> Faces:
    """Return what participants thought; the rate is of all heads the log knows, in two statements.

    Whoever is not in the log, as guests without a name, can have answered on paper: the rate is
    never more than all.
    """
    rows = Feedback.objects.of(activity.centre_id).filter(activity=activity).order_by()
    counts = {row["face"]: row["count"] for row in rows.values("face").annotate(count=Count("pk"))}
    marks = Mark.objects.of(activity.centre_id).filter(session__activity=activity)
    came = sum(1 for stay in stays(marks).values() if stay.came_at)
    said = sum(counts.values())
    return Faces(counts, Rate(said, max(came, said)))


def faces_between(centre: Any, first: date, last: date) -> tuple[int, dict[str, int]]:
    """Return who came to activities that ask and ended on these days, and the faces they tapped.

    Each activity counts the heads its log knows, or its answers where they are more (F62). Four
    statements, however many activities.
    """
    zone = timezone.get_default_timezone()
    since = datetime.combine(first, time(0), zone)
    until = datetime.combine(last + timedelta(days=1), time(0), zone)
    rows = Activity.objects.of(centre).filter(last_ends__gte=since, last_ends__lt=until)
    rows = rows.exclude(state=ActivityState.CANCELLED)
    asking = [
        key
        for key, documents in rows.values_list("pk", "version__documents")
        if Document.FEEDBACK in documents
    ]
    said: dict[UUID, int] = {}
    counts: dict[str, int] = {}
    given = Feedback.objects.of(centre).filter(activity_id__in=asking).order_by()
    for key, face, number in given.values_list("activity_id", "face").annotate(n=Count("pk")):
        said[key] = said.get(key, 0) + number
        counts[face] = counts.get(face, 0) + number
    marks = Mark.objects.of(centre).filter(session__activity_id__in=asking)
    void = set(marks.filter(kind=MarkKind.VOID).values_list("voids_id", flat=True))
    came: dict[UUID, set[Who]] = {}
    taken = marks.filter(kind=MarkKind.IN, outcome=MarkOutcome.TAKEN)
    for mark, key, *whom in taken.values_list(
        "pk", "session__activity_id", "person_id", "sign_up_id", "alias", "account_id"
    ):
        if mark not in void:
            came.setdefault(key, set()).add(who(*whom))
    asked = sum(max(len(came.get(key, ())), said.get(key, 0)) for key in asking)
    return asked, counts


@dataclass(frozen=True)
class Earned:
    """Somebody with attended hours, and the certificate if one was handed out."""

    attendee: Attendee
    certificate: Certificate | None

    @property
    def hours(self) -> list[SessionHours]:
        """The sessions they attended."""
        return self.attendee.hours

    @property
    def minutes(self) -> int:
        """How long they attended."""
        return self.attendee.minutes

    @property
    def key(self) -> str:
        """Who it is, as a form sends it."""
        return ":".join(self.attendee.who)

    @property
    def is_outdated(self) -> bool:
        """Whether the log was corrected since the certificate was handed out."""
        return self.certificate is not None and self.certificate.minutes != self.minutes

    @property
    def is_open(self) -> bool:
        """Whether a certificate is still to be handed out, or anew."""
        return self.certificate is None or self.is_outdated


def earned(activity: Activity) -> list[Earned]:
    """Return who attended an activity long enough to be certified, in three statements.

    Whoever is in the log, with a sign-up or without, in the order in which they first came.
    """
    papers = {
        who_is_certified(one): one
        for one in Certificate.objects.of(activity.centre_id).filter(activity=activity)
    }
    return [Earned(one, papers.get(key)) for key, one in attendees(activity).items()]


def certified_hours(certificate: Certificate) -> list[SessionHours]:
    """Return the sessions a certificate lists: those attended, with how long, and no other.

    Raises BadInput when the log was corrected since, and the paper would say what is not so.
    """
    hours = attended(certificate.activity).get(who_is_certified(certificate), [])
    if sum(one.minutes for one in hours) != certificate.minutes:
        raise BadInput("签到记录后来更正过，请重新开一次证明。")
    return hours


def visible_certificates(actor: Actor, centre: Any) -> QuerySet[Certificate]:
    """Return the certificates an actor may open: colleagues of the roll all, others their own."""
    rows: QuerySet[Certificate] = Certificate.objects.of(centre).select_related(
        "activity__preset", "activity__version", "person", "account", "sign_up"
    )
    if policies.may_roll(actor, centre):
        return rows
    if policies.may_speak(actor, centre) and actor.for_person_id is not None:
        return rows.filter(person_id=actor.for_person_id)
    return rows.none()


def follow_ups_due(centre: Any, day: date) -> QuerySet[FollowUp]:
    """Return whom to ask by a day how they fare, the longest due first."""
    rows: QuerySet[FollowUp] = FollowUp.objects.of(centre).filter(
        due_on__lte=day, noted_at__isnull=True
    )
    return rows.select_related("sign_up__person", "activity").order_by("due_on", "id")


def follow_ups_of(activity: Activity) -> QuerySet[FollowUp]:
    """Return the questions of an activity, in the order in which they are due."""
    rows: QuerySet[FollowUp] = FollowUp.objects.of(activity.centre_id).filter(activity=activity)
    return rows.select_related("sign_up__person").order_by("due_on", "id")


def unanswered(centre: Any) -> QuerySet[Activity]:
    """Return the activities with opinions that have no outcome yet, the oldest opinion first.

    Each carries `open_opinions` and `oldest`, the time of the first of them.
    """
    rows: QuerySet[Activity] = (
        Activity.objects.of(centre)
        .filter(opinions__outcome="")
        .annotate(open_opinions=Count("opinions"), oldest=Min("opinions__at"))
    )
    return rows.select_related("centre").order_by("oldest", "id")
