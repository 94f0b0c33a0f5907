"""Member cards of the cast's village, and short words for consents, pages and prints."""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from changlai.foundation.people.backends import RESIDENT, STAFF
from changlai.halls.membercards import actions
from changlai.halls.membercards.actions import Said
from changlai.halls.membercards.models import MemberCard, SheetPrint
from changlai.halls.membercards.states import CARD_MATTERS
from changlai.halls.voices import pack as voices_pack
from changlai.kernel.events.public import deliver
from changlai.kernel.files.public import as_upload
from tests.cast import NOW, Village

WORDS = {
    "role": "党小组长",
    "duty": "看护后山林",
    "standing": "over_10",
    "promise": "水管漏了随叫随到",
    "honours": "上一年度优秀党员",
}


def photo_body() -> bytes:
    """Return a plain picture of two colours."""
    body = io.BytesIO()
    Image.new("RGB", (64, 80), (120, 140, 160)).save(body, "PNG")
    return body.getvalue()


@dataclass(frozen=True)
class Wall:
    """The member cards of the cast's village."""

    village: Village

    @property
    def centre(self) -> Any:
        return self.village.centre

    def who(self, part: str = "handler", at: datetime = NOW) -> dict[str, Any]:
        actor = self.village.actor(getattr(self.village, part))
        return {"centre": self.centre, "actor": actor, "at": at}

    def card(
        self, person: Any = None, agreed: Any = CARD_MATTERS, at: datetime = NOW, **said: Any
    ) -> MemberCard:
        return actions.make_card(
            **self.who(at=at),
            person=person or self.village.resident_person,
            said=Said(**(WORDS | said)),
            agreed=agreed,
            how="signed",
            form_id=uuid4(),
        )

    def photo(self, card: MemberCard) -> MemberCard:
        upload = as_upload(photo_body(), "photo.png")
        return actions.keep_photo(**self.who(), card_id=card.pk, upload=upload)

    def tell(self, card: MemberCard, matter: str, *, given: bool, at: datetime = NOW) -> None:
        actions.note_consent(
            **self.who(at=at), card_id=card.pk, matter=matter, is_given=given, how="phone"
        )

    def printed(self, at: datetime = NOW) -> SheetPrint:
        return actions.print_sheet(**self.who(at=at), form_id=uuid4())

    def page(self, name: str, **kwargs: Any) -> str:
        return reverse(f"membercards:{name}", kwargs={"code": self.centre.code, **kwargs})

    def client(self, part: str = "") -> Client:
        client = Client()
        if part:
            backend = RESIDENT if part in {"resident", "second", "neighbour"} else STAFF
            client.force_login(getattr(self.village, part), backend=backend)
        return client

    def deliver(self) -> None:
        deliver(self.centre.pk)
        deliver(self.centre.pk)


def make_wall(village: Village) -> Wall:
    """Give the village its kinds of voice, so that somebody can ask to be put in touch."""
    voices_pack.unpack(village.centre, NOW)
    return Wall(village)


@pytest.fixture
def wall(village: Village) -> Wall:
    return make_wall(village)
