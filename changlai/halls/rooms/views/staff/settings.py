"""Rooms as the village keeps them: the list, a room, and a small form for each thing."""

from datetime import time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_staff, staff_of
from changlai.foundation.places.public import (
    Access,
    Function,
    Layout,
    Room,
    RoomHours,
    RoomPart,
    RoomPhoto,
    add_photo,
    change_room,
    drop_photo,
    make_room,
    put_function,
    put_layout,
    put_part,
    retire_room,
    set_room_hours,
    visible_rooms,
)
from changlai.halls.rooms.forms.settings import (
    HoursForm,
    LayoutForm,
    MakeRoomForm,
    PartForm,
    PhotoForm,
    RoomForm,
)
from changlai.kernel.errors import RuleBroken
from changlai.kernel.files.public import file_url, keep_file
from changlai.kernel.pages.routes import centre_reverse

WORDS = (
    *("name", "kind", "area_m2", "capacity", "floor", "access", "note", "booking_rule"),
    *("conditions", "longest_minutes", "days_ahead", "free_after_minutes", "key_note", "order"),
)


def _room(request: CentreRequest, pk: UUID) -> Any:
    return get_object_or_404(visible_rooms(request.actor, request.centre), pk=pk)


def _back(request: CentreRequest, room: Any) -> HttpResponse:
    return redirect(centre_reverse(request.centre, "rooms:desk_room", pk=room.pk))


@for_staff("rooms.see")
def rooms(request: CentreRequest) -> HttpResponse:
    """List all rooms, those out of use last."""
    rows = visible_rooms(request.actor, request.centre).prefetch_related("functions__function")
    context = {
        "rooms": rows.select_related("key_holder").order_by("-is_active", "order", "name"),
        "may_manage": request.actor.can("rooms.manage"),
    }
    return render(request, "rooms/desk/rooms.html", context)


