"""What a centre may be looked at by: never by marks of presence on a screen."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changlai.governance.assessments.actions.sets import (
    Wanted,
    add_indicator,
    copy_set,
    drop_indicator,
    publish_set,
    start_set,
)
from changlai.governance.assessments.banned import banned_in
from changlai.governance.assessments.models import Indicator, IndicatorSet
from changlai.governance.assessments.states import SetState
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.metrics.declarations import Metric
from changlai.kernel.registry.public import collect
from tests.governance.assessments.conftest import LATE, ORDER, Round

pytestmark = pytest.mark.django_db

BANNED = (
    "登录次数",
    "登 录 率",
    "登\u200b录",
    "APP登陆",
    "登錄人數",
    "每日签到",
    "打卡天数",
    "点赞量",
    "点·赞",
    "微信转发",
    "轉發數",
    "在线时长",
    "人均在线时长(分钟)",
    "投票数",
    "学习时长",
    "学习积分",
    "安装量",
    "下载数",
    "活跃度",
    "照片张数",
    "拍照上传",
    "村与村排名",
    "Login count",
    "log-in",
    "LOG_INS",
    "ｌｏｇｉｎ",
    "l.o.g.i.n",
    "l0gin",
    "Likes",
    "forwards per post",
    "online time",
    "Time-online",
    "vote count",
    "study minutes",
    "app installs",
    "check-in",
    "photo count",
    "page views",
)
ALLOWED = (
    "超时没答复的",
    "活动办了几场",
    "老人饭桌开了几天",
    "群众满意",
    "公厕干净",
    "办结的件数",
    "回访到的",
    "党员联系户走访",
    "rooms to book",
    "activities held",
    "unlike last year",
)


def draft(assessed: Round) -> IndicatorSet:
    return start_set(**assessed.who(), title="季度工作评估", form_id=uuid4())


@pytest.mark.parametrize("words", BANNED)
def test_f46_adding_an_indicator_keyed_to_logins_raises_validation_error(
    assessed: Round, words: str
) -> None:
    row = draft(assessed)
    titled = Wanted(words, "manual", criterion="照做。", score=5)
    worded = Wanted("做得好", "manual", criterion=f"看{words}。", score=5)
    sourced = Wanted("做得好", "auto", f"metric:{words}")
    for wanted in (titled, worded, sourced):
        with pytest.raises(BadInput, match="不能当考核指标"):
            add_indicator(**assessed.who(), set_id=row.pk, wanted=wanted)
    with pytest.raises(BadInput, match="不能当考核指标"):
        start_set(**assessed.who(), title=words, form_id=uuid4())
    assert not Indicator.objects.of(assessed.centre).exists()


@pytest.mark.parametrize("words", ALLOWED)
def test_f46_work_that_was_done_is_an_indicator(assessed: Round, words: str) -> None:
    row = draft(assessed)
    wanted = Wanted(words, "manual", criterion="照做。", score=5)
    assert add_indicator(**assessed.who(), set_id=row.pk, wanted=wanted).title == words


def test_f46_a_source_whose_formula_counts_logins_is_refused(
    assessed: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hall that declared such a metric could not make it an indicator by a harmless title."""
    from changlai.halls.voices import metrics

    bad = Metric("voices.presence", "后台登录", "次")
    monkeypatch.setattr(metrics, "METRICS", [*metrics.METRICS, bad])
    collect.cache_clear()
    try:
        row = draft(assessed)
        with pytest.raises(BadInput, match="登录"):
            add_indicator(
                **assessed.who(),
                set_id=row.pk,
                wanted=Wanted("工作情况", "auto", "metric:voices.presence"),
            )
    finally:
        monkeypatch.undo()
        collect.cache_clear()


@given(
    word=st.sampled_from(("登录", "点赞", "转发", "在线时长", "学习时长", "照片张数")),
    between=st.sampled_from((" ", "　", "-", "_", ".", "·", "\u200b", "/", "|", "\u0301", "、")),
    before=st.sampled_from(("", "人均", "a", "第1")),
)
def test_f46_signs_between_the_letters_hide_no_word(word: str, between: str, before: str) -> None:
    assert banned_in(before + between.join(word)) == word


