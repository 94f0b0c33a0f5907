"""Count what came out, and keep the archive readable: what has ended stays for everybody."""

from django.utils import timezone

from changlai.engines.content.events import VersionArchived
from changlai.engines.content.public import Archived, Version
from changlai.halls.disclosure.events import DisclosurePublished
from changlai.halls.disclosure.states import COUNT_PUBLISHED, KIND
from changlai.kernel.events.public import StoredEvent, projection, reaction
from changlai.kernel.metrics.public import add, clearing
from changlai.kernel.records import public as records
from changlai.kernel.richtext import plain
from changlai.kernel.search import public as search


@projection("disclosure.figures", events=[DisclosurePublished], reset=clearing(COUNT_PUBLISHED))
def keep_figures(event: StoredEvent) -> None:
    """Count a disclosure under the day on which it came out."""
    day = timezone.localdate(event.at)
    add(event.centre_id, COUNT_PUBLISHED, day, category=event.payload["category"])


@reaction("disclosure.archived", events=[VersionArchived])
def keep_archive_readable(event: StoredEvent) -> None:
    """Leave what ended in its time findable; what was taken down stays out of sight."""
    if event.payload["kind"] != KIND or event.payload["why"] != Archived.ENDED:
        return
    rows = Version.objects.of(event.centre_id).filter(piece_id=event.subject_id)
    row = rows.order_by("-number").filter(state__in=["published", "archived"]).first()
    if row is None or row.archived_why != Archived.ENDED:
        return
    records.put(
        event.centre_id,
        row.piece_id,
        KIND,
        row.title,
        row.published_at,
        records.Visibility.PUBLIC,
        url_name="disclosure:one",
    )
    words = "\n".join((row.title, row.summary, plain(row.body)))
    search.index(event.centre_id, row.piece_id, KIND, words, at=row.published_at)
