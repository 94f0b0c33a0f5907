"""Idle assets on the workbench: the list, one asset with its steps, decisions, agreements."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.rooms.actions import idle
from changlai.halls.rooms.forms.idle import (
    AgreementForm,
    AssetForm,
    AssetPhotoForm,
    AssetRoomForm,
    AssetStepForm,
    DecisionForm,
)
from changlai.halls.rooms.models import Decision, IdleAsset
from changlai.halls.rooms.things import ASSET_NEXT, NEEDS_DECISION, AssetState, Owner
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.files.public import IMAGES, PDFS, file_url, keep_file
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse

VERBS = {
    AssetState.REGISTERED: "重新登记",
    AssetState.ASSESSED: "评估",
    AssetState.PLANNED: "定方案",
    AssetState.DECIDED: "登记决定",
    AssetState.WORKS: "开始改造",
    AssetState.IN_USE: "启用",
    AssetState.ENDED: "退出",
}
HINTS = {
    AssetState.ASSESSED: "好不好用、安不安全、修要多少钱。",
    AssetState.PLANNED: "做什么用、给谁用、钱从哪来。方案改了，要重新开会。",
    AssetState.DECIDED: "选一次开过的会；还没登记的，先去登记会议决定。",
    AssetState.IN_USE: "写一句现在用来做什么，台账的“盘活以后”就是它。",
}
WITH_WORDS = {AssetState.ASSESSED, AssetState.PLANNED, AssetState.IN_USE}


def _status(error: RuleBroken) -> int:
    return 200 if isinstance(error, BadInput) else 409


def _assets(request: CentreRequest) -> Any:
    rows = IdleAsset.objects.of(request.centre)
    return rows.select_related("decision", "room").order_by("-registered_on", "-id")


@for_staff("rooms.see")
def listing(request: CentreRequest) -> HttpResponse:
    """List what stands idle or did, with how far each is."""
    state = request.GET.get("state", "")
    rows = _assets(request)
    if state in AssetState.values:
        rows = rows.filter(state=state)
    context = {
        "page": page_of(request, rows),
        "state": state,
        "states": AssetState.choices,
        "may_manage": request.actor.can("places.manage"),
    }
    return render(request, "rooms/desk/assets.html", context)


@for_staff("places.manage")
def add(request: CentreRequest) -> HttpResponse:
    """Register what stands idle."""
    return _put(request, None)


@for_staff("places.manage")
def change(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change what is said of an asset."""
    return _put(request, get_object_or_404(_assets(request), pk=pk))


