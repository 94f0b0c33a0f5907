"""Find a parcel by its pickup code, and slow down whoever guesses."""

import math
import unicodedata
from datetime import datetime
from typing import Any

from django.db import transaction

from changlai.halls.parcels.models import CodeTry, Parcel
from changlai.halls.parcels.states import FIRST_DELAY, FORGET_TRIES, FREE_TRIES, LONGEST_DELAY
from changlai.kernel.crypto.public import blind_index
from changlai.kernel.errors import BadInput, RuleBroken

WRONG = "没有这个取件码，请对照通知再输一次；码不见了，报姓名和电话也能取。"


class TooManyTries(RuleBroken):
    """Too many wrong pickup codes in a row; the sentence says how long to wait."""

    sentence = "取件码输错的次数太多，请过一会儿再试。"


def plain_code(text: str) -> tuple[str, str]:
    """Return (shelf, four figures) of a typed pickup code; the shelf may be left away."""
    plain = unicodedata.normalize("NFKC", text).upper().replace("—", "-").replace("－", "-")
    parts = [part for part in plain.replace(" ", "-").split("-") if part]
    return "-".join(parts[:-1]), parts[-1] if parts else ""


def open_by_code(*, centre: Any, code: str, at: datetime, asker: str) -> Parcel:
    """Return the parcel on the shelf with this code; five wrong ones in a row make one wait.

    Wrong tries are counted for `asker`: the clerk's account at the desk, the network address on
    the open page, kept as a keyed hash for a day. Must not run inside a caller's transaction,
    since the count stays when it raises.

    Raises BadInput for a wrong code, TooManyTries while waiting.
    """
    key = blind_index(f"{centre.pk}:{asker}", "parcel try")
    shelf, digits = plain_code(code)
    with transaction.atomic():
        CodeTry.objects.bulk_create(
            [CodeTry(centre=centre, key=key, last_at=at)], ignore_conflicts=True
        )
        row = CodeTry.objects.of(centre).select_for_update().get(key=key)
        if row.last_at < at - FORGET_TRIES:
            row.failures, row.blocked_until = 0, None
        if row.blocked_until and row.blocked_until > at:
            minutes = math.ceil((row.blocked_until - at).total_seconds() / 60)
            raise TooManyTries(f"取件码输错的次数太多，请过{minutes}分钟再试，或者报姓名和电话取。")
        rows = Parcel.objects.of(centre).live().select_related("person__hamlet")
        parcel: Parcel | None = rows.filter(digits=digits).first() if digits else None
        if parcel is not None and shelf not in {"", parcel.shelf}:
            parcel = None
        row.failures = 0 if parcel else row.failures + 1
        row.last_at, row.blocked_until = at, _wait_until(row.failures, at)
        row.save(update_fields=["failures", "last_at", "blocked_until"])
    if parcel is None:
        raise BadInput(WRONG)
    return parcel


def _wait_until(failures: int, at: datetime) -> datetime | None:
    if failures < FREE_TRIES:
        return None
    return at + min(FIRST_DELAY * 2 ** min(failures - FREE_TRIES, 20), LONGEST_DELAY)


def forget_tries(at: datetime) -> int:
    """Delete counts that are a day old; return how many."""
    return int(CodeTry.objects.filter(last_at__lt=at - FORGET_TRIES).delete()[0])
