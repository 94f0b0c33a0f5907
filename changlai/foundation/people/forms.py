"""Shape and cleaning of what is typed about people; who may and when is asked further down."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from changlai.foundation.areas.public import Centre, Hamlet, hamlets
from changlai.foundation.people.models import Account, Household
from changlai.foundation.people.states import (
    VILLAGE_ROLES,
    ActForReason,
    Channel,
    Role,
    Scope,
)
from changlai.kernel.pages.widgets import Code, Day, Phone


class PhoneForm(forms.Form):
    """The telephone number a sign-in code is asked for."""

    phone = forms.CharField(label="手机号", max_length=32, widget=Phone({"autofocus": ""}))


class CodeForm(forms.Form):
    """The six digits that came back."""

    code = forms.CharField(
        label="验证码",
        max_length=12,
        widget=Code({"autofocus": ""}),
        help_text="6 位数字，5 分钟内有效",
    )


class StaffSignInForm(forms.Form):
    """User name and password."""

    username = forms.CharField(
        label="用户名",
        max_length=40,
        widget=forms.TextInput(
            {
                "autocomplete": "username",
                "autocapitalize": "none",
                "autofocus": "",
                "data-private": "",
            }
        ),
    )
    password = forms.CharField(
        label="密码",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class SecondFactorForm(forms.Form):
    """Six digits of the authenticator app, or a recovery code; or a passkey's answer by script."""

    code = forms.CharField(
        label="动态口令或备用码",
        max_length=20,
        widget=Code({"autofocus": "", "inputmode": "text"}),
        help_text="打开手机上的口令应用，填最新的 6 位数字；手机不在身边时填一个备用码",
    )
    response = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("response"):
            self.fields["code"].required = False


class TotpForm(forms.Form):
    """The first code of a new authenticator app."""

    code = forms.CharField(label="应用显示的 6 位数字", max_length=12, widget=Code())


class PasskeyForm(forms.Form):
    """A passkey the browser has made."""

    label = forms.CharField(
        label="给它起个名字", max_length=40, required=False, help_text="如“办公室电脑”"
    )
    response = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput())


class NewPasswordForm(forms.Form):
    """A password its holder chooses, typed twice."""

    password = forms.CharField(
        label="新密码",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text="至少 8 位，须包含大写字母、小写字母、数字、符号中的三种",
    )
    again = forms.CharField(
        label="再填一次",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_password(self) -> str:
        """Ask the rules of passwords."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.account)
        if self.account.has_usable_password() and self.account.check_password(password):
            raise forms.ValidationError("新密码不能和原来的一样。")
        return password

    def clean(self) -> dict[str, Any]:
        """Compare both."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", "两次填写的密码不一样。")
        return data


