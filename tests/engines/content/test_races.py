"""Many hands at one piece: one version is out, one is written, a consent beats a publication."""

from pathlib import Path
from typing import Any

import pytest

from changlai.engines.content.models import Version
from changlai.engines.content.public import (
    VersionState,
    missing_consent,
    new_version,
    publish_version,
    withdraw_agreement,
)
from changlai.kernel.errors import RuleBroken
from tests.cast import make_village
from tests.engines.content.pages import Desk
from tests.flows.at_once import at_once, shared_rows

PROCESSES = 16

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_sixteen_who_publish_one_draft_publish_it_once(settings: Any, tmp_path: Path) -> None:
    settings.EVENTS_DELIVERY = "worker"
    desk = Desk(make_village())
    first = desk.live("wall", "村规")
    draft = desk.next(first, body="新写的。")
    with shared_rows(tmp_path):

        def press(number: int) -> str:
            try:
                publish_version(**desk.who(desk.chief), version_id=draft.pk)
            except RuleBroken as error:
                return error.sentence
            return "out"

        said = at_once(PROCESSES, press)
        assert said.count("out") == 1, said
        rows = Version.objects.of(desk.village.centre)
        assert rows.filter(state=VersionState.PUBLISHED).count() == 1
        assert rows.get(number=1).archived_why == "replaced"


def test_sixteen_who_begin_the_next_version_write_on_one(settings: Any, tmp_path: Path) -> None:
    settings.EVENTS_DELIVERY = "worker"
    desk = Desk(make_village())
    live = desk.live("wall", "村规")
    with shared_rows(tmp_path):
        said = at_once(
            PROCESSES, lambda number: str(new_version(**desk.who(), piece_id=live.piece_id).pk)
        )
    assert len(set(said)) == 1, said


def test_publishing_and_taking_a_consent_back_never_leave_it_out_without_consent(
    settings: Any, tmp_path: Path
) -> None:
    settings.EVENTS_DELIVERY = "worker"
    desk = Desk(make_village())
    draft = desk.draft("story", "老井的故事")
    agreement = desk.agreed(draft)
    with shared_rows(tmp_path):

        def hand(number: int) -> str:
            try:
                if number % 2:
                    withdraw_agreement(**desk.who(), agreement_id=agreement.pk)
                else:
                    publish_version(**desk.who(desk.chief), version_id=draft.pk)
            except RuleBroken as error:
                return error.sentence
            return "done"

        said = at_once(PROCESSES, hand)
        assert "done" in said
        row = Version.objects.of(desk.village.centre).get()
        assert row.state != VersionState.PUBLISHED, said
        assert missing_consent(row)
