"""Practices of the cast's village, and the empty village next door."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from changlai.foundation.people.backends import STAFF
from changlai.governance.practices.actions.packs import make_pack, shareable
from changlai.governance.practices.actions.practices import Telling, put_practice
from changlai.governance.practices.models import Practice
from tests.cast import NOW, Village


@dataclass(frozen=True)
class Ways:
    """How the cast's village works, written down and given away."""

    village: Village

    @property
    def centre(self) -> Any:
        return self.village.centre

    @property
    def secretary(self) -> Any:
        return self.village.actor(self.village.secretary)

    @property
    def who(self) -> dict[str, Any]:
        return {"centre": self.centre, "actor": self.secretary, "at": NOW}

    @property
    def next_door(self) -> dict[str, Any]:
        """The secretary of the neighbouring village, in which nothing was set up yet."""
        village = self.village
        actor = village.actor(village.other_secretary, centre=village.other_centre)
        return {"centre": village.other_centre, "actor": actor, "at": NOW}

    def practice(self, title: str = "代办先打电话问清", **more: Any) -> Practice:
        words = {"background": "以前常白跑。", "method": "先打电话问清材料，再上门收。"} | more
        return put_practice(**self.who, telling=Telling(title, **words), form_id=uuid4())

    def pack(self, *codes: str, title: str = "便民办事") -> bytes:
        every = [one.code for one in shareable(self.centre)]
        return make_pack(
            centre=self.centre, actor=self.secretary, codes=codes or every, title=title
        )

    def page(self, name: str, centre: Any = None, **kwargs: Any) -> str:
        code = (centre or self.centre).code
        return reverse(f"practices:{name}", kwargs={"code": code, **kwargs})

    def client(self, account: Any = None) -> Client:
        client = Client()
        client.force_login(account or self.village.secretary, backend=STAFF)
        return client


@pytest.fixture
def ways(village: Village) -> Ways:
    return Ways(village)
