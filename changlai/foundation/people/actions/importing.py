"""The verb of bringing in the residents' list: read every row, say what is wrong by its number."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.foundation.areas.public import Centre, Hamlet, hamlets
from changlai.foundation.people import names, policies, queries
from changlai.foundation.people.actor import Actor
from changlai.foundation.people.events import PersonAdded, PersonEdited, ResidentsImported
from changlai.foundation.people.models import Household, Person
from changlai.kernel.crypto.phones import normalise_cn
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.files.sheets import text_of
from changlai.kernel.policies import require

COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "居民姓名", "名字"),
    "phone": ("手机号", "手机", "电话", "联系电话", "手机号码"),
    "hamlet": ("自然村", "小组", "村民小组", "自然村(小组)", "组别"),
    "household": ("户号", "户编号"),
    "address": ("住址", "地址", "家庭住址"),
    "birth_year": ("出生年份", "出生年"),
    "contact_phone": ("家人电话", "亲属电话", "紧急联系电话"),
}
OPTIONAL = frozenset(COLUMNS) - {"name"}


@dataclass
class Counts:
    """How many rows were read and what became of them."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0

    def as_dict(self) -> dict[str, int]:
        """Return the counts for the JSON line of the command."""
        return asdict(self)


@dataclass
class ImportReport:
    """What an import did, or in a dry run would do; `errors` are (row number, row, sentence)."""

    counts: Counts = field(default_factory=Counts)
    errors: list[tuple[int, dict[str, str], str]] = field(default_factory=list)
    is_dry_run: bool = False


class _DryRun(Exception):
    """Takes a dry run's transaction back."""


def import_residents(
    *,
    centre: Centre,
    rows: Iterable[tuple[int, Mapping[str, Any]]],
    actor: Actor,
    at: datetime,
    dry_run: bool = False,
    told: Callable[[int], None] = lambda read: None,
) -> ImportReport:
    """Bring rows of residents in; a second run of the same table changes nothing.

    A row is a known person by the same phone, else the same name in the same household. A row
    with neither is the one of that name in its hamlet (in the village, if it names none), also
    when a number was noted for them since. Filled cells win over what is there, empty ones leave
    it. Two rows of one person that say different things are not both right, so the second is
    rejected. A row that cannot be taken is told by number and sentence, and nothing else is
    lost. A dry run does everything and takes it back. `rows` are (number, values
    by the names of COLUMNS). Raises NotAllowed if the actor does not keep the list.
    """
    require(policies.may_manage_people, actor, centre.pk)
    report = ImportReport(is_dry_run=dry_run)
    try:
        with transaction.atomic():
            by_name = {hamlet.name: hamlet for hamlet in hamlets(centre)}
            said: Said = {}
            for number, values in rows:
                report.counts.read += 1
                row = {key: text_of(values.get(key, "")).strip() for key in COLUMNS}
                try:
                    with transaction.atomic():
                        _refuse_formulas(values)
                        outcome = _take(centre, row, by_name, actor, at, said, number)
                except BadInput as error:
                    outcome = "rejected"
                    report.errors.append((number, row, error.sentence))
                setattr(report.counts, outcome, getattr(report.counts, outcome) + 1)
                told(report.counts.read)
            if dry_run:
                raise _DryRun
            counts = report.counts
            if counts.read > counts.unchanged:
                publish(
                    ResidentsImported(
                        centre_id=centre.pk,
                        at=at,
                        actor_id=actor.account_id,
                        created=counts.created,
                        updated=counts.updated,
                        unchanged=counts.unchanged,
                        rejected=counts.rejected,
                    )
                )
    except _DryRun:
        pass
    return report


def _refuse_formulas(values: Mapping[str, Any]) -> None:
    """Raise BadInput for a formula in a cell we take: it would become somebody's name."""
    formulas: frozenset[str] = getattr(values, "formulas", frozenset())
    if found := [COLUMNS[key][0] for key in COLUMNS if key in formulas]:
        raise BadInput(f"{'、'.join(found)}是公式，请改成文字再导入。")


Said = dict[UUID, dict[str, int]]
"""Which row of this table filled which column of a person or a household."""


