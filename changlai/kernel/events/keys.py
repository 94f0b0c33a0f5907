"""Ids of entries: version 7 like all others, and rising within a process.

Two facts of one transaction are often made within one millisecond, where plain version-7 ids
fall in any order; a case would then be answered before it was opened.
"""

import threading
from uuid import UUID

from changlai.kernel.ids import uuid7

_TOLERANCE = 1000
"""Milliseconds for which a clock that stands or steps back is bridged; beyond, it is believed."""

_lock = threading.Lock()
_newest = UUID(int=0)


def next_key() -> UUID:
    """Return an id that is larger than the one before it, unless the clock was set back."""
    global _newest
    with _lock:
        fresh = uuid7()
        behind = (_newest.int >> 80) - (fresh.int >> 80)
        _newest = UUID(int=_newest.int + 1) if 0 <= behind <= _TOLERANCE else fresh
        return _newest
