"""Residents sign in by phone and code, come into a centre, and sign out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from changlai.foundation.people.actions import signing_in
from changlai.foundation.people.backends import RESIDENT
from changlai.foundation.people.catalogue import FIELDS
from changlai.foundation.people.forms import CodeForm, JoinForm, PhoneForm
from changlai.foundation.people.public import CentreRequest, for_residents, open_to_all
from changlai.foundation.people.views.returning import address, asked_next, home, is_ours
from changlai.kernel.crypto.phones import masked
from changlai.kernel.errors import BadInput
from changlai.kernel.outbox import public as outbox
from changlai.kernel.outbox.channels import Console, code_sender
from changlai.kernel.pages.callers import address_of

PHONE = "people.sign_in_phone"
NEXT = "people.sign_in_next"


def _send(request: CentreRequest, phone: str) -> None:
    """Ask for a code and bring it to the phone; until an SMS channel exists, to the console."""
    at = timezone.now()
    asked = signing_in.ask_code(phone=phone, address=address_of(request), at=at)
    try:
        outbox.send_code(phone=asked.phone, code=asked.code, at=at)
    except outbox.CannotSend:
        raise BadInput("验证码没有发出去，请过一会儿再试，或打中心电话。") from None
    request.session[PHONE] = asked.phone


@open_to_all
@never_cache
def sign_in(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Take a phone number and send a code, the same for a known number and an unknown one."""
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _send(request, form.cleaned_data["phone"])
        except BadInput as error:
            form.add_error("phone", error.sentence)
        else:
            request.session[NEXT] = asked_next(request)
            return redirect(address(request, "sign_in_code"))
    return render(request, "people/sign_in.html", {"form": form, "next": asked_next(request)})


@open_to_all
@never_cache
def sign_in_code(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Take the code and begin the session; or send another one."""
    phone = request.session.get(PHONE)
    if not phone:
        return redirect(address(request, "sign_in"))
    form = CodeForm(request.POST if "code" in request.POST else None)
    again = request.method == "POST" and "again" in request.POST
    if again:
        try:
            _send(request, phone)
            messages.success(request, "新的验证码已发送，请用最新收到的一个。")
            return redirect(address(request, "sign_in_code"))
        except BadInput as error:
            messages.warning(request, error.sentence)
    elif request.method == "POST" and form.is_valid():
        try:
            at = timezone.now()
            account = signing_in.use_code(phone=phone, code=form.cleaned_data["code"], at=at)
        except BadInput as error:
            form.add_error("code", error.sentence)
        else:
            target = request.session.get(NEXT) or ""
            login(request, account, backend=RESIDENT)
            for key in (PHONE, NEXT):
                request.session.pop(key, None)
            signing_in.note_sign_in(account=account, way="code", at=at)
            return redirect(target if is_ours(request, target) else home(request))
    context = {
        "form": form,
        "masked_phone": masked(phone),
        "no_channel": isinstance(code_sender(), Console),
    }
    return render(request, "people/sign_in_code.html", context)


@open_to_all
@never_cache
def join(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Show the privacy note and, once agreed to, make the account a person of this centre."""
    centre, actor = request.centre, request.actor
    target = asked_next(request)
    if not actor.is_signed_in:
        return redirect(address(request, "sign_in"))
    if actor.person_id is not None:
        return redirect(target or home(request))
    form = JoinForm(
        request.POST or None, centre=centre, initial={"name": getattr(request.user, "name", "")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            signing_in.join_centre(
                centre=centre,
                account=request.user,  # type: ignore[arg-type]
                name=form.cleaned_data["name"],
                hamlet=form.cleaned_data["hamlet"],
                agreed=form.cleaned_data["agreed"],
                at=timezone.now(),
            )
        except BadInput as error:
            field = None if form.cleaned_data["agreed"] else "agreed"
            form.add_error(field, error.sentence)
        else:
            return redirect(target or home(request))
    return render(request, "people/join.html", {"form": form, "next": target})


@open_to_all
def privacy(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Say what is kept about a person, for what, for how long, and what they may ask."""
    return render(
        request, "people/privacy.html", {"version": signing_in.PRIVACY_VERSION, "fields": FIELDS}
    )


@open_to_all
@never_cache
def sign_out(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Ask, then end the session on this phone; always within sight, since phones are lent."""
    if request.method == "POST":
        target = home(request)
        logout(request)
        messages.success(request, "已经退出登录。别人用这部手机看不到您的内容。")
        return redirect(target)
    return render(request, "people/sign_out.html", {"home": home(request)})


@for_residents
def sign_out_everywhere(request: CentreRequest, **rest: Any) -> HttpResponse:
    """End the sessions on all phones and computers, this one too."""
    if request.method == "POST":
        signing_in.sign_out_everywhere(account=request.user, at=timezone.now())  # type: ignore[arg-type]
        logout(request)
        messages.success(request, "所有手机和电脑上都已退出登录。")
        return redirect(home(request))
    return render(request, "people/sign_out_everywhere.html")