def _take(
    centre: Centre,
    row: dict[str, str],
    by_name: dict[str, Hamlet],
    actor: Actor,
    at: datetime,
    said: Said,
    line: int,
) -> str:
    """Take one row; returns created, updated or unchanged, or raises BadInput saying why not."""
    name = names.cleaned(row["name"])
    number = normalise_cn(row["phone"]) if row["phone"] else ""
    hamlet = None
    if row["hamlet"]:
        hamlet = by_name.get(row["hamlet"])
        if hamlet is None:
            raise BadInput(f"没有叫“{row['hamlet'][:20]}”的自然村(小组)，请先在中心设置里添加。")
    wanted: dict[str, Any] = {
        "phone": number,
        "contact_phone": normalise_cn(row["contact_phone"]) if row["contact_phone"] else "",
        "hamlet": hamlet,
        "birth_year": _birth_year(row["birth_year"]),
    }
    wanted["household"], household_changed = _household(centre, row, hamlet, said, line)
    person = _known(centre, name, wanted)
    facts: dict[str, Any] = {"centre_id": centre.pk, "at": at, "actor_id": actor.account_id}
    if person is None:
        person = Person(centre=centre, name=name, added_at=at, added_by_id=actor.account_id)
        for key, value in wanted.items():
            setattr(person, key, value)
        person.save(force_insert=True)
        publish(PersonAdded(**facts, subject_id=person.pk, way="import"))
        said[person.pk] = {key: line for key, value in wanted.items() if value}
        return "created"
    changed = [key for key, value in wanted.items() if value and getattr(person, key) != value]
    if "phone" in changed and person.account_id is not None:
        raise BadInput("这位居民用另一个手机号登录，手机号要由本人更换。")
    before = said.setdefault(person.pk, {})
    if twice := [key for key in changed if key in before]:
        columns = "、".join(COLUMNS[key][0] for key in twice)
        raise BadInput(f"和第 {before[twice[0]]} 行是同一个人，{columns}写得不一样，请核对。")
    for key in changed:
        setattr(person, key, wanted[key])
    before.update({key: line for key, value in wanted.items() if value and key not in before})
    if changed:
        person.save()
        publish(PersonEdited(**facts, subject_id=person.pk))
    return "updated" if changed or household_changed else "unchanged"


def _birth_year(text: str) -> int | None:
    if not text:
        return None
    if len(text) < 4 or not text[:4].isdecimal() or not 1880 <= int(text[:4]) <= 2200:
        raise BadInput("出生年份应是四位数字，如 1956。")
    return int(text[:4])


def _household(
    centre: Centre, row: dict[str, str], hamlet: Hamlet | None, said: Said, line: int
) -> tuple[Household | None, bool]:
    """Return the household of a row, made or filled in from it, and whether it changed."""
    if not row["household"]:
        return None, False
    if len(row["household"]) > 40 or len(row["address"]) > 120:
        raise BadInput("户号最多 40 个字，住址最多 120 个字。")
    household, made = Household.objects.of(centre).get_or_create(
        number=row["household"],
        defaults={"centre": centre, "address": row["address"], "hamlet": hamlet},
    )
    changed = []
    before = said.setdefault(household.pk, {})
    if row["address"] and household.address != row["address"] and "address" in before:
        raise BadInput(f"和第 {before['address']} 行是同一户，住址写得不一样，请核对。")
    if row["address"]:
        before.setdefault("address", line)
    if row["address"] and household.address != row["address"]:
        household.address = row["address"]
        changed.append("address")
    if household.hamlet_id is None and hamlet is not None:
        household.hamlet = hamlet
        changed.append("hamlet")
    if changed:
        household.save(update_fields=changed)
    return household, bool(changed or made)


def _known(centre: Centre, name: str, wanted: dict[str, Any]) -> Person | None:
    rows = Person.objects.of(centre).active().select_related("household", "hamlet")
    if wanted["phone"]:
        holder = rows.filter(phone_index=queries.phone_index(wanted["phone"])).first()
        if holder is not None and not names.may_be(name, holder.name):
            raise BadInput("这个手机号已登记给另一个人；家人的号码请填在“家人电话”一列。")
        if holder is not None:
            return holder
    if wanted["household"] is not None:
        return rows.filter(name=name, household=wanted["household"]).first()
    if wanted["phone"]:
        return None
    namesakes = rows.filter(name=name)
    if wanted["hamlet"] is not None:
        namesakes = namesakes.filter(hamlet=wanted["hamlet"])
    found = list(namesakes.order_by("id")[:2])
    if len(found) < 2:
        return found[0] if found else None
    # Of several, the one of whom no more is known than the row says.
    bare = namesakes.filter(household__isnull=True, phone_index__isnull=True)
    known = bare.filter(hamlet=wanted["hamlet"]).first()
    if known is None:
        raise BadInput("村里有几位叫这个名字的人，请填上手机号或户号再导入。")
    return known
