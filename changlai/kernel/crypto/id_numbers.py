"""The 18-digit citizen identity number: its checksum and date, and nothing about the county code.

County codes change over the decades, so a number issued under an old one is genuine; no table of
codes is asked (GB 11643-1999 gives the weights and check characters).
"""

import re
import unicodedata
from datetime import date

from changlai.kernel.errors import BadInput

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"


def check(text: str) -> str:
    """Return the number in one form (no spaces, X capital); BadInput says what is wrong."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", plain):
        raise BadInput("身份证号应是 18 位，最后一位可以是 X。")
    try:
        born = date(int(plain[6:10]), int(plain[10:12]), int(plain[12:14]))
    except ValueError:
        born = None
    if born is None or not 1850 <= born.year <= 2100:
        raise BadInput("身份证号里的出生日期不对，请核对第 7 到 14 位。")
    total = sum(int(digit) * weight for digit, weight in zip(plain, WEIGHTS, strict=False))
    if CHECK_CHARACTERS[total % 11] != plain[17]:
        raise BadInput("身份证号的校验位不对，请逐位核对。")
    return plain


def birth_year(number: str) -> int:
    """Return the year of birth of a checked number."""
    return int(number[6:10])


def masked(number: str) -> str:
    """Return the number as screens show it: first and last characters only."""
    return f"{number[:3]}***********{number[-2:]}" if len(number) == 18 else "*" * len(number)
