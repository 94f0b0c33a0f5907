"""Short words for writing and publishing in the cast's village."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from changlai.engines.content.public import (
    Agreement,
    Version,
    Wording,
    change_draft,
    new_version,
    note_agreement,
    publish_version,
    start_piece,
)
from tests.cast import NOW, Village


@dataclass(frozen=True)
class Desk:
    """What the handler of the cast's village writes."""

    village: Village

    @property
    def writer(self) -> Any:
        return self.village.actor(self.village.handler)

    @property
    def chief(self) -> Any:
        return self.village.actor(self.village.secretary)

    def who(self, actor: Any = None, at: datetime = NOW) -> dict[str, Any]:
        return {"centre": self.village.centre, "actor": actor or self.writer, "at": at}

    def draft(
        self, kind: str = "notice", title: str = "停水通知", *, actor: Any = None, **more: Any
    ) -> Version:
        piece = {
            name: more.pop(name)
            for name in ("slot", "order", "place", "form_id", "review_days")
            if name in more
        }
        at = more.pop("at", NOW)
        return start_piece(
            **self.who(actor, at),
            kind=kind,
            wording=Wording(title=title, **more),
            form_id=piece.pop("form_id", None) or uuid4(),
            **piece,
        )

    def out(
        self, version: Version, *, actor: Any = None, at: datetime = NOW, **more: Any
    ) -> Version:
        return publish_version(**self.who(actor or self.chief, at), version_id=version.pk, **more)

    def live(self, kind: str = "notice", title: str = "停水通知", **more: Any) -> Version:
        return self.out(self.draft(kind, title, **more))

    def next(self, version: Version, *, at: datetime = NOW, **wording: Any) -> Version:
        row = new_version(**self.who(at=at), piece_id=version.piece_id)
        said = {"title": row.title, "body": row.body} | wording
        return change_draft(**self.who(at=at), version_id=row.pk, wording=Wording(**said))

    def agreed(self, version: Version, name: str = "郑阿婆", **more: Any) -> Agreement:
        said = {"agreed_on": date(2026, 3, 1), "how": "signed"} | more
        return note_agreement(**self.who(), piece_id=version.piece_id, name=name, **said)
