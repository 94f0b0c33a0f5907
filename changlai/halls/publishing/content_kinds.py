"""The kinds of content of publishing."""

from changlai.engines.content.public import Consent, ContentKind, Review
from changlai.halls.publishing.states import FAMILY, GUIDE, NOTICE, STORY, WALL, WINDOW

WALL_REVIEW_DAYS = 180
"""After how long somebody looks whether a panel still holds (domain F02)."""

CONTENT_KINDS = [
    ContentKind(NOTICE, "公告", FAMILY, "publishing:read", is_feed=True, order=10),
    ContentKind(GUIDE, "指南", FAMILY, "publishing:read", review_days=365, order=20),
    ContentKind(
        WALL, "文化墙", FAMILY, "publishing:wall_section", review_days=WALL_REVIEW_DAYS, order=30
    ),
    ContentKind(
        STORY,
        "村里的故事",
        FAMILY,
        "publishing:read",
        review=Review.OTHER,
        consent=Consent.NAMED,
        is_feed=True,
        order=40,
    ),
    ContentKind(WINDOW, "展示窗口", FAMILY, "publishing:window_section", review_days=365, order=50),
]
