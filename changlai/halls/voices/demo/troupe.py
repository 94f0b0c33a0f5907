"""Who takes part in the play, and a voice on its way through it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from changlai.engines.cases.public import (
    Case,
    Category,
)
from changlai.foundation.areas.public import hamlets
from changlai.foundation.people.public import (
    Account,
    Actor,
    Person,
    Role,
    RoleGrant,
    actor_of,
    residents,
    staff_of,
)
from changlai.halls.voices.demo.stories import Story


@dataclass
class Troupe:
    """The people of one centre who take part."""

    centre: Any
    staff: list[Account]
    handlers: list[Account]
    secretary: Account
    with_account: list[Person]
    without_account: list[Person]
    hamlets: list[str]
    actors: dict[UUID, Actor]
    categories: dict[str, Category]
    township: Account | None
    used: Counter[str] = field(default_factory=Counter)
    published: set[str] = field(default_factory=set)
    forms: list[str] = field(default_factory=list)
    sent_up: int = 0

    @property
    def can_play(self) -> bool:
        """Say whether there is anybody to speak and anybody to listen."""
        return bool(self.handlers and (self.with_account or self.without_account))


@dataclass
class Told:
    """A voice on its way through the play."""

    troupe: Troupe
    story: Story
    person: Person | None
    channel: str
    case: Case | None = None
    handler: Account | None = None

    def fresh(self) -> Case:
        """Return the case as it stands now."""
        known = cast(Case, self.case)
        self.case = Case.objects.of(self.troupe.centre).get(pk=known.pk)
        return self.case


def troupe_of(village: Any, centre: Any) -> Troupe:
    """Gather who lives and works at a centre by what the acts before have played."""
    at = village.now
    handlers = list(staff_of(centre, "voices.handle", at=at))
    staff = list(staff_of(centre, "voices.intake", at=at))
    overseers = list(staff_of(centre, "voices.oversee", at=at))
    working = {account.pk for account in staff}
    # Keys made in one millisecond come in any order: what a person is called tells them apart.
    order = ("added_at", "name", "birth_year", "id")
    people = [one for one in residents(centre).order_by(*order) if one.account_id not in working]
    with_account = [person for person in people if person.account_id]
    actors = {one.pk: actor_of(account=one, centre=centre, at=at) for one in staff}
    for person in with_account:
        account = cast(Account, person.account)
        actors[account.pk] = actor_of(account=account, centre=centre, at=at, with_roles=False)
    grant = RoleGrant.objects.effective(at).filter(role=Role.TOWNSHIP).select_related("account")
    township = grant.order_by("granted_at", "id").first()
    only_handlers = [one for one in handlers if one not in overseers] or handlers
    return Troupe(
        centre=centre,
        staff=staff,
        handlers=only_handlers,
        secretary=(overseers or handlers or staff or [None])[0],  # type: ignore[list-item]
        with_account=with_account,
        without_account=[person for person in people if not person.account_id],
        hamlets=[hamlet.name for hamlet in hamlets(centre)] or ["村里"],
        actors=actors,
        categories={one.code: one for one in Category.objects.of(centre)},
        township=township.account if township else None,
    )
