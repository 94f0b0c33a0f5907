"""Tell recipients of their parcels, follow people who merge or leave, and keep the figures."""

from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from changlai.engines.faces.public import ask, take_back
from changlai.foundation.people.events import PersonErased, PersonsMerged
from changlai.foundation.people.public import known_now, phone_to_call, place_of
from changlai.halls.parcels import metrics
from changlai.halls.parcels.actions.keeping import wipe
from changlai.halls.parcels.events import (
    DeliveryEnded,
    NoticeDue,
    ParcelHandedOut,
    ParcelPutBack,
    ParcelReturned,
    ParcelTakenIn,
)
from changlai.halls.parcels.models import Delivery, Parcel
from changlai.halls.parcels.states import DeliveryState, NoticeKind, Taker
from changlai.kernel.events.public import StoredEvent, projection, reaction
from changlai.kernel.metrics.public import add, clearing
from changlai.kernel.outbox.public import tell
from changlai.kernel.pages.routes import centre_reverse

TEMPLATE: Final = "parcels"
MOST_CODES: Final = 6


def _tell(parcel: Parcel, event: StoredEvent, text: str, page: str = "", **kwargs: Any) -> None:
    """Tell a recipient; whoever is known by a number alone is rung up."""
    person = known_now(parcel.person) if parcel.person else None
    if parcel.person is not None and person is None:
        return
    number = phone_to_call(person) if person else parcel.phone
    if person is None and not number:
        return
    no_number = person is not None and person.account_id is None and not number
    tell(
        centre=parcel.centre_id,
        person_id=person.pk if person else parcel.pk,
        account_id=person.account_id if person else None,
        text=text,
        at=event.at,
        dedupe=f"{event.name}:{event.subject_id}",
        url=centre_reverse(parcel.centre, page, **kwargs) if person and page else "",
        name_for_list=person.name if person else parcel.name,
        phone_for_list=number or None,
        visit_at=place_of(person) if person and no_number else None,
        record_id=parcel.pk,
        template=TEMPLATE,
    )


def _codes(parcels: list[Parcel]) -> str:
    """Name the pickup codes, and where there are many only how many more there are."""
    said = "、".join(one.code for one in parcels[:MOST_CODES])
    return said if len(parcels) <= MOST_CODES else f"{said}等{len(parcels)}个"


@reaction("parcels.tell_recipient", events=[NoticeDue])
def tell_recipient(event: StoredEvent) -> None:
    """Tell a recipient once of all that came together, or of all that stands too long."""
    is_new = event.payload["kind"] == NoticeKind.ARRIVED
    named = {"notice" if is_new else "reminder": event.subject_id}
    rows = Parcel.objects.of(event.centre_id).live().filter(**named)
    parcels = list(rows.select_related("person", "centre").order_by("in_at", "id"))
    if not parcels:
        # Fetched before the message went out: nothing is left to tell.
        return
    many = f"{len(parcels)}件快递"
    if is_new:
        text = f"您有{many}到中心了，取件码{_codes(parcels)}。不方便来，可以请人代取。"
    else:
        days = max(one.days(event.at) for one in parcels)
        text = f"您有{many}在中心放了{days}天还没取，取件码{_codes(parcels)}。来不了请告诉我们。"
    _tell(parcels[0], event, text, "parcels:mine")


@reaction("parcels.tell_gone", events=[ParcelHandedOut, ParcelReturned])
def tell_gone(event: StoredEvent) -> None:
    """Tell a recipient of a parcel that somebody else fetched, or that went back."""
    if event.name == ParcelHandedOut.name and event.payload["taker"] != Taker.PROXY:
        return
    rows = Parcel.objects.of(event.centre_id).select_related("person", "centre")
    parcel = rows.get(pk=event.subject_id)
    if event.name == ParcelReturned.name:
        text = f"您放在中心的一件快递退回快递公司了：{parcel.reason}"
    else:
        text = f"您的一件快递由{parcel.taker_name}代取走了。不对请马上告诉我们。"
    _tell(parcel, event, text, "parcels:parcel", pk=parcel.pk)


@reaction("parcels.tell_delivery", events=[DeliveryEnded])
def tell_delivery(event: StoredEvent) -> None:
    """Say why a parcel cannot be brought home; who gets it at the door knows."""
    if event.payload["state"] != DeliveryState.NOT_POSSIBLE:
        return
    rows = Delivery.objects.of(event.centre_id).select_related("parcel__person", "parcel__centre")
    delivery = rows.get(pk=event.subject_id)
    parcel = delivery.parcel
    text = f"您要送到家的快递这次送不了：{delivery.answer}取件码{parcel.code}，也可以请人代取。"
    _tell(parcel, event, text, "parcels:parcel", pk=parcel.pk)


@reaction("parcels.ask_how_it_went", events=[ParcelHandedOut, ParcelPutBack])
def ask_how_it_went(event: StoredEvent) -> None:
    """Ask a recipient how it went, once a day however many parcels; a proxy is asked nothing."""
    if event.name == ParcelPutBack.name:
        if event.subject_id is not None:
            take_back(
                centre=event.centre_id, kind="parcels", subject_id=event.subject_id, at=event.at
            )
        return
    rows = Parcel.objects.of(event.centre_id).select_related("person")
    parcel = rows.get(pk=event.subject_id)
    person = known_now(parcel.person) if parcel.person else None
    if person is None or event.payload["taker"] == Taker.PROXY:
        return
    ask(
        centre=event.centre_id,
        kind="parcels",
        subject_id=parcel.pk,
        at=event.at,
        title="送快递到家" if event.payload["taker"] == Taker.DOOR else "取快递",
        person=person,
        served_by=event.actor_id,
        apart_days=1,
    )


@reaction("parcels.persons_merged", events=[PersonsMerged])
def keep_with_person(event: StoredEvent) -> None:
    """Move the parcels of a person who turned out to be another one."""
    rows = Parcel.objects.of(event.centre_id).filter(person_id=event.uuid("merged_id"))
    rows.update(person_id=event.subject_id)


@reaction("parcels.person_erased", events=[PersonErased])
def forget_person(event: StoredEvent) -> None:
    """Take whoever asked to be forgotten out of their parcels; what stands here still stands."""
    rows = Parcel.objects.of(event.centre_id).filter(person_id=event.subject_id)
    keys: list[UUID] = list(rows.values_list("pk", flat=True))
    wipe(event.centre_id, keys)


@projection(
    "parcels.figures",
    events=[ParcelTakenIn, ParcelHandedOut, ParcelPutBack],
    reset=clearing(*metrics.ALL),
)
def figures(event: StoredEvent) -> None:
    """Count what came in and what was fetched, day by day; what was put back was not fetched."""
    said, day = event.payload, timezone.localdate(event.at)
    if event.name == ParcelTakenIn.name:
        add(event.centre_id, metrics.TAKEN_IN, day)
    elif event.name == ParcelHandedOut.name:
        add(event.centre_id, metrics.HANDED_OUT, day, taker=said["taker"])
    else:
        handed_on = metrics.day_of(said["handed_on"])
        add(event.centre_id, metrics.HANDED_OUT, handed_on, -1, taker=said["taker"])
