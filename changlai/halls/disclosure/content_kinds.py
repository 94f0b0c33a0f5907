"""Disclosure as a kind of content: another person lets it out, and the hall's gate looks first."""

from changlai.engines.content.public import ContentKind, Review
from changlai.halls.disclosure.queries.signing import gate, texts_beside
from changlai.halls.disclosure.states import FAMILY, KIND

CONTENT_KINDS = [
    ContentKind(
        KIND,
        "三务公开",
        FAMILY,
        "disclosure:one",
        review=Review.OTHER,
        gate=gate,
        texts=texts_beside,
        order=60,
    )
]
