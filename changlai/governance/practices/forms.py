"""Shapes of what is typed about practices and packs."""

from typing import Any

from django import forms

from changlai.governance.practices.actions.practices import Telling
from changlai.governance.practices.models import Practice
from changlai.governance.practices.queries.figures import choices
from changlai.governance.practices.states import LARGEST, LONGEST_PART, LONGEST_TITLE, PARTS
from changlai.kernel.pages.once import OnceForm
from changlai.kernel.pages.widgets import PLAUSIBLE_DAYS, Day


class PracticeForm(OnceForm):
    """The parts of a practice; the numbers are chosen, never typed."""

    title = forms.CharField(
        label="名称",
        max_length=LONGEST_TITLE,
        help_text="一句话说清是什么做法，比如：代办件先打电话问清再跑。",
        error_messages={"required": "请写名称。"},
    )

    def __init__(self, data: Any = None, *, centre: Any, practice: Practice | None = None) -> None:
        initial: dict[str, Any] = {}
        if practice is not None:
            names = ("title", "figures", "since", "until", *(name for name, _, _ in PARTS))
            initial = {name: getattr(practice, name) for name in names}
        super().__init__(data, initial=initial)
        for name, label, hint in PARTS:
            self.fields[name] = forms.CharField(
                label=label,
                max_length=LONGEST_PART,
                required=False,
                help_text=hint,
                widget=forms.Textarea({"rows": 4, "maxlength": LONGEST_PART}),
            )
        kept = set(practice.figures) if practice else set()
        offered = choices(centre)
        gone = [(code, "数据来源已停用") for code in sorted(kept - {code for code, _ in offered})]
        self.fields["figures"] = forms.MultipleChoiceField(
            label="用哪些数字说话",
            required=False,
            choices=offered + gone,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["since"] = forms.DateField(
            label="一段时间的数字，从哪天算",
            required=False,
            widget=Day,
            validators=PLAUSIBLE_DAYS,
            help_text="空着就从今年头一天算。",
        )
        self.fields["until"] = forms.DateField(
            label="算到哪天",
            required=False,
            widget=Day,
            validators=PLAUSIBLE_DAYS,
            help_text="空着就算到看的那一天。",
        )

    def telling(self) -> Telling:
        """Return what was typed; raises BadInput for what cannot be."""
        said = self.cleaned_data
        words = {name: said[name] for name, _, _ in PARTS}
        return Telling(
            title=said["title"],
            figures=tuple(said["figures"]),
            since=said["since"],
            until=said["until"],
            **words,
        )


class GiveForm(forms.Form):
    """Which parts go into a pack, and what it is called."""

    part = forms.MultipleChoiceField(
        label="给哪几样",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一样。"},
    )
    title = forms.CharField(
        label="经验包叫什么",
        max_length=LONGEST_TITLE,
        error_messages={"required": "请给经验包起个名称。"},
    )
    note = forms.CharField(
        label="说明", max_length=200, required=False, help_text="别的村看了知道能拿来做什么。"
    )

    def __init__(self, *args: Any, parts: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["part"]
        field.choices = [(one.code, one.title) for one in parts]  # type: ignore[attr-defined]


class BringForm(forms.Form):
    """A pack that another village gave."""

    file = forms.FileField(
        label="经验包文件",
        allow_empty_file=True,
        help_text=f"从别的村的“经验包”导出的 .json 文件，最多{LARGEST // 1024}KB。",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={"required": "请选择一个 .json 文件。"},
    )
