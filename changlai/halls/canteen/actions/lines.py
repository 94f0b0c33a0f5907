"""What is typed, brought to one line; and words that must be there."""

from changlai.kernel.errors import BadInput


def line(text: str, most: int, missing: str = "") -> str:
    """Return a text on one line, at most so long; raises BadInput with `missing` for none."""
    plain = " ".join(text.split())
    if missing and not plain:
        raise BadInput(missing)
    if len(plain) > most:
        raise BadInput(f"“{plain[:10]}…”太长了，最多写{most}个字。")
    return plain
