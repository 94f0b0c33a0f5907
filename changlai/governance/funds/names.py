"""How payees and donors are named where everyone reads it."""

from typing import Final

from changlai.governance.funds.states import PartyKind

KIND_PERSON: Final = "爱心人士"
_TWO_SIGNS: Final = frozenset(
    """欧阳 司马 诸葛 上官 东方 皇甫 尉迟 公孙 慕容 令狐
    司徒 端木 夏侯 南宫 宇文 长孙 轩辕 东郭 百里 呼延""".split()  # noqa: SIM905 -- reads better
)
_ORG_MARKS: Final = "店行厂场社部站队会司所院馆处坊铺堂户超市村镇局网银行"


def masked(name: str) -> str:
    """Return a private person's name as strangers may read it: 王某, 欧阳某, 阿某."""
    name = name.strip()
    if not name:
        return ""
    surname = name[:2] if name[:2] in _TWO_SIGNS else name[:1]
    return f"{surname}某"


def shown_party(name: str, kind: str, *, is_gift: bool, may_name: bool) -> str:
    """Return how the other side of a line is named in public.

    Whoever gave is named by leave alone, else 爱心人士; of a private person who was paid nothing
    but the surname is said; a firm or an office is named.
    """
    if is_gift:
        return name if may_name and name else KIND_PERSON
    return masked(name) if kind == PartyKind.PERSON else name


def guessed_kind(name: str) -> str:
    """Return what an imported name most likely is; in doubt a person, who is not named."""
    plain = name.strip()
    looks_private = len(plain) <= 4 and not (plain and plain[-1] in _ORG_MARKS)
    return PartyKind.PERSON if looks_private else PartyKind.ORG