class OwnPasswordForm(NewPasswordForm):
    """A new password, with the old one as proof."""

    old = forms.CharField(
        label="现在的密码",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    field_order = ["old", "password", "again"]

    def clean_old(self) -> str:
        """Refuse a wrong old password."""
        old: str = self.cleaned_data["old"]
        if not self.account.check_password(old):
            raise forms.ValidationError("现在的密码不对。")
        return old


class _OfCentre(forms.Form):
    """A form whose choices are a centre's own rows."""

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.centre = centre
        if "hamlet" in self.fields:
            self.fields["hamlet"].queryset = hamlets(centre)  # type: ignore[attr-defined]
        if "household" in self.fields:
            rows = Household.objects.of(centre).order_by("number")
            self.fields["household"].queryset = rows  # type: ignore[attr-defined]


class JoinForm(_OfCentre):
    """What a resident says when coming into a centre for the first time."""

    name = forms.CharField(label="您的姓名", max_length=40)
    hamlet = forms.ModelChoiceField(
        Hamlet.objects.none(), label="自然村(小组)", required=False, empty_label="请选择"
    )
    agreed = forms.BooleanField(
        label="我已看过并同意上面的个人信息使用说明",
        required=False,
    )


class PersonForm(_OfCentre):
    """A person's entry in the residents' list."""

    name = forms.CharField(label="姓名", max_length=40)
    phone = forms.CharField(
        label="手机号", max_length=32, required=False, widget=Phone({"autocomplete": "off"})
    )
    contact_phone = forms.CharField(
        label="家人电话",
        max_length=32,
        required=False,
        widget=Phone({"autocomplete": "off"}),
        help_text="本人没有手机时，打这个电话找到本人",
    )
    hamlet = forms.ModelChoiceField(
        Hamlet.objects.none(), label="自然村(小组)", required=False, empty_label="未填写"
    )
    household_number = forms.CharField(
        label="户号", max_length=40, required=False, help_text="须是已经登记的户"
    )
    birth_year = forms.IntegerField(
        label="出生年份", required=False, min_value=1880, max_value=2200, help_text="如 1956"
    )

    def clean_household_number(self) -> str:
        """Find the household by its number."""
        number: str = self.cleaned_data["household_number"].strip()
        self.household = None
        if number:
            self.household = Household.objects.of(self.centre).filter(number=number).first()
            if self.household is None:
                raise forms.ValidationError("没有这个户号，请先登记这一户。")
        return number


class OwnEntryForm(_OfCentre):
    """What a resident may put right about themselves."""

    name = forms.CharField(label="姓名", max_length=40)
    hamlet = forms.ModelChoiceField(
        Hamlet.objects.none(), label="自然村(小组)", required=False, empty_label="未填写"
    )
    contact_phone = forms.CharField(
        label="家人电话", max_length=32, required=False, widget=Phone({"autocomplete": "off"})
    )
    birth_year = forms.IntegerField(
        label="出生年份", required=False, min_value=1880, max_value=2200, help_text="如 1956"
    )


class ResidentsFilter(_OfCentre):
    """How the residents' list is narrowed."""

    q = forms.CharField(label="姓名、手机号或户号", max_length=40, required=False)
    hamlet = forms.ModelChoiceField(
        Hamlet.objects.none(), label="自然村(小组)", required=False, empty_label="全部"
    )


class ReasonForm(forms.Form):
    """Why something ends early."""

    reason = forms.CharField(label="原因", max_length=120)


class HouseholdForm(_OfCentre):
    """A household of the village register."""

    number = forms.CharField(label="户号", max_length=40)
    address = forms.CharField(label="住址", max_length=120, required=False)
    hamlet = forms.ModelChoiceField(
        Hamlet.objects.none(), label="自然村(小组)", required=False, empty_label="未填写"
    )


class ActForForm(forms.Form):
    """Why and how someone is acted for."""

    channel = forms.ChoiceField(
        label="来办方式",
        choices=[(c.value, c.label) for c in Channel if c != Channel.DELEGATE],
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label="为什么代办", choices=ActForReason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="说明", max_length=120, required=False, help_text="选“其他”时必填，用一句话"
    )


class DelegationForm(forms.Form):
    """Whom a resident lets act for them, in what, and until when."""

    phone = forms.CharField(
        label="代办人的手机号", max_length=32, widget=Phone({"autocomplete": "off"})
    )
    scopes = forms.MultipleChoiceField(
        label="可以替我办", choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    expires_on = forms.DateField(label="有效期至", widget=Day(), help_text="最长一年")
    evidence = forms.CharField(
        label="本人怎样同意的",
        max_length=200,
        required=False,
        help_text="工作人员代为登记时必填，如“当面签字，委托书编号 12”",
    )


class GrantForm(forms.Form):
    """A role for a member of staff, with its term."""

    role = forms.ChoiceField(label="角色")
    starts_on = forms.DateField(label="任期起", widget=Day())
    ends_on = forms.DateField(label="任期止", widget=Day(), help_text="最长五年，到期自动失效")

    def __init__(self, *args: Any, roles: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [role for role in Role if role in VILLAGE_ROLES]
        if roles is not None:
            offered = [role for role in offered if role in roles]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.value, role.label) for role in offered
        ]


class StaffForm(GrantForm):
    """A new member of staff: user name, name, first role."""

    username = forms.CharField(
        label="用户名",
        max_length=40,
        widget=forms.TextInput({"autocapitalize": "none", "autocomplete": "off"}),
        help_text="小写字母开头，3 到 40 位",
    )
    name = forms.CharField(label="姓名", max_length=40)
    field_order = ["username", "name", "role", "starts_on", "ends_on"]


class ImportForm(forms.Form):
    """A table of residents."""

    table = forms.FileField(
        label="居民表格(.xlsx)",
        widget=forms.ClearableFileInput({"accept": ".xlsx"}),
        allow_empty_file=True,
    )
    really = forms.BooleanField(
        label="已经试过，这次正式导入", required=False, help_text="不勾选就是试一遍：只检查，不保存"
    )


class CloseAccountForm(forms.Form):
    """The word that closes an account for good."""

    word = forms.CharField(label="请填“注销”两个字", max_length=10)

    def clean_word(self) -> str:
        """Take only that word."""
        word: str = self.cleaned_data["word"].strip()
        if word != "注销":
            raise forms.ValidationError("请填“注销”两个字；不想注销，按返回就可以。")
        return word
