"""Shapes of what is typed about money."""

from typing import Any
from uuid import UUID

from django import forms

from changlai.engines.ledger.public import Direction, cents_of, yuan
from changlai.governance.funds.actions.sources import ProjectWords, SourceWords
from changlai.governance.funds.actions.vouchers import VoucherWords
from changlai.governance.funds.models import FundProject, FundSource, Voucher
from changlai.governance.funds.sheets import HEADINGS, NEEDED
from changlai.governance.funds.states import PartyKind, Purpose, SourceKind
from changlai.kernel.errors import BadInput
from changlai.kernel.pages.once import OnceForm
from changlai.kernel.pages.widgets import Day


class Yuan(forms.CharField):
    """An amount in yuan as people type it; cleaned it is whole cents."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(max_length=30, widget=forms.TextInput(attrs), **kwargs)

    def clean(self, value: Any) -> Any:
        """Return cents, None for an empty optional one."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return cents_of(typed)
        except BadInput as error:
            raise forms.ValidationError(error.sentence) from None


class VoucherForm(OnceForm):
    """What came or went."""

    direction = forms.ChoiceField(
        label="收还是支",
        choices=Direction.choices,
        widget=forms.RadioSelect,
        initial=Direction.OUT,
        error_messages={"required": "请选是收入还是支出。"},
    )
    amount = Yuan(
        label="金额(元)",
        help_text="例如 320 或 12.50，最多写到分。",
        error_messages={"required": "请写金额。"},
    )
    occurred_on = forms.DateField(
        label="哪天",
        widget=Day,
        help_text="钱真正收到或者付出的那天。",
        error_messages={"required": "请填日期。", "invalid": "日期看不懂，请重新选。"},
    )
    source = forms.ChoiceField(
        label="哪一笔资金", error_messages={"required": "请选这笔钱属于哪一笔资金。"}
    )
    purpose = forms.ChoiceField(
        label="用在哪方面",
        required=False,
        choices=[("", "照这笔资金的用途"), *Purpose.choices],
    )
    words = forms.CharField(
        label="做什么用",
        max_length=80,
        help_text="会公开，一句话就行，例如：买折叠桌6张。不写人名和号码。",
        error_messages={"required": "请写这笔钱做什么用，例如：买折叠桌6张。"},
    )
    party = forms.CharField(
        label="付给谁、谁给的",
        max_length=60,
        required=False,
        help_text="单位、商户照写；个人公开时只写“王某”，捐赠人不同意就写“爱心人士”。",
    )
    party_kind = forms.ChoiceField(
        label="对方是",
        choices=PartyKind.choices,
        widget=forms.RadioSelect,
        initial=PartyKind.ORG,
        required=False,
    )
    may_name = forms.BooleanField(
        label="捐赠人同意公开名字", required=False, help_text="只对捐赠有用，本人同意才勾。"
    )
    project = forms.ChoiceField(label="属于哪个项目", required=False)
    voucher_number = forms.CharField(label="凭证号", max_length=40, required=False)
    photo = forms.FileField(
        label="凭证照片",
        required=False,
        help_text="有就传一张，没有也行；只有管账和监督的人看得到。",
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )

    def __init__(
        self,
        *args: Any,
        sources: Any,
        projects: Any,
        voucher: Voucher | None = None,
        **kwargs: Any,
    ) -> None:
        if voucher is not None:
            names = (
                *("direction", "occurred_on", "purpose", "words", "party", "party_kind"),
                *("may_name", "voucher_number"),
            )
            kwargs["initial"] = {name: getattr(voucher, name) for name in names} | {
                "amount": yuan(voucher.cents),
                "source": str(voucher.source_id),
                "project": str(voucher.project_id or ""),
            }
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            ("", "请选"),
            *((str(one.pk), one.title) for one in sources),
        ]
        self.fields["project"].choices = [  # type: ignore[attr-defined]
            ("", "不属于项目"),
            *((str(one.pk), one.title) for one in projects),
        ]

    def typed(self) -> VoucherWords:
        """Return what was typed."""
        said = self.cleaned_data
        names = ("direction", "occurred_on", "purpose", "words", "party", "may_name")
        return VoucherWords(
            source_id=UUID(said["source"]),
            cents=said["amount"],
            party_kind=said["party_kind"] or PartyKind.PERSON,
            project_id=UUID(said["project"]) if said["project"] else None,
            voucher_number=said["voucher_number"],
            **{name: said[name] for name in names},
        )

    @property
    def photos(self) -> list[Any]:
        """Return the photograph, if there is one."""
        photo = self.cleaned_data.get("photo")
        return [photo] if photo else []


