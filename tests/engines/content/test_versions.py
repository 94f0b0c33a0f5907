"""Versions go one after another, one is shown, and none changes once it was read."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from changlai.engines.content.models import Piece, Version
from changlai.engines.content.public import (
    Archived,
    VersionState,
    Wording,
    change_draft,
    drop_draft,
    end_expired,
    new_version,
    publish_version,
    send_back,
    shown,
    still_holds,
    submit_version,
    take_down,
)
from changlai.engines.content.states import NEXT
from changlai.kernel.errors import BadInput, NotAllowed, RuleBroken, WrongStep
from changlai.kernel.events.public import deliver
from changlai.kernel.metrics.public import total
from changlai.kernel.records.public import Record
from tests.cast import NOW, Village
from tests.engines.content.pages import Desk

TODAY = NOW.date()


@pytest.fixture
def desk(village: Village) -> Desk:
    return Desk(village)


def test_publishing_the_next_version_archives_the_one_before_both_dated(desk: Desk) -> None:
    first = desk.live("wall", "党的光辉历程")
    later = NOW + timedelta(days=40)
    second = desk.out(desk.next(first, at=later, body="新写的。"), at=later)

    first.refresh_from_db()
    assert (first.state, first.archived_why) == (VersionState.ARCHIVED, Archived.REPLACED)
    assert (first.published_at, first.archived_at) == (NOW, later)
    assert (second.state, second.number, second.published_at) == ("published", 2, later)
    assert second.piece.next_review_on == later.date() + timedelta(days=180)


def test_the_database_keeps_one_published_and_one_open_version(desk: Desk) -> None:
    live = desk.live()
    draft = desk.next(live)
    for state in (VersionState.PUBLISHED, VersionState.DRAFT):
        copy = Version.objects.of(desk.village.centre).get(pk=live.pk)
        copy.pk, copy.number, copy.state = uuid4(), 9, state
        copy._state.adding = True
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save(force_insert=True)
    assert draft.state == VersionState.DRAFT


@pytest.mark.parametrize("now", VersionState)
@pytest.mark.parametrize("to", VersionState)
def test_every_step_not_in_the_table_is_refused(now: Any, to: Any) -> None:
    row = Version(state=now)
    if to in NEXT[now]:
        row.move_to(to, NOW)
        assert row.state == to
    else:
        with pytest.raises(WrongStep):
            row.move_to(to, NOW)


def test_a_published_version_is_never_changed(desk: Desk) -> None:
    live = desk.live()
    with pytest.raises(WrongStep):
        change_draft(**desk.who(), version_id=live.pk, wording=Wording(title="改了"))
    with pytest.raises(WrongStep):
        drop_draft(centre=desk.village.centre, version_id=live.pk, actor=desk.writer)
    with pytest.raises(WrongStep):
        desk.out(live)


def test_one_form_is_one_piece_and_two_colleagues_write_on_the_same_version(desk: Desk) -> None:
    form = uuid4()
    first, again = desk.draft(form_id=form), desk.draft(form_id=form)
    assert first.pk == again.pk

    live = desk.out(first)
    one = new_version(**desk.who(), piece_id=live.piece_id)
    two = new_version(**desk.who(desk.chief), piece_id=live.piece_id)
    assert one.pk == two.pk


def test_who_may_not_write_is_refused(desk: Desk) -> None:
    for actor in (desk.village.actor(desk.village.resident), desk.village.stranger):
        with pytest.raises(NotAllowed):
            desk.draft(actor=actor)
    duty = desk.village.actor(desk.village.duty)
    draft = desk.draft(actor=duty)
    with pytest.raises(NotAllowed):
        desk.out(draft, actor=duty)


def test_a_story_needs_another_pair_of_eyes(desk: Desk) -> None:
    own = desk.draft("story", "老井的故事", actor=desk.chief)
    with pytest.raises(NotAllowed):
        desk.out(own, actor=desk.chief)
    assert desk.out(own, actor=desk.writer).state == VersionState.PUBLISHED


def test_review_sends_back_with_a_word_and_comes_again(desk: Desk) -> None:
    draft = desk.draft("story", "老井的故事")
    submit_version(**desk.who(), version_id=draft.pk)
    with pytest.raises(BadInput):
        send_back(**desk.who(desk.chief), version_id=draft.pk, note=" ")
    back = send_back(**desk.who(desk.chief), version_id=draft.pk, note="年份再核一下")
    assert (back.state, back.review_note) == (VersionState.DRAFT, "年份再核一下")
    submit_version(**desk.who(), version_id=draft.pk)
    assert desk.out(draft).state == VersionState.PUBLISHED


def test_what_is_shown_has_begun_and_is_not_over(desk: Desk) -> None:
    centre = desk.village.centre
    desk.live(title="今天起", starts_on=TODAY)
    desk.live(title="明天起", starts_on=TODAY + timedelta(days=1))
    desk.live(title="到今天", ends_on=TODAY)
    desk.live(
        title="昨天完", starts_on=TODAY - timedelta(days=9), ends_on=TODAY - timedelta(days=1)
    )
    assert {one.title for one in shown(centre, ["notice"], TODAY)} == {"今天起", "到今天"}

    assert end_expired(NOW) == 1
    ended = Version.objects.of(centre).get(title="昨天完")
    assert (ended.state, ended.archived_why) == (VersionState.ARCHIVED, Archived.ENDED)


def test_taken_down_nobody_reads_it_and_the_record_is_no_longer_public(desk: Desk) -> None:
    live = desk.live()
    rows = Record.objects.of(desk.village.centre).filter(pk=live.piece_id)
    assert rows.get().visibility == "public"

    take_down(**desk.who(desk.chief), piece_id=live.piece_id, note="时间改了")
    assert not shown(desk.village.centre, ["notice"], TODAY).exists()
    assert rows.get().visibility == "staff"
    with pytest.raises(WrongStep):
        take_down(**desk.who(desk.chief), piece_id=live.piece_id)


def test_a_look_starts_the_clock_anew(desk: Desk) -> None:
    live = desk.live("wall", "村规民约")
    later = NOW + timedelta(days=200)
    piece = still_holds(**desk.who(at=later), piece_id=live.piece_id)
    assert piece.next_review_on == later.date() + timedelta(days=180)


def test_dropping_the_first_draft_drops_the_piece_and_a_later_one_does_not(desk: Desk) -> None:
    centre = desk.village.centre
    draft = desk.draft()
    assert drop_draft(centre=centre, version_id=draft.pk, actor=desk.writer)
    assert not Piece.objects.of(centre).exists()

    second = desk.next(desk.live(), title="写错了")
    assert not drop_draft(centre=centre, version_id=second.pk, actor=desk.writer)
    assert Piece.objects.of(centre).get().title == "停水通知"


@pytest.mark.parametrize(
    ("wording", "word"),
    [
        ({"title": " "}, "标题"),
        ({"title": "字" * 61}, "太长"),
        ({"body": "字" * 30_001}, "太长"),
        ({"starts_on": TODAY, "ends_on": TODAY - timedelta(days=1)}, "结束"),
    ],
)
def test_bad_words_are_told_in_one_sentence(desk: Desk, wording: Any, word: str) -> None:
    with pytest.raises(BadInput, match=word):
        desk.draft(**wording)


def test_another_village_has_nothing_to_do_with_it(desk: Desk) -> None:
    draft = desk.draft()
    other = desk.village.actor(desk.village.other_secretary, centre=desk.village.other_centre)
    with pytest.raises(Version.DoesNotExist):
        publish_version(centre=desk.village.other_centre, version_id=draft.pk, actor=other, at=NOW)
    with pytest.raises(RuleBroken):
        publish_version(centre=desk.village.centre, version_id=draft.pk, actor=other, at=NOW)


def test_what_came_out_is_counted(desk: Desk) -> None:
    first = desk.live()
    desk.out(desk.next(first))
    deliver(desk.village.centre.pk)
    assert total(desk.village.centre, "content.published", TODAY, TODAY, kind="notice") == 2
