"""The suggestion box: opened by two, counted at once, and every slip accounted for."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from changlai.engines.cases.public import OpenedCase, open_case
from changlai.foundation.people.public import Account, Actor, Person, staff_of
from changlai.halls.voices import policies
from changlai.halls.voices.actions.calls import known_phone
from changlai.halls.voices.events import BoxFinished, BoxOpened
from changlai.halls.voices.importing import one_line
from changlai.halls.voices.kinds import SUGGESTION
from changlai.halls.voices.models import BoxOpening, BoxSlip, SuggestionBox
from changlai.halls.voices.states import SlipKind
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require

MOST_SLIPS = 500


@transaction.atomic
def add_box(*, centre: Any, actor: Actor, name: str, place: str = "") -> SuggestionBox:
    """Put up a box. Raises NotAllowed; BadInput for a name that is missing or taken."""
    require(policies.may_take_in, actor, centre)
    label = one_line(name)[:40]
    if not label:
        raise BadInput("请给意见箱起个名字。")
    box, is_new = SuggestionBox.objects.get_or_create(
        centre_id=centre.pk, name=label, defaults={"place": one_line(place)[:80]}
    )
    if not is_new:
        raise BadInput("已有同名的意见箱。")
    return box


@transaction.atomic
def open_box(
    *,
    centre: Any,
    box_id: UUID,
    actor: Actor,
    at: datetime,
    slips: int,
    second_account: Account | None = None,
    second_person: Person | None = None,
    blank: int = 0,
    invalid: int = 0,
    opening_id: UUID | None = None,
) -> BoxOpening:
    """Record that two people opened a box and how many slips they counted.

    Two open it so that no slip can vanish on the way; the second may be a colleague or a
    villager, such as a member of the supervision committee. `opening_id` is the form's own
    number: a double tap records one opening.

    Raises NotAllowed; BadInput with fewer than two different people, or numbers that do not fit.
    """
    require(policies.may_take_in, actor, centre)
    if opening_id and (known := BoxOpening.objects.of(centre).filter(pk=opening_id).first()):
        return known
    box = SuggestionBox.objects.of(centre).select_for_update().get(pk=box_id)
    _check_two_people(centre, actor, at, second_account, second_person)
    if not 0 <= slips <= MOST_SLIPS or min(blank, invalid) < 0:
        raise BadInput(f"张数要在 0 到 {MOST_SLIPS} 之间。")
    if blank + invalid > slips:
        raise BadInput("空白和无效的张数加起来超过了总张数。")
    opening = BoxOpening(
        centre_id=centre.pk,
        box=box,
        opened_at=at,
        first_opener_id=cast(UUID, actor.account_id),
        second_opener=second_account,
        second_person=second_person,
        slips=slips,
    )
    if opening_id:
        opening.pk = opening_id
    opening.save(force_insert=True)
    publish(
        BoxOpened(
            centre_id=centre.pk,
            at=at,
            actor_id=actor.account_id,
            subject_id=opening.pk,
            slips=slips,
        )
    )
    order = 0
    for kind, count in ((SlipKind.BLANK, blank), (SlipKind.INVALID, invalid)):
        for _ in range(count):
            # Counted from the back, so that the slips to be entered are numbered 1, 2, 3.
            _keep_slip(opening, slips - order, kind, None)
            order += 1
    _finish_if_done(opening, actor, at)
    return opening


@transaction.atomic
def enter_slip(
    *,
    centre: Any,
    opening_id: UUID,
    order: int,
    actor: Actor,
    at: datetime,
    text: str,
    kind: str = SUGGESTION,
    category: Any = None,
    alias: str = "",
    phone: str = "",
    place_text: str = "",
    files: tuple[Any, ...] = (),
) -> OpenedCase | None:
    """Enter slip number `order` as a voice; None when that slip is entered already.

    The clock starts when the box was opened, not when somebody found time to type. A slip
    without a name or number is an anonymous voice.

    Raises NotAllowed; WrongStep when the opening is finished; BadInput for a wrong slip number.
    """
    opening = _locked(centre, opening_id)
    require(policies.may_take_in, actor, centre)
    if not _is_free(opening, order):
        return None
    number, name = known_phone(phone), one_line(alias)[:40]
    opened = open_case(
        centre=centre,
        kind=kind,
        text=text,
        channel="box",
        at=opening.opened_at,
        actor=actor,
        category=category,
        reporter_alias=name,
        contact_phone=number,
        is_anonymous=not (number or name),
        place_text=place_text,
        files=files,
    )
    _keep_slip(opening, order, SlipKind.CASE, opened.case)
    _finish_if_done(opening, actor, at)
    return opened


@transaction.atomic
def set_slip_aside(
    *, centre: Any, opening_id: UUID, order: int, kind: str, actor: Actor, at: datetime
) -> BoxOpening:
    """Count slip number `order` as blank or invalid; a second time changes nothing.

    Raises NotAllowed; WrongStep when the opening is finished; BadInput for a wrong number or kind.
    """
    opening = _locked(centre, opening_id)
    require(policies.may_take_in, actor, centre)
    if kind not in (SlipKind.BLANK, SlipKind.INVALID):
        raise BadInput("请选择这张是空白还是无效。")
    if _is_free(opening, order):
        _keep_slip(opening, order, SlipKind(kind), None)
        _finish_if_done(opening, actor, at)
    return opening


def _check_two_people(
    centre: Any, actor: Actor, at: datetime, account: Account | None, person: Person | None
) -> None:
    if actor.account_id is None or (account is None) == (person is None):
        raise BadInput("意见箱要两个人一起打开，请选择另一位开箱人。")
    if account is not None:
        if account.pk == actor.account_id:
            raise BadInput("两位开箱人不能是同一个人。")
        if account.pk not in {one.pk for one in staff_of(centre, "voices.intake", at=at)}:
            raise BadInput("另一位开箱人不是本中心的工作人员。")
    if person is not None:
        if person.centre_id != centre.pk:
            raise BadInput("另一位开箱人不是本中心的村民。")
        if person.pk == actor.person_id or person.account_id == actor.account_id:
            raise BadInput("两位开箱人不能是同一个人。")


def _locked(centre: Any, opening_id: UUID) -> BoxOpening:
    return BoxOpening.objects.of(centre).select_for_update().get(pk=opening_id)


def _is_free(opening: BoxOpening, order: int) -> bool:
    if not 1 <= order <= opening.slips:
        raise BadInput(f"这次开箱只有 {opening.slips} 张。")
    if BoxSlip.objects.of(opening.centre_id).filter(opening=opening, order=order).exists():
        return False
    if opening.finished_at:
        raise WrongStep("这次开箱已经核对完成。")
    return True


def _keep_slip(opening: BoxOpening, order: int, kind: SlipKind, case: Any) -> None:
    BoxSlip(centre_id=opening.centre_id, opening=opening, order=order, kind=kind, case=case).save(
        force_insert=True
    )
    column = {"case": "entered", "blank": "blank", "invalid": "invalid"}[kind.value]
    setattr(opening, column, getattr(opening, column) + 1)
    opening.save(update_fields=[column])


def _finish_if_done(opening: BoxOpening, actor: Actor, at: datetime) -> None:
    if opening.left or opening.finished_at:
        return
    opening.finished_at = at
    opening.save(update_fields=["finished_at"])
    publish(
        BoxFinished(
            centre_id=opening.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=opening.pk,
            entered=opening.entered,
            blank=opening.blank,
            invalid=opening.invalid,
        )
    )
