"""Old stories and things of the village, and small ways of the household."""

from typing import Any

from changlai.engines.content.public import Consent, ContentKind
from changlai.halls.brands.models import Sound
from changlai.halls.brands.states import FAMILY, HERITAGE, TIP, Certainty


def _heritage_gate(version: Any) -> str:
    """Say what is missing: a date without its certainty, a voice that the deaf cannot read."""
    if version.more.get("period") and version.more.get("certainty") not in Certainty.values:
        return "写了年代，请选有多确切：确切、大约，还是听说。"
    sounds = Sound.objects.of(version.centre_id).filter(piece_id=version.piece_id)
    if not version.body.strip() and sounds.exists():
        return "有录音，请把说的话也写成文字，听不清的人看文字。"
    return ""


CONTENT_KINDS = [
    ContentKind(
        HERITAGE,
        "老故事和老物件",
        FAMILY,
        "brands:piece",
        consent=Consent.REQUIRED,
        gate=_heritage_gate,
        order=70,
    ),
    ContentKind(TIP, "家里的小办法", FAMILY, "brands:piece", order=71),
]
