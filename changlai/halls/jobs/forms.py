"""Shapes of what is typed at the gig station."""

from typing import Any

from django import forms

from changlai.foundation.areas.public import Hamlet
from changlai.halls.jobs.actions.cards import Offer
from changlai.halls.jobs.actions.posts import Work
from changlai.halls.jobs.models import Employer, JobPost, WorkerCard
from changlai.halls.jobs.states import WEEKDAYS, Checked, EmployerKind, PayUnit, PostState
from changlai.kernel.pages.once import OnceForm
from changlai.kernel.pages.widgets import PLAUSIBLE_DAYS, Day, Phone

EMPLOYER = ("name", "kind", "contact_name", "phone")
YES_NO = (("yes", "是"), ("no", "没有"))


class EmployerForm(forms.Form):
    """Who offers work."""

    name = forms.CharField(
        label="谁家、哪个单位",
        max_length=40,
        help_text="例如：老樟组钱家；青禾合作社。发布以后大家看得到。",
    )
    kind = forms.ChoiceField(label="哪一类", choices=EmployerKind.choices)
    contact_name = forms.CharField(label="联系人", max_length=40)
    phone = forms.CharField(
        label="联系电话",
        max_length=20,
        widget=Phone,
        help_text="不公开。中心打电话核实；和人说好以后才给对方。",
    )

    def __init__(self, *args: Any, employer: Employer | None = None, **kwargs: Any) -> None:
        if employer is not None:
            kwargs["initial"] = {name: getattr(employer, name) for name in EMPLOYER}
        super().__init__(*args, **kwargs)

    def employer(self) -> dict[str, Any]:
        """Return what was typed of the employer."""
        return {name: self.cleaned_data[name] for name in EMPLOYER}


class WorkForm(OnceForm):
    """The work itself, its days and its pay."""

    title = forms.CharField(label="什么活", max_length=30, help_text="例如：贴地砖；摘茶叶。")
    what = forms.CharField(
        label="具体做什么",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
    )
    skills = forms.MultipleChoiceField(
        label="要会什么", required=False, widget=forms.CheckboxSelectMultiple
    )
    hamlet = forms.ModelChoiceField(
        label="在哪个小组", queryset=Hamlet.objects.none(), required=False, empty_label="不在小组里"
    )
    place = forms.CharField(label="具体在哪里", max_length=60)
    starts_on = forms.DateField(label="第一天", widget=Day, validators=PLAUSIBLE_DAYS)
    ends_on = forms.DateField(
        label="最后一天",
        widget=Day,
        validators=PLAUSIBLE_DAYS,
        required=False,
        help_text="只干一天就不用填。",
    )
    hours = forms.CharField(label="几点到几点", max_length=40, help_text="例如：早上7点到下午5点。")
    headcount = forms.IntegerField(label="要几个人", min_value=1, max_value=500, initial=1)
    pay = forms.DecimalField(
        label="工钱多少元",
        max_digits=8,
        decimal_places=2,
        min_value=0,
        required=False,
        help_text="没写工钱的活不能发布。",
    )
    pay_unit = forms.ChoiceField(
        label="工钱按什么算", choices=[("", "请选一个"), *PayUnit.choices], required=False
    )
    pay_how = forms.CharField(
        label="怎么付、什么时候付", max_length=60, required=False, help_text="例如：当天付现金。"
    )
    safety = forms.CharField(
        label="安全和保险", max_length=120, required=False, help_text="例如：发安全帽，买意外险。"
    )
    meals = forms.CharField(
        label="吃饭和接送", max_length=60, required=False, help_text="例如：管中饭，村口接。"
    )

    def __init__(
        self, *args: Any, words: list[str], hamlets: Any, post: JobPost | None = None, **kwargs: Any
    ) -> None:
        if post is not None:
            kwargs["initial"] = {
                name: getattr(post, name) for name in self.base_fields if hasattr(post, name)
            }
        super().__init__(*args, **kwargs)
        _choices(self, "skills", [*words, *(post.skills if post else [])])
        self.fields["hamlet"].queryset = hamlets  # type: ignore[attr-defined]

    def work(self) -> Work:
        """Return what was typed of the work."""
        names = (name for name in WorkForm.base_fields if name != "form_id")
        said = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        said["ends_on"] = said.get("ends_on") or said["starts_on"]
        return Work(**said, expires_on=self.cleaned_data.get("expires_on"))


class OfferForm(EmployerForm, WorkForm):
    """Both at once, as a villager hands it in."""

    field_order = (*EMPLOYER, *WorkForm.base_fields)


