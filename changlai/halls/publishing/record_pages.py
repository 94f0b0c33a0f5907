"""Which page shows a piece of publishing to staff who link to it."""

from changlai.halls.publishing.states import GUIDE, NOTICE, STORY, WALL
from changlai.kernel.registry.contributions import RecordPage

RECORD_PAGES = [
    RecordPage(NOTICE, "publishing:desk_notice"),
    RecordPage(GUIDE, "publishing:desk_guide"),
    RecordPage(WALL, "publishing:desk_wall"),
    RecordPage(STORY, "publishing:desk_story"),
]
