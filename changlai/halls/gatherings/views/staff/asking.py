"""Ask once more before what cannot be undone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def ask_again(
    request: HttpRequest, *, question: str, words: str, verb: str, up: str, picture: str = ""
) -> HttpResponse:
    """Show what is about to happen, with one button that does it and one that goes back."""
    context = {"question": question, "words": words, "verb": verb, "up": up, "picture": picture}
    return render(request, "gatherings/desk/confirm.html", context)
