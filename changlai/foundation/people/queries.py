"""Named reads of people: the actor of a request, staff and duty, the lists of the desk."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from changlai.foundation.areas.public import Area, Centre, Hamlet
from changlai.foundation.people.actor import ActingFor, Actor
from changlai.foundation.people.models import (
    Account,
    ActForSession,
    Consent,
    Delegation,
    DutyTurn,
    NumberLook,
    Person,
    RoleGrant,
    RoleSetting,
)
from changlai.foundation.people.states import (
    AREA_ROLES,
    PLATFORM_ROLES,
    VILLAGE_ROLES,
    ActForReason,
    DayPart,
    DutyKind,
    Role,
)
from changlai.kernel.crypto.phones import normalise_cn
from changlai.kernel.crypto.public import blind_index
from changlai.kernel.errors import BadInput
from changlai.kernel.registry.public import collect

AREA_POWER_PREFIX = "area."


def phone_index(phone: str) -> str:
    """Return the blind index under which a phone is kept; raises BadInput for what is no phone."""
    return blind_index(normalise_cn(phone), "phone")


def working_roles() -> list[Role]:
    """Return the roles of a village to which some app gives something to do, in their order."""
    given = {gift.role for gift in collect("roles")}
    return [role for role in Role if role in VILLAGE_ROLES and role in given]


def powers_of(roles: Iterable[str]) -> frozenset[str]:
    """Return what the apps give to these roles.

    A role of the township or county reads figures of its area only: whatever an app may
    declare for it beyond "area.…" is dropped, since a village's records are the village's.
    """
    held = frozenset(roles)
    powers: set[str] = set()
    for gift in collect("roles"):
        if gift.role not in held:
            continue
        if gift.role in AREA_ROLES:
            powers |= {power for power in gift.powers if power.startswith(AREA_POWER_PREFIX)}
        else:
            powers |= gift.powers
    return frozenset(powers)


def area_prefixes(code: str) -> list[str]:
    """Return the codes of an area and of all that contain it, from the province down."""
    return [code[:length] for length in (2, 4, 6, 9, 12) if len(code) >= length]


def grants_at(centre: Centre | None, at: datetime) -> QuerySet[RoleGrant]:
    """Return the grants in force that reach a centre; for the site, those reaching beyond one."""
    grants = RoleGrant.objects.effective(at)
    platform = Q(centre__isnull=True, area__isnull=True, role__in=PLATFORM_ROLES)
    if centre is None:
        return grants.filter(platform | Q(area__isnull=False))
    over = Q(area_id__in=area_prefixes(centre.area_id), role__in=AREA_ROLES)
    return grants.filter(Q(centre=centre) | over | platform)


def actor_of(
    *,
    account: Account,
    centre: Centre | None,
    at: datetime,
    with_roles: bool = True,
    acting_session_id: UUID | None = None,
) -> Actor:
    """Return the actor an account is at a centre: its roles, its person, and whom it acts for.

    `with_roles` is False for a session that began with a phone code: a borrowed phone must not
    open the workbench. Two queries, three in act-for mode.
    """
    roles: frozenset[str] = frozenset()
    if with_roles:
        grants = grants_at(centre, at).filter(account=account)
        roles = frozenset(grants.values_list("role", flat=True))
    person = None
    if centre is not None:
        person = (
            Person.objects.of(centre).active().filter(account=account).only("id", "name").first()
        )
    acting, delegated = None, frozenset[str]()
    powers = powers_of(roles)
    if centre is not None and acting_session_id is not None:
        acting, delegated = _acting(centre, account, acting_session_id, at)
        if acting and not acting.by_delegation and "people.act_for" not in powers:
            acting = None
    return Actor(
        centre_id=centre.pk if centre else None,
        account_id=account.pk,
        person_id=person.pk if person else None,
        name=(person.name if person else "") or account.shown_name,
        powers=powers,
        roles=roles,
        acting_for=acting,
        delegated=delegated,
        centre=centre,
    )


def _acting(
    centre: Centre, account: Account, session_id: UUID, at: datetime
) -> tuple[ActingFor | None, frozenset[str]]:
    session = (
        ActForSession.objects.of(centre)
        .filter(pk=session_id, account=account, ended_at__isnull=True, until__gt=at)
        .select_related("person", "delegation")
        .first()
    )
    if session is None or not session.person.is_active:
        return None, frozenset()
    delegation = session.delegation
    if delegation is not None and not is_in_force(delegation, at):
        return None, frozenset()
    acting = ActingFor(
        person_id=session.person_id,
        name=session.person.name,
        reason=ActForReason(session.reason).label,
        until=session.until,
        session_id=session.pk,
        channel=session.channel,
        by_delegation=delegation is not None,
    )
    return acting, frozenset(delegation.scopes) if delegation else frozenset()


def is_in_force(delegation: Delegation, at: datetime) -> bool:
    """Say whether a delegation is neither ended nor past its last day."""
    return delegation.ended_at is None and timezone.localdate(at) <= delegation.expires_on


def needs_second_factor(account: Account, at: datetime) -> bool:
    """Say whether any role this account holds now asks for a second proof at sign-in.

    A centre may ask for more than the platform does, never for less.
    """
    grants = list(
        RoleGrant.objects.effective(at).filter(account=account).values_list("role", "centre_id")
    )
    if not grants:
        return False
    settings = RoleSetting.objects.filter(role__in={role for role, _ in grants})
    needs = {(row.role, row.centre_id): row.needs_second_factor for row in settings}
    return any(
        needs.get((role, centre_id)) or needs.get((role, None)) for role, centre_id in grants
    )


def staff_of(centre: Centre, power: str = "", *, at: datetime) -> QuerySet[Account]:
    """Return the active accounts that serve at this centre and hold a power there."""
    grants = RoleGrant.objects.effective(at).filter(centre=centre)
    if power:
        roles = {gift.role for gift in collect("roles") if power in gift.powers}
        grants = grants.filter(role__in=roles)
    return Account.objects.filter(pk__in=grants.values("account_id"), is_active=True).order_by(
        "name", "pk"
    )


def serves_at(account: Account, at: datetime) -> QuerySet[Centre]:
    """Return the centres at which an account serves now."""
    grants = RoleGrant.objects.effective(at).filter(account=account, centre__isnull=False)
    return Centre.objects.filter(pk__in=grants.values("centre_id"), is_active=True)


def areas_of(account_id: UUID, at: datetime) -> QuerySet[Area]:
    """Return the areas whose figures an account may read by its township or county roles."""
    grants = RoleGrant.objects.effective(at).filter(account_id=account_id, role__in=AREA_ROLES)
    return Area.objects.filter(pk__in=grants.values("area_id"))


def person_for(actor: Actor) -> Person | None:
    """Return the person whose matter the actor brings: the one acted for, else the actor's own."""
    if actor.centre_id is None or actor.for_person_id is None:
        return None
    return Person.objects.of(actor.centre_id).filter(pk=actor.for_person_id).first()


