"""Kinds of activity: the village's own list, each with the questions it asks."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.activities.public import (
    Preset,
    presets_of,
    put_preset,
    used_codes,
    version_now,
)
from changlai.foundation.people.public import for_staff
from changlai.halls.gatherings.forms.presets import PresetForm, preset_of
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.schemas.public import Schema, SchemaEditor


@for_staff("gatherings.manage")
def presets(request: HttpRequest) -> HttpResponse:
    """List the kinds of activity, those out of use at the end."""
    centre = request.centre  # type: ignore[attr-defined]
    rows = presets_of(centre, everything=True).order_by("-is_active", "order", "title")
    return render(request, "gatherings/desk/presets.html", {"presets": rows})


@for_staff("gatherings.manage")
def new(request: HttpRequest) -> HttpResponse:
    """Make a kind of activity with questions of its own."""
    return _edit(request, None)


@for_staff("gatherings.manage")
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a kind; activities already planned keep the questions they were made with."""
    centre = request.centre  # type: ignore[attr-defined]
    return _edit(request, get_object_or_404(presets_of(centre, everything=True), pk=pk))


def _edit(request: HttpRequest, preset: Preset | None) -> HttpResponse:
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    sent = request.POST if request.method == "POST" else None
    version = version_now(preset) if preset else None
    initial: dict[str, Any] = preset_of(preset, version) if preset and version else {}
    form = PresetForm(sent, initial=initial)
    editor = SchemaEditor(
        Schema.parse(version.schema if version else None),
        sent,
        used_codes=used_codes(preset) if preset else (),
    )
    if sent is not None and "more" not in sent:
        is_sound = form.is_valid()
        schema = editor.read()
        if is_sound and schema is not None:
            said = form.cleaned_data
            try:
                put_preset(
                    centre=centre,
                    actor=actor,
                    at=timezone.now(),
                    code=preset.code if preset else "",
                    icon=preset.icon if preset else "calendar-days",
                    tags=preset.tags if preset else (),
                    schema=schema,
                    **said,
                )
            except RuleBroken as error:
                form.add_error(None, error.sentence)
            else:
                messages.success(request, f"“{said['title']}”存好了，台账也跟着有了。")
                return redirect(centre_reverse(centre, "gatherings:presets"))
    context = {"form": form, "editor": editor, "preset": preset}
    return render(request, "gatherings/desk/preset.html", context)
