"""What was typed, as one clean line; and the words that a list keeps."""

from collections.abc import Iterable

from changlai.kernel.errors import BadInput

MOST_WORDS = 12


def one_line(text: str, longest: int, missing: str = "") -> str:
    """Return a text without line breaks; raises BadInput with `missing` for none, or too long."""
    line = " ".join(text.split())
    if not line and missing:
        raise BadInput(missing)
    if len(line) > longest:
        raise BadInput(f"“{line[:8]}…”太长了，最多{longest}个字。")
    return line


def few_words(words: Iterable[str], longest: int = 12) -> list[str]:
    """Return some words once each, in their order. Raises BadInput for too many or too long."""
    found = list(dict.fromkeys(one_line(word, longest) for word in words if word.strip()))
    if len(found) > MOST_WORDS:
        raise BadInput(f"最多选{MOST_WORDS}样。")
    return found
