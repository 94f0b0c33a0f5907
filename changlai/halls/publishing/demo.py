"""The demo village writes notices, hangs its wall, tells stories, and keeps what papers wrote."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any, Final
from uuid import UUID

from PIL import Image, ImageDraw

from changlai.engines.content.public import (
    Version,
    Wording,
    add_picture,
    change_draft,
    new_version,
    note_agreement,
    publish_version,
    start_piece,
    submit_version,
)
from changlai.foundation.people.public import actor_of
from changlai.halls.publishing import actions
from changlai.halls.publishing.demo_texts import (
    CLIPS,
    GUIDES,
    NOTICES,
    STORIES,
    WALL,
    WALL_AGAIN,
    WINDOW,
)
from changlai.halls.publishing.states import GUIDE, NOTICE, STORY
from changlai.halls.publishing.states import WALL as WALL_KIND
from changlai.halls.publishing.states import WINDOW as WINDOW_KIND
from changlai.kernel.files.public import as_upload, keep_file
from changlai.kernel.registry.contributions import DemoAct

SIZE: Final = (900, 600)
COLOURS: Final = (("#F3D9B1", "#8C5A2B"), ("#CFE3D4", "#2F6B45"), ("#D5E1F2", "#2B5C94"))


class _Press:
    """Who writes and who lets out in the demo village, and how a day becomes a moment."""

    def __init__(self, village: Any) -> None:
        self.village, self.centre = village, village.centre

    def who(self, key: str, at: datetime) -> dict[str, Any]:
        actor = actor_of(account=self.village.cast[key], centre=self.centre, at=at)
        return {"centre": self.centre, "actor": actor, "at": at}

    def draft(self, kind: str, at: datetime, said: dict[str, Any], **more: Any) -> Version:
        form = UUID(int=self.village.rng.getrandbits(128), version=4)
        wording = Wording(**said)
        return start_piece(
            **self.who("handler", at), kind=kind, wording=wording, form_id=form, **more
        )

    def out(self, version: Version, at: datetime) -> Version:
        return publish_version(**self.who("secretary", at), version_id=version.pk, phones_seen=True)

    def picture(self, version: Version, at: datetime, alt: str, place: int) -> None:
        who = self.who("handler", at)
        file = keep_file(
            centre=self.centre,
            upload=as_upload(_drawn(place), "图.png"),
            purpose="content",
            actor_id=who["actor"].account_id,
            at=at,
            record_id=version.piece_id,
        )
        who.pop("at")
        add_picture(**who, version_id=version.pk, file=file, alt=alt, rights="中心画的")


def _drawn(place: int) -> bytes:
    """Draw hills and a few roofs; no picture of anybody."""
    light, dark = COLOURS[place % len(COLOURS)]
    picture = Image.new("RGB", SIZE, light)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((650, 60, 760, 170), fill="#FFF7E6")
    for left, top in ((-150, 330), (200, 280), (520, 350)):
        pen.ellipse((left, top, left + 620, top + 620), fill=dark)
    for number in range(3 + place % 3):
        left = 120 + number * 150
        pen.rectangle((left, 430, left + 90, 500), fill="#FFFFFF")
        pen.polygon(((left - 14, 430), (left + 45, 385), (left + 104, 430)), fill="#7A2E22")
    body = BytesIO()
    picture.save(body, "PNG")
    return body.getvalue()


def play(village: Any) -> None:
    """Write in the first weeks what hangs for long, and a notice every week or two."""
    press = _Press(village)
    first = village.since + timedelta(days=6)
    for place, said in enumerate(WALL):
        at = village.moment(first + timedelta(days=place), 10)
        if village.is_past(at):
            where = said.pop("place") if "place" in said else ""
            version = press.draft(
                WALL_KIND,
                at,
                {k: v for k, v in said.items() if k != "alt"},
                order=place + 1,
                place=where,
            )
            if alt := said.get("alt"):
                press.picture(version, at, alt, place)
            press.out(version, at + timedelta(hours=3))
    _hang_anew(press)
    for place, said in enumerate(GUIDES):
        at = village.moment(first + timedelta(days=3 * place), 15)
        if village.is_past(at):
            press.out(press.draft(GUIDE, at, said, order=place + 1), at + timedelta(minutes=40))
    for place, said in enumerate(WINDOW):
        at = village.moment(first + timedelta(days=2), 9, 10 * place)
        if village.is_past(at):
            press.out(press.draft(WINDOW_KIND, at, said, order=place + 1), at + timedelta(hours=1))
    for at, said in _notices(village):
        press.out(press.draft(NOTICE, at, said), at + timedelta(minutes=20))
    _tell_stories(press)
    _keep_clips(press)


def _hang_anew(press: _Press) -> None:
    """Write one panel anew three months later, so that the register has something to tell."""
    village = press.village
    at = village.moment(village.since + timedelta(days=100), 11)
    rows = Version.objects.of(press.centre).filter(kind=WALL_KIND).order_by("written_at")
    first = rows.first()
    if first is None or not village.is_past(at):
        return
    row = new_version(**press.who("handler", at), piece_id=first.piece_id)
    wording = Wording(title=row.title, summary=row.summary, body=WALL_AGAIN, source=row.source)
    change_draft(**press.who("handler", at), version_id=row.pk, wording=wording)
    press.out(row, at + timedelta(hours=2))


def _notices(village: Any) -> Iterator[tuple[datetime, dict[str, Any]]]:
    for place, said in enumerate(NOTICES):
        # The last ones are of these days, so that the home page has something new.
        back = (len(NOTICES) - 1 - place) * 12
        at = village.moment(village.until - timedelta(days=back + 1), 9 + place % 6, 15)
        if village.since < at.date() and village.is_past(at):
            days = said.get("days")
            wording = {name: value for name, value in said.items() if name != "days"}
            if days:
                wording["ends_on"] = at.date() + timedelta(days=days)
            yield at, wording


def _tell_stories(press: _Press) -> None:
    village = press.village
    for place, (said, people) in enumerate(STORIES):
        at = village.moment(village.until - timedelta(days=20 * (len(STORIES) - place)), 14)
        if at.date() <= village.since or not village.is_past(at):
            continue
        version = press.draft(STORY, at, said)
        press.picture(version, at, "村子远远看过去，几间房子在山脚下", place)
        is_last = place == len(STORIES) - 1
        for name, agreed_as in people:
            note_agreement(
                **press.who("handler", at),
                piece_id=version.piece_id,
                name=name,
                agreed_as=agreed_as,
                agreed_on=None if is_last else at.date() - timedelta(days=1),
                how="" if is_last else "signed",
            )
        submit_version(**press.who("handler", at), version_id=version.pk)
        # The last one waits: somebody in it was not asked yet.
        if not is_last:
            press.out(version, at + timedelta(days=1))


def _keep_clips(press: _Press) -> None:
    village = press.village
    for place, said in enumerate(CLIPS):
        told: date = village.until - timedelta(days=25 + 40 * place)
        at = village.moment(told + timedelta(days=1), 16)
        if told > village.since and village.is_past(at):
            actions.keep_clip(
                **press.who("handler", at),
                clip=actions.Clip(told_on=told, **said),
                form_id=UUID(int=village.rng.getrandbits(128), version=4),
            )


DEMO = [DemoAct(code="publishing", order=60, play=play)]
