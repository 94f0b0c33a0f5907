"""The workbench of old stories and tips: the engine's pages with the hall's own beside them."""

from typing import Any

from django.db.models import Exists, OuterRef

from changlai.engines.content.public import Piece, PieceDesk, Version, VersionState
from changlai.foundation.people.public import CentreRequest
from changlai.halls.brands.forms import HeritageForm, SoundForm, TipForm
from changlai.halls.brands.models import Brand, Sound
from changlai.halls.brands.queries.pieces import dated
from changlai.halls.brands.states import HERITAGE, ROLE, TIP, BrandPart
from changlai.kernel.files.public import file_url
from changlai.kernel.records.public import RecordLink


def _belongs(request: CentreRequest, piece: Piece, version: Version, part: str) -> dict[str, Any]:
    # Asked for only by whoever wants to know: most villages have one brand for such pieces.
    if "brand" not in request.GET:
        return {"brands": None}
    links = RecordLink.objects.of(request.centre).filter(
        owner_id=OuterRef("pk"), record_id=piece.pk, role=ROLE
    )
    rows = Brand.objects.of(request.centre).annotate(is_own=Exists(links))
    return {
        "brands": [(one, one.is_own) for one in rows if one.offers(part)],
        # Before it was published a piece has no record to belong anywhere.
        "may_move": version.number > 1 or version.published_at is not None,
    }


def _heritage(request: CentreRequest, piece: Piece, version: Version) -> dict[str, Any]:
    sound = Sound.objects.of(request.centre).filter(piece=piece).select_related("file").first()
    return _belongs(request, piece, version, BrandPart.HERITAGE) | {
        "facts": [
            ("讲述人", version.more.get("narrator", "")),
            ("老物件", version.more.get("object", "")),
            ("在哪里", version.more.get("where", "")),
            ("年代", dated(version)),
        ],
        "with_sound": True,
        "sound_url": file_url(sound.file) if sound else "",
        "sound_form": SoundForm(),
        "is_out": version.state == VersionState.PUBLISHED,
    }


def _tip(request: CentreRequest, piece: Piece, version: Version) -> dict[str, Any]:
    return _belongs(request, piece, version, BrandPart.TIPS)


HERITAGES = PieceDesk(
    kind=HERITAGE,
    space="brands",
    name="desk_heritage",
    route="brands/heritage",
    title="老故事和老物件",
    lead="问过讲述人或家人，同意了再公开；记不清的年代，写“大约”“听说”。",
    empty="还没有记下老故事。",
    add_label="记一件",
    form=HeritageForm,
    beside="brands/desk/beside.html",
    besides=_heritage,
    register="heritage",
)
TIPS = PieceDesk(
    kind=TIP,
    space="brands",
    name="desk_tip",
    route="brands/tips",
    title="家里的小办法",
    lead="剩菜怎么堆肥、纱窗怎么洗，一个办法写一篇。",
    empty="还没有小办法。",
    add_label="写一个办法",
    form=TipForm,
    beside="brands/desk/beside.html",
    besides=_tip,
)
DESKS = (HERITAGES, TIPS)
