"""Find the numbers that mark a person in a text that is to become public.

People write them as they come: in full-width digits, broken by spaces, dots or dashes, or over
the end of a line. What is found is a reason to look, never a thing that is stored.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from changlai.kernel.crypto import id_numbers, phones
from changlai.kernel.errors import BadInput


class MarkKind(StrEnum):
    """What a number in a text may be, with the word that screens use."""

    word: str

    def __new__(cls, code: str, word: str) -> "MarkKind":
        """Keep the word beside the code."""
        member = str.__new__(cls, code)
        member._value_, member.word = code, word
        return member

    PHONE = "phone", "电话号码"
    ID_NUMBER = "id_number", "身份证号"
    CARD = "card", "银行卡号"
    LONG = "long", "一长串数字"


NEVER_PUBLIC = frozenset({MarkKind.ID_NUMBER, MarkKind.CARD})
"""A telephone may be the office's own and a long number that of an order; these are nobody's."""


@dataclass(frozen=True)
class Mark:
    """One number found: what it is, covered so that it can be shown, and its digits to compare."""

    kind: MarkKind
    shown: str
    digits: str


# A sum or a time of day is written with the same signs and is no number of a person.
_PLAIN = re.compile(
    r"(?<!\d)(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)(?![\d.,:：]*\d)"
)
# What stands before the number of an order, a house or a unit, which is a person's no more.
_LABEL = re.compile(
    r"(?:订单|快递|运单|单|户|合同|项目|文|编|税|信用代码|统一代码)[号码]?[^\d\n]{0,3}$"
)
_LINK = re.compile(r"https?://\S*$")
_ONES, _NOUGHTS = re.compile(r"(?<=\d)[lI](?=[\dOo])"), re.compile(r"(?<=\d)[Oo](?=[\dlI])")
_SPOKEN = re.compile(r"[零〇○一幺二两三四五六七八九]{7,}")
_SAID = str.maketrans("零〇○一幺二两三四五六七八九", "0001122" + "3456789")
_GROUP = re.compile(r"\d+[Xx]?|(?<![A-Za-z\d])[Xx](?![A-Za-z\d])")
# What people put between the digits of one number: blanks, dots, dashes, one end of a line. A bar
# or several line ends stand between cells of a table.
_GAP = re.compile(r"[ \t]{0,2}[.·•,、:;_~/\\*\-‐‑‒–—―−()]?[ \t]{0,2}\n?[ \t]{0,2}")
_LANDLINE = re.compile(r"(?<![\d-])(0\d{2,3}[- )）]{0,2}[2-9]\d{6,7})(?!\d)")
_MOBILE = re.compile(r"(?:86)?(1[3-9]\d{9})")
_LONGEST = 21


def marks_in(text: str) -> list[Mark]:
    """Return the telephone, identity and card numbers of a text, each once, in their order.

    An identity number has 18 signs (or 15, as before 1999, with a day of birth in it), a card 16
    to 19. Sums with commas and hours are let through; the number of an order or a unit, by what
    stands before it, is a LONG one that somebody has to look at.
    """
    found: dict[tuple[MarkKind, str], Mark] = {}
    for kind, digits in _found(text):
        found.setdefault((kind, digits), Mark(kind, _covered(kind, digits), digits))
    return list(found.values())


def words_of(marks: list[Mark]) -> str:
    """Return what was found as a sentence lists it: 身份证号、电话号码."""
    return "、".join(dict.fromkeys(mark.kind.word for mark in marks))


def _found(text: str) -> Iterator[tuple[MarkKind, str]]:
    seen = unicodedata.normalize("NFKC", text.replace("\r\n", "\n"))
    seen = "".join(char for char in seen if unicodedata.category(char) != "Cf")
    # Any script's digits are digits to a reader, and to a program that gathers them.
    seen = "".join(str(unicodedata.digit(char, char)) for char in seen)
    seen = _SPOKEN.sub(lambda found: found.group().translate(_SAID), seen)
    seen = _NOUGHTS.sub("0", _ONES.sub("1", seen))
    seen = _PLAIN.sub(" § ", seen)
    groups = list(_GROUP.finditer(seen))
    place = 0
    while place < len(groups):
        number, taken = _number_from(seen, groups, place)
        if number is not None:
            kind, digits = number
            before = seen[: groups[place].start()]
            if kind != MarkKind.PHONE and _is_of_a_thing(before, digits):
                kind = MarkKind.LONG
            yield kind, digits
        place += taken
    for found in _LANDLINE.finditer(seen):
        yield MarkKind.PHONE, re.sub(r"\D", "", found.group(1))


def _is_of_a_thing(before: str, digits: str) -> bool:
    """Say whether a number is an order's or a unit's by what stands before it.

    An identity number whose check digit holds is one, whatever is written before it.
    """
    if not (_LABEL.search(before[-12:]) or _LINK.search(before[-200:])):
        return False
    try:
        id_numbers.check(digits)
    except BadInput:
        return True
    return False


def _number_from(
    seen: str, groups: list[re.Match[str]], first: int
) -> tuple[tuple[MarkKind, str] | None, int]:
    """Return the longest number that begins with a group of digits, and how many groups it has."""
    parts, best, taken, line_ends = [groups[first].group()], None, 1, 0
    for last in range(first, len(groups)):
        if last > first:
            between = seen[groups[last - 1].end() : groups[last].start()]
            line_ends += between.count("\n")
            if not _GAP.fullmatch(between) or line_ends > 1:
                break
            parts.append(groups[last].group())
        if sum(map(len, parts)) > _LONGEST:
            break
        kind = _kind_of(parts)
        if kind is not None:
            best, taken = (kind, _digits("".join(parts), kind)), last - first + 1
    return best, taken


def _kind_of(parts: list[str]) -> MarkKind | None:
    """Say what groups of digits are together. Whole numbers are taken at their length alone.

    Broken ones must look like it: a day of birth where an identity number has one, the first
    signs and the fours in which a card is written; else a row of sums would be a card.
    """
    text, whole = "".join(parts).upper(), len(parts) == 1
    if "X" in text[:-1]:
        return None
    if len(text) == 18 and (_has_birthday(text[6:14]) or (whole and text[-1] == "X")):
        return MarkKind.ID_NUMBER
    if text[-1] == "X":
        return None
    if whole and len(text) == 15 and _has_birthday(f"19{text[6:12]}"):
        return MarkKind.ID_NUMBER
    if 16 <= len(text) <= 19 and (whole or _is_grouped_card(parts)):
        return MarkKind.CARD
    if _MOBILE.fullmatch(text) and (len(parts) <= 4 or len(parts) >= 11):
        return MarkKind.PHONE
    return None


def _has_birthday(digits: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", digits))


def _is_grouped_card(parts: list[str]) -> bool:
    # 62 is UnionPay's; other cards must hold by their check digit, else a row of rooms is one.
    return parts[0].startswith("62") or (parts[0][0] in "3456" and _passes_luhn(parts))


def _passes_luhn(parts: list[str]) -> bool:
    """Say whether the check digit of a card holds (ISO/IEC 7812-1, annex B)."""
    digits = [int(digit) for digit in reversed("".join(parts))]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _digits(text: str, kind: MarkKind) -> str:
    found = _MOBILE.fullmatch(text)
    return found.group(1) if kind == MarkKind.PHONE and found else text.upper()


def _covered(kind: MarkKind, digits: str) -> str:
    if kind == MarkKind.PHONE:
        return phones.masked(digits)
    return id_numbers.masked(digits) if len(digits) == 18 else f"{digits[:4]}****{digits[-3:]}"
