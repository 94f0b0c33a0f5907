"""Row identifiers, time-ordered or pure chance, and the numbers and codes that people read out."""

import os
import secrets
import time
import unicodedata
import uuid
from datetime import UTC, date, datetime


def uuid7() -> uuid.UUID:
    """Make a UUID of version 7 (RFC 9562): 48 bits of Unix milliseconds, then random bits.

    New rows land side by side in the index, which keeps inserts cheap; the database
    never has to hand out a number, so a row can be named before it is written.
    """
    value = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10), "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return uuid.UUID(int=value)


def first_uuid7_at(milliseconds: int) -> uuid.UUID:
    """Return the smallest version-7 UUID of a moment (Unix milliseconds), for range scans."""
    return uuid.UUID(int=(milliseconds << 80) | (0x7 << 76) | (0x2 << 62))


SPOKEN = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters and digits of codes that people read out: without 0 O 1 I L, which look alike."""
MOST_TRIES = 6
"""How often a number of the day is drawn anew before the caller gives up."""


def spoken_code(length: int = 6) -> str:
    """Draw a code that can be read out over the telephone and typed from paper."""
    return "".join(secrets.choice(SPOKEN) for _ in range(length))


def plain_code(typed: str) -> str:
    """Return a code as it was meant: capitals, half-width, no spaces or dashes."""
    text = unicodedata.normalize("NFKC", typed).upper()
    return "".join(char for char in text if char.isalnum())[:40]


def day_number(day: date, attempt: int = 0) -> str:
    """Draw a number of a day, 260318-4711, with more digits once the day is crowded.

    Chance within the day, so that a number tells nothing of how many there were.
    """
    digits = 4 if attempt < 3 else 6
    return f"{day:%y%m%d}-{secrets.randbelow(10**digits):0{digits}d}"


def moment_of(key: uuid.UUID) -> datetime:
    """Return when a version-7 id was made."""
    return datetime.fromtimestamp((key.int >> 80) / 1000, UTC)
