"""Every way by which words come in, each as its page takes them."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone
from openpyxl import Workbook

from changlai.engines.cases.public import Case
from changlai.halls.voices.actions import open_box, print_forms
from changlai.halls.voices.models import PaperForm, SuggestionBox
from tests.flows.desk import Desk, hidden

BESIDE = "二组水井边"
"""What else was typed; it must not get lost when the words are refused."""


@dataclass(frozen=True)
class Way:
    """A page that takes words: `send` posts them, `kept` returns what was stored of them.

    `beside` is what the form must still hold when the words are refused.
    """

    name: str
    send: Callable[[Desk, str], Any]
    kept: Callable[[Desk], str]
    beside: str = ""


def _newest(desk: Desk) -> str:
    case = desk.cases().order_by("-id").first()
    return str(case.text) if case else ""


def _online(desk: Desk, text: str) -> Any:
    said = {"step": "3", "kind": "help", "text": text, "place_text": BESIDE, "category": ""}
    return Client(raise_request_exception=False).post(
        desk.page("voices:say"), said | {"name": "王大妈", "phone": "19900000042"}
    )


def _phone(desk: Desk, text: str) -> Any:
    said = {"text": text, "kind": "help", "phone": "19900000042", "case": "1"}
    return desk.staff(desk.village.duty).post(desk.page("voices:call"), said)


VOICE = {"kind": "help", "place_text": BESIDE, "name": "王大妈", "phone": "19900000042"}


def _box(desk: Desk, text: str) -> Any:
    opening = open_box(
        centre=desk.centre,
        box_id=SuggestionBox.objects.of(desk.centre).first().pk,
        actor=desk.actor(desk.village.duty),
        at=timezone.now(),
        slips=1,
        second_account=desk.village.handler,
    )
    page = desk.page("voices:opening", pk=opening.pk)
    return desk.staff(desk.village.duty).post(page, VOICE | {"text": text, "order": "1"})


def _counter(desk: Desk, text: str) -> Any:
    page = desk.page("voices:counter")
    return desk.staff(desk.village.duty).post(page, VOICE | {"text": text, "form_id": uuid4()})


def _paper(desk: Desk, text: str) -> Any:
    actor = desk.actor(desk.village.duty)
    batch = print_forms(centre=desk.centre, actor=actor, at=timezone.now(), count=1)
    number = PaperForm.objects.of(desk.centre).get(batch=batch).number
    page = desk.page("voices:paper_enter")
    return desk.staff(desk.village.duty).post(page, VOICE | {"text": text, "number": number})


def _import(desk: Desk, text: str) -> Any:
    client = desk.staff(desk.village.secretary)
    page = desk.page("voices:import")
    sheet = table([[7001, "2026-01-06 12:09", text]])
    tried = client.post(page, {"table": sheet, "kind": "help"})
    return client.post(page, {"sheet": hidden(tried, "sheet"), "kind": "help", "really": "1"})


def _answer(desk: Desk, text: str) -> Any:
    case = desk.accepted().case
    page = desk.page("voices:step", pk=case.pk, verb="answer")
    return desk.staff(desk.village.handler).post(page, {"text": text})


def _answer_kept(desk: Desk) -> str:
    return str(Case.objects.of(desk.centre).get().answer)


def _rating(desk: Desk, text: str) -> Any:
    opened = desk.answered()
    client = Client(raise_request_exception=False)
    known = client.post(
        desk.page("voices:progress"), {"number": opened.case.number, "code": opened.code}
    )
    said = {"verb": "rate", "rate-face": "4", "rate-solved": "yes", "rate-words": text}
    return client.post(known["Location"], said)


def _rating_kept(desk: Desk) -> str:
    case = Case.objects.of(desk.centre).get()
    return str(case.ratings.filter(centre_id=desk.centre.pk).get().words)


def table(rows: list[list[Any]], headings: tuple[str, ...] = ("编号", "时间", "内容")) -> Any:
    """Return an xlsx as a browser sends it."""
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (list(headings), *rows):
        page.append(row)
    body = io.BytesIO()
    book.save(body)
    body.seek(0)
    body.name = "sheet.xlsx"
    return body


OPENING = (
    Way("online", _online, _newest, BESIDE),
    Way("phone", _phone, _newest, "19900000042"),
    Way("box", _box, _newest, BESIDE),
    Way("counter", _counter, _newest, BESIDE),
    Way("paper", _paper, _newest, BESIDE),
)
IMPORT = Way("import", _import, _newest)
ANSWER = Way("answer", _answer, _answer_kept)
RATING = Way("rating", _rating, _rating_kept)
ALL = (*OPENING, IMPORT, ANSWER, RATING)
