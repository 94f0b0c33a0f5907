"""Food safety, written down where the work happens: people, purchases, samples, the day's log."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.foundation.people.public import Actor
from changlai.halls.canteen import policies
from changlai.halls.canteen.actions.lines import line
from changlai.halls.canteen.events import (
    HandPut,
    KitchenLogged,
    MorningChecked,
    PurchaseChecked,
    SampleDestroyed,
    SampleKept,
)
from changlai.halls.canteen.models import (
    FoodSample,
    KitchenHand,
    KitchenLog,
    Menu,
    MorningCheck,
    PurchaseCheck,
)
from changlai.halls.canteen.models.safety import MOST_KILOS, MOST_MINUTES
from changlai.halls.canteen.queries import safety as reads
from changlai.halls.canteen.states import (
    KEPT_FOR,
    LEAST_GRAMS,
    MOST_GRAMS,
    MOST_SHELF_LIFE_DAYS,
    LogKind,
)
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require

LONG_AGO = timedelta(days=7)
"""A record is written where the work happens: at most a week later."""


@transaction.atomic
def put_hand(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    name: str,
    work: str = "",
    certificate: str = "",
    certificate_until: date | None = None,
    is_active: bool = True,
    hand_id: UUID | None = None,
) -> KitchenHand:
    """Note who works in the kitchen and how long the health certificate holds.

    Raises NotAllowed; BadInput without a name, for one that is taken, or an absurd date.
    """
    require(policies.may_manage, actor, centre)
    today = timezone.localdate(at)
    if certificate_until and certificate_until > reads.months_after(today, 36):
        raise BadInput("健康证一年一办，请看看有没有写错年份。")
    named = line(name, 40, "请写姓名。")
    rows = KitchenHand.objects.of(centre)
    if rows.filter(name=named).exclude(pk=hand_id).exists():
        raise BadInput("已经登记过这个名字了。")
    hand = rows.select_for_update().get(pk=hand_id) if hand_id else KitchenHand(centre=centre)
    hand.name, hand.work, hand.is_active = named, line(work, 20), is_active
    hand.certificate, hand.certificate_until = line(certificate, 40), certificate_until
    hand.save()
    publish(
        HandPut(
            centre_id=hand.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=hand.pk,
            is_active=is_active,
        )
    )
    return hand


@transaction.atomic
def check_morning(
    *,
    centre: Any,
    hand_id: UUID,
    actor: Actor,
    at: datetime,
    is_fit: bool,
    on_duty: bool = True,
    note: str = "",
) -> MorningCheck:
    """Note how somebody of the kitchen was found this morning, and put them on duty, or not.

    Whoever is not well does no work with food that day, and nobody does without a health
    certificate that holds (食品安全法第四十五条). A second look of the day replaces the first.

    Raises NotAllowed; BadInput for an ended certificate, or for the unwell on duty or unexplained.
    """
    hand: KitchenHand = KitchenHand.objects.of(centre).select_for_update().get(pk=hand_id)
    require(policies.may_manage, actor, centre)
    day = timezone.localdate(at)
    if on_duty and not hand.is_certified(day):
        said = "没有登记健康证" if hand.certificate_until is None else "健康证过期了"
        raise BadInput(f"{hand.name}{said}，不能上岗；换了新证先改日期。")
    if on_duty and not is_fit:
        raise BadInput(f"{hand.name}今天身体不适，不能上岗。")
    if not is_fit and not note.strip():
        raise BadInput("请写明哪里不适。")
    check, _ = MorningCheck.objects.update_or_create(
        centre_id=centre.pk,
        hand=hand,
        day=day,
        defaults={
            "is_fit": is_fit,
            "on_duty": on_duty,
            "note": line(note, 60),
            "at": at,
            "by_id": actor.account_id,
        },
    )
    publish(
        MorningChecked(
            centre_id=check.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=check.pk,
            on=day,
            is_fit=is_fit,
            on_duty=on_duty,
        )
    )
    return check


@dataclass(frozen=True, kw_only=True)
class Purchase:
    """What was bought, as it was typed."""

    name: str
    quantity: str
    came_on: date
    supplier: str
    address: str
    contact: str
    spec: str = ""
    batch: str = ""
    made_on: date | None = None
    shelf_life_days: int | None = None
    voucher: str = ""
    note: str = ""


@transaction.atomic
def note_purchase(
    *, centre: Any, actor: Actor, at: datetime, bought: Purchase, form_id: UUID
) -> PurchaseCheck:
    """Write down what came in, as the law asks; twice the same form is one record.

    Raises NotAllowed; BadInput for what is missing, for food past its shelf life, or for dates
    that cannot be.
    """
    require(policies.may_manage, actor, centre)
    rows = PurchaseCheck.objects.of(centre)
    first = rows.filter(form_id=form_id).first()
    if first is not None:
        return first
    today = timezone.localdate(at)
    if not today - LONG_AGO <= bought.came_on <= today:
        raise BadInput("进货日期请填这一周里的一天。")
    if bought.made_on and bought.made_on > bought.came_on:
        raise BadInput("生产日期不能比进货日期还晚。")
    life = bought.shelf_life_days
    if life is not None and not 1 <= life <= MOST_SHELF_LIFE_DAYS:
        raise BadInput(f"保质期请填1到{MOST_SHELF_LIFE_DAYS}天；没有的不用填。")
    if life and bought.made_on and bought.made_on + timedelta(days=life) < bought.came_on:
        raise BadInput("按生产日期和保质期算，已经过期了，不能收。")
    row = PurchaseCheck(
        centre=centre,
        name=line(bought.name, 40, "请写品名。"),
        spec=line(bought.spec, 40),
        quantity=line(bought.quantity, 20, "请写数量，例如20斤。"),
        batch=line(bought.batch, 40),
        made_on=bought.made_on,
        shelf_life_days=life,
        came_on=bought.came_on,
        supplier=line(bought.supplier, 40, "请写供货者。"),
        address=line(bought.address, 80, "请写供货者地址。"),
        contact=line(bought.contact, 40, "请写供货者电话。"),
        voucher=line(bought.voucher, 60),
        note=line(bought.note, 60),
        keep_until=reads.keep_until(bought.came_on, bought.made_on, life),
        entered_at=at,
        entered_by_id=actor.account_id,
        form_id=form_id,
    )
    if row.quantity.lstrip("0") in {"", "斤", "公斤"} or row.quantity.startswith("-"):
        raise BadInput("数量不对，请看看有没有少写一位。")
    row.save(force_insert=True)
    publish(
        PurchaseChecked(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            came_on=row.came_on,
            keep_until=row.keep_until,
        )
    )
    return row


@transaction.atomic
def keep_sample(
    *, centre: Any, menu_id: UUID, actor: Actor, at: datetime, dish: str, grams: int, fridge: str
) -> FoodSample:
    """Put a sample of a dish into the fridge, once for each dish of a meal.

    Raises NotAllowed; BadInput for less than 125 g, an absurd weight, or a dish not of the meal;
    WrongStep where one is kept already.
    """
    menu: Menu = Menu.objects.of(centre).get(pk=menu_id)
    require(policies.may_manage, actor, centre)
    if dish not in menu.dishes:
        raise BadInput(f"{menu.title}没有这个菜。")
    if menu.day > timezone.localdate(at):
        raise BadInput("还没做的菜不能留样。")
    if grams < LEAST_GRAMS:
        raise BadInput(f"每个菜留样不能少于{LEAST_GRAMS}克。")
    if grams > MOST_GRAMS:
        raise BadInput(f"留样最多{MOST_GRAMS}克，请看看单位是不是克。")
    sample = FoodSample(
        centre=centre,
        menu=menu,
        dish=dish,
        grams=grams,
        fridge=line(fridge, 20, "请写放在哪个冰箱。"),
        kept_at=at,
        kept_by_id=actor.account_id,
        destroy_from=at + KEPT_FOR,
    )
    try:
        with transaction.atomic():
            sample.save(force_insert=True)
    except IntegrityError:
        raise WrongStep(f"{dish}已经留过样了。") from None
    publish(
        SampleKept(
            centre_id=sample.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=sample.pk,
            grams=grams,
        )
    )
    return sample


@transaction.atomic
def destroy_sample(*, centre: Any, sample_id: UUID, actor: Actor, at: datetime) -> FoodSample:
    """Destroy a sample that was kept for 48 hours at least.

    Raises NotAllowed; WrongStep before that, or when it was destroyed already.
    """
    sample: FoodSample = FoodSample.objects.of(centre).select_for_update().get(pk=sample_id)
    require(policies.may_manage, actor, centre)
    if sample.destroyed_at is not None:
        raise WrongStep("这份留样已经销毁了。")
    if at < sample.destroy_from:
        local = timezone.localtime(sample.destroy_from)
        raise WrongStep(
            f"留样要放满48小时，{local.month}月{local.day}日{local:%H:%M}以后才能销毁。"
        )
    sample.destroyed_at, sample.destroyed_by_id = at, actor.account_id
    sample.save(update_fields=["destroyed_at", "destroyed_by"])
    publish(
        SampleDestroyed(
            centre_id=sample.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=sample.pk,
            hours=int((at - sample.kept_at).total_seconds() // 3600),
        )
    )
    return sample


@transaction.atomic
def write_log(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    kind: str,
    what: str,
    form_id: UUID,
    how: str = "",
    minutes: int | None = None,
    kilos: Decimal | None = None,
    is_fine: bool = True,
    note: str = "",
) -> KitchenLog:
    """Write a line of the kitchen's day; twice the same form is one line.

    Raises NotAllowed; BadInput for an absurd weight or time, or a trouble without words.
    """
    require(policies.may_manage, actor, centre)
    first = KitchenLog.objects.of(centre).filter(form_id=form_id).first()
    if first is not None:
        return first
    kind = LogKind(kind)
    if kind == LogKind.WASTE and (kilos is None or not 0 < kilos <= MOST_KILOS):
        raise BadInput(f"重量请填大于0、不超过{MOST_KILOS}公斤。")
    if kind == LogKind.DISINFECTION and (minutes is None or not 1 <= minutes <= MOST_MINUTES):
        raise BadInput("消毒多少分钟，请填1以上的数。")
    if not is_fine and not note.strip():
        raise BadInput("有问题的，请写明是什么问题、怎么改的。")
    row = KitchenLog.objects.create(
        centre=centre,
        kind=kind,
        what=line(what, 60, "请写是什么。"),
        how=line(how, 60),
        minutes=minutes if kind == LogKind.DISINFECTION else None,
        kilos=kilos if kind == LogKind.WASTE else None,
        is_fine=is_fine,
        note=line(note, 120),
        at=at,
        by_id=actor.account_id,
        form_id=form_id,
    )
    publish(
        KitchenLogged(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            kind=row.kind,
            is_fine=is_fine,
        )
    )
    return row
