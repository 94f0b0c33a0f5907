"""Sums of lines as whole fen, typed and said in yuan; never a float."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from changlai.halls.disclosure.states import MOST_FEN
from changlai.kernel.errors import BadInput

_AROUND = re.compile(r"[\s,¥￥元]")


def yuan(fen: int | None) -> str:
    """Say an amount as an account book does: 1,280.50, or "" where there is none."""
    if fen is None:
        return ""
    sign, fen = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{fen // 100:,}.{fen % 100:02d}"


def fen_of(typed: Any) -> int | None:
    """Return typed yuan as whole fen, None for nothing; raises BadInput for what is no sum."""
    text = _AROUND.sub("", unicodedata.normalize("NFKC", str(typed if typed is not None else "")))
    if not text:
        return None
    try:
        fen = Decimal(text) * 100
        if not fen.is_finite():
            raise BadInput(f"金额“{text[:20]}”看不懂，请写成 1280.50 这样。")
        whole = fen.to_integral_value()
    except InvalidOperation:
        raise BadInput(f"金额“{text[:20]}”看不懂，请写成 1280.50 这样。") from None
    if fen != whole or abs(whole) > MOST_FEN:
        raise BadInput(f"金额“{text[:20]}”不对，最多两位小数。")
    return int(whole)
