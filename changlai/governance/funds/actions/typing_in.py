"""How typed words are taken where everyone will read them."""

from changlai.kernel.crypto.marks import marks_in, words_of
from changlai.kernel.errors import BadInput


def line_of(text: str, what: str, longest: int, *, needed: str = "") -> str:
    """Return one clean line; raises BadInput where it is missing, too long or holds a number.

    Telephone, identity and card numbers are refused in anything that the public page shows.
    """
    line = " ".join(text.split())
    if not line and needed:
        raise BadInput(needed)
    if len(line) > longest:
        raise BadInput(f"{what}太长了，最多{longest}个字。")
    if found := marks_in(line):
        raise BadInput(f"{what}里好像有{words_of(found)}，这里会公开，请去掉。")
    return line
