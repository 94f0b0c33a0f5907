"""Tell whoever looks after a plot that the time is nearly up, or is."""

from typing import Final

from changlai.foundation.people.public import known_now, phone_to_call, place_of
from changlai.halls.brands.events import AdoptionEnded, AdoptionEnding
from changlai.halls.brands.models import Adoption
from changlai.halls.brands.states import AdoptionState
from changlai.kernel.events.public import StoredEvent, reaction
from changlai.kernel.outbox.public import tell
from changlai.kernel.pages.routes import centre_reverse

TEMPLATE: Final = "brands"


@reaction("brands.tell_ending", events=[AdoptionEnding])
def tell_ending(event: StoredEvent) -> None:
    """Ask whether to go on, or give it to somebody else."""
    _tell(event, "您认领的“{name}”到{day}到期。还愿意管就续一次；不续也行，谢谢您。")


@reaction("brands.tell_ended", events=[AdoptionEnded])
def tell_lapsed(event: StoredEvent) -> None:
    """Say that the time was up; whoever gave it back knows that themselves."""
    if event.payload["state"] == AdoptionState.LAPSED:
        _tell(event, "您认领的“{name}”到{day}到期了。谢谢您；还想管，再认领一次就行。")


def _tell(event: StoredEvent, words: str) -> None:
    rows = Adoption.objects.of(event.centre_id).select_related("person", "plot", "centre")
    row = rows.filter(pk=event.subject_id).first()
    person = known_now(row.person) if row is not None and row.person is not None else None
    if row is None or person is None:
        return
    number = phone_to_call(person)
    has_no_way = person.account_id is None and not number
    day = f"{row.ends_on.month}月{row.ends_on.day}日"
    tell(
        centre=row.centre_id,
        person_id=person.pk,
        account_id=person.account_id,
        text=words.format(name=row.plot.name, day=day),
        at=event.at,
        dedupe=f"{event.name}:{row.pk}:{row.ends_on.isoformat()}",
        url=centre_reverse(row.centre, "brands:adoption", pk=row.pk),
        name_for_list=person.name,
        phone_for_list=number or None,
        visit_at=place_of(person) if has_no_way else None,
        template=TEMPLATE,
    )
