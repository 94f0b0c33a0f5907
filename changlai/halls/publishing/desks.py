"""The workbench of each kind: the engine's pages under the hall's own names."""

from typing import Any

from changlai.engines.content.public import Piece, PieceDesk, Version
from changlai.foundation.people.public import CentreRequest
from changlai.halls.publishing.forms import NoticeForm
from changlai.halls.publishing.queries import told_in_words
from changlai.halls.publishing.states import GUIDE, NOTICE, STORY, WALL, WINDOW
from changlai.kernel.pages.routes import centre_reverse


def _words(request: CentreRequest, piece: Piece, version: Version) -> dict[str, Any]:
    path = centre_reverse(request.centre, "publishing:read", pk=piece.pk)
    return {
        "told": told_in_words(
            version,
            place=request.centre.short_name or request.centre.name,
            phone=request.centre.phone,
            url=request.build_absolute_uri(path),
        )
    }


NOTICES = PieceDesk(
    kind=NOTICE,
    space="publishing",
    name="desk_notice",
    route="notices",
    title="公告",
    lead="写一次，网上、微信群、短信、大喇叭、墙上都用它。",
    empty="还没有公告。",
    add_label="写公告",
    form=NoticeForm,
    beside="publishing/desk/words.html",
    besides=_words,
    register="content_versions",
)
GUIDES = PieceDesk(
    kind=GUIDE,
    space="publishing",
    name="desk_guide",
    route="guides",
    title="指南",
    lead="一件事怎么办、一样东西怎么用，写成一页，谁都看得懂。",
    empty="还没有指南。",
    add_label="写指南",
    places=True,
    register="content_versions",
)
WALLS = PieceDesk(
    kind=WALL,
    space="publishing",
    name="desk_wall",
    route="wall",
    title="文化墙",
    lead="墙上、大屏上、手机上是同一份内容；到日子提醒看一看还对不对。",
    empty="文化墙还是空的。",
    add_label="写一块",
    places=True,
    register="wall_updates",
)
STORIES = PieceDesk(
    kind=STORY,
    space="publishing",
    name="desk_story",
    route="stories",
    title="村里的故事",
    lead="写到谁、拍到谁，先问过本人；写的人自己不发布，请同事看一眼。",
    empty="还没有故事。",
    add_label="写故事",
    beside="publishing/desk/kit_link.html",
    register="content_versions",
)
WINDOWS = PieceDesk(
    kind=WINDOW,
    space="publishing",
    name="desk_window",
    route="window",
    title="展示窗口",
    lead="给来参观、来过开放日的人看的一页；数字由系统自己填。",
    empty="还没有写介绍。没写也能看，数字、时间和活动都在上面。",
    add_label="写一段介绍",
    places=True,
    with_people=False,
)
DESKS = (NOTICES, GUIDES, WALLS, STORIES, WINDOWS)
