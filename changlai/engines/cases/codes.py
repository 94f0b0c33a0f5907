"""Numbers people quote and codes that open a case's progress: short, readable, hard to guess.

The code is shown once and kept only as a keyed fingerprint bound to its case, so a stolen
database opens nothing.
"""

import datetime as dt
import hashlib
import hmac
import secrets
import unicodedata
from uuid import UUID

from django.utils import timezone

from changlai.kernel.crypto.public import blind_index

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 O 1 I L, which look alike on paper."""
LENGTH = 6


def new_number(at: dt.datetime, attempt: int) -> str:
    """Return a number of the day with random digits, more of them once a day is crowded."""
    digits = 4 if attempt < 3 else 6
    return f"{timezone.localdate(at):%y%m%d}-{secrets.randbelow(10**digits):0{digits}d}"


def new_code() -> str:
    """Return a fresh progress code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def code_for_form(form_id: UUID) -> str:
    """Return the progress code of a form, always the same: sent twice, it is one case, one code."""
    secret = blind_index(str(form_id), "case form").encode()
    number = int.from_bytes(hashlib.sha256(secret).digest(), "big")
    found = ""
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        found += ALPHABET[place]
    return found


def fingerprint(case_id: UUID, code: str) -> str:
    """Return what is stored of a code."""
    return blind_index(f"{case_id}:{plain(code)}", "case code")


def plain(typed: str) -> str:
    """Return a code as it was meant: capitals, half-width, no spaces or dashes."""
    text = unicodedata.normalize("NFKC", typed).upper()
    return "".join(char for char in text if char.isalnum())[:40]


def plain_number(typed: str) -> str:
    """Return a case number as it was meant, with or without the dash."""
    digits = "".join(char for char in unicodedata.normalize("NFKC", typed) if char.isdecimal())[:12]
    return f"{digits[:6]}-{digits[6:]}"


def is_same(stored: str, given: str) -> bool:
    """Compare two fingerprints in constant time."""
    return hmac.compare_digest(stored.encode(), given.encode())
