"""What the centre holds about me: my entry, what each hall keeps, and who read my numbers."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from changlai.foundation.people import queries
from changlai.foundation.people.catalogue import FIELDS
from changlai.foundation.people.models import Person
from changlai.foundation.people.public import CentreRequest, for_residents
from changlai.foundation.people.views.mine import person_in
from changlai.kernel.crypto.phones import masked
from changlai.kernel.registry.public import collect

LOOKS = 20
NOTHING = "没有登记"


@for_residents
def held(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Show all that is kept about me: what, how many, why, until when, and who looked."""
    person = person_in(request)
    at = timezone.now()
    lines = [
        line
        for section in collect("held", request.centre.off)
        for line in section.lines(request.centre, person.pk, at)
        if line.count
    ]
    looks = list(queries.looks_at(request.centre, person.pk)[:LOOKS])
    context = {"person": person, "facts": _facts(person), "lines": lines, "looks": looks}
    return render(request, "people/held.html", context)


def _facts(person: Person) -> list[tuple[str, str, str]]:
    """Return what stands in the entry, field by field of the catalogue; numbers masked."""
    household = person.household.number if person.household else ""
    hamlet = person.hamlet.name if person.hamlet else ""
    said = {
        "name": person.name,
        "phone": person.masked_phone,
        "contact_phone": masked(person.contact_phone) if person.contact_phone else "",
        "hamlet": "，".join(part for part in (hamlet, household and f"户号{household}") if part),
        "birth_year": f"{person.birth_year}年" if person.birth_year else "",
        "id_number": "登记了，加密保存" if person.id_number else "",
    }
    return [(field.title, said[field.names[0]] or NOTHING, field.why) for field in FIELDS]
