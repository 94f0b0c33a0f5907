"""Shapes of what is typed about sets and assessments."""

from typing import Any
from uuid import UUID

from django import forms

from changlai.governance.assessments.actions.rounds import Judged
from changlai.governance.assessments.actions.sets import Wanted
from changlai.governance.assessments.models import IndicatorSet
from changlai.governance.assessments.queries.sources import choices
from changlai.governance.assessments.queries.standing import Standing
from changlai.governance.assessments.states import (
    LONGEST_APPEAL,
    LONGEST_CRITERION,
    LONGEST_NOTE,
    LONGEST_TITLE,
    MOST_SCORE,
    IndicatorKind,
    SetState,
)
from changlai.kernel.pages.once import OnceForm
from changlai.kernel.pages.widgets import PLAUSIBLE_DAYS, Day


class SetForm(OnceForm):
    """What a set of indicators is called."""

    title = forms.CharField(
        label="这套指标叫什么",
        max_length=LONGEST_TITLE,
        help_text="比如：季度工作评估。",
        error_messages={"required": "请写这套指标叫什么。"},
    )


class IndicatorForm(forms.Form):
    """One indicator: a number of the house, what people said, or a way of doing with score."""

    kind = forms.ChoiceField(
        label="怎么看", choices=IndicatorKind.choices, widget=forms.RadioSelect, initial="auto"
    )
    title = forms.CharField(
        label="指标名称", max_length=LONGEST_TITLE, error_messages={"required": "请写指标的名称。"}
    )
    auto = forms.ChoiceField(label="数哪一个", required=False)
    faces = forms.ChoiceField(label="哪项服务的满意", required=False)
    target = forms.DecimalField(
        label="目标",
        max_digits=12,
        decimal_places=2,
        required=False,
        help_text="可以不填：不填就只看数，不说达没达到。满意率填百分数，比如85。",
    )
    is_at_most = forms.BooleanField(label="越少越好(比如：超时没答复的)", required=False)
    criterion = forms.CharField(
        label="怎样算好",
        max_length=LONGEST_CRITERION,
        required=False,
        widget=forms.Textarea({"rows": 2, "maxlength": LONGEST_CRITERION}),
        help_text="“看做法打分”要写：打分的人照这句话打。",
    )
    score = forms.IntegerField(label="满分几分", min_value=1, max_value=MOST_SCORE, required=False)

    def __init__(self, *args: Any, centre: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        none = [("", "不选")]
        auto, faces = self.fields["auto"], self.fields["faces"]
        auto.choices = none + choices(centre, IndicatorKind.AUTO)  # type: ignore[attr-defined]
        faces.choices = none + choices(centre, IndicatorKind.FACES)  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """Return what was typed; only what belongs to its kind counts."""
        said = self.cleaned_data
        return Wanted(
            title=said["title"],
            kind=said["kind"],
            source=said.get(said["kind"], "") or "",
            criterion=said["criterion"],
            target=said["target"],
            is_at_most=said["is_at_most"],
            score=said["score"],
        )


class StartForm(OnceForm):
    """By which set, and for which days that are over."""

    set = forms.ModelChoiceField(
        label="用哪套指标",
        queryset=IndicatorSet.objects.none(),
        empty_label=None,
        error_messages={"required": "请选用哪套指标。"},
    )
    since = forms.DateField(
        label="从哪天",
        widget=Day,
        validators=PLAUSIBLE_DAYS,
        error_messages={"required": "请填从哪天。"},
    )
    until = forms.DateField(
        label="到哪天",
        widget=Day,
        validators=PLAUSIBLE_DAYS,
        help_text="要已经过完。开始以后数字就留底，不再变。",
        error_messages={"required": "请填到哪天。"},
    )

    def __init__(self, *args: Any, centre: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = IndicatorSet.objects.of(centre).filter(state=SetState.PUBLISHED)
        self.fields["set"].queryset = rows  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """An appeal, or its answer."""

    words = forms.CharField(
        label="怎么说",
        max_length=LONGEST_APPEAL,
        widget=forms.Textarea({"rows": 5, "maxlength": LONGEST_APPEAL}),
        error_messages={"required": "请写几句话。"},
    )


class NotesForm(forms.Form):
    """A note beside each indicator."""

    def __init__(self, *args: Any, standings: list[Standing], **more: Any) -> None:
        super().__init__(*args, **more)
        self.keys = {f"note_{one.indicator.pk}": one.indicator.pk for one in standings}
        for one in standings:
            hint = one.indicator.criterion or (one.frozen.shown if one.frozen else "")
            self.fields[f"note_{one.indicator.pk}"] = forms.CharField(
                label=one.indicator.title,
                max_length=LONGEST_NOTE,
                required=False,
                initial=one.note,
                help_text=hint,
                widget=forms.Textarea({"rows": 3, "maxlength": LONGEST_NOTE}),
            )

    def notes(self) -> dict[UUID, str]:
        """Return what was typed by indicator."""
        return {key: self.cleaned_data[name] for name, key in self.keys.items()}


class ReviewForm(forms.Form):
    """Points where people judge, and a remark beside any indicator."""

    words = forms.CharField(
        label="总的说几句",
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea({"rows": 3, "maxlength": LONGEST_NOTE}),
    )

    def __init__(self, *args: Any, standings: list[Standing], **more: Any) -> None:
        super().__init__(*args, **more)
        self.standings = standings
        for one in standings:
            if one.is_manual:
                most = one.indicator.score or 0
                self.fields[f"score_{one.indicator.pk}"] = forms.IntegerField(
                    label=f"打几分(满分{most})",
                    min_value=0,
                    max_value=most,
                    error_messages={
                        "required": f"请给“{one.indicator.title}”打分。",
                        "min_value": "最少0分。",
                        "max_value": f"最多{most}分。",
                        "invalid": "请填整数。",
                    },
                )
            self.fields[f"remark_{one.indicator.pk}"] = forms.CharField(
                label="评语", max_length=LONGEST_NOTE, required=False
            )

    @property
    def rows(self) -> list[tuple[Standing, list[Any]]]:
        """Return each indicator with its fields."""
        return [
            (
                one,
                [
                    self[name]
                    for name in (f"score_{one.indicator.pk}", f"remark_{one.indicator.pk}")
                    if name in self.fields
                ],
            )
            for one in self.standings
        ]

    def judged(self) -> dict[UUID, Judged]:
        """Return what was typed by indicator."""
        said = self.cleaned_data
        return {
            one.indicator.pk: Judged(
                said.get(f"score_{one.indicator.pk}"), said[f"remark_{one.indicator.pk}"]
            )
            for one in self.standings
        }
