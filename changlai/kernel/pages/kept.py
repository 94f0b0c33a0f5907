"""What somebody had typed into a form that could not be taken: shown again, to be sent again."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.middleware.csrf import get_token

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 -- the name of a field
SECRETS = ("password", "code", "otp", "secret", "credential")
MOST_FIELDS = 100


@dataclass(frozen=True)
class KeptForm:
    """A form as it was sent: words for the eye, and whatever else belongs to it."""

    url: str
    token: str
    words: list[tuple[str, str]]
    others: list[tuple[str, str]]
    had_files: bool


def kept_form(request: HttpRequest) -> KeptForm | None:
    """Return the form that this request sent, or None if it sent none that may be shown.

    A form with a secret in it is never shown again: whoever stands behind could read it.
    """
    if request.method != "POST":
        return None
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        had_files = bool(request.FILES)
    except Exception:
        # A body that could not be read, as when it was too large, holds nothing to show.
        return None
    fields = [(name, value) for name, value in fields if name != TOKEN and value]
    if len(fields) > MOST_FIELDS or any(mark in name for name, _ in fields for mark in SECRETS):
        return None
    words = [field for field in fields if _is_written(field[1])]
    if not words:
        return None
    return KeptForm(
        url=request.get_full_path(),
        token=get_token(request),
        words=words,
        others=[field for field in fields if field not in words],
        had_files=had_files,
    )


def _is_written(value: str) -> bool:
    """Tell words from what a form carries by itself: ids, codes and signed names."""
    return any(ord(char) > 127 or char.isspace() for char in value)
