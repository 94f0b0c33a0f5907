"""Named reads of the counter hall: items by words and parts of life, requests, real counts."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from changlai.engines.cases.public import RUNNING
from changlai.foundation.people.public import Actor
from changlai.halls.counter.kinds import ITEM
from changlai.halls.counter.models import ItemVersion, ServiceItem, ServiceRequest
from changlai.halls.counter.policies import visible_requests
from changlai.halls.counter.states import EVENT_WORDS, Audience, Domain, LifeEvent
from changlai.kernel.search import public as search


@dataclass(frozen=True)
class Shelf:
    """The items of one part of life."""

    domain: Domain
    items: list[ServiceItem]

    @property
    def title(self) -> str:
        """The words for the part of life."""
        return str(self.domain.label)


def shelves(items: QuerySet[Any]) -> list[Shelf]:
    """Return items by part of life, those without any left out."""
    by: dict[str, list[ServiceItem]] = {}
    for item in items:
        by.setdefault(item.domain, []).append(item)
    return [Shelf(domain, by[domain]) for domain in Domain if domain in by]


def found_items(
    centre: Any, items: QuerySet[Any], words: str, audience: str, event: str = ""
) -> QuerySet[Any]:
    """Return items by the words people use, by whom they are for, by what happened at home.

    Daily words count as much as the name: whoever types 老年卡 finds 老年优待证.
    """
    rows = items
    if words:
        rows = rows.filter(
            Q(pk__in=search.ids(centre, words, ITEM))
            | Q(title__icontains=words)
            | Q(daily_words__icontains=words)
        )
    if event in LifeEvent.values:
        said = Q()
        for word in EVENT_WORDS[LifeEvent(event)]:
            said |= Q(title__icontains=word) | Q(daily_words__icontains=word)
        rows = rows.filter(said)
    if audience in Audience.values:
        keys = [row.pk for row in rows if audience in row.audience]
        rows = rows.filter(pk__in=keys)
    return rows


def with_days(items: QuerySet[Any]) -> QuerySet[Any]:
    """Return items with the working days that they promise now, as `days`."""
    newest = ItemVersion.objects.filter(
        centre_id=OuterRef("centre_id"), item=OuterRef("pk")
    ).order_by("-number")
    return items.annotate(days=Subquery(newest.values("days")[:1]))


def with_counts(items: QuerySet[Any]) -> QuerySet[Any]:
    """Return items with how many requests were made for each, as `asked`: real, not typed in."""
    made = (
        ServiceRequest.objects.filter(centre_id=OuterRef("centre_id"), item=OuterRef("pk"))
        .order_by()
        .values("item")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return items.annotate(asked=Subquery(made))


def requests_list(actor: Actor, *, show: str = "", words: str = "") -> QuerySet[ServiceRequest]:
    """Return the requests an actor may see: those that run, that wait to be fetched, or all."""
    rows = visible_requests(actor)
    if show == "":
        rows = rows.filter(case__state_type__in=RUNNING)
    elif show == "done":
        rows = rows.filter(case__state="answered")
    if words:
        rows = rows.filter(
            Q(case__number__startswith=words.upper())
            | Q(item__title__icontains=words)
            | Q(case__person__name__icontains=words)
            | Q(case__reporter_alias__icontains=words)
        )
    return rows.order_by("-entrusted_at", "-id")
