"""Shapes of what is typed about content: the words, a picture, who agreed, why not."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms

from changlai.engines.content.actions.drafting import Wording
from changlai.engines.content.models import Piece, Version
from changlai.engines.content.states import (
    LONGEST_BODY,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    AgreedAs,
    AgreedHow,
)
from changlai.kernel.pages.once import OnceForm
from changlai.kernel.pages.widgets import PLAUSIBLE_DAYS, Day

OWN = ("title", "summary", "body", "source", "starts_on", "ends_on")


class WordingForm(OnceForm):
    """What a version says. A hall adds fields of its own; those go to `more`."""

    more_fields: ClassVar[tuple[str, ...]] = ()

    since = forms.CharField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label="标题", max_length=LONGEST_TITLE)
    summary = forms.CharField(
        label="一句话",
        max_length=LONGEST_SUMMARY,
        required=False,
        help_text="列表里、短信里、喇叭里先说这一句。",
        widget=forms.Textarea({"rows": 2, "maxlength": LONGEST_SUMMARY}),
    )
    body = forms.CharField(
        label="正文",
        max_length=LONGEST_BODY,
        required=False,
        help_text="空一行是新的一段。行首写“- ”是一条一条列，写“## ”是小标题。",
        widget=forms.Textarea({"rows": 14, "data-rich": ""}),
    )
    source = forms.CharField(
        label="来源",
        max_length=120,
        required=False,
        help_text="转来的文字、图片写清从哪来；自己写的可以不填。",
    )
    starts_on = forms.DateField(
        label="从哪天开始显示",
        required=False,
        widget=Day,
        validators=PLAUSIBLE_DAYS,
        help_text="不填就是发布那天。",
    )
    ends_on = forms.DateField(
        label="到哪天为止",
        required=False,
        widget=Day,
        validators=PLAUSIBLE_DAYS,
        help_text="过了这天自动存档；不填就一直显示。",
    )

    def __init__(self, *args: Any, version: Version | None = None, **kwargs: Any) -> None:
        if version is not None:
            said = {name: getattr(version, name) for name in OWN}
            since = {"since": version.changed_at.isoformat() if version.is_open else ""}
            kwargs["initial"] = said | version.more | since | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    @property
    def read_at(self) -> datetime | None:
        """Return of which moment the words are that somebody began to change."""
        try:
            return datetime.fromisoformat(self.cleaned_data.get("since", ""))
        except ValueError:
            return None

    def wording(self) -> Wording:
        """Return what was typed."""
        said = self.cleaned_data
        more = {name: said.get(name) for name in self.more_fields}
        own: dict[str, Any] = {name: said.get(name) for name in OWN}
        return Wording(
            **own,
            more={name: value for name, value in more.items() if value not in (None, "", [])},
        )


class PlaceForm(forms.Form):
    """Where a piece hangs, in which order, and when somebody looks at it again."""

    place = forms.CharField(label="挂在哪里", max_length=60, required=False)
    order = forms.IntegerField(label="排在第几", min_value=0, max_value=999, initial=1)
    review_days = forms.IntegerField(
        label="多少天看一次还对不对",
        min_value=7,
        max_value=1830,
        required=False,
        help_text="到日子今日表上会提醒；不填就不提醒。",
    )

    def __init__(self, *args: Any, piece: Piece | None = None, **kwargs: Any) -> None:
        if piece is not None:
            kwargs["initial"] = {
                name: getattr(piece, name) for name in ("place", "order", "review_days")
            }
        super().__init__(*args, **kwargs)


class PictureForm(forms.Form):
    """One picture with words for those who do not see it."""

    file = forms.FileField(label="选一张图", widget=forms.FileInput({"accept": "image/*"}))
    alt = forms.CharField(
        label="图上是什么", max_length=100, help_text="看不见的人靠这一句知道图上是什么。"
    )
    rights = forms.CharField(label="谁拍的", max_length=60, required=False)


class AgreementForm(forms.Form):
    """Who stands in it, and whether they agreed."""

    name = forms.CharField(
        label="是谁",
        max_length=40,
        required=False,
        help_text="上面找到了村民，这里可以不填；填了就按填的写。",
    )
    agreed_as = forms.ChoiceField(label="在里面是", choices=AgreedAs.choices)
    agreed_on = forms.DateField(
        label="哪天同意的",
        required=False,
        widget=Day,
        validators=PLAUSIBLE_DAYS,
        help_text="还没问就空着，问了再记。",
    )
    how = forms.ChoiceField(
        label="怎么同意的", required=False, choices=[("", "还没问"), *AgreedHow.choices]
    )
    by_kin = forms.CharField(
        label="家人代为同意的，写是谁",
        max_length=60,
        required=False,
        help_text="人不在了、还小、说不清，由家人同意，例如：大儿子某某。",
    )


class PublishForm(forms.Form):
    """What the publisher says about telephone numbers in it."""

    phones_seen = forms.BooleanField(label="号码可以公开", required=False)


class NoteForm(forms.Form):
    """Why a version goes back, or is taken down."""

    note = forms.CharField(label="说一句原因", max_length=120, required=False)
