"""Named reads of the talents hall: cards by the words people use."""

from datetime import date
from typing import Any

from django.db.models import Q

from changlai.foundation.people.public import Person
from changlai.halls.talents.states import DAILY_WORDS, Field, Wish

FILLING = str.maketrans("", "", "会能懂做的人请谁有一下找")
"""What is said around the thing itself: 谁会写对联 asks for 写对联."""


def fields_meant(words: str) -> list[str]:
    """Return the fields that words mean, by their own name or by what people say for them."""
    plain = words.translate(FILLING)
    return [
        field.value
        for field in Field
        if plain
        and (
            plain in field.label
            or any(plain in word or word in plain for word in DAILY_WORDS[field].split())
        )
    ]


def found_cards(cards: Any, *, words: str = "", field: str = "", wish: str = "") -> Any:
    """Narrow cards by daily words, a field and a wish; the order stays that of the days."""
    rows = cards
    words = words.strip()
    if words:
        plain = words.translate(FILLING) or words
        meant = Q(skills__icontains=words) | Q(wish_words__icontains=words)
        meant |= Q(skills__icontains=plain) | Q(wish_words__icontains=plain)
        meant |= Q(person__name__icontains=words)
        for one in fields_meant(words):
            meant |= Q(fields__contains=f" {one} ")
        rows = rows.filter(meant)
    if field in Field.values:
        rows = rows.filter(fields__contains=f" {field} ")
    if wish in Wish.values:
        rows = rows.filter(wishes__contains=f" {wish} ")
    return rows.order_by("made_at", "id")


def kept(cards: Any, today: date) -> Any:
    """Keep cards that are not past their day, also before the clock took them out."""
    return cards.filter(expires_on__gte=today)


def number_of(card: Any) -> str:
    """Return the number on which staff ring somebody up: the card's, else the person's."""
    person: Person = card.person
    return card.contact_phone or person.phone or person.contact_phone or ""
