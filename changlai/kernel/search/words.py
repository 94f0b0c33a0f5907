"""Turn texts and questions into tokens that find every part of a text, from one character up.

A run of Chinese gives each pair of neighbours and its last character alone: 修路灯 → 修路 路灯 灯.
A question of one character is the beginning of a token; a longer one is its pairs, side by side.
Tokens are ASCII throughout (four base-32 signs a character), so that neither database's own idea
of letters matters, and nothing that people type can be an operator.
"""

import base64
import re
import unicodedata
from collections.abc import Iterator
from uuid import UUID

MAX_TOKENS = 15_000
"""PostgreSQL counts positions to 16,383; a text of 10,000 characters stays well below."""
MAX_QUESTION = 200
MAX_WORD = 60

_SIGNS = "0123456789abcdefghijklmnopqrstuv"
# Han with its extensions, kana, bopomofo, hangul: scripts written without spaces.
_UNSPACED = (
    "\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUNS = re.compile(rf"([{_UNSPACED}]+)|((?:(?![{_UNSPACED}])\w)+)")
_PARTS = re.compile(r"[0-9]+|[^0-9]+")


def folded(text: str) -> str:
    """Return a text with width, case and invisible marks taken away: Ａ\u200bb is ab."""
    text = unicodedata.normalize("NFKC", text)
    visible = "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Cs"})
    return unicodedata.normalize("NFKC", visible.casefold()).replace("_", " ")


def _coded(characters: str) -> str:
    return "".join(
        "".join(_SIGNS[(ord(c) >> shift) & 31] for shift in (15, 10, 5, 0)) for c in characters
    )


def _word(word: str) -> str:
    word = word[:MAX_WORD]
    return f"w{word}" if word.isascii() else f"x{_coded(word)}"


def tokens(text: str) -> list[str]:
    """Return the tokens of a text in order, as they are indexed."""
    return [token for token, _ in zip(_tokens(text), range(MAX_TOKENS), strict=False)]


def _tokens(text: str) -> Iterator[str]:
    for run, word in _RUNS.findall(folded(text)):
        if run:
            for pair in range(len(run) - 1):
                yield f"h{_coded(run[pair : pair + 2])}"
            yield f"h{_coded(run[-1])}"
        else:
            yield _word(word)
            # A12栋 is found by 12 too.
            parts = _PARTS.findall(word)
            yield from map(_word, parts[1:])


def question(words: str) -> list[list[str]]:
    """Return what must all be found: each a phrase of whole tokens, or one token ending in "*"."""
    asked = []
    for run, word in _RUNS.findall(folded(words[:MAX_QUESTION])):
        if len(run) > 1:
            asked.append([f"h{_coded(run[pair : pair + 2])}" for pair in range(len(run) - 1)])
        else:
            asked.append([f"h{_coded(run)}*" if run else f"{_word(word)}*"])
    return asked


def centre_token(centre_id: UUID) -> str:
    """Return the token that all of a centre's entries carry, so that a search stays inside it."""
    return f"c{centre_id.hex}"


def kind_token(kind: str) -> str:
    """Return the token that all entries of a kind carry."""
    return f"k{base64.b32encode(kind.encode()).decode().rstrip('=').lower()}"
