"""Numbers people quote and codes that open a case's progress: short, readable, hard to guess.

The code is shown once and kept only as a keyed fingerprint bound to its case, so a stolen
database opens nothing.
"""

import datetime as dt
import hashlib
import hmac
import unicodedata
from uuid import UUID

from django.utils import timezone

from changlai.kernel.crypto.public import blind_index
from changlai.kernel.ids import SPOKEN, day_number, plain_code, spoken_code

LENGTH = 6


def new_number(at: dt.datetime, attempt: int) -> str:
    """Return a number of the day with random digits, more of them once a day is crowded."""
    return day_number(timezone.localdate(at), attempt)


def new_code() -> str:
    """Return a fresh progress code."""
    return spoken_code(LENGTH)


def code_for_form(form_id: UUID) -> str:
    """Return the progress code of a form, always the same: sent twice, it is one case, one code."""
    secret = blind_index(str(form_id), "case form").encode()
    number = int.from_bytes(hashlib.sha256(secret).digest(), "big")
    found = ""
    for _ in range(LENGTH):
        number, place = divmod(number, len(SPOKEN))
        found += SPOKEN[place]
    return found


def fingerprint(case_id: UUID, code: str) -> str:
    """Return what is stored of a code."""
    return blind_index(f"{case_id}:{plain(code)}", "case code")


def plain(typed: str) -> str:
    """Return a code as it was meant."""
    return plain_code(typed)


def plain_number(typed: str) -> str:
    """Return a case number as it was meant, with or without the dash."""
    digits = "".join(char for char in unicodedata.normalize("NFKC", typed) if char.isdecimal())[:12]
    return f"{digits[:6]}-{digits[6:]}"


def is_same(stored: str, given: str) -> bool:
    """Compare two fingerprints in constant time."""
    return hmac.compare_digest(stored.encode(), given.encode())
