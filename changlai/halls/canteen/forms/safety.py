"""What is typed where the kitchen's work happens, and of what was given."""

from typing import Any

from django import forms

from changlai.halls.canteen.actions.safety import Purchase
from changlai.halls.canteen.forms.menus import money_field
from changlai.halls.canteen.models import KitchenHand
from changlai.halls.canteen.money import fen_of
from changlai.halls.canteen.states import LEAST_GRAMS, DonationKind
from changlai.kernel.pages.once import OnceForm
from changlai.kernel.pages.widgets import Day

DECIMAL = forms.NumberInput({"inputmode": "decimal", "step": "0.1"})


class HandForm(forms.Form):
    """Somebody of the kitchen, with the health certificate."""

    name = forms.CharField(label="姓名", max_length=40)
    work = forms.CharField(label="做什么", max_length=20, required=False, help_text="例如：主厨。")
    certificate = forms.CharField(label="健康证号", max_length=40, required=False)
    certificate_until = forms.DateField(label="健康证到哪天", widget=Day, required=False)
    is_active = forms.BooleanField(label="还在食堂做事", required=False, initial=True)

    @staticmethod
    def initial_of(hand: KitchenHand) -> dict[str, Any]:
        """Return what the form shows of somebody who is there."""
        names = ("name", "work", "certificate", "certificate_until", "is_active")
        return {name: getattr(hand, name) for name in names}


class CheckForm(forms.Form):
    """How somebody was found this morning."""

    result = forms.ChoiceField(
        choices=[("duty", "好，上岗"), ("off", "好，今天不上岗"), ("unfit", "不适，不上岗")]
    )
    note = forms.CharField(label="哪里不适", max_length=60, required=False)


class PurchaseForm(OnceForm):
    """What was bought."""

    name = forms.CharField(label="品名", max_length=40)
    quantity = forms.CharField(label="数量", max_length=20, help_text="例如：20斤、5袋。")
    spec = forms.CharField(
        label="规格", max_length=40, required=False, help_text="例如：10公斤装。"
    )
    came_on = forms.DateField(label="进货日期", widget=Day)
    made_on = forms.DateField(label="生产日期", widget=Day, required=False)
    batch = forms.CharField(label="生产批号", max_length=40, required=False)
    shelf_life_days = forms.IntegerField(
        label="保质期(天)", min_value=1, required=False, help_text="散装蔬菜没有保质期，不用填。"
    )
    supplier = forms.CharField(
        label="供货者", max_length=40, widget=forms.TextInput({"list": "suppliers"})
    )
    address = forms.CharField(label="供货者地址", max_length=80)
    contact = forms.CharField(label="供货者电话", max_length=40)
    voucher = forms.CharField(
        label="票据",
        max_length=60,
        required=False,
        help_text="收据或检疫票的号码，原件夹在本子里。",
    )
    note = forms.CharField(
        label="查验情况", max_length=60, required=False, help_text="例如：包装完好，没有异味。"
    )

    def bought(self) -> Purchase:
        """Return what was typed."""
        said = {name: one for name, one in self.cleaned_data.items() if name != "form_id"}
        return Purchase(**said)


class SampleForm(forms.Form):
    """What was put into the fridge of one dish."""

    grams = forms.IntegerField(
        label="重量(克)", initial=LEAST_GRAMS, help_text=f"不少于{LEAST_GRAMS}克。"
    )
    fridge = forms.CharField(label="放在哪里", max_length=20, initial="留样冰箱")


class DisinfectionForm(OnceForm):
    """What was disinfected, how, and for how long."""

    what = forms.ChoiceField(
        label="消毒什么",
        choices=[(word, word) for word in ("餐具", "台面和刀板", "地面", "冰箱", "餐桌")],
    )
    how = forms.ChoiceField(
        label="怎么消毒",
        choices=[(word, word) for word in ("消毒柜高温", "开水煮", "消毒液", "紫外线灯")],
    )
    minutes = forms.IntegerField(label="多少分钟", initial=30)


class SelfCheckForm(OnceForm):
    """What was looked at, and whether all was well."""

    what = forms.CharField(
        label="看了什么", max_length=60, initial="食材、冰箱温度、卫生、防蝇防鼠、燃气和用电"
    )
    is_fine = forms.TypedChoiceField(
        label="有没有问题",
        choices=[("1", "都好"), ("0", "有问题")],
        coerce=lambda said: said == "1",
        widget=forms.RadioSelect,
        initial="1",
    )
    note = forms.CharField(label="什么问题，怎么改的", max_length=120, required=False)


class WasteForm(OnceForm):
    """What was thrown away, how much, and who took it."""

    what = forms.ChoiceField(
        label="什么", choices=[(word, word) for word in ("剩饭剩菜", "菜叶果皮", "废油")]
    )
    kilos = forms.DecimalField(label="多少公斤", max_digits=6, decimal_places=1, widget=DECIMAL)
    how = forms.CharField(label="谁拉走的", max_length=60, required=False)


class DonationForm(OnceForm):
    """What somebody gave."""

    giver = forms.CharField(label="谁捐的", max_length=40, help_text="不愿留名的写“不留名”。")
    is_named = forms.BooleanField(label="同意公开名字", required=False)
    kind = forms.ChoiceField(
        label="捐的什么",
        choices=DonationKind.choices,
        widget=forms.RadioSelect,
        initial=DonationKind.FOOD,
    )
    what = forms.CharField(
        label="品名和数量", max_length=60, required=False, help_text="例如：大米50斤。"
    )
    amount = money_field("多少钱(元)", required=False, help_text="捐现金才填。")
    given_on = forms.DateField(label="哪天", widget=Day)
    use = forms.CharField(label="用在哪里", max_length=60, required=False)

    def said(self) -> dict[str, Any]:
        """Return what was typed. Raises BadInput for an amount that is none."""
        said = {name: one for name, one in self.cleaned_data.items() if name != "form_id"}
        amount = said.pop("amount")
        is_money = said["kind"] == DonationKind.MONEY and amount is not None
        said["amount_fen"] = fen_of(amount, 100_000_000, "捐款") if is_money else None
        return said
