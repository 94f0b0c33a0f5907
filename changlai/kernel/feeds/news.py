"""Write entries as RSS: what is coming, the latest announced first."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed

from changlai.kernel.feeds.entries import Entry
from changlai.kernel.pages.words import spoken_hours

NOTHING_YET = datetime(2000, 1, 1, tzinfo=UTC)
CONTENT_TYPE = "application/rss+xml; charset=utf-8"


class _Feed(Rss201rev2Feed):
    def latest_post_date(self) -> datetime:
        # Django would write the time of asking, and no two answers were the same.
        return max((item["pubdate"] for item in self.items), default=NOTHING_YET)


def rss(
    entries: Iterable[Entry], *, title: str, description: str, link: str, feed_url: str, site: str
) -> bytes:
    """Return entries as RSS 2.0 with full addresses; the guid is the entry's uid."""
    feed = _Feed(
        title=title, link=link, description=description, language="zh-cn", feed_url=feed_url
    )
    for entry in sorted(entries, key=lambda one: (one.made_at, one.uid), reverse=True):
        head = f"【已取消】{entry.title}" if entry.is_cancelled else entry.title
        # The year is left out by the day on which it was said, not by that of the reader.
        said = spoken_hours(entry.starts, entry.ends, timezone.localdate(entry.made_at))
        words = "，".join(word for word in (said, entry.place) if word)
        feed.add_item(
            title=head,
            link=f"{site}{entry.url}" if entry.url else link,
            description=f"{words}。{entry.text}" if entry.text else f"{words}。",
            unique_id=f"urn:uuid:{entry.uid}",
            unique_id_is_permalink=False,
            pubdate=entry.made_at,
        )
    return feed.writeString("utf-8").encode()
