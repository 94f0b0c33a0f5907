"""Read what the village shows: news, guides, the wall, the window, and a notice for every ear."""

import re
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When

from changlai.engines.content.public import Version, shown
from changlai.halls.publishing.states import GUIDE, NOTICE, STORY, WALL, WINDOW, Urgency
from changlai.kernel.richtext import plain

READABLE = (NOTICE, GUIDE, STORY)
SMS_ONE, SMS_PART = 70, 67
"""Characters of one short message, and of each part of a longer one (3GPP TS 23.040, UCS-2)."""
_LINK = re.compile(r"https?://\S+")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})[:：](\d{2})(?!\d)")


def news(centre: Any, day: date, *, kinds: Any = (NOTICE,)) -> Any:
    """Return what is shown, urgent notices first, then the newest."""
    weight = Case(
        When(more__urgency=Urgency.URGENT, then=Value(0)),
        When(more__urgency=Urgency.IMPORTANT, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return (
        shown(centre, kinds, day).annotate(weight=weight).order_by("weight", "-published_at", "-id")
    )


def found(centre: Any, day: date, kind: str, words: str) -> Any:
    """Return what anybody may read of a kind ("" for all) that has all the words in it."""
    rows = shown(centre, [kind] if kind in READABLE else READABLE, day)
    for word in words.split()[:5]:
        rows = rows.filter(
            Q(title__icontains=word) | Q(summary__icontains=word) | Q(body__icontains=word)
        )
    return rows


def wall(centre: Any, day: date) -> Any:
    """Return the panels of the wall in the order in which they hang."""
    return shown(centre, [WALL], day).order_by("piece__order", "piece__made_at", "id")


def window(centre: Any, day: date) -> Any:
    """Return what the centre says of itself on its window, in its order."""
    return shown(centre, [WINDOW], day).order_by("piece__order", "piece__made_at", "id")


@dataclass(frozen=True)
class Words:
    """One notice for one way of telling: how it is called, the text, and a word beside it."""

    code: str
    title: str
    text: str
    hint: str


def spoken(version: Version) -> str:
    """Return a notice as somebody reads it out: no addresses, times as one says them."""
    text = "\n".join(part for part in (version.summary, plain(version.body)) if part)
    text = _LINK.sub("", text).replace("· ", "")
    text = _CLOCK.sub(_clock, text)
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _clock(found: re.Match[str]) -> str:
    hour, minute = int(found[1]), int(found[2])
    if hour > 24 or minute > 59:
        return found[0]
    return f"{hour}点" if minute == 0 else f"{hour}点{minute:02d}分"


def told_in_words(version: Version, *, place: str, phone: str, url: str) -> list[Words]:
    """Return one notice as text for a WeChat group, a short message and the loudspeaker.

    Typed once: the three differ in length and in what an ear can take.
    """
    body = plain(version.body)
    group = [
        f"【{version.title}】",
        version.summary,
        body,
        f"详细看：{url}",
        f"{place}党群服务中心",
    ]
    if phone:
        group[-1] += f"，电话{phone}"
    short = f"【{place}】{version.title}"
    if version.summary:
        short += f"：{version.summary}"
    if phone:
        short += f" 问{phone}"
    parts = 1 if len(short) <= SMS_ONE else ceil(len(short) / SMS_PART)
    said = spoken(version)
    loud = f"各位乡亲请注意，{place}通知：{version.title}。\n{said}\n"
    if phone:
        loud += f"有不清楚的，打中心电话{phone}。\n"
    loud += "再说一遍。"
    return [
        Words("group", "发到微信群", "\n".join(line for line in group if line), "整段复制就行。"),
        Words("sms", "发短信", short, f"一共{len(short)}个字，算{parts}条短信。"),
        Words("loud", "大喇叭念", loud, "照着念两遍；时间写成了念的样子。"),
    ]


def shown_news(centre: Any, day: date, kinds: Any) -> Any:
    """Return what the feed tells of, the newest first."""
    return shown(centre, kinds, day)
