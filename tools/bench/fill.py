"""A village big enough to measure: voices in bulk, cookies, the pages and questions asked."""

from __future__ import annotations

import random
import urllib.parse
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import DateTimeField
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from changlai.engines.activities.public import Activity
from changlai.engines.cases.public import CASE, Case, CaseFilter, cases_list
from changlai.engines.content.public import shown
from changlai.foundation.areas.public import Centre
from changlai.foundation.people.backends import RESIDENT, STAFF
from changlai.foundation.people.models import Person, RoleGrant
from changlai.foundation.people.public import actor_of
from changlai.kernel.ids import uuid7
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.search import public as search

BATCH = 2_000
PLACES = ["桥头", "井边", "村口", "学校门前", "老戏台", "水库堤上", "晒谷场", "三岔路"]
THINGS = ["路灯不亮", "路面塌陷", "水压太小", "垃圾没人收", "树枝压电线", "井盖松动", "墙要倒"]
ASKS = ["请派人看看", "老人走着危险", "已经一个月了", "晚上看不见", "孩子上学要经过"]
RARE = "蓝色拖拉机"


def village() -> tuple[Centre, UUID]:
    """Return the demo's first centre and one of its answered voices."""
    case = _finished(Case.objects.select_related("centre"))
    return case.centre, case.pk


def _finished(rows: Any) -> Case:
    case: Case = rows.filter(family="voices", state="finished").order_by("id")[:1].get()
    return case


def voices(centre: Centre, count: int) -> None:
    """Copy one real voice `count` times with words and days of its own, found like any other."""
    rng = random.Random(7)
    model = _finished(Case.objects.of(centre))
    alike = {field.attname: getattr(model, field.attname) for field in Case._meta.concrete_fields}
    days = [
        field.attname
        for field in Case._meta.concrete_fields
        if isinstance(field, DateTimeField) and alike[field.attname] is not None
    ]
    now = timezone.now()
    for first in range(0, count, BATCH):
        rows = []
        for place in range(first, min(first + BATCH, count)):
            fresh = Case(**alike)
            fresh.pk = uuid7()
            fresh.number = f"B{place:09d}"
            fresh.code_index, fresh.form_id, fresh.outside_number = "", None, ""
            opened = now - timedelta(minutes=rng.randrange(60 * 24 * 700))
            for name in days:
                setattr(fresh, name, getattr(model, name) + (opened - model.opened_at))
            fresh.title = ""
            fresh.text = (
                f"{rng.choice(PLACES)}{rng.choice(THINGS)},{rng.choice(ASKS)}。第{place}件。"
            )
            if place % 5_000 == 0:
                fresh.text += RARE
            rows.append(fresh)
        with transaction.atomic():
            Case.objects.bulk_create(rows)
            for row in rows:
                search.index(centre, row.pk, CASE, row.text, at=row.opened_at)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def handler(centre: Centre) -> Any:
    """Return the account of a colleague who handles voices."""
    grants = RoleGrant.objects.filter(centre=centre, role="handler").select_related("account")
    return grants.order_by("account__username")[:1].get().account


def cookies(centre: Centre) -> dict[str, str]:
    """Return the cookie line of a visitor, of a resident and of a member of staff."""
    return {
        "visitor": "",
        "resident": signed_in(_resident(centre), RESIDENT),
        "staff": signed_in(handler(centre), STAFF),
    }


def signed_in(account: Any, door: str) -> str:
    """Sign an account in; return the cookie line of its browser."""
    client = Client()
    client.force_login(account, backend=door)
    return f"sessionid={client.cookies['sessionid'].value}"


def _resident(centre: Centre) -> Any:
    known = Person.objects.of(centre).filter(account__isnull=False).select_related("account")
    plain = known.exclude(account__in=RoleGrant.objects.filter(centre=centre).values("account"))
    return plain.order_by("id")[:1].get().account


def activity_to_come(centre: Centre) -> Activity:
    """Return the demo's next activity that one can sign up for."""
    coming = Activity.objects.of(centre).coming(timezone.now())
    found: Activity = coming.filter(visibility="public").exclude(sign_up_rule="none")[:1].get()
    return found


def pages(centre: Centre, case_id: UUID) -> Iterator[tuple[str, str, str]]:
    """Yield title, address and reader of each page that is measured."""

    def here(name: str, **kwargs: Any) -> str:
        return centre_reverse(centre, name, **kwargs)

    yield "home", here("web:home"), "visitor"
    yield "say, step 1", here("voices:say"), "visitor"
    yield "progress", here("voices:progress"), "visitor"
    yield "answers", here("voices:answers"), "visitor"
    yield "activities", here("gatherings:list"), "visitor"
    coming = activity_to_come(centre)
    yield "one activity", here("gatherings:activity", pk=coming.pk), "visitor"
    yield "rooms", here("rooms:book"), "visitor"
    yield "to read", here("publishing:look"), "visitor"
    notice = next(iter(shown(centre, ["notice"], timezone.localdate())))
    yield "one notice", here("publishing:read", pk=notice.piece_id), "visitor"
    yield "culture wall", here("publishing:wall"), "visitor"
    yield "money of a month", here("funds:months"), "visitor"
    yield "disclosure", here("disclosure:shown"), "visitor"
    yield "member cards", here("membercards:shown"), "visitor"
    yield "brands", here("brands:list"), "visitor"
    yield "issues", here("rectification:desk_issues"), "staff"
    yield "my home", here("web:mine"), "resident"
    yield "today", here("web:today"), "staff"
    yield "voices list", here("voices:cases"), "staff"
    yield "voices search", here("voices:cases") + "?words=" + urllib.parse.quote("井盖"), "staff"
    yield "voice", here("voices:desk_case", pk=case_id), "staff"
    yield "rates", here("voices:rates"), "staff"
    yield "registers", here("registers:index"), "staff"


def statements(address: str, cookie: str) -> int:
    """Return how many statements a page needs once the process is warm, sessions included."""
    client = Client(headers={"cookie": cookie, "host": "127.0.0.1"})
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(address)
    if answer.status_code != 200:
        raise AssertionError(f"{address} answered {answer.status_code}")
    return len(seen)


def questions(centre: Centre) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what the list of voices is asked for, each as the view asks it."""
    actor = actor_of(account=handler(centre), centre=centre, at=timezone.now())

    def ask(**by: Any) -> Callable[[], object]:
        return lambda: list(
            cases_list(actor, timezone.now(), CaseFilter(family="voices", **by))[:50]
        )

    yield "list, latest first", ask()
    yield "list, still open", ask(state_type="open")
    yield "search, one character", ask(words="灯")
    yield "search, common words", ask(words="路灯不亮")
    yield "search, rare words", ask(words=RARE)
    yield "search, no hit", ask(words="没有的词语")
