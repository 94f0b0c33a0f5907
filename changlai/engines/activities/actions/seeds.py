"""The seed of a draw: bound before the sign-up closes, shown afterwards, for anyone to check.

Sign-ups are put in the order of SHA-256 over the seed and their code. The seed's own SHA-256
stands on the page from the beginning, so that the seed cannot be chosen later.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

from changlai.engines.activities.events import DrawMade
from changlai.engines.activities.models import Activity, Draw
from changlai.kernel.events.public import publish

SEED_BYTES = 16


def fingerprint(seed: str) -> str:
    """Return the hash of a seed, as it stands on the page while people sign up."""
    return hashlib.sha256(seed.encode()).hexdigest()


def order_of(seed: str, codes: Iterable[str]) -> list[str]:
    """Return the codes of sign-ups in the order in which the draw takes them."""
    return sorted(codes, key=lambda code: hashlib.sha256(f"{seed}:{code}".encode()).hexdigest())


def bind_seed(activity: Activity, at: datetime) -> Draw:
    """Make the seed of an activity's draw and publish its hash."""
    seed = secrets.token_hex(SEED_BYTES)
    row = Draw(
        centre_id=activity.centre_id,
        activity=activity,
        seed=seed,
        seed_hash=fingerprint(seed),
        made_at=at,
    )
    row.save(force_insert=True)
    publish(DrawMade(centre_id=activity.centre_id, at=at, subject_id=activity.pk))
    return row
