"""What is typed of eaters: every week, what not to eat, and the class for the clerk."""

from typing import Any

from django import forms

from changlai.halls.canteen.forms.menus import CHOSEN, money_field
from changlai.halls.canteen.models import DietMark, PriceTier
from changlai.halls.canteen.states import MOST_OF_ONE, Diet, Meal, OrderKind
from changlai.kernel.pages.widgets import Day
from changlai.kernel.pages.words import WEEKDAYS

DAYS = [(str(number), f"周{word}") for number, word in enumerate(WEEKDAYS)]


class StandingForm(forms.Form):
    """The same meal on the same days of every week."""

    meal = forms.ChoiceField(label="哪一顿", widget=forms.RadioSelect)
    weekdays = forms.MultipleChoiceField(label="周几", choices=DAYS, widget=CHOSEN)
    kind = forms.ChoiceField(label="怎么吃", widget=forms.RadioSelect)
    portions = forms.IntegerField(label="几份", min_value=1, max_value=MOST_OF_ONE, initial=1)

    def __init__(self, *args: Any, meals: list[str], kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(meal, Meal(meal).label) for meal in meals]
        ways = [(kind, OrderKind(kind).label) for kind in kinds]
        self.fields["meal"].choices = named  # type: ignore[attr-defined]
        self.fields["kind"].choices = ways  # type: ignore[attr-defined]
        self.fields["meal"].initial = meals[0] if meals else None
        self.fields["kind"].initial = kinds[0] if kinds else None


class DietForm(forms.Form):
    """What somebody must not eat."""

    marks = forms.MultipleChoiceField(
        label="不能吃什么，要不要软食",
        choices=[
            (one.value, one.label if one == Diet.SOFT else f"不吃{one.label}") for one in Diet
        ],
        widget=CHOSEN,
        required=False,
        help_text="都不勾再保存，就是不用食堂记了。",
    )
    agrees = forms.BooleanField(label="同意食堂记下，只用来备餐和送餐", required=False)

    @staticmethod
    def initial_of(mark: DietMark | None) -> dict[str, Any]:
        """Return what the form shows of what was said."""
        return {"marks": mark.codes, "agrees": True} if mark else {}


class TierForm(forms.Form):
    """A class of eaters, and how much of a portion is paid for them."""

    name = forms.CharField(label="档名", max_length=20, help_text="例如：80岁以上。")
    subsidy = money_field("每顿补多少(元，只补一份)")
    is_active = forms.BooleanField(label="还在用", required=False, initial=True)


class EaterTierForm(forms.Form):
    """To which class an eater belongs, and from which day on."""

    tier = forms.ChoiceField(label="补贴档", required=False)
    since = forms.DateField(
        label="从哪天起", widget=Day, required=False, help_text="不填就从这个月1号算起。"
    )

    def __init__(self, *args: Any, tiers: list[PriceTier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(one.pk), f"{one.name}，每顿补{one.subsidy}") for one in tiers]
        self.fields["tier"].choices = [("", "没有补贴，按原价"), *named]  # type: ignore[attr-defined]
