"""What the log says of trouble that is known: one line instead of a traceback."""

import logging

from changlai.kernel.errors import trouble_of


class KnownTrouble(logging.Filter):
    """Tell a full disk, or a database that is behind or away, in one line.

    Each page asked for in such an hour would write the same hundred lines, and hide what else
    went wrong; the cause is not in our code, so the way through it tells nothing.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Put what the database or the disk said in place of the traceback; drop nothing."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and (trouble := trouble_of(error)):
            said = " ".join(str(error).split())
            record.msg, record.args = f"{record.getMessage()}: {trouble.sentence} ({said})", None
            record.exc_info = record.exc_text = None
        return True
