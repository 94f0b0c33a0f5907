"""What the tests of the voices hall begin with: the cast's village with its voices unpacked."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook

from changlai.engines.cases.public import Case
from changlai.foundation.people.public import Account, Actor
from changlai.halls.voices import pack
from changlai.halls.voices.models import SuggestionBox
from tests.cast import NOW, Village

HEADINGS = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "一级分类"]


@dataclass(frozen=True)
class Desk:
    """The village and its staff as actors."""

    village: Village

    @property
    def centre(self) -> Any:
        return self.village.centre

    def of(self, account: Account) -> Actor:
        return self.village.actor(account)

    @property
    def secretary(self) -> Actor:
        return self.of(self.village.secretary)

    @property
    def handler(self) -> Actor:
        return self.of(self.village.handler)

    @property
    def duty(self) -> Actor:
        return self.of(self.village.duty)

    @property
    def resident(self) -> Actor:
        return self.of(self.village.resident)

    @property
    def system(self) -> Actor:
        return Actor.system(self.centre.pk)

    @property
    def box(self) -> SuggestionBox:
        return SuggestionBox.objects.of(self.centre).get()

    def cases(self) -> Any:
        return Case.objects.of(self.centre)


def make_desk(village: Village) -> Desk:
    """Unpack the voices of a village."""
    pack.unpack(village.centre, NOW)
    return Desk(village)


def sheet(
    rows: Iterable[Sequence[Any]],
    headings: Sequence[str] = HEADINGS,
    *,
    above: Iterable[Sequence[Any]] = (),
    empty_after: int = 0,
) -> io.BytesIO:
    """Return an xlsx in memory; `empty_after` empty rows follow, as real exports have."""
    book = Workbook()
    page = book.active
    assert page is not None
    for row in above:
        page.append(list(row))
    page.append(list(headings))
    for row in rows:
        page.append(list(row))
    if empty_after:
        page.cell(row=page.max_row + empty_after, column=1).value = " "
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def message(number: Any = 1001, at: Any = "2026/1/6 12:09:38", **more: Any) -> list[Any]:
    """Return one row in the order of HEADINGS."""
    values = {
        "reporter": "U0001",
        "title": "村口的灯不亮",
        "text": "\n\t\t\t\n\t村口那盏灯三天没亮了,\n\t麻烦看看。\n\t",
        "category": "道路出行",
    } | more
    return [number, values["reporter"], values["title"], at, values["text"], values["category"]]
