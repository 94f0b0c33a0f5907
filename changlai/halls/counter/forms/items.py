"""What staff say of a service item, without code: words, papers as rows, its own questions."""

from typing import Any

from django import forms

from changlai.halls.counter.models import ItemVersion, ServiceItem
from changlai.halls.counter.states import Audience, Domain, How, ItemLevel
from changlai.halls.counter.wishes import LONGEST_TITLE, MOST, ItemWish, Paper
from changlai.kernel.errors import BadInput
from changlai.kernel.pages.widgets import PLAUSIBLE_DAYS, Day
from changlai.kernel.schemas.public import Schema

SPARE = 3
LINES = {"rows": 4}


class ItemForm(forms.Form):
    """The plain words of an item; the page people read is drawn from them."""

    title = forms.CharField(
        label="事项名称", max_length=40, error_messages={"required": "请填写事项名称。"}
    )
    level = forms.ChoiceField(label="谁来办", choices=ItemLevel.choices)
    domain = forms.ChoiceField(label="哪方面", choices=Domain.choices)
    can_i = forms.CharField(
        label="能不能办",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="谁能办、什么情况能办，一两句话。",
        error_messages={"required": "请写明谁能办、能不能办，群众先看这一句。"},
    )
    days = forms.IntegerField(
        label="几个工作日办好",
        min_value=1,
        max_value=250,
        error_messages={
            "required": "请填几个工作日办好。",
            "min_value": "至少1个工作日。",
            "max_value": "最多250个工作日。",
            "invalid": "请填工作日数，比如3。",
        },
    )
    daily_words = forms.CharField(
        label="平常怎么说",
        max_length=120,
        required=False,
        help_text="用空格隔开，比如：老年卡 老年证 上学 盖房。这样说、从家里的事都找得到。",
    )
    at_home = forms.CharField(label="不用来也行吗", max_length=200, required=False)
    whom = forms.CharField(label="找谁", max_length=120, required=False)
    fee = forms.CharField(label="收费", max_length=60, required=False, help_text="空着就是不收费。")
    steps = forms.CharField(
        label="怎么办", required=False, widget=forms.Textarea(attrs=LINES), help_text="一步一行。"
    )
    audience = forms.MultipleChoiceField(
        label="专门给谁的",
        required=False,
        choices=Audience.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="都不选就是给所有人的。",
    )
    basis = forms.CharField(label="依据", max_length=200, required=False)
    launched_on = forms.DateField(
        label="推出日期",
        required=False,
        widget=Day,
        validators=PLAUSIBLE_DAYS,
        help_text="是村里新推出的便民措施才填。",
    )
    is_active = forms.BooleanField(label="现在办", required=False, initial=True)

    def wish(self, papers: list[Paper], schema: Schema) -> ItemWish:
        """Return what the form says; raises BadInput for what cannot be."""
        said = self.cleaned_data
        return ItemWish(
            title=said["title"],
            can_i=said["can_i"],
            days=said["days"],
            level=said["level"],
            domain=said["domain"],
            audience=tuple(said["audience"]),
            daily_words=said["daily_words"],
            whom=said["whom"],
            at_home=said["at_home"],
            fee=said["fee"],
            basis=said["basis"],
            steps=tuple(said["steps"].splitlines()),
            papers=tuple(papers),
            schema=schema,
            launched_on=said["launched_on"],
            is_active=said["is_active"],
        )


def said_of(item: ServiceItem, version: ItemVersion) -> dict[str, Any]:
    """Return an item as its form shows it."""
    own = ("title", "level", "domain", "daily_words", "audience", "launched_on", "is_active")
    of_version = ("can_i", "days", "at_home", "whom", "fee", "basis")
    return (
        {name: getattr(item, name) for name in own}
        | {name: getattr(version, name) for name in of_version}
        | {"steps": "\n".join(version.steps)}
    )


class PaperRow(forms.Form):
    """One paper to bring; a row without a name is none."""

    title = forms.CharField(label="材料", max_length=LONGEST_TITLE, required=False)
    how = forms.ChoiceField(label="怎么收", choices=How.choices, required=False)
    is_needed = forms.BooleanField(label="必须有", required=False, initial=True)


class PaperRows:
    """The papers of an item with a few spare rows, bound to what was sent."""

    def __init__(self, papers: list[Paper], data: Any = None) -> None:
        count = min(len(papers) + SPARE, MOST)
        if data is not None:
            sent = str(data.get("papers-count", ""))
            count = min(int(sent), MOST) if sent.isdecimal() else count
        initial = [paper.dump() for paper in papers]
        self.rows = [
            PaperRow(
                data,
                prefix=f"paper-{place}",
                initial=initial[place] if place < len(initial) else None,
            )
            for place in range(count)
        ]

    @property
    def count(self) -> int:
        """How many rows the page shows."""
        return len(self.rows)

    def read(self) -> list[Paper] | None:
        """Return the papers the rows say, None when a row is wrong."""
        # Every row is asked, so that every mistake is shown at once.
        sound = [row.is_valid() for row in self.rows]
        if not all(sound):
            return None
        found = []
        for row in self.rows:
            said = row.cleaned_data
            if title := " ".join(said["title"].split()):
                found.append(Paper(title, How(said["how"] or How.SEE), said["is_needed"]))
        if len({paper.title for paper in found}) < len(found):
            raise BadInput("有两样材料名称相同，请改一个。")
        return found