class DeskWorkForm(WorkForm):
    """The same with how long it stays up, for staff."""

    expires_on = forms.DateField(
        label="挂到哪天",
        widget=Day,
        validators=PLAUSIBLE_DAYS,
        required=False,
        help_text="不填就是最后一天以后7天。",
    )


class AgeForm(forms.Form):
    """In which year somebody was born: asked, looked at, and not kept."""

    birth_year = forms.IntegerField(
        label="哪一年出生",
        min_value=1,
        max_value=9999,
        help_text="没满16周岁不能打零工。只看一眼，不保存。",
        error_messages={"required": "请写出生年份，没满16周岁不能打零工。"},
    )
    had_birthday = forms.BooleanField(label="今年刚满16周岁，生日已经过了", required=False)


class CardForm(OnceForm):
    """What somebody can do, where and when."""

    skills = forms.MultipleChoiceField(
        label="会做什么", required=False, widget=forms.CheckboxSelectMultiple
    )
    more_skills = forms.CharField(
        label="还会什么", max_length=60, required=False, help_text="上面没有的，写一句。"
    )
    places = forms.MultipleChoiceField(
        label="愿意去哪里",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选就是哪里都行。",
    )
    weekdays = forms.TypedMultipleChoiceField(
        label="周几有空",
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选就是每天都行。",
    )
    hours = forms.CharField(
        label="什么时候方便", max_length=60, required=False, help_text="例如：上午；农闲的时候。"
    )

    def __init__(
        self,
        *args: Any,
        words: list[str],
        hamlets: Any,
        card: WorkerCard | None = None,
        **kwargs: Any,
    ) -> None:
        names = ("skills", "more_skills", "places", "weekdays", "hours")
        if card is not None:
            kwargs["initial"] = {name: getattr(card, name) for name in names}
        super().__init__(*args, **kwargs)
        _choices(self, "skills", [*words, *(card.skills if card else [])])
        _choices(self, "places", [*(one.name for one in hamlets), *(card.places if card else [])])

    def offer(self) -> Offer:
        """Return what was typed."""
        names = ("skills", "more_skills", "places", "weekdays", "hours")
        return Offer(**{name: self.cleaned_data[name] for name in names if name in self.fields})


class NewCardForm(AgeForm, CardForm):
    """A first card, for oneself."""

    field_order = (*CardForm.base_fields, *AgeForm.base_fields)


class CounterCardForm(NewCardForm):
    """The same, written down for somebody at the counter or on the telephone."""

    alias = forms.CharField(label="称呼", max_length=40, required=False)
    contact_phone = forms.CharField(label="电话", max_length=20, required=False, widget=Phone)


class ReasonForm(forms.Form):
    """One line that somebody else will read."""

    reason = forms.CharField(label="原因", max_length=120, required=False)


class CheckForm(forms.Form):
    """How staff made sure who an employer is."""

    how = forms.ChoiceField(
        label="怎么核实的", choices=Checked.choices, widget=forms.RadioSelect, required=False
    )
    note = forms.CharField(
        label="核实情况", max_length=120, required=False, help_text="例如：执照在镇上登记的。"
    )


class WordForm(forms.Form):
    """How it went, for staff alone."""

    did_work = forms.ChoiceField(label="活干了没有", choices=YES_NO, widget=forms.RadioSelect)
    was_paid = forms.ChoiceField(label="工钱付清没有", choices=YES_NO, widget=forms.RadioSelect)
    text = forms.CharField(
        label="想说一句", max_length=200, required=False, help_text="只有中心的人看得到。"
    )

    def word(self) -> dict[str, Any]:
        """Return what was said, as the action takes it."""
        said = self.cleaned_data
        return {
            "did_work": said["did_work"] == "yes",
            "was_paid": said["was_paid"] == "yes",
            "text": said["text"],
        }


class SkillsForm(forms.Form):
    """The village's list of skills, a line each."""

    names = forms.CharField(
        label="村里常见的手艺",
        widget=forms.Textarea(attrs={"rows": 14, "maxlength": 900}),
        help_text="一行一样，例如：贴砖。改了名单，已经写好的卡和用工不变。",
    )


class FindForm(forms.Form):
    """What kind of work, and on which day."""

    q = forms.CharField(
        label="找什么活、在哪里",
        max_length=40,
        required=False,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    day = forms.DateField(label="哪一天", widget=Day, validators=PLAUSIBLE_DAYS, required=False)


class DeskFindForm(FindForm):
    """The same, by state as well."""

    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *PostState.choices]
    )


def _choices(form: forms.Form, name: str, words: list[str]) -> None:
    """Offer these words once each; a question without an answer to choose is not asked."""
    choices = [(word, word) for word in dict.fromkeys(words)]
    if choices:
        form.fields[name].choices = choices  # type: ignore[attr-defined]
    else:
        del form.fields[name]
