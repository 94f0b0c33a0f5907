"""For whom a desk form is: a villager found by name or number, or nobody the centre knows yet."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms

from changlai.foundation.people.access import CentreRequest
from changlai.foundation.people.models import Person
from changlai.foundation.people.queries import residents
from changlai.kernel.pages.paging import words_of

FOUND = 10
NO_AUTOFILL = {"type": "search", "autocomplete": "off"}


class FindPersonForm(forms.Form):
    """Part of a name, or a whole telephone number."""

    q = forms.CharField(
        label="村民姓名或手机号",
        max_length=40,
        required=False,
        widget=forms.TextInput(NO_AUTOFILL),
    )


def person_named(request: CentreRequest) -> Person | None:
    """Return the person of this centre that a form or an address names; None for nobody of here."""
    typed = request.POST.get("person") or request.GET.get("person", "")
    try:
        key = UUID(typed)
    except ValueError:
        return None
    return residents(request.centre).select_related("hamlet").filter(pk=key).first()


def choosing(request: CentreRequest, carry: Iterable[str] = ()) -> dict[str, Any]:
    """Return what `people/parts/choose.html` shows: who was chosen, or the search for somebody.

    What the address says under the names of `carry` goes along from step to step.
    """
    words = words_of(request)
    carried = {name: request.GET[name] for name in carry if request.GET.get(name)}
    return {
        "person": person_named(request),
        "find": FindPersonForm(request.GET or None),
        "searched": bool(words),
        "people": residents(request.centre, words)[:FOUND] if words else [],
        "carried": carried,
        "carried_query": urlencode(carried),
    }
