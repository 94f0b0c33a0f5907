"""Shapes of what the secretary sets: categories, promised times, prepared replies."""

from typing import Any

from django import forms

from changlai.engines.cases.public import Category, Level, ServiceLevel, Span, Urgency
from changlai.halls.voices.forms.intake import NO_AUTOFILL
from changlai.halls.voices.forms.staff import indented
from changlai.halls.voices.kinds import KINDS
from changlai.kernel.pages.widgets import Day

SPANS = (
    Span(minutes=30),
    Span(minutes=60),
    Span(minutes=120),
    Span(minutes=240),
    Span(minutes=24 * 60, same_day=True),
    Span(minutes=24 * 60),
    Span(minutes=10 * 24 * 60),
    *(Span(working_days=days) for days in (1, 2, 3, 5, 7, 10, 13, 15, 20, 30, 60)),
)
"""Times that a village promises; a centre with another one sees it as well."""


def span_code(span: Span) -> str:
    """Return a span as a form sends it."""
    if span.working_days is not None:
        return f"d{span.working_days}"
    return f"m{span.minutes}{'t' if span.same_day else ''}"


def span_words(span: Span) -> str:
    """Say a span: 3个工作日, 2小时, 当天."""
    if span.working_days is not None:
        return f"{span.working_days}个工作日"
    minutes = span.minutes or 0
    if minutes > 24 * 60 and minutes % (24 * 60) == 0:
        return f"{minutes // (24 * 60)}天"
    words = f"{minutes // 60}小时" if minutes % 60 == 0 else f"{minutes}分钟"
    if span.same_day:
        return "当天" if minutes >= 24 * 60 else f"{words}，不过夜"
    return words


class NameForm(forms.Form):
    """A category's name."""

    name = forms.CharField(
        label="名称",
        max_length=60,
        widget=forms.TextInput(NO_AUTOFILL),
        error_messages={"required": "请填写类别名称。"},
    )


class CategoryForm(NameForm):
    """A new category and what it lies under."""

    parent = forms.ModelChoiceField(
        label="放在哪一类下面",
        queryset=Category.objects.none(),
        required=False,
        empty_label="最上一级",
    )

    def __init__(self, *args: Any, categories: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parent"]
        field.queryset = categories  # type: ignore[attr-defined]
        field.label_from_instance = indented  # type: ignore[attr-defined]


class CategorySheetForm(forms.Form):
    """A sheet of categories, up to three levels."""

    table = forms.FileField(
        label="xlsx 表格",
        help_text="列名写“一级分类”“二级分类”“三级分类”，只有一级必填。",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "请选择一个 xlsx 表格。"},
    )


class LevelForm(forms.Form):
    """The promised times of a kind from a day on."""

    category = forms.ModelChoiceField(
        label="只对哪一类用",
        help_text="不选就是这一种的全部。选了一类，它下面的小类也跟着。",
        queryset=Category.objects.none(),
        required=False,
        empty_label="全部",
    )
    accept = forms.ChoiceField(label="多久内受理")
    first_contact = forms.ChoiceField(label="多久内联系对方")
    resolution = forms.ChoiceField(label="多久内答复")
    call_back = forms.ChoiceField(label="答复后多久内回访")
    valid_from = forms.DateField(
        label="从哪天起用",
        help_text="以前收到的诉求照旧时限，不会改。",
        widget=Day,
        error_messages={"required": "请选起用日期。"},
    )
    source = forms.CharField(
        label="依据",
        help_text="例如：村民代表会议 3 月 12 日议定。",
        max_length=200,
        error_messages={"required": "请写明依据，以后查得到为什么这样定。"},
    )

    def __init__(self, *args: Any, level: ServiceLevel, categories: Any, **kwargs: Any) -> None:
        self.level = level
        names = ("accept", "first_contact", "resolution", "call_back")
        kwargs.setdefault("initial", {})
        kwargs["initial"] |= {name: span_code(level.span(name)) for name in names}
        super().__init__(*args, **kwargs)
        for name in names:
            offered = {span_code(span): span for span in (*SPANS, level.span(name))}
            self.spans = getattr(self, "spans", {}) | offered
            self.fields[name].choices = [  # type: ignore[attr-defined]
                (code, span_words(span)) for code, span in offered.items()
            ]
        if level.category is not None:
            # The times of a category stay its own; those of the whole kind may be narrowed to one.
            del self.fields["category"]
            return
        field = self.fields["category"]
        field.queryset = categories  # type: ignore[attr-defined]
        field.label_from_instance = indented  # type: ignore[attr-defined]

    @property
    def chosen_category(self) -> Category | None:
        """Return the category these times are for, None for the whole kind."""
        found: Category | None = self.cleaned_data.get("category") or self.level.category
        return found

    def as_level(self) -> Level:
        """Return the promise as the engine takes it; what is not asked stays as it was."""
        said = self.cleaned_data
        return Level(
            urgency=Urgency(self.level.urgency),
            accept=self.spans[said["accept"]],
            first_contact=self.spans[said["first_contact"]],
            resolution=self.spans[said["resolution"]],
            call_back=self.spans[said["call_back"]],
            warn_percent=self.level.warn_percent,
            township_after=self.level.township_after,
            source=said["source"],
        )


class ReplyTemplateForm(forms.Form):
    """A prepared reply from which a handler may start."""

    title = forms.CharField(
        label="标题", max_length=40, error_messages={"required": "请填写标题。"}
    )
    text = forms.CharField(
        label="内容",
        help_text="要每次改的地方写在括号里，例如(哪一天)。",
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": 5000}),
        strip=False,
        error_messages={"required": "请填写内容。"},
    )
    kind = forms.ChoiceField(
        label="用在哪一种诉求",
        choices=[("", "都可以用"), *((kind.code, kind.title) for kind in KINDS)],
        required=False,
    )
    is_active = forms.BooleanField(label="在用", required=False, initial=True)
