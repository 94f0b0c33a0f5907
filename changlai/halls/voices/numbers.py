"""The number of a printed form: day, four digits, and one that catches a slip of the pen."""

import unicodedata

from changlai.kernel.errors import BadInput


def check_digit(digits: str) -> str:
    """Return the Luhn digit: a number typed from paper with one wrong digit is noticed at once."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        double = int(digit) * (2 if place % 2 == 0 else 1)
        total += double - 9 if double > 9 else double
    return str(-total % 10)


def clean_number(number: str) -> str:
    """Return a typed form number in its printed form "Z261123-04825"; raises BadInput."""
    plain = unicodedata.normalize("NFKC", number)
    digits = "".join(c for c in plain if c.isdecimal() and c.isascii())
    if len(digits) != 11 or check_digit(digits[:10]) != digits[10]:
        raise BadInput("纸表编号不对，请照表右上角再输一次。")
    return f"Z{digits[:6]}-{digits[6:]}"