def person_now(centre: Any, person_id: UUID) -> UUID:
    """Return who a person is by now: the entry that theirs was merged into, however often."""
    now, seen = person_id, {person_id}
    while True:
        into = (
            Person.objects.of(centre).filter(pk=now).values_list("merged_into", flat=True).first()
        )
        if into is None or into in seen:
            return now
        now = into
        seen.add(into)


def phone_to_call(person: Person) -> str | None:
    """Return the number to phone a person on; None for those who read messages themselves."""
    if person.account_id is not None:
        return None
    return person.phone or person.contact_phone or None


def place_of(person: Person) -> str:
    """Return where to find a person who cannot be phoned: the hamlet, and the house if known."""
    place = (
        Person.objects.of(person.centre_id)
        .filter(pk=person.pk)
        .values_list("hamlet__name", "household__hamlet__name", "household__address")
        .first()
    )
    own, shared, address = place or ("", "", "")
    return "，".join(part for part in (own or shared, address) if part)


def known_now(person: Person) -> Person | None:
    """Return the entry under which a human is known now: merged ones lead on, erased ones end."""
    seen: set[UUID] = set()
    while person.merged_into_id is not None and person.pk not in seen:
        seen.add(person.pk)
        person = Person.objects.of(person.centre_id).get(pk=person.merged_into_id)
    return person if person.is_active else None


def masked_name(name: str) -> str:
    """Return a name as others may read it: the family name, then a star a character."""
    if not name:
        return "居民"
    return name[0] + "*" * max(1, len(name) - 1)


def part_of_day(at: datetime) -> DayPart:
    """Return the part of the day a moment falls in, by local time: until 12, until 18, after."""
    hour = timezone.localtime(at).hour
    if hour < 12:
        return DayPart.MORNING
    return DayPart.AFTERNOON if hour < 18 else DayPart.EVENING


