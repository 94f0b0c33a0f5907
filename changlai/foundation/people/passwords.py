"""Passwords of staff: what a good one needs, the first one, and the page of a locked name."""

import secrets
import string
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

LENGTH = 8
KINDS = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
# Without the letters and digits that are mistaken for each other when read from paper.
_READABLE = "".join(c for c in string.ascii_letters + string.digits if c not in "Il1O0o")


class ThreeKinds:
    """Eight characters of three kinds: small letters, capitals, digits, signs (GB/T 22239)."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password that is too short or of too few kinds."""
        kinds = sum(any(c in kind for c in password) for kind in KINDS)
        kinds += any(all(c not in kind for kind in KINDS) for c in password)
        if len(password) < LENGTH or kinds < 3:
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """Return the rule as the form says it."""
        return "密码至少 8 位，须包含大写字母、小写字母、数字、符号中的三种。"


def first_password() -> str:
    """Return a random password to be told once and changed at the first sign-in."""
    while True:
        password = "".join(secrets.choice(_READABLE) for _ in range(12))
        if all(any(c in kind for c in password) for kind in KINDS):
            return password


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """Say that a name is locked after five wrong passwords, and for how long."""
    return render(request, "people/locked.html", status=429)
