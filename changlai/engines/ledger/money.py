"""Whole cents as people type and read them."""

import re
import unicodedata
from decimal import Decimal
from typing import Final

from changlai.engines.ledger.states import MOST_CENTS
from changlai.kernel.errors import BadInput

_PLAIN = re.compile(r"\d{1,12}(?:\.\d{1,2})?")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?")
_FINER = re.compile(r"[\d,]+\.\d{3,}")

NOT_AN_AMOUNT: Final = "金额请写成数字，单位是元，例如 320 或 12.50。"
TOO_FINE: Final = "金额最多写到分，小数点后两位，例如 12.50。"
NOTHING: Final = "金额要大于0；要更正记错的一笔，请用“冲正”。"
TOO_MUCH: Final = "一笔最多 99,999,999.99 元，请再看看是不是多写了几位。"


def cents_of(typed: str) -> int:
    """Return whole cents of an amount in yuan as people write it: 12.5, ￥1,200.00, １２．５０元.

    Raises BadInput for what is no amount, is finer than a cent, is nothing, or is too much.
    """
    text = unicodedata.normalize("NFKC", typed).replace("。", ".").replace("元", "")
    text = re.sub(r"[\s¥￥]", "", text)
    if _FINER.fullmatch(text):
        # 1.230 says nothing finer than 1.23, but who writes it may mean 1,230.
        raise BadInput(TOO_FINE)
    if not (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)):
        raise BadInput(NOT_AN_AMOUNT)
    cents = int(Decimal(text.replace(",", "")) * 100)
    if cents == 0:
        raise BadInput(NOTHING)
    if cents > MOST_CENTS:
        raise BadInput(TOO_MUCH)
    return cents


def yuan(cents: int) -> str:
    """Return cents as yuan for the screen: 1,234.50; what is owed or taken back has a minus."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"
