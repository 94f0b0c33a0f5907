"""订餐, food safety, 捐赠, 结算 and 补贴: read from the rows; a class is the clerk's alone."""

from typing import Any

from django import forms

from changlai.foundation.people.public import masked_name
from changlai.halls.canteen.models import (
    Donation,
    FoodSample,
    KitchenLog,
    MealOrder,
    MorningCheck,
    PurchaseCheck,
    SettlementLine,
)
from changlai.halls.canteen.money import plain_yuan
from changlai.halls.canteen.queries.menus import midnight
from changlai.halls.canteen.states import LogKind, OrderKind, OrderState
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registers.public import Column, Period, Register

GROUP = "服务"
SERVE, MANAGE, SETTLE = "canteen.serve", "canteen.manage", "canteen.settle"


class OrdersFilter(Period):
    """Days of the meal, how it is eaten, and how the order stands."""

    kind = forms.ChoiceField(
        label="怎么吃", required=False, choices=[("", "全部"), *OrderKind.choices]
    )
    state = forms.ChoiceField(
        label="情况", required=False, choices=[("", "全部"), *OrderState.choices]
    )


def _by_day(rows: Any, field: str, filters: dict[str, Any]) -> Any:
    if since := filters.get("since"):
        rows = rows.filter(**{f"{field}__gte": since})
    if until := filters.get("until"):
        rows = rows.filter(**{f"{field}__lte": until})
    return rows


def _by_moment(rows: Any, field: str, filters: dict[str, Any]) -> Any:
    if since := filters.get("since"):
        rows = rows.filter(**{f"{field}__gte": midnight(since)})
    if until := filters.get("until"):
        after = type(until).fromordinal(until.toordinal() + 1)
        rows = rows.filter(**{f"{field}__lt": midnight(after)})
    return rows


def _orders(actor: Any, filters: dict[str, Any]) -> Any:
    rows = MealOrder.objects.of(actor.centre_id).select_related("menu", "person", "centre")
    rows = _by_day(rows, "menu__day", filters)
    for name in ("kind", "state"):
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    return rows.order_by("-menu__day", "-ordered_at", "-id")


def _purchases(actor: Any, filters: dict[str, Any]) -> Any:
    rows = PurchaseCheck.objects.of(actor.centre_id).select_related("entered_by")
    return _by_day(rows, "came_on", filters).order_by("-came_on", "-id")


def _samples(actor: Any, filters: dict[str, Any]) -> Any:
    rows = FoodSample.objects.of(actor.centre_id)
    rows = rows.select_related("menu", "kept_by", "destroyed_by")
    return _by_moment(rows, "kept_at", filters).order_by("-kept_at", "-id")


def _mornings(actor: Any, filters: dict[str, Any]) -> Any:
    rows = MorningCheck.objects.of(actor.centre_id).select_related("hand", "by")
    return _by_day(rows, "day", filters).order_by("-day", "-id")


def _logs(kind: str) -> Any:
    def rows(actor: Any, filters: dict[str, Any]) -> Any:
        found = KitchenLog.objects.of(actor.centre_id).filter(kind=kind).select_related("by")
        return _by_moment(found, "at", filters).order_by("-at", "-id")

    return rows


def _gifts(actor: Any, filters: dict[str, Any]) -> Any:
    rows = Donation.objects.of(actor.centre_id).select_related("by")
    return _by_day(rows, "given_on", filters).order_by("-given_on", "-id")


def _lines(actor: Any, filters: dict[str, Any]) -> Any:
    rows = SettlementLine.objects.of(actor.centre_id).select_related("settlement", "person")
    rows = _by_day(rows, "settlement__month", filters)
    return rows.order_by("-settlement__month", "person__name", "id")


def _subsidies(actor: Any, filters: dict[str, Any]) -> Any:
    # The amount is ciphertext, so who has none is left out row by row.
    return [one for one in _lines(actor, filters) if one.subsidy_fen]


def _by(row: Any) -> str:
    return row.by.shown_name if row.by else ""


def _eater(row: MealOrder) -> str:
    return masked_name(row.person.name) if row.person else "散客"


def _month(row: SettlementLine) -> str:
    return f"{row.settlement.month:%Y-%m}"


