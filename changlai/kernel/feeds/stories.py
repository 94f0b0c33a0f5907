"""Write what was published as Atom: what is new, the newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.utils.feedgenerator import Atom1Feed

NOTHING_YET = datetime(2000, 1, 1, tzinfo=UTC)
ATOM_TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True)
class Story:
    """One thing to read: its `uid` stays through all its versions; `url` is a full address."""

    uid: UUID
    title: str
    summary: str
    url: str
    published: datetime
    changed: datetime


class _Feed(Atom1Feed):
    def latest_post_date(self) -> datetime:
        # Django would write the time of asking, and no two answers were the same.
        return max((item["updateddate"] for item in self.items), default=NOTHING_YET)


def atom(stories: Iterable[Story], *, title: str, link: str, feed_url: str, author: str) -> bytes:
    """Return stories as an Atom 1.0 feed; the same stories give the same bytes."""
    feed = _Feed(
        title=title,
        link=link,
        description=title,
        language="zh-cn",
        feed_url=feed_url,
        author_name=author,
    )
    for one in sorted(stories, key=lambda story: (story.changed, story.uid), reverse=True):
        feed.add_item(
            title=one.title,
            link=one.url,
            description=one.summary,
            unique_id=f"urn:uuid:{one.uid}",
            pubdate=min(one.published, one.changed),
            updateddate=one.changed,
        )
    return feed.writeString("utf-8").encode()
