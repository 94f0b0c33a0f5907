"""What a keyboard scanner types: a number, and behind it perhaps a telephone and a name."""

import re
import unicodedata
from dataclasses import dataclass

from changlai.kernel.crypto.phones import normalise_cn
from changlai.kernel.errors import BadInput

_WAYBILL = re.compile(r"[A-Z0-9-]{5,40}")
_TAIL = re.compile(r"\d{4}")
NOT_A_WAYBILL = "单号只有字母和数字，至少5位，请再扫一次。"


@dataclass(frozen=True)
class Scan:
    """One line of a scan: the waybill, and what was said of its recipient."""

    waybill: str
    phone: str = ""
    tail: str = ""
    name: str = ""


def plain_waybill(text: str) -> str:
    """Return a waybill number in one form; raises BadInput for what is none."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    if not _WAYBILL.fullmatch(plain) or not any(sign.isdigit() for sign in plain):
        raise BadInput(NOT_A_WAYBILL)
    return plain


def recipient_in(text: str) -> tuple[str, str, str]:
    """Return (phone, last four figures, name) as they were typed behind a number, "" for none.

    Raises BadInput for figures that are neither a telephone number nor its last four.
    """
    phone = tail = ""
    names = []
    for word in unicodedata.normalize("NFKC", text).split():
        if _TAIL.fullmatch(word):
            tail = word
        elif any(sign.isdigit() for sign in word):
            try:
                phone = normalise_cn(word)
            except BadInput:
                raise BadInput(f"“{word[:13]}”不是手机号，也不是后四位。") from None
        else:
            names.append(word)
    return phone, phone[-4:] or tail, " ".join(names)[:40]


def scan_of(line: str) -> Scan:
    """Read one line, "SF1234567 0101 周春生"; raises BadInput for what cannot be read."""
    waybill, _, rest = line.strip().replace("\u3000", " ").partition(" ")
    waybill = plain_waybill(waybill)
    phone, tail, name = recipient_in(rest)
    return Scan(waybill, phone, tail, name)
