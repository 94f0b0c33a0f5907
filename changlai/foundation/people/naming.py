"""Find in words what would name somebody of the village: names, accounts, numbers."""

from collections.abc import Iterator
from typing import Any

from changlai.foundation.people.models import Person, RoleGrant
from changlai.kernel.crypto.marks import marks_in
from changlai.kernel.crypto.marks import words_of as words_of_marks

SHORTEST = 2
"""A name of one sign is a word in too many others."""


def names_of(centre: Any) -> frozenset[str]:
    """Return every name by which somebody of the village is known, in two statements."""
    found = set(Person.objects.of(centre).values_list("name", flat=True))
    grants = RoleGrant.objects.filter(centre=centre)
    for name, username in grants.values_list("account__name", "account__username"):
        found |= {name or "", username or ""}
    return frozenset(one for name in found if len(one := name.strip()) >= SHORTEST)


def strings_in(value: Any) -> Iterator[str]:
    """Return every text inside plain data, the keys too."""
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            stack.extend(one.keys())
            stack.extend(one.values())
        elif isinstance(one, list | tuple):
            stack.extend(one)


def trouble_in(value: Any, names: frozenset[str]) -> str:
    """Say in a few words what in plain data is somebody's own; "" where nothing is.

    A name is only looked for among the village's own people: nobody else's list is known here.
    """
    for text in strings_in(value):
        marks = marks_in(text)
        if marks:
            return f"里面有{words_of_marks(marks)}"
        named = next((name for name in names if name in text), "")
        if named:
            return f"里面写着“{named}”，是村里人的姓名或账号"
        if any(not mark.isprintable() and mark not in "\n\r\t" for mark in text):
            return "里面有看不见的符号"
    return ""