@given(st.text(max_size=60))
def test_f46_the_list_reads_any_text(text: str) -> None:
    found = banned_in(text)
    assert found == "" or banned_in(f"{text}。") != ""


def test_f46_nothing_the_house_counts_itself_is_banned_but_what_should_be() -> None:
    """What is offered to choose from is work; what the list refuses is never offered in vain."""
    titles = [one.title for one in (*collect("measures"), *collect("faces"))]
    assert titles
    assert [one for one in titles if banned_in(one)] == []


def test_f46_a_published_version_never_changes_and_a_new_one_copies(assessed: Round) -> None:
    first = assessed.set(LATE, ORDER)
    who = assessed.who()
    with pytest.raises(WrongStep):
        add_indicator(
            **who, set_id=first.pk, wanted=Wanted("又一项", "manual", "", "好。", score=3)
        )
    with pytest.raises(WrongStep):
        drop_indicator(
            centre=assessed.centre, indicator_id=first.indicators.first().pk, actor=who["actor"]
        )
    with pytest.raises(WrongStep):
        publish_set(**who, set_id=first.pk)
    second = copy_set(**who, set_id=first.pk)
    assert (second.number, second.line, second.state) == (2, first.line, SetState.DRAFT)
    said = ("title", "kind", "source", "criterion", "target", "is_at_most", "score")

    def plain(row: IndicatorSet) -> list[Any]:
        return list(Indicator.objects.of(assessed.centre).filter(set=row).values_list(*said))

    assert plain(second) == plain(first)
    # Tapped again it is the same draft, not a third version.
    assert copy_set(**who, set_id=first.pk).pk == second.pk
    before = plain(first)
    drop_indicator(
        centre=assessed.centre, indicator_id=second.indicators.first().pk, actor=who["actor"]
    )
    add_indicator(**who, set_id=second.pk, wanted=Wanted("新的", "manual", "", "好。", score=3))
    assert plain(first) == before
    publish_set(**who, set_id=second.pk)
    assert copy_set(**who, set_id=first.pk).number == 3


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted("没有标准", "manual", score=5),
        Wanted("没有满分", "manual", criterion="好。"),
        Wanted("满分太高", "manual", criterion="好。", score=101),
        Wanted("没有来源", "auto"),
        Wanted("没有这个来源", "auto", "measure:no.such"),
        Wanted("满意的来源当数字", "auto", "faces:parcels"),
        Wanted("", "manual", criterion="好。", score=5),
        Wanted("怪", "ranking", criterion="好。", score=5),
    ],
)
def test_f46_half_an_indicator_is_refused(assessed: Round, wanted: Wanted) -> None:
    row = draft(assessed)
    with pytest.raises(BadInput):
        add_indicator(**assessed.who(), set_id=row.pk, wanted=wanted)


def test_f46_only_the_secretary_writes_the_set(assessed: Round) -> None:
    village = assessed.village
    for account in (village.handler, village.township, village.other_secretary, village.clerk):
        with pytest.raises(NotAllowed):
            start_set(**assessed.who(account), title="评估", form_id=uuid4())


def test_f46_the_form_keeps_what_was_typed_beside_the_refusal(assessed: Round) -> None:
    row = draft(assessed)
    said = {
        "verb": "add",
        "kind": "manual",
        "title": "登录次数",
        "criterion": "留着",
        "score": "5",
    }
    page = assessed.client().post(assessed.page("desk_set", pk=row.pk), said)
    text = page.content.decode()
    assert page.status_code == 200
    assert "不能当考核指标" in text
    assert 'value="登录次数"' in text
    assert "留着" in text
    said |= {"title": "院子干净"}
    assert assessed.client().post(assessed.page("desk_set", pk=row.pk), said).status_code == 302
    stands = assessed.client().post(assessed.page("desk_set", pk=row.pk), {"verb": "publish"})
    assert stands.status_code == 302
    late = assessed.client().post(assessed.page("desk_set", pk=row.pk), {**said, "title": "晚了"})
    assert late.status_code == 409


def test_f46_a_target_is_kept_exactly(assessed: Round) -> None:
    row = draft(assessed)
    wanted = Wanted("满意", "faces", "faces:parcels", target=Decimal("87.50"))
    assert add_indicator(**assessed.who(), set_id=row.pk, wanted=wanted).target == Decimal("87.50")
