"""这里坏了: report what is broken in a room, without signing in, and see what becomes of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.cases.public import (
    Case,
    Verb,
    open_by_code,
    progress_of,
    steps_for,
    timeline,
    visible_cases,
    way_so_far,
    withdraw_case,
)
from changlai.foundation.people.public import (
    CentreRequest,
    for_residents,
    open_to_all,
    person_for,
)
from changlai.foundation.places.public import Condition, Facility, visible_rooms
from changlai.halls.rooms.actions.repairs import report_fault
from changlai.halls.rooms.forms.things import CodeForm, FaultForm
from changlai.halls.rooms.models import Repair
from changlai.halls.rooms.queries.things import running_repairs
from changlai.halls.rooms.repairs import FAMILY
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.files.public import IMAGES, StoredFile, keep_file
from changlai.kernel.pages.routes import centre_reverse

FILES = "rooms fault files"
RECEIPT = "rooms fault receipt"
RECEIPT_SECONDS = 24 * 3600
PROOF = "rooms fault progress"
PROOF_SECONDS = 30 * 60
MOST_FILES = 3
DAILY = {"counter", "phone", "visit"}


def kept_files(centre: Any, signed: str) -> list[StoredFile]:
    """Return the pictures that came with the form before; only its own, by the signature."""
    try:
        keys = signing.loads(signed, salt=FILES) if signed else []
    except signing.BadSignature:
        return []
    return list(StoredFile.objects.of(centre).filter(pk__in=keys, record_id=None).order_by("at"))


def signed_files(files: list[StoredFile]) -> str:
    """Return what a form carries of the pictures that came with it before."""
    return signing.dumps([str(one.pk) for one in files], salt=FILES)


def keep_photo(request: CentreRequest, form: FaultForm, files: list[StoredFile]) -> bool:
    """Keep the picture at once, since a browser cannot carry it to a second try."""
    upload = form.cleaned_data.get("photo")
    if upload is None:
        return True
    if len(files) >= MOST_FILES:
        form.add_error("photo", f"最多附{MOST_FILES}张照片。")
        return False
    try:
        row = keep_file(
            centre=request.centre,
            upload=upload,
            purpose="fault",
            actor_id=request.actor.account_id,
            at=timezone.now(),
            allowed=IMAGES,
        )
    except BadInput as error:
        form.add_error("photo", error.sentence)
        return False
    files.append(row)
    return True


def things_of(room: Any) -> list[Facility]:
    """Return what stands in a room and may be broken."""
    rows = room.facilities.filter(centre_id=room.centre_id).exclude(condition=Condition.GONE)
    return list(rows.order_by("name", "id"))


@open_to_all
def fault(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Ask what is broken in this room; two taps are one report, and nobody has to sign in."""
    centre, actor = request.centre, request.actor
    room = get_object_or_404(visible_rooms(actor, centre), pk=pk)
    person = person_for(actor)
    form = FaultForm(request.POST or None, request.FILES or None, things=things_of(room))
    files = kept_files(centre, request.POST.get("kept", ""))
    status = 200
    if request.method == "POST" and form.is_valid() and keep_photo(request, form, files):
        said = form.cleaned_data
        try:
            opened = report_fault(
                centre=centre,
                text=said["text"],
                actor=actor,
                at=timezone.now(),
                channel=str(actor.channel) if actor.channel in DAILY else "online",
                room=room,
                facility=form.thing,
                person=person,
                alias="" if person else said["alias"],
                phone=said["phone"],
                is_urgent=said["is_urgent"],
                form_id=form.once,
                files=files,
            )
        except RuleBroken as error:
            form.add_error("phone" if "号码" in error.sentence else None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            token = signing.dumps([str(opened.case.pk), opened.code], salt=RECEIPT)
            return redirect(centre_reverse(centre, "rooms:fault_receipt", token=token))
    context = {
        "room": room,
        "form": form,
        "known": person,
        "files": signed_files(files),
        "kept": len(files),
        "running": running_repairs(centre, room)[:5],
    }
    return render(request, "rooms/resident/fault.html", context, status=status)


@open_to_all
def receipt(request: CentreRequest, token: str) -> HttpResponse:
    """Show number and code of what was just reported."""
    try:
        key, code = signing.loads(token, salt=RECEIPT, max_age=RECEIPT_SECONDS)
    except signing.BadSignature:
        return render(request, "rooms/resident/fault_gone.html", status=410)
    rows = Case.objects.of(request.centre).filter(family=FAMILY).select_related("kind_version")
    case = get_object_or_404(rows, pk=key)
    progress = centre_reverse(request.centre, "rooms:repair_progress") + f"?number={case.number}"
    context = {"case": case, "code": code, "progress_path": progress}
    return render(request, "rooms/resident/fault_receipt.html", context)


@open_to_all
def progress(request: CentreRequest) -> HttpResponse:
    """Ask for number and code; the right pair shows how far the repair is, for half an hour."""
    form = CodeForm(request.POST or None, initial={"number": request.GET.get("number", "")})
    if request.method == "POST" and form.is_valid():
        try:
            found = open_by_code(
                centre=request.centre,
                number=form.cleaned_data["number"],
                code=form.cleaned_data["code"],
                address=request.META.get("REMOTE_ADDR", ""),
                at=timezone.now(),
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            token = signing.dumps(str(found.proof.case_id), salt=PROOF)
            return redirect(centre_reverse(request.centre, "rooms:repair_of", token=token))
    return render(request, "rooms/resident/repair_progress.html", {"form": form})


@open_to_all
def by_code(request: CentreRequest, token: str) -> HttpResponse:
    """Show state, dates and what was done to whoever showed the code."""
    try:
        key = signing.loads(token, salt=PROOF, max_age=PROOF_SECONDS)
    except signing.BadSignature:
        return redirect(centre_reverse(request.centre, "rooms:repair_progress"))
    rows = Case.objects.of(request.centre).select_related("kind_version")
    case = get_object_or_404(rows, pk=key)
    now = timezone.now()
    context = {"case": case, "shown": progress_of(case, now), "now": now, "items": None}
    return render(request, "rooms/resident/repair.html", context)


@for_residents
def own(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one's own report with what was told since; take it back when it works again."""
    actor = request.actor
    rows: Any = visible_cases(actor).filter(family=FAMILY)
    rows = rows.filter(person_id=actor.for_person_id)
    case = get_object_or_404(rows.select_related("kind_version"), pk=pk)
    now = timezone.now()
    here = centre_reverse(request.centre, "rooms:repair", pk=pk)
    trouble = ""
    if request.method == "POST":
        try:
            withdraw_case(centre=request.centre, case_id=pk, actor=actor, at=now)
        except RuleBroken as error:
            trouble = error.sentence
        else:
            messages.success(request, "撤回了，不用再修。谢谢您说一声。")
            return redirect(here)
    context = {
        "case": case,
        "repair": Repair.objects.of(request.centre).filter(case=case).first(),
        "shown": progress_of(case, now),
        "now": now,
        "items": way_so_far(case, timeline(case, for_requester=True)),
        "trouble": trouble,
        "may_withdraw": Verb.WITHDRAW in steps_for(actor, case),
        "confirm": request.GET.get("confirm") == "withdraw",
    }
    return render(request, "rooms/resident/repair.html", context, status=409 if trouble else 200)