class SourceForm(OnceForm):
    """A source of money."""

    title = forms.CharField(
        label="名称", max_length=60, help_text="例如：镇里的设备补助、山场租金。"
    )
    kind = forms.ChoiceField(label="从哪里来", choices=SourceKind.choices)
    document = forms.CharField(
        label="依据",
        max_length=120,
        required=False,
        help_text="文件、协议的名称和文号，没有就不填。",
    )
    promised = Yuan(label="答应的金额(元)", required=False, help_text="说好给多少；不知道就不填。")
    purpose = forms.ChoiceField(label="用在哪方面", choices=Purpose.choices)
    is_restricted = forms.BooleanField(
        label="专款专用",
        required=False,
        help_text="勾上以后，用在别的方面要连上会议决定才能入账。",
    )
    starts_on = forms.DateField(label="从哪天起用", required=False, widget=Day)
    ends_on = forms.DateField(label="用到哪天", required=False, widget=Day)

    def __init__(self, *args: Any, source: FundSource | None = None, **kwargs: Any) -> None:
        if source is not None:
            names = (
                "title",
                "kind",
                "document",
                "purpose",
                "is_restricted",
                "starts_on",
                "ends_on",
            )
            kwargs["initial"] = {name: getattr(source, name) for name in names} | {
                "promised": yuan(source.promised_cents) if source.promised_cents else ""
            }
        super().__init__(*args, **kwargs)

    def typed(self) -> SourceWords:
        """Return what was typed."""
        said = {name: self.cleaned_data[name] for name in self.fields if name != "form_id"}
        return SourceWords(promised_cents=said.pop("promised"), **said)


class ProjectForm(OnceForm):
    """A project with its budget for each purpose."""

    title = forms.CharField(label="项目", max_length=60, help_text="例如：重阳敬老饭。")
    about = forms.CharField(
        label="做什么",
        max_length=200,
        required=False,
        widget=forms.Textarea({"rows": 2, "maxlength": 200}),
    )
    starts_on = forms.DateField(label="开始", required=False, widget=Day)
    ends_on = forms.DateField(label="结束", required=False, widget=Day)
    is_public = forms.BooleanField(label="大家看得到预算和花了多少", required=False, initial=True)

    def __init__(
        self,
        *args: Any,
        project: FundProject | None = None,
        plans: dict[str, int] | None = None,
        **kwargs: Any,
    ) -> None:
        if project is not None:
            names = ("title", "about", "starts_on", "ends_on", "is_public")
            kwargs["initial"] = {name: getattr(project, name) for name in names} | {
                f"plan_{code}": yuan(cents) for code, cents in (plans or {}).items()
            }
        super().__init__(*args, **kwargs)
        for one in Purpose:
            self.fields[f"plan_{one.value}"] = Yuan(label=one.label, required=False)

    @property
    def plan_fields(self) -> list[forms.BoundField]:
        """Return the budget's fields, one for each purpose."""
        return [self[f"plan_{one.value}"] for one in Purpose]

    def typed(self) -> ProjectWords:
        """Return what was typed."""
        said = self.cleaned_data
        names = ("title", "about", "starts_on", "ends_on", "is_public")
        plans = {one.value: said[f"plan_{one.value}"] for one in Purpose}
        return ProjectWords(
            plans={code: cents for code, cents in plans.items() if cents},
            **{name: said[name] for name in names},
        )


class ReasonForm(OnceForm):
    """Why a line is taken back, or a voucher returned."""

    reason = forms.CharField(
        label="为什么",
        max_length=120,
        help_text="会公开，例如：金额记错了，应该是 230 元。",
        error_messages={"required": "请写原因，一句话就行。"},
    )


class AskForm(OnceForm):
    """What somebody wants to know about a line."""

    question = forms.CharField(
        label="您想问什么",
        max_length=500,
        widget=forms.Textarea({"rows": 3, "maxlength": 500}),
        error_messages={"required": "请写您想问什么。"},
        help_text="例如：这批桌子放在哪里？",
    )
    may_publish = forms.BooleanField(
        label="答复可以公开给大家看",
        required=False,
        help_text="公开前会去掉姓名、电话和门牌，别人就不用再问一遍。",
    )


class SheetForm(forms.Form):
    """A table of the township's bookkeeping, and what its rows count as."""

    table = forms.FileField(
        label="xlsx 表格",
        allow_empty_file=True,
        help_text="从三资平台、代理记账导出的明细，要有编号、日期、摘要、收入、支出。",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "请选择一个 xlsx 表格。"},
    )


class ChoicesForm(forms.Form):
    """Which source and purpose the rows count for that name none."""

    source = forms.ChoiceField(label="没写来源的算哪一笔资金", required=False)
    purpose = forms.ChoiceField(
        label="没写用途的用在哪方面",
        required=False,
        choices=[("", "照资金的用途"), *Purpose.choices],
    )

    def __init__(self, *args: Any, sources: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            ("", "表里都写了"),
            *((str(one.pk), one.title) for one in sources),
        ]


class MappingForm(forms.Form):
    """Which heading of this table stands for which of our columns."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, names in HEADINGS.items():
            self.fields[code] = forms.CharField(
                label=names[0],
                required=False,
                max_length=60,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    @property
    def needed(self) -> list[forms.BoundField]:
        """Return the fields without which nothing can be read."""
        return [self[code] for code in NEEDED]

    @property
    def others(self) -> list[forms.BoundField]:
        """Return the fields that may be missing."""
        return [self[code] for code in HEADINGS if code not in NEEDED]

    def mapping(self) -> dict[str, str]:
        """Return {our name: heading} of what was filled in."""
        self.is_valid()
        return {code: heading for code, heading in self.cleaned_data.items() if heading}
