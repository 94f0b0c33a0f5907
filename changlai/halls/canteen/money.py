"""Money as whole fen, said in yuan; never a float."""

from decimal import Decimal, InvalidOperation

from changlai.kernel.errors import BadInput


def yuan(fen: int) -> str:
    """Say an amount as people do: 8元, 8.50元."""
    sign, fen = ("-" if fen < 0 else ""), abs(fen)
    whole, rest = divmod(fen, 100)
    return f"{sign}{whole}.{rest:02d}元" if rest else f"{sign}{whole}元"


def plain_yuan(fen: int) -> Decimal:
    """Return an amount in yuan with two places, for a sheet that adds up."""
    return (Decimal(fen) / 100).quantize(Decimal("0.01"))


def fen_of(amount: Decimal, most: int, what: str) -> int:
    """Return yuan as whole fen; raises BadInput for parts of a fen, less than none or too much."""
    try:
        fen = Decimal(amount) * 100
        is_whole = fen == fen.to_integral_value()
    except InvalidOperation:
        is_whole = False
        fen = Decimal(-1)
    if not is_whole or not 0 <= fen <= most:
        raise BadInput(f"{what}请填0到{yuan(most)}之间，最多两位小数。")
    return int(fen)
