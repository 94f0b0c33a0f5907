"""Staff sign in by name and password, and by a second proof where their role asks for one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from axes.handlers.proxy import AxesProxyHandler
from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.contrib.auth.signals import user_login_failed
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from changlai.foundation.people.actions import factors, roles, signing_in
from changlai.foundation.people.backends import STAFF
from changlai.foundation.people.forms import (
    NewPasswordForm,
    OwnPasswordForm,
    PasskeyForm,
    SecondFactorForm,
    StaffSignInForm,
    TotpForm,
)
from changlai.foundation.people.models import Account
from changlai.foundation.people.passwords import locked_out
from changlai.foundation.people.public import CentreRequest, for_residents, open_to_all
from changlai.foundation.people.queries import needs_second_factor, serves_at
from changlai.foundation.people.sessions import is_staff_session
from changlai.foundation.people.states import FactorKind
from changlai.foundation.people.views.returning import address, asked_next, desk, home, is_ours
from changlai.kernel.errors import BadInput

PENDING = "people.pending"
PENDING_SECONDS = 600
TOTP_SECRET = "people.totp_secret"  # noqa: S105 -- the name of a place in the session
PASSKEY_STATE = "people.passkey"
WRONG = "用户名或密码不对。连续错 5 次会锁定 15 分钟。"


def _pending(request: CentreRequest) -> tuple[dict[str, Any], Account] | None:
    """Return who has shown a password in the last ten minutes and is not signed in yet."""
    pending = request.session.get(PENDING)
    if not pending or timezone.now().timestamp() - pending["at"] > PENDING_SECONDS:
        return None
    account = Account.objects.filter(pk=pending["account"], is_active=True).first()
    # A password changed meanwhile, or a sign-out everywhere, takes the half-done sign-in along.
    if account is None or account.get_session_auth_hash() != pending["hash"]:
        return None
    return pending, account


def _go_on(request: CentreRequest, pending: dict[str, Any], account: Account) -> HttpResponse:
    """Lead to the next thing that is asked for, or begin the session when nothing is."""
    at = timezone.now()
    if not pending["second"]:
        if factors.kinds_of(account):
            return redirect(address(request, "second"))
        if needs_second_factor(account, at):
            return redirect(address(request, "second_set_up"))
    if account.must_change_password:
        return redirect(address(request, "first_password"))
    target = pending["next"] or _own_desk(request, account, at)
    login(request, account, backend=STAFF)
    for key in (PENDING, TOTP_SECRET, PASSKEY_STATE):
        request.session.pop(key, None)
    signing_in.note_sign_in(account=account, way="password", at=at)
    return redirect(target if is_ours(request, target) else desk(request))


def _own_desk(request: CentreRequest, account: Account, at: datetime) -> str:
    """Return the workbench where this account serves; a village's home page for the level above."""
    served = serves_at(account, at)
    if request.centre is not None:
        return "" if served.filter(pk=request.centre.pk).exists() else home(request)
    centre = served.first()
    return f"/c/{centre.code}/desk/" if centre else ""


@open_to_all
@never_cache
@sensitive_post_parameters("password")
def staff_sign_in(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Take user name and password; five wrong ones lock the name for a quarter of an hour."""
    form = StaffSignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = authenticate(
            request,
            username=form.cleaned_data["username"].strip().lower(),
            password=form.cleaned_data["password"],
        )
        if account is None:
            form.add_error(None, WRONG)
        else:
            assert isinstance(account, Account)  # noqa: S101 -- AUTH_USER_MODEL
            pending = {
                "account": str(account.pk),
                "hash": account.get_session_auth_hash(),
                "at": int(timezone.now().timestamp()),
                "second": False,
                "next": asked_next(request),
            }
            request.session.cycle_key()
            request.session[PENDING] = pending
            return _go_on(request, pending, account)
    return render(request, "people/staff_sign_in.html", {"form": form, "next": asked_next(request)})


@open_to_all
@never_cache
def second(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Take the second proof: a code of the app, a recovery code, or a passkey."""
    found = _pending(request)
    if found is None:
        return redirect(address(request, "staff_sign_in"))
    pending, account = found
    credentials = {"username": account.username}
    if not AxesProxyHandler.is_allowed(request, credentials):
        return locked_out(request)
    form = SecondFactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _is_proven(request, account, form.cleaned_data, timezone.now()):
            pending["second"] = True
            request.session[PENDING] = pending
            return _go_on(request, pending, account)
        # A wrong second proof counts like a wrong password: the name locks after five.
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)
        if not AxesProxyHandler.is_allowed(request, credentials):
            return locked_out(request)
        wrong = factors.WRONG_KEY if form.cleaned_data["response"] else factors.WRONG_TOTP
        form.add_error("code", wrong)
    options = ""
    asked = factors.ask_passkey(account=account, host=_host(request))
    if asked is not None:
        options, request.session[PASSKEY_STATE] = factors.as_json(asked[0]), asked[1]
    context = {
        "form": form,
        "options": options,
        "has_totp": FactorKind.TOTP in factors.kinds_of(account),
    }
    return render(request, "people/second.html", context)


def _is_proven(
    request: CentreRequest, account: Account, typed: dict[str, Any], at: datetime
) -> bool:
    if typed["response"]:
        state = request.session.pop(PASSKEY_STATE, None)
        return state is not None and factors.check_passkey(
            account=account, host=_host(request), state=state, response=typed["response"], at=at
        )
    return factors.check_code(account=account, code=typed["code"], at=at)


