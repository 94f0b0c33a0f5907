"""What was typed, as one clean line; and the words that a list keeps."""

from collections.abc import Iterable

from changlai.kernel.errors import BadInput
from changlai.kernel.wording import one_line

MOST_WORDS = 12


def few_words(words: Iterable[str], longest: int = 12) -> list[str]:
    """Return some words once each, in their order. Raises BadInput for too many or too long."""
    found = list(dict.fromkeys(one_line(word, longest) for word in words if word.strip()))
    if len(found) > MOST_WORDS:
        raise BadInput(f"最多选{MOST_WORDS}样。")
    return found