def _put(request: CentreRequest, row: Any) -> HttpResponse:
    form = AssetForm(request.POST or None, row=row)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            saved = idle.put_asset(
                centre=request.centre,
                actor=request.actor,
                at=timezone.now(),
                asset_id=row.pk if row else None,
                **form.cleaned_data,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = _status(error)
        else:
            messages.success(request, "已保存。")
            return redirect(centre_reverse(request.centre, "rooms:desk_asset", pk=saved.pk))
    context = {
        "form": form,
        "title": f"修改{row.name}" if row else "登记闲置资源",
        "up": _home(request, row),
    }
    return render(request, "rooms/desk/asset_form.html", context, status=status)


def _home(request: CentreRequest, row: Any) -> str:
    if row is None:
        return centre_reverse(request.centre, "rooms:desk_assets")
    return centre_reverse(request.centre, "rooms:desk_asset", pk=row.pk)


@for_staff("rooms.see")
def asset(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show an asset: how it is and was, what was decided, who uses it, what may come next."""
    row = get_object_or_404(_assets(request), pk=pk)
    is_decided = row.decision is not None and row.decision.passed
    needs = row.owner == Owner.COLLECTIVE and not is_decided
    steps = [
        {"code": str(state), "label": VERBS[state]}
        for state in AssetState
        if state in ASSET_NEXT[AssetState(row.state)] and not (needs and state in NEEDS_DECISION)
    ]
    photos = row.photos.filter(centre_id=row.centre_id).select_related("file")
    context = {
        "row": row,
        "steps": steps,
        "needs_decision": needs and bool(NEEDS_DECISION & ASSET_NEXT[AssetState(row.state)]),
        "sentence": idle.DECIDE_FIRST,
        "photos": [(one, file_url(one.file)) for one in photos],
        "agreements": row.agreements.filter(centre_id=row.centre_id),
        "minutes": file_url(row.decision.file) if row.decision and row.decision.file else "",
        "is_used": row.state == AssetState.IN_USE,
        "may_manage": request.actor.can("places.manage"),
    }
    return render(request, "rooms/desk/asset.html", context)


@for_staff("places.manage")
def step(request: CentreRequest, pk: UUID, state: str) -> HttpResponse:
    """Take an asset a step on."""
    row = get_object_or_404(_assets(request), pk=pk)
    if state not in AssetState.values:
        raise Http404
    to = AssetState(state)
    decisions = None
    if to == AssetState.DECIDED:
        decisions = Decision.objects.of(request.centre).order_by("-held_on", "-id")
    form = AssetStepForm(request.POST if request.method == "POST" else None, decisions=decisions)
    if to not in WITH_WORDS:
        del form.fields["words"]
    status, trouble = 200, ""
    if request.method == "POST" and form.is_valid():
        decision = form.cleaned_data.get("decision")
        try:
            idle.move_asset(
                centre=request.centre,
                asset_id=pk,
                actor=request.actor,
                at=timezone.now(),
                state=to,
                words=form.cleaned_data.get("words", ""),
                decision_id=decision.pk if decision else None,
            )
        except RuleBroken as error:
            status, trouble = _status(error), error.sentence
        else:
            messages.success(request, f"{row.name}：{to.label}。")
            return redirect(_home(request, row))
    context = {
        "form": form,
        "title": VERBS[to],
        "hint": HINTS.get(to, ""),
        "trouble": trouble,
        "row": row,
        "up": _home(request, row),
        "to_decide": to == AssetState.DECIDED,
    }
    return render(request, "rooms/desk/asset_form.html", context, status=status)


@for_staff("places.manage")
def decide(request: CentreRequest) -> HttpResponse:
    """Write down what a meeting decided."""
    form = DecisionForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        upload = said.pop("file")
        try:
            file = upload and keep_file(
                centre=request.centre,
                upload=upload,
                purpose="decision",
                actor_id=request.actor.account_id,
                at=timezone.now(),
                allowed=IMAGES | PDFS,
            )
            row = idle.put_decision(
                centre=request.centre,
                actor=request.actor,
                at=timezone.now(),
                file=file or None,
                **said,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = _status(error)
        else:
            messages.success(request, f"决定记下了：{'通过' if row.passed else '没通过'}。")
            return redirect(centre_reverse(request.centre, "rooms:desk_assets"))
    context = {
        "form": form,
        "title": "登记会议决定",
        "hint": "照会议记录写；以后村民议事的页面会自己带过来。",
        "up": _home(request, None),
    }
    return render(request, "rooms/desk/asset_form.html", context, status=status)


@for_staff("places.manage")
def agree(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Write a use agreement down."""
    row = get_object_or_404(_assets(request), pk=pk)
    form = AgreementForm(request.POST or None)
    return _more(request, row, form, "登记使用协议", "协议记下了。", idle.agree_on_use)


@for_staff("places.manage")
def to_room(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Make a room of an asset in use."""
    row = get_object_or_404(_assets(request), pk=pk)
    form = AssetRoomForm(
        request.POST or None,
        initial={"name": row.name[:40], "area_m2": row.area_m2, "kind": "service"},
    )

    def act(**said: Any) -> Any:
        return idle.make_room_of_asset(at=timezone.now(), **said)

    return _more(request, row, form, "变成场所", "已经是场所了，可以去设开放时间。", act)


@for_staff("places.manage")
def photo(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Keep a picture of before or after."""
    row = get_object_or_404(_assets(request), pk=pk)
    form = AssetPhotoForm(request.POST or None, request.FILES or None)

    def act(*, centre: Any, asset_id: UUID, actor: Any, when: str, photo: Any) -> Any:
        file = keep_file(
            centre=centre,
            upload=photo,
            purpose="asset",
            actor_id=actor.account_id,
            at=timezone.now(),
            allowed=IMAGES,
        )
        return idle.add_asset_photo(
            centre=centre, asset_id=asset_id, actor=actor, file=file, when=when
        )

    return _more(request, row, form, "放一张照片", "照片放好了。", act)


def _more(
    request: CentreRequest, row: Any, form: Any, title: str, done: str, act: Any
) -> HttpResponse:
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            act(
                centre=request.centre,
                asset_id=row.pk,
                actor=request.actor,
                **form.cleaned_data,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = _status(error)
        else:
            messages.success(request, done)
            return redirect(_home(request, row))
    context = {"form": form, "title": title, "row": row, "up": _home(request, row)}
    return render(request, "rooms/desk/asset_form.html", context, status=status)