@for_staff("rooms.see")
def room(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show what is known of a room, with a way to change each thing."""
    found = _room(request, pk)
    centre = request.centre
    hours: dict[str, list[str]] = {}
    for row in RoomHours.objects.of(centre).holding().filter(room=found).order_by("day", "opens"):
        hours.setdefault(row.get_day_display(), []).append(f"{row.opens:%H:%M}–{row.closes:%H:%M}")
    context = {
        "room": found,
        "functions": [row.function.name for row in found.functions.select_related("function")],
        "parts": RoomPart.objects.of(centre).filter(room=found),
        "layouts": Layout.objects.of(centre).filter(room=found),
        "hours": [(day, "、".join(spans)) for day, spans in hours.items()],
        "access": [Access(one).label for one in found.access if one in Access.values],
        "photos": [(photo, file_url(photo.file)) for photo in found.photos.select_related("file")],
        "may_manage": request.actor.can("rooms.manage"),
    }
    return render(request, "rooms/desk/room.html", context)


def _typed(request: CentreRequest) -> Any:
    """Return what was posted, an empty form included; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def _room_form(
    request: CentreRequest, form_class: type[RoomForm], initial: dict[str, Any]
) -> RoomForm:
    return form_class(
        _typed(request),
        functions=Function.objects.of(request.centre),
        keepers=staff_of(request.centre, "rooms.see", at=timezone.now()),
        initial=initial,
    )


def _functions(request: CentreRequest, form: RoomForm) -> list[Function]:
    """Return the functions ticked, and those typed, which join the village's list."""
    made = [
        put_function(centre=request.centre, actor=request.actor, name=name)
        for name in form.new_names()
    ]
    return [*form.cleaned_data["functions"], *made]


@for_staff("rooms.manage")
def new_room(request: CentreRequest) -> HttpResponse:
    """Register a room."""
    form = _room_form(request, MakeRoomForm, {"order": Room.objects.of(request.centre).count()})
    if request.method == "POST" and form.is_valid():
        try:
            made = make_room(
                centre=request.centre,
                actor=request.actor,
                at=timezone.now(),
                functions=_functions(request, form),
                **form.words(),
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "登记好了。开放时间、摆法、照片可以接着填。")
            return _back(request, made)
    return render(request, "rooms/desk/room_form.html", {"form": form, "room": None})


@for_staff("rooms.manage")
def edit_room(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change what is said of a room; its former kind and area stay in its history."""
    found = _room(request, pk)
    said: dict[str, Any] = {name: getattr(found, name) for name in WORDS}
    said["key_holder"] = found.key_holder_id
    said["functions"] = [row.function_id for row in found.functions.all()]
    form = _room_form(request, RoomForm, said)
    if request.method == "POST" and form.is_valid():
        try:
            change_room(
                centre=request.centre,
                room_id=found.pk,
                actor=request.actor,
                at=timezone.now(),
                functions=_functions(request, form),
                **form.words(),
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "改好了。")
            return _back(request, found)
    return render(request, "rooms/desk/room_form.html", {"form": form, "room": found})


def _small(
    request: CentreRequest, found: Any, form: Any, title: str, write: Any, hint: str = ""
) -> HttpResponse:
    """Show a small form of a room; once it holds, `write()` does it and leads back."""
    if request.method == "POST" and form.is_valid():
        try:
            write()
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "改好了。")
            return _back(request, found)
    context = {"form": form, "room": found, "title": title, "hint": hint}
    return render(request, "rooms/desk/room_small.html", context)


@for_staff("rooms.manage")
def part(request: CentreRequest, pk: UUID, part_id: UUID | None = None) -> HttpResponse:
    """Add a part of a room, or change one."""
    found = _room(request, pk)
    rows = RoomPart.objects.of(request.centre).filter(room=found)
    row = get_object_or_404(rows, pk=part_id) if part_id else None
    names = ("name", "capacity", "is_active")
    initial = {name: getattr(row, name) for name in names} if row else {}
    form = PartForm(_typed(request), initial=initial)

    def write() -> None:
        put_part(
            centre=request.centre,
            room_id=found.pk,
            actor=request.actor,
            at=timezone.now(),
            part_id=part_id,
            **form.cleaned_data,
        )

    title = f"分区：{row.name}" if row else "加一个分区"
    return _small(request, found, form, title, write, "一间能分开用的，各算一个分区。")


@for_staff("rooms.manage")
def layout(request: CentreRequest, pk: UUID, layout_id: UUID | None = None) -> HttpResponse:
    """Add a layout of a room, or change one."""
    found = _room(request, pk)
    rows = Layout.objects.of(request.centre).filter(room=found)
    row = get_object_or_404(rows, pk=layout_id) if layout_id else None
    initial = {name: getattr(row, name) for name in LayoutForm.base_fields} if row else {}
    form = LayoutForm(_typed(request), initial=initial)

    def write() -> None:
        put_layout(
            centre=request.centre,
            room_id=found.pk,
            actor=request.actor,
            layout_id=layout_id,
            **form.cleaned_data,
        )

    title = f"摆法：{row.name}" if row else "加一种摆法"
    hint = "前后两场摆法不同，系统会留出布置和收拾的时间。"
    return _small(request, found, form, title, write, hint)


@for_staff("rooms.manage")
def hours(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Give a room hours of its own, evenings and holidays included."""
    found = _room(request, pk)
    said: dict[str, list[str]] = {}
    for row in (
        RoomHours.objects.of(request.centre).holding().filter(room=found).order_by("day", "opens")
    ):
        said.setdefault(f"day_{row.day}", []).append(f"{_shown(row.opens)}-{_shown(row.closes)}")
    initial = {name: "、".join(spans) for name, spans in said.items()}
    form = HoursForm(_typed(request), initial=initial)

    def write() -> None:
        set_room_hours(
            centre=request.centre,
            room_id=found.pk,
            actor=request.actor,
            at=timezone.now(),
            hours=form.hours(),
        )

    hint = "一天几段用顿号隔开，比如8:00-12:00、14:00-21:00。全部空着，就跟中心的开放时间一样。"
    return _small(request, found, form, "开放时间", write, hint)


def _shown(clock: time) -> str:
    return f"{clock.hour}:{clock.minute:02d}"


@for_staff("rooms.manage")
def photo(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Hang a picture on a room."""
    found = _room(request, pk)
    form = PhotoForm(_typed(request), request.FILES or None)

    def write() -> None:
        at = timezone.now()
        kept = keep_file(
            centre=request.centre,
            upload=form.cleaned_data["photo"],
            purpose="room",
            actor_id=request.actor.account_id,
            at=at,
            is_public=True,
        )
        add_photo(
            centre=request.centre,
            room_id=found.pk,
            actor=request.actor,
            file=kept,
            caption=form.cleaned_data["caption"],
        )

    return _small(request, found, form, "加一张照片", write)


@for_staff("rooms.manage")
def photo_drop(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Ask whether a picture is to be taken off, and take it off."""
    row = get_object_or_404(RoomPhoto.objects.of(request.centre).select_related("room"), pk=pk)
    if request.method == "POST":
        drop_photo(centre=request.centre, photo_id=row.pk, actor=request.actor)
        messages.success(request, "照片拿掉了。")
        return _back(request, row.room)
    question = {"title": "拿掉这张照片吗？", "told": row.caption or "", "verb": "拿掉"}
    return render(request, "rooms/desk/room_ask.html", {"room": row.room, **question})


@for_staff("rooms.manage")
def retire(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Take a room out of use for good, or back into use."""
    found = _room(request, pk)
    trouble, status = "", 200
    if request.method == "POST":
        try:
            retire_room(
                centre=request.centre,
                room_id=found.pk,
                actor=request.actor,
                at=timezone.now(),
                is_active=not found.is_active,
            )
        except RuleBroken as error:
            trouble, status = error.sentence, 409
        else:
            messages.success(request, "改好了。")
            return _back(request, found)
    question = (
        {"title": f"“{found.name}”以后都不用了吗？", "told": "以前的记录都在。", "verb": "停用"}
        if found.is_active
        else {"title": f"“{found.name}”又能用了吗？", "told": "恢复后又能约。", "verb": "恢复使用"}
    )
    context = {"room": found, "trouble": trouble, **question}
    return render(request, "rooms/desk/room_ask.html", context, status=status)
