"""我的: the work this person goes to and the work they offer; their card is in their corner."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When

from changlai.halls.jobs import policies
from changlai.halls.jobs.models import ClosingWord, JobMatch
from changlai.halls.jobs.states import (
    LIVE,
    TALKING,
    MatchState,
    PostState,
    Side,
    Wanted,
)
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import MINE_OVER, MineLine, MineSection, Turn

SHOWN = 10
RUNNING = (*TALKING, MatchState.AGREED, MatchState.WORKED)
POST_NEXT = {
    PostState.DRAFT: "中心核实过就挂出来",
    PostState.PUBLISHED: "挂出来了，有人想去中心就告诉您",
    PostState.FILLED: "人找齐了，到时候来干活",
}


def _word(side: Side, match: str) -> Exists:
    rows = ClosingWord.objects.filter(centre_id=OuterRef("centre_id"), side=side)
    return Exists(rows.filter(match_id=OuterRef(match)))


def _match(match: Any) -> MineLine:
    state = MatchState(match.state)
    turn, words = {
        MatchState.RECOMMENDED: (Turn.ME, "想去请回个话"),
        MatchState.CONTACTED: (Turn.CENTRE, "中心在问主家，问好就告诉您"),
        MatchState.AGREED: (Turn.DATE, "说好了，到时候去"),
        MatchState.WORKED: (Turn.ME, "工钱清了没有，说一声"),
    }.get(state, (Turn.OVER, ""))
    if state == MatchState.RECOMMENDED and match.wanted_by == Wanted.WORKER:
        turn, words = Turn.CENTRE, "中心去问主家，问好就告诉您"
    if state == MatchState.WORKED and match.has_word:
        turn, words = Turn.CENTRE, "您说过了，等主家说一声"
    return MineLine(
        title=match.post.title,
        url=centre_reverse(match.centre, "jobs:match", pk=match.pk),
        at=match.ended_at if turn == Turn.OVER else match.post.starts_on,
        tag=match.get_state_display(),
        tone=match.tone,
        turn=turn,
        next=words,
    )


def _post(post: Any) -> MineLine:
    state = PostState(post.state)
    turn, words = Turn.CENTRE if state in POST_NEXT else Turn.OVER, POST_NEXT.get(state, "")
    if state == PostState.FILLED:
        turn = Turn.DATE
    if post.wants_word:
        turn, words = Turn.ME, "工钱付清没有，说一声"
    return MineLine(
        title=f"我请人：{post.title}",
        url=centre_reverse(post.centre, "jobs:my_post", pk=post.pk),
        at=post.ended_at if turn == Turn.OVER else post.starts_on,
        tag=post.get_state_display(),
        tone=post.tone,
        turn=turn,
        next=words,
    )


def _lines(actor: Any, at: Any) -> tuple[Sequence[MineLine], int]:
    since = at - MINE_OVER
    going = policies.own_matches(actor).select_related("post", "centre")
    going = going.filter(Q(state__in=RUNNING) | Q(ended_at__gte=since))
    going = going.annotate(has_word=_word(Side.WORKER, "pk"), rank=_first(RUNNING))
    matches = list(going.order_by("rank", "post__starts_on", "id")[: SHOWN + 1])
    worked = JobMatch.objects.filter(
        ~_word(Side.EMPLOYER, "pk"),
        centre_id=OuterRef("centre_id"),
        post_id=OuterRef("pk"),
        state=MatchState.WORKED,
    )
    running = (PostState.DRAFT, *LIVE)
    offered = policies.own_posts(actor).select_related("centre")
    offered = offered.annotate(wants_word=Exists(worked), rank=_first(running))
    offered = offered.filter(Q(state__in=running) | Q(ended_at__gte=since) | Q(wants_word=True))
    posts = list(offered.order_by("rank", "starts_on", "id")[: SHOWN + 1])
    lines = [_match(match) for match in matches[:SHOWN]] + [_post(post) for post in posts[:SHOWN]]
    return lines, len(matches) + len(posts)


def _first(states: Sequence[str]) -> Case:
    is_running = When(state__in=states, then=Value(0))
    return Case(is_running, default=Value(1), output_field=IntegerField())


MINE = [MineSection("jobs", "我的零工", 65, _lines, more_url_name="jobs:list")]
