"""How a short text is kept: on one line, without signs that nobody sees, and not too long."""

from changlai.kernel.errors import BadInput


def one_line(text: str, longest: int, missing: str = "") -> str:
    """Return a text on one line; `missing` is the sentence for none, "" where it may be empty.

    Raises BadInput when it is missing or has more than `longest` signs.
    """
    line = "".join(sign for sign in " ".join(text.split()) if sign.isprintable())
    if not line and missing:
        raise BadInput(missing)
    if len(line) > longest:
        raise BadInput(f"“{line[:8]}…”太长了，最多{longest}个字。")
    return line
