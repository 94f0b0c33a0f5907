"""What a hall says about a kind of content: who lets it out, whose consent it needs, how long."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from changlai.kernel.registry.public import collect


class Review(StrEnum):
    """Who may let a version out to be read."""

    OWN = "own"
    """Whoever holds the publishing power, their own words too: a one-person village publishes."""
    OTHER = "other"
    """Another person than the one who wrote it."""


class Consent(StrEnum):
    """Whose consent a version needs before anybody reads it."""

    NAMED = "named"
    """Everyone noted as standing in it must have agreed; nobody needs to be noted."""
    REQUIRED = "required"
    """The same, and there must be at least one, as the narrator of an old story."""


@dataclass(frozen=True)
class ContentKind:
    """One kind of content, contributed by a hall in its `content_kinds.CONTENT_KINDS`.

    `family` gives the powers "<family>.write" and "<family>.publish". `url_name` is the public
    page of a piece, which takes `pk`. `review_days` is after how long somebody looks whether it
    still holds; None never. `gate(version)` is a hall's own rule: the sentence why it may not be
    published yet, or "". `texts(version)` is what people read beside the engine's own words, as the
    lines of a table: it is looked through for numbers too. With `is_feed` its pieces stand in the
    centre's Atom feed. Where `falls_with_consent`, a consent taken back takes the whole piece down
    at once.
    """

    code: str
    title: str
    family: str
    url_name: str
    review: Review = Review.OWN
    consent: Consent = Consent.NAMED
    review_days: int | None = None
    gate: Callable[[Any], str] | None = None
    texts: Callable[[Any], Iterable[str]] | None = None
    is_feed: bool = False
    falls_with_consent: bool = True
    order: int = 0

    @property
    def write_power(self) -> str:
        """The power to write and change drafts."""
        return f"{self.family}.write"

    @property
    def publish_power(self) -> str:
        """The power to let others read it."""
        return f"{self.family}.publish"


def kind_of(code: str) -> ContentKind:
    """Return a kind by its code; KeyError for one that no hall declares."""
    for one in all_kinds():
        if one.code == code:
            return one
    raise KeyError(code)


def all_kinds() -> tuple[ContentKind, ...]:
    """Return every declared kind."""
    return collect("content_kinds")
