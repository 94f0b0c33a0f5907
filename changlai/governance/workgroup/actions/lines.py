"""One line of text as it is kept."""

from changlai.kernel.errors import BadInput


def line(text: str, longest: int, missing: str = "") -> str:
    """Return the text on one line. Raises BadInput when it is missing or too long."""
    said = " ".join(text.split())
    if not said and missing:
        raise BadInput(missing)
    if len(said) > longest:
        raise BadInput(f"“{said[:8]}…”太长了，最多{longest}个字。")
    return said
