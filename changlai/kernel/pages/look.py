"""The few values of the look that leave the stylesheet: read from tokens.css, never repeated."""

import re
from functools import cache
from pathlib import Path

TOKENS = Path(__file__).parent / "static" / "pages" / "tokens.css"


@cache
def token(name: str) -> str:
    """Return a design token's value, e.g. token("brand") for the theme colour of the manifest."""
    found = re.search(rf"--{re.escape(name)}:\s*([^;]+);", TOKENS.read_text())
    if found is None:
        raise KeyError(name)
    return found[1].strip()
