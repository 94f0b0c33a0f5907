"""How typed words are taken: invisible characters go, everything else stays as it was written.

Script tags and the like are kept as plain text; escaping is the page's task. What cannot be
seen by anyone counts as not written.
"""

import unicodedata

from changlai.kernel.errors import BadInput

LONGEST = 20_000
_ZWJ = "\u200d"
# Letters by category that show nothing: Hangul fillers and the empty braille cell.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"} and char not in "\n\t"


def _joins_emoji(text: str, place: int) -> bool:
    """Say whether a joiner at `place` holds two pictures together, as in a family emoji."""
    before = text[place - 1 : place]
    after = text[place + 1 : place + 2]
    return bool(before and after) and (
        unicodedata.category(before) in {"So", "Sk", "Mn"} and unicodedata.category(after) == "So"
    )


def cleaned(text: str) -> str:
    """Return the words without invisible characters, with plain line ends and no blank edges."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = [
        char
        for place, char in enumerate(text)
        if not _is_invisible(char) or (char == _ZWJ and _joins_emoji(text, place))
    ]
    text = "".join(kept).strip()
    seen = any(unicodedata.category(char)[0] in "LNPS" and char not in _BLANK for char in text)
    return text if seen else ""


def words(text: str, *, missing: str = "请写下您想说的内容。", longest: int = LONGEST) -> str:
    """Return cleaned words that must be there; raises BadInput when empty or too long."""
    found = cleaned(text)
    if not found:
        raise BadInput(missing)
    return _short_enough(found, longest)


def few_words(text: str, *, longest: int) -> str:
    """Return cleaned words that may be missing, on one line; raises BadInput when too long."""
    return _short_enough(" ".join(cleaned(text).split()), longest)


def _short_enough(text: str, longest: int) -> str:
    if len(text) > longest:
        raise BadInput(f"写得太长了：最多 {longest} 个字，现在有 {len(text)} 个字。请分几次说。")
    return text
