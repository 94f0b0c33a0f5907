"""Assessments of the cast's village, with short words for each step."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from changlai.foundation.people.backends import STAFF
from changlai.governance.assessments.actions import rounds, sets
from changlai.governance.assessments.actions.rounds import Judged
from changlai.governance.assessments.actions.sets import Wanted
from changlai.governance.assessments.models import Assessment, Indicator, IndicatorSet
from tests.cast import NOW, Village

SINCE, UNTIL = date(2026, 1, 1), date(2026, 3, 17)
LATE = Wanted("超时没答复的", "auto", "measure:voices.overdue", target=Decimal(0), is_at_most=True)
CASES = Wanted("收到的诉求", "auto", "metric:cases.received")
HAPPY = Wanted("取快递满意", "faces", "faces:parcels", target=Decimal(85))
ORDER = Wanted("院子干净", "manual", criterion="每天有人扫，公厕有纸。", score=10)


@dataclass(frozen=True)
class Round:
    """The assessments of the cast's village."""

    village: Village

    @property
    def centre(self) -> Any:
        return self.village.centre

    def who(self, account: Any = None, at: datetime = NOW) -> dict[str, Any]:
        actor = self.village.actor(account or self.village.secretary)
        return {"centre": self.centre, "actor": actor, "at": at}

    @property
    def above(self) -> dict[str, Any]:
        return self.who(self.village.township)

    def set(self, *wanted: Wanted, title: str = "季度工作评估") -> IndicatorSet:
        row = sets.start_set(**self.who(), title=title, form_id=uuid4())
        for one in wanted or (LATE, CASES, HAPPY, ORDER):
            sets.add_indicator(**self.who(), set_id=row.pk, wanted=one)
        return sets.publish_set(**self.who(), set_id=row.pk)

    def start(self, row: IndicatorSet | None = None, **more: Any) -> Assessment:
        chosen = row or self.set()
        words = {"since": SINCE, "until": UNTIL, "form_id": uuid4()} | more
        return rounds.start_assessment(**self.who(), set_id=chosen.pk, **words)

    def indicator(self, row: Assessment, title: str = ORDER.title) -> Indicator:
        return Indicator.objects.of(self.centre).get(set_id=row.set_id, title=title)

    def noted(self, row: Assessment | None = None, text: str = "每天扫。") -> Assessment:
        row = row or self.start()
        notes = {self.indicator(row).pk: text}
        return rounds.note_self(**self.who(), assessment_id=row.pk, notes=notes)

    def sent(self) -> Assessment:
        return rounds.send_up(**self.who(), assessment_id=self.noted().pk)

    def judged(self, row: Assessment, score: int = 7, remark: str = "公厕没纸。") -> Any:
        return {self.indicator(row).pk: Judged(score, remark)}

    def reviewed(self) -> Assessment:
        row = self.sent()
        return rounds.review_assessment(
            **self.above, assessment_id=row.pk, judged=self.judged(row), words="总的不错。"
        )

    def appealed(self) -> Assessment:
        row = self.reviewed()
        return rounds.appeal(**self.who(), assessment_id=row.pk, words="那天刚用完，当天就补了。")

    def answered(self) -> Assessment:
        row = self.appealed()
        return rounds.answer_appeal(**self.above, assessment_id=row.pk, words="知道了，下次再看。")

    def published(self) -> Assessment:
        return rounds.publish_assessment(**self.who(), assessment_id=self.answered().pk)

    def page(self, name: str, **kwargs: Any) -> str:
        return reverse(f"assessments:{name}", kwargs={"code": self.centre.code, **kwargs})

    def client(self, account: Any = None) -> Client:
        client = Client()
        client.force_login(account or self.village.secretary, backend=STAFF)
        return client


@pytest.fixture
def assessed(village: Village) -> Round:
    return Round(village)
