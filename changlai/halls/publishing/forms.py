"""Shapes of what is typed about notices, panels and clips."""

from typing import Any, ClassVar

from django import forms

from changlai.engines.content.public import WordingForm
from changlai.halls.publishing.actions import Clip
from changlai.halls.publishing.models import MediaClip
from changlai.halls.publishing.states import Level, Outlet, Urgency
from changlai.kernel.pages.once import OnceForm
from changlai.kernel.pages.widgets import PLAUSIBLE_DAYS, Day


class NoticeForm(WordingForm):
    """A notice, and whether it stands out."""

    more_fields: ClassVar[tuple[str, ...]] = ("urgency",)

    urgency = forms.ChoiceField(
        label="急不急", choices=Urgency.choices, required=False, widget=forms.RadioSelect
    )
    field_order = ("title", "summary", "body", "urgency", "starts_on", "ends_on", "source")


class ClipForm(OnceForm):
    """A report about the village."""

    title = forms.CharField(label="报道的标题", max_length=100)
    outlet_name = forms.CharField(label="哪家媒体", max_length=60)
    outlet = forms.ChoiceField(label="什么媒体", choices=Outlet.choices)
    level = forms.ChoiceField(label="哪一级", choices=Level.choices)
    told_on = forms.DateField(label="哪天", widget=Day, validators=PLAUSIBLE_DAYS)
    link = forms.URLField(label="网址", max_length=500, required=False, assume_scheme="https")
    scan = forms.FileField(
        label="剪报的照片",
        required=False,
        widget=forms.FileInput({"accept": "image/*"}),
        help_text="有报纸就拍一张；不是必须的。",
    )

    def __init__(self, *args: Any, clip: MediaClip | None = None, **kwargs: Any) -> None:
        if clip is not None:
            names = ("title", "outlet_name", "outlet", "level", "told_on", "link")
            kwargs["initial"] = {name: getattr(clip, name) for name in names}
        super().__init__(*args, **kwargs)

    def clip(self) -> Clip:
        """Return what was typed."""
        said: dict[str, Any] = dict(self.cleaned_data)
        for name in ("form_id", "scan"):
            said.pop(name)
        return Clip(**said)