REGISTERS = [
    Register(
        code="meal_orders",
        title="订餐台账",
        order=350,
        group=GROUP,
        power=SERVE,
        rows=_orders,
        filters=OrdersFilter,
        source_models=(MealOrder,),
        note="哪天哪顿、怎么吃、怎么订的、吃上没有；补贴不在这里。",
        url=lambda row: centre_reverse(row.centre, "canteen:desk_meal", pk=row.menu_id),
        columns=[
            Column("哪天", "menu.day", "date", 12),
            Column("哪顿", lambda row: row.menu.get_meal_display(), width=8),
            Column("餐号", "number", "number", 8),
            Column("谁", _eater, width=10),
            Column("怎么吃", lambda row: row.get_kind_display(), width=8),
            Column("几份", "portions", "number", 8),
            Column("怎么订的", lambda row: row.get_channel_display(), width=10),
            Column("订的时间", "ordered_at", "datetime", 18),
            Column("情况", lambda row: row.get_state_display(), width=10),
            Column("吃上的时间", "served_at", "datetime", 18),
        ],
    ),
    Register(
        code="food_samples",
        title="留样台账",
        order=351,
        group=GROUP,
        power=MANAGE,
        rows=_samples,
        filters=Period,
        source_models=(FoodSample,),
        note="每个菜不少于125克，冷藏满48小时才销毁。",
        columns=[
            Column("哪天哪顿", "menu.title", width=16),
            Column("菜", "dish", width=16),
            Column("重量(克)", "grams", "number", 10),
            Column("放在哪里", "fridge", width=12),
            Column("留样时间", "kept_at", "datetime", 18),
            Column("谁留的", lambda row: row.kept_by.shown_name if row.kept_by else "", width=10),
            Column("销毁时间", "destroyed_at", "datetime", 18),
            Column(
                "谁销毁的",
                lambda row: row.destroyed_by.shown_name if row.destroyed_by else "",
                width=10,
            ),
        ],
    ),
    Register(
        code="food_purchases",
        title="进货查验台账",
        order=352,
        group=GROUP,
        power=MANAGE,
        rows=_purchases,
        filters=Period,
        source_models=(PurchaseCheck,),
        note="存到保质期满后6个月，没有保质期的存2年，到期自动清除。",
        columns=[
            Column("进货日期", "came_on", "date", 12),
            Column("品名", "name", width=14),
            Column("规格", "spec", width=12),
            Column("数量", "quantity", width=10),
            Column("生产日期", "made_on", "date", 12),
            Column("批号", "batch", width=12),
            Column("保质期(天)", "shelf_life_days", "number", 10),
            Column("供货者", "supplier", width=16),
            Column("地址", "address", width=20),
            Column("电话", "contact", width=14),
            Column("票据", "voucher", width=14),
            Column("查验情况", "note", width=16),
            Column(
                "谁查的", lambda row: row.entered_by.shown_name if row.entered_by else "", width=10
            ),
            Column("存到", "keep_until", "date", 12),
        ],
    ),
    Register(
        code="morning_checks",
        title="晨检台账",
        order=353,
        group=GROUP,
        power=MANAGE,
        rows=_mornings,
        filters=Period,
        source_models=(MorningCheck,),
        columns=[
            Column("哪天", "day", "date", 12),
            Column("谁", "hand.name", width=10),
            Column("身体", lambda row: "正常" if row.is_fit else "不适", width=8),
            Column("上岗", lambda row: "上岗" if row.on_duty else "没上岗", width=8),
            Column("情况", "note", width=20),
            Column("健康证到", "hand.certificate_until", "date", 12),
            Column("谁查的", _by, width=10),
        ],
    ),
    Register(
        code="disinfections",
        title="消毒台账",
        order=354,
        group=GROUP,
        power=MANAGE,
        rows=_logs(LogKind.DISINFECTION),
        filters=Period,
        source_models=(KitchenLog,),
        columns=[
            Column("时间", "at", "datetime", 18),
            Column("什么", "what", width=14),
            Column("怎么消毒", "how", width=14),
            Column("分钟", "minutes", "number", 8),
            Column("谁做的", _by, width=10),
        ],
    ),
    Register(
        code="kitchen_checks",
        title="食堂自查台账",
        order=355,
        group=GROUP,
        power=MANAGE,
        rows=_logs(LogKind.SELF_CHECK),
        filters=Period,
        source_models=(KitchenLog,),
        columns=[
            Column("时间", "at", "datetime", 18),
            Column("看了什么", "what", width=26),
            Column("结果", lambda row: "都好" if row.is_fine else "有问题", width=8),
            Column("问题和改正", "note", width=26),
            Column("谁查的", _by, width=10),
        ],
    ),
    Register(
        code="kitchen_waste",
        title="废弃物台账",
        order=356,
        group=GROUP,
        power=MANAGE,
        rows=_logs(LogKind.WASTE),
        filters=Period,
        source_models=(KitchenLog,),
        columns=[
            Column("时间", "at", "datetime", 18),
            Column("什么", "what", width=14),
            Column("公斤", "kilos", "number", 8),
            Column("谁拉走的", "how", width=16),
            Column("谁记的", _by, width=10),
        ],
    ),
    Register(
        code="food_donations",
        title="食堂捐赠台账",
        order=357,
        group=GROUP,
        power=MANAGE,
        rows=_gifts,
        filters=Period,
        source_models=(Donation,),
        note="没有同意公开名字的，对外只写“爱心人士”。",
        columns=[
            Column("哪天", "given_on", "date", 12),
            Column("谁捐的", "giver", width=14),
            Column("公开名字", lambda row: "是" if row.is_named else "否", width=8),
            Column("捐了什么", "gift", width=20),
            Column("用在哪里", "use", width=20),
            Column("谁记的", _by, width=10),
        ],
    ),
    Register(
        code="meal_settlements",
        title="用餐结算台账",
        order=358,
        group=GROUP,
        power=SETTLE,
        rows=_lines,
        filters=Period,
        source_models=(SettlementLine,),
        note="只有管结算的人看得到；结算以后数不再变。",
        columns=[
            Column("月份", _month, width=10),
            Column("谁", "who", width=10),
            Column("几份", "portions", "number", 8),
            Column("餐费(元)", lambda row: plain_yuan(row.gross_fen), "number", 10),
            Column("补贴(元)", lambda row: plain_yuan(row.subsidy_fen), "number", 10),
            Column("自己付(元)", lambda row: plain_yuan(row.pay_fen), "number", 10),
            Column("付的时间", "paid_at", "datetime", 18),
        ],
    ),
    Register(
        code="meal_subsidies",
        title="用餐补贴台账",
        order=359,
        group=GROUP,
        power=SETTLE,
        rows=_subsidies,
        filters=Period,
        source_models=(SettlementLine,),
        note="只有管结算的人看得到。",
        columns=[
            Column("月份", _month, width=10),
            Column("谁", "who", width=10),
            Column("补贴档", "tier", width=16),
            Column("几份", "portions", "number", 8),
            Column("补贴(元)", lambda row: plain_yuan(row.subsidy_fen), "number", 10),
        ],
    ),
]
