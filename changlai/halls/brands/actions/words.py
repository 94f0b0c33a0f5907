"""Take words that others will read: one line or a text, and never anybody's number."""

from changlai.kernel.crypto.marks import NEVER_PUBLIC, marks_in, words_of
from changlai.kernel.errors import BadInput
from changlai.kernel.wording import one_line


def line(text: str, longest: int, missing: str = "") -> str:
    """Return a line as it is kept. Raises BadInput when missing, too long, or with a number."""
    return _checked(one_line(text, longest, missing), longest)


def text_of(text: str, longest: int) -> str:
    """Return a text of several lines as it is kept. Raises BadInput as `line` does."""
    return _checked(text.replace("\r\n", "\n").replace("\x00", "").strip(), longest)


def _checked(text: str, longest: int) -> str:
    if len(text) > longest:
        raise BadInput(f"“{text[:8]}…”太长了，最多{longest}个字。")
    marks = [mark for mark in marks_in(text) if mark.kind in NEVER_PUBLIC]
    if marks:
        shown = "、".join(mark.shown for mark in marks)
        raise BadInput(f"里面有{words_of(marks)}({shown})，不能公开，请先去掉。")
    return text
