"""Write an employer down, make sure who it is, and keep the village's list of skills."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from changlai.foundation.people.public import Actor
from changlai.halls.jobs import policies
from changlai.halls.jobs.events import EmployerChecked, EmployerPut
from changlai.halls.jobs.models import Employer, Skill
from changlai.halls.jobs.states import Checked, EmployerKind
from changlai.kernel.crypto.phones import normalise_cn
from changlai.kernel.errors import BadInput, NotAllowed
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require
from changlai.kernel.wording import one_line

MOST_SKILLS = 60


@transaction.atomic
def put_employer(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    name: str,
    kind: str,
    contact_name: str,
    phone: str,
    employer_id: UUID | None = None,
    person: Any = None,
) -> Employer:
    """Write down who offers work, or change it; a new name or number must be checked anew.

    A person is an employer once: offering again changes what was written the first time.

    Raises NotAllowed; BadInput for a missing name, contact or telephone number.
    """
    require(policies.may_act_for, actor, centre, person.pk if person else None)
    rows = Employer.objects.of(centre).select_for_update()
    if employer_id is not None:
        row = rows.get(pk=employer_id)
        if not (policies.may_take_in(actor, centre) or policies.is_employer(actor, row)):
            raise NotAllowed
    else:
        own = rows.filter(person=person).first() if person else None
        row = own or Employer(centre=centre, person=person, added_at=at)
    before = (row.name, row.kind, row.phone)
    row.name = one_line(name, 40, "请写是谁家或哪个单位要人。")
    row.kind = EmployerKind(kind)
    row.contact_name = one_line(contact_name, 40, "请写联系人。")
    if not phone.strip():
        raise BadInput("请写联系电话，村里要打电话核实。")
    row.phone = normalise_cn(phone)
    if row.is_checked and before != (row.name, row.kind, row.phone):
        # Another name or number is another one whom nobody has made sure of yet.
        row.checked_how, row.checked_note = "", ""
        row.checked_at = row.checked_by = None
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise BadInput("您的用工信息正在另一处保存，请再试一次。") from None
    publish(
        EmployerPut(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            kind=row.kind,
            is_checked=row.is_checked,
        )
    )
    return row


@transaction.atomic
def check_employer(
    *, centre: Any, employer_id: UUID, actor: Actor, at: datetime, how: str, note: str = ""
) -> Employer:
    """Say that an employer is who they say, and how one made sure; posts may then be published.

    Raises NotAllowed; BadInput without a way.
    """
    row = Employer.objects.of(centre).select_for_update().get(pk=employer_id)
    require(policies.may_manage, actor, centre)
    if how not in Checked.values:
        raise BadInput("请选是怎么核实的。")
    row.checked_how, row.checked_note = Checked(how), one_line(note, 120)
    row.checked_at, row.checked_by_id = at, actor.account_id
    row.save(update_fields=["checked_how", "checked_note", "checked_at", "checked_by"])
    publish(
        EmployerChecked(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            how=row.checked_how,
        )
    )
    return row


@transaction.atomic
def set_skills(*, centre: Any, actor: Actor, names: Sequence[str]) -> list[str]:
    """Replace the village's list of skills; cards and posts keep the words they were given.

    Raises NotAllowed; BadInput for a word that is too long, or too many of them.
    """
    require(policies.may_manage, actor, centre)
    words = list(dict.fromkeys(one_line(name, 12) for name in names if name.strip()))
    if not 1 <= len(words) <= MOST_SKILLS:
        raise BadInput(f"请写1到{MOST_SKILLS}样，一行一样。")
    Skill.objects.of(centre).exclude(name__in=words).delete()
    for order, name in enumerate(words):
        if not Skill.objects.of(centre).filter(name=name).update(order=order):
            Skill(centre=centre, name=name, order=order).save(force_insert=True)
    return words
