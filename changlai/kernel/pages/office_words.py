"""Words of office that residents do not read, each with what people say instead.

In templates they are refused by the check of habits; what staff write themselves is theirs, so
there they are only told a plainer word, once it is saved.
"""

from typing import Final

PLAINER: Final = {"审批": "看过同意", "责令": "要求", "报送": "送交"}


def plainer(text: str) -> str:
    """Return a sentence that suggests plainer words for those of office, "" where there is none."""
    found = [f"“{word}”可以换成“{plain}”" for word, plain in PLAINER.items() if word in text]
    return f"已经存好了。老乡更好懂的说法：{'，'.join(found)}。" if found else ""
