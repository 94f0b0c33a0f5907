"""Names of people as they are typed, said and compared."""

import re
import unicodedata

from changlai.kernel.errors import BadInput

LONGEST = 40
# What stands after a family name when a caller is noted down in haste: 王先生, 李大妈.
_ADDRESS = re.compile(
    r"(先生|女士|小姐|同志|师傅|老师|大爷|大娘|大妈|大伯|大叔|大婶|大哥|大姐|阿姨|阿婆|阿公|阿伯|奶奶|爷爷"
    r"|叔叔?|伯伯?|婶|某某?)"
)


def cleaned(text: str) -> str:
    """Return a name without blanks at its ends and invisible marks; raises BadInput for none."""
    plain = "".join(
        c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] != "C"
    )
    plain = re.sub(r"\s+", " ", plain).strip()
    if not plain:
        raise BadInput("请填写姓名。")
    if len(plain) > LONGEST:
        raise BadInput(f"姓名太长，最多 {LONGEST} 个字。")
    if not any(character.isalpha() for character in plain):
        raise BadInput("姓名里要有文字，不能只是数字或符号。")
    return plain


_DOUBLE = frozenset(
    {
        *("欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫", "尉迟", "公孙"),
        *("慕容", "司徒", "令狐", "东方", "长孙", "宇文", "端木"),
    }
)


def first_name(name: str) -> str:
    """Return by what a colleague is called on the board: 小满 of 陈小满; 林山 stays whole."""
    plain = name.replace(" ", "")
    family = 2 if plain[:2] in _DOUBLE else 1
    given = plain[family:]
    return given if len(given) == 2 and not plain.isascii() else name


def may_be(said: str, known: str) -> bool:
    """Say whether a name that was said may mean a known person: equal, or 王先生 for 王春生."""
    said, known = said.replace(" ", ""), known.replace(" ", "")
    return said == known or (said[:1] == known[:1] and bool(_ADDRESS.fullmatch(said[1:])))
