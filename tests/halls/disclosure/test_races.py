"""Many hands at one disclosure: one signature counts, and the others are told."""

from collections import Counter
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from changlai.engines.content.public import Version, VersionState, Wording
from changlai.halls.disclosure.actions import signing
from changlai.halls.disclosure.actions.drafting import begin_disclosure, change_disclosure
from changlai.halls.disclosure.models import Declaration, Disclosure, SignOff
from changlai.halls.disclosure.queries.signing import digest_of
from changlai.kernel.errors import RuleBroken
from tests.cast import NOW, give_role, make_staff, make_village
from tests.flows.at_once import at_once, shared_rows
from tests.halls.disclosure.conftest import LINES, Board, make_board

PROCESSES = 16

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def _board(settings: Any) -> Board:
    settings.EVENTS_DELIVERY = "worker"
    return make_board(make_village())


def test_f54_sixteen_supervisors_at_once_exactly_one_counts_and_the_others_are_told(
    settings: Any, tmp_path: Path
) -> None:
    board = _board(settings)
    accounts = [
        make_staff(f"jianwei{number}", "supervisor", centre=board.centre)
        for number in range(PROCESSES)
    ]
    actors = [board.village.actor(account) for account in accounts]
    for actor in actors:
        signing.declare(centre=board.centre, actor=actor, at=NOW, is_true=True)
    row = board.hand_in(board.draft())
    digest = digest_of(board.open(row))
    with shared_rows(tmp_path):

        def sign(number: int) -> str:
            try:
                signing.supervise(
                    centre=board.centre,
                    disclosure_id=row.pk,
                    digest=digest,
                    verdict="agreed",
                    actor=actors[number],
                    at=NOW,
                )
            except RuleBroken as error:
                return error.sentence
            return "signed"

        said = Counter(at_once(PROCESSES, sign))
        assert said.pop("signed") == 1, said
        assert all("刚刚已经签过" in sentence for sentence in said), said
        assert SignOff.objects.of(board.centre).count() == 1


def test_f54_sixteen_who_approve_at_once_publish_it_once(settings: Any, tmp_path: Path) -> None:
    board = _board(settings)
    actors = []
    for number in range(PROCESSES):
        account = make_staff(f"shuji{number}x", "handler", centre=board.centre)
        give_role(account, "secretary", centre=board.centre)
        actors.append(board.village.actor(account))
    row = board.signed()
    digest = digest_of(board.open(row))
    with shared_rows(tmp_path):

        def approve(number: int) -> str:
            try:
                signing.approve(
                    centre=board.centre,
                    disclosure_id=row.pk,
                    digest=digest,
                    verdict="agreed",
                    actor=actors[number],
                    at=NOW,
                )
            except RuleBroken as error:
                return error.sentence
            return "out"

        said = Counter(at_once(PROCESSES, approve))
        assert said.pop("out") == 1, said
        assert said.total() == PROCESSES - 1
        approvals = SignOff.objects.of(board.centre).filter(signed_as="approve")
        assert approvals.count() == 1
        live = Version.objects.of(board.centre).filter(state=VersionState.PUBLISHED)
        assert live.count() == 1


def test_f54_a_change_and_a_signature_at_once_never_meet(settings: Any, tmp_path: Path) -> None:
    board = _board(settings)
    row = board.hand_in(board.draft())
    board.declared()
    digest = digest_of(board.open(row))
    with shared_rows(tmp_path):

        def work(number: int) -> str:
            try:
                if number % 2:
                    change_disclosure(
                        **board.who(),
                        disclosure_id=row.pk,
                        wording=Wording(title=f"改过{number}"),
                        lines=LINES,
                    )
                    return "changed"
                signing.supervise(
                    **board.who("supervisor"),
                    disclosure_id=row.pk,
                    digest=digest,
                    verdict="agreed",
                )
            except RuleBroken as error:
                return error.sentence
            return "signed"

        said = Counter(at_once(PROCESSES, work))
        assert said["changed"] == PROCESSES // 2, said
        assert said["signed"] <= 1, said
        with pytest.raises(RuleBroken, match="改过的要重新审核"):
            board.approve(row)


def test_f54_sixteen_drafts_of_one_period_are_one(settings: Any, tmp_path: Path) -> None:
    board = _board(settings)
    item = board.item()
    with shared_rows(tmp_path):

        def draft(number: int) -> str:
            try:
                begin_disclosure(
                    **board.who(),
                    item_id=item.pk,
                    period="2026-Q1",
                    wording=Wording(title=f"第{number}份"),
                    lines=LINES,
                    form_id=uuid4(),
                )
            except RuleBroken as error:
                return error.sentence
            return "begun"

        said = Counter(at_once(PROCESSES, draft))
        assert said.pop("begun") == 1, said
        assert list(said) == ["这一期已经有一份了，请在那一份上接着写。"]
        assert Disclosure.objects.of(board.centre).count() == 1


def test_f54_a_declaration_pressed_sixteen_times_is_one(settings: Any, tmp_path: Path) -> None:
    board = _board(settings)
    with shared_rows(tmp_path):

        def press(number: int) -> str:
            board.declared()
            return "declared"

        assert at_once(PROCESSES, press) == ["declared"] * PROCESSES
        assert Declaration.objects.of(board.centre).count() == 1
