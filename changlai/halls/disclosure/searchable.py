"""What of disclosure can be found by words: what anybody may read, or lawfully could."""

from typing import Any

from changlai.halls.disclosure.models import Disclosure
from changlai.halls.disclosure.policies import SEE, visible_disclosures
from changlai.halls.disclosure.states import KIND
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import Searchable


def _rows(actor: Any) -> Any:
    return visible_disclosures(actor).select_related("centre")


def _url(row: Disclosure) -> str:
    return centre_reverse(row.centre, "disclosure:desk_one", pk=row.pk)


SEARCHABLE = [Searchable(KIND, "三务公开", 46, _rows, _url, shown=lambda actor: actor.can(SEE))]