def _host(request: CentreRequest) -> str:
    return request.get_host().rsplit(":", 1)[0] if "]" not in request.get_host() else "localhost"


def _in_hand(request: CentreRequest) -> tuple[dict[str, Any] | None, Account] | None:
    """Return who may set up a proof: half signed in without one, or signed in as staff."""
    found = _pending(request)
    if found is not None and (found[0]["second"] or not factors.kinds_of(found[1])):
        return found
    if request.user.is_authenticated and is_staff_session(request):
        return None, request.user
    return None


@open_to_all
@never_cache
def second_set_up(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Bind an authenticator app by its QR code; show the recovery codes once."""
    found = _in_hand(request)
    if found is None:
        return redirect(address(request, "staff_sign_in"))
    pending, account = found
    secret = request.session.get(TOTP_SECRET) or factors.new_totp_secret()
    request.session[TOTP_SECRET] = secret
    form = TotpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = factors.set_up_totp(
                account=account,
                secret=secret,
                code=form.cleaned_data["code"],
                at=timezone.now(),
            )
        except BadInput as error:
            form.add_error("code", error.sentence)
        else:
            request.session.pop(TOTP_SECRET, None)
            _proven(request, pending)
            return render(
                request,
                "people/recovery_codes.html",
                {"codes": codes, "onward": _onward(request, pending)},
            )
    context = {
        "form": form,
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "uri": factors.totp_address(secret, account, "常来"),
        "is_signing_in": pending is not None,
    }
    return render(request, "people/second_set_up.html", context)


def _proven(request: CentreRequest, pending: dict[str, Any] | None) -> None:
    if pending is not None:
        pending["second"] = True
        request.session[PENDING] = pending


def _onward(request: CentreRequest, pending: dict[str, Any] | None) -> str:
    return address(request, "go_on" if pending is not None else "security")


@open_to_all
@never_cache
def passkey_set_up(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Keep a passkey made by this phone or computer (needs JavaScript; the app does not)."""
    found = _in_hand(request)
    if found is None:
        return redirect(address(request, "staff_sign_in"))
    pending, account = found
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            factors.add_passkey(
                account=account,
                host=_host(request),
                state=request.session.pop(PASSKEY_STATE, None),
                response=form.cleaned_data["response"] or "{}",
                label=form.cleaned_data["label"],
                at=timezone.now(),
            )
        except BadInput as error:
            form.add_error(None, error.sentence)
        else:
            _proven(request, pending)
            codes = factors.new_recovery_codes(account=account, at=timezone.now())
            return render(
                request,
                "people/recovery_codes.html",
                {"codes": codes, "onward": _onward(request, pending)},
            )
    options, state = factors.begin_passkey(account=account, host=_host(request))
    request.session[PASSKEY_STATE] = state
    context = {"form": form, "options": factors.as_json(options)}
    return render(request, "people/passkey_set_up.html", context)


@open_to_all
@never_cache
def go_on(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Take up a sign-in after something was set up in its middle."""
    found = _pending(request)
    if found is None:
        return redirect(address(request, "staff_sign_in"))
    return _go_on(request, *found)


@open_to_all
@never_cache
@sensitive_post_parameters("password", "again")
def first_password(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Let the holder of a first password choose their own before anything else."""
    found = _pending(request)
    if found is None or not found[1].must_change_password:
        return redirect(address(request, "staff_sign_in"))
    pending, account = found
    if not pending["second"] and (
        factors.kinds_of(account) or needs_second_factor(account, timezone.now())
    ):
        return _go_on(request, pending, account)
    form = NewPasswordForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        account = roles.change_password(
            account=account, password=form.cleaned_data["password"], at=timezone.now()
        )
        pending["hash"] = account.get_session_auth_hash()
        request.session[PENDING] = pending
        return _go_on(request, pending, account)
    return render(request, "people/first_password.html", {"form": form})


@for_residents
@sensitive_post_parameters("old", "password", "again")
def security(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Show staff their second proofs and let them change the password."""
    account: Account = request.user  # type: ignore[assignment]
    if not is_staff_session(request):
        return redirect(address(request, "staff_sign_in"))
    form = OwnPasswordForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        account = roles.change_password(
            account=account, password=form.cleaned_data["password"], at=timezone.now()
        )
        login(request, account, backend=STAFF)
        messages.success(request, "密码已更换，其他手机和电脑上的登录已全部退出。")
        return redirect(address(request, "security"))
    held = account.factors.exclude(kind=FactorKind.RECOVERY).order_by("added_at", "id")
    context = {
        "form": form,
        "factors": held,
        "recovery_left": account.factors.filter(kind=FactorKind.RECOVERY).count(),
        "is_needed": needs_second_factor(account, timezone.now()),
    }
    return render(request, "people/security.html", context)


@for_residents
def factor_remove(request: CentreRequest, pk: UUID, **rest: Any) -> HttpResponse:
    """Take a second proof away, after asking."""
    account: Account = request.user  # type: ignore[assignment]
    if not is_staff_session(request):
        return redirect(address(request, "staff_sign_in"))
    if request.method == "POST":
        factors.remove_factor(account=account, factor_id=pk, at=timezone.now())
        messages.success(request, "已删除。")
        return redirect(address(request, "security"))
    factor = account.factors.exclude(kind=FactorKind.RECOVERY).filter(pk=pk).first()
    if factor is None:
        return redirect(address(request, "security"))
    return render(request, "people/factor_remove.html", {"factor": factor})