def on_duty(centre: Centre, at: datetime) -> QuerySet[DutyTurn]:
    """Return the turns of this part of the day, whoever answers the telephone first."""
    return (
        DutyTurn.objects.of(centre)
        .filter(day=timezone.localdate(at), part=part_of_day(at), account__is_active=True)
        .select_related("account")
        .order_by("-kind", "account__name")
    )


def duty_of_day(centre: Centre, day: date) -> list[tuple[str, list[DutyTurn]]]:
    """Return who is on duty in each part of a day that is planned, in the day's own order."""
    turns = (
        duty_week(centre, day, day)
        .filter(account__is_active=True)
        .order_by("-kind", "account__name")
    )
    by_part: dict[str, list[DutyTurn]] = {}
    for turn in turns:
        by_part.setdefault(turn.part, []).append(turn)
    return [(part.label, by_part[part]) for part in DayPart if part in by_part]


def duty_week(centre: Centre, since: date, until: date) -> QuerySet[DutyTurn]:
    """Return the roster of some days, both included."""
    return (
        DutyTurn.objects.of(centre)
        .filter(day__range=(since, until))
        .select_related("account")
        .order_by("day", "part", "kind", "account__name")
    )


def answers_telephone(centre: Centre, account_id: UUID, at: datetime) -> bool:
    """Say whether this account is on the telephone now."""
    return on_duty(centre, at).filter(kind=DutyKind.PHONE, account_id=account_id).exists()


def residents(centre: Centre, words: str = "", hamlet: Hamlet | None = None) -> QuerySet[Person]:
    """Return active persons by name, narrowed by part of a name or a whole telephone number."""
    rows = Person.objects.of(centre).active().select_related("hamlet", "household")
    words = words.strip()
    if hamlet is not None:
        rows = rows.filter(hamlet=hamlet)
    if words:
        found = Q(name__icontains=words)
        if any(character.isdigit() for character in words):
            try:
                found |= Q(phone_index=phone_index(words))
            except BadInput:
                found |= Q(household__number=words)
        rows = rows.filter(found)
    return rows.order_by("name", "id")


def delegations_to(centre: Centre, account_id: UUID, at: datetime) -> QuerySet[Delegation]:
    """Return the delegations in force that let an account act for somebody at this centre."""
    return (
        Delegation.objects.of(centre)
        .filter(
            delegate_id=account_id,
            ended_at__isnull=True,
            expires_on__gte=timezone.localdate(at),
            principal__is_active=True,
        )
        .select_related("principal")
        .order_by("given_at", "id")
    )


def delegations_by(centre: Centre, person_id: UUID) -> QuerySet[Delegation]:
    """Return all delegations a person has given, the latest first."""
    return (
        Delegation.objects.of(centre)
        .filter(principal_id=person_id)
        .select_related("delegate")
        .order_by("-given_at", "-id")
    )


def acts_for(centre: Centre, person_id: UUID) -> QuerySet[ActForSession]:
    """Return the times somebody acted for a person, the latest first."""
    return (
        ActForSession.objects.of(centre)
        .filter(person_id=person_id)
        .select_related("account")
        .order_by("-started_at", "-id")
    )


def looks_at(centre: Centre, person_id: UUID) -> QuerySet[NumberLook]:
    """Return the times somebody read a person's number in full, the latest first."""
    rows = NumberLook.objects.of(centre).filter(person_id=person_id).select_related("by")
    return rows.order_by("-at", "-id")


def staff_grants(centre: Centre) -> QuerySet[RoleGrant]:
    """Return all grants at this very centre, those in force first."""
    return (
        RoleGrant.objects.filter(centre=centre)
        .select_related("account", "granted_by", "ended_by")
        .order_by("-ends_on", "role", "account__name", "id")
    )


def find_account(**names: Any) -> Account | None:
    """Return the active account with this phone or user name."""
    if phone := names.get("phone"):
        return Account.objects.filter(phone_index=phone_index(phone), is_active=True).first()
    return Account.objects.filter(username=names["username"], is_active=True).first()


def has_consented(centre_id: UUID, person_id: UUID, matter: str) -> bool:
    """Say whether a person's consent to a matter stands now."""
    return (
        Consent.objects.of(centre_id)
        .filter(person_id=person_id, matter=matter, withdrawn_at__isnull=True)
        .exists()
    )
