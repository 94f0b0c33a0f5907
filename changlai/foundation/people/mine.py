"""What people shows in 我的: my entry, my delegates, consent, signing out."""

from collections.abc import Sequence
from typing import Any

from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import MineSection, TodayLine

_OWN = (
    ("我的资料", "people:me", "姓名、自然村、家人电话"),
    ("中心存了我什么", "people:held", "每一样存到什么时候、为什么存"),
    ("我的代办人", "people:delegates", "让家人替您办，或替家人办"),
    ("同意与隐私", "people:consents", "看同意过什么、谁替您办过事；撤回"),
)
_ALL = (("退出登录", "people:sign_out", "借别人的手机时，用完请退出"),)


def _lines(actor: Any, at: Any) -> tuple[Sequence[TodayLine], int]:
    centre = actor.centre
    lines = [
        TodayLine(title=title, url=centre_reverse(centre, name), note=note)
        for title, name, note in (_ALL if actor.is_delegate else _OWN + _ALL)
    ]
    return lines, len(lines)


MINE = [MineSection("people", "我的资料和账号", 900, _lines, place="own")]
