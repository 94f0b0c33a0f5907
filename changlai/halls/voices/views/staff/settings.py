"""What a centre sets for its voices: the tree of matters, promised times, prepared replies."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.cases.public import (
    Category,
    Level,
    ReplyTemplate,
    ServiceLevel,
    Urgency,
    categories,
)
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.voices.actions.importing import ImportReport, import_categories
from changlai.halls.voices.actions.settings import (
    add_category,
    keep_reply,
    promise_times,
    rename_category,
    set_category_in_use,
    settle_suggested,
)
from changlai.halls.voices.forms.settings import (
    CategoryForm,
    CategorySheetForm,
    LevelForm,
    NameForm,
    ReplyTemplateForm,
    span_words,
)
from changlai.halls.voices.forms.staff import indented
from changlai.halls.voices.kinds import FAMILY, KINDS
from changlai.halls.voices.models import SuggestedTimes
from changlai.kernel.errors import BadInput
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse

SHOWN_ROWS = 20
TITLES = {kind.code: kind.title for kind in KINDS}


@for_staff("voices.oversee")
def settings(request: CentreRequest) -> HttpResponse:
    """Show the tree of categories, and add to it."""
    form = CategoryForm(request.POST or None, categories=categories(request.centre))
    if request.method == "POST" and form.is_valid():
        try:
            row, is_new = add_category(
                centre=request.centre,
                actor=request.actor,
                at=timezone.now(),
                name=form.cleaned_data["name"],
                parent=form.cleaned_data["parent"],
            )
        except BadInput as error:
            form.add_error("name", error.sentence)
        else:
            messages.success(
                request, f"加好了：{row.name}。" if is_new else f"已经有“{row.name}”。"
            )
            return redirect(centre_reverse(request.centre, "voices:settings"))
    rows = Category.objects.of(request.centre).order_by("path")
    page = page_of(request, rows, 100)
    context = {
        "form": form,
        "page": page,
        "lines": [(row, indented(row)) for row in page.object_list],
        "show": "",
    }
    return render(request, "voices/desk/settings.html", context)


@for_staff("voices.oversee")
def category(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Rename a category, retire it or bring it back."""
    found = get_object_or_404(Category.objects.of(request.centre).select_related("parent"), pk=pk)
    form = NameForm(request.POST or None, initial={"name": found.name})
    who = {
        "centre": request.centre,
        "actor": request.actor,
        "at": timezone.now(),
        "category_id": found.pk,
    }
    if request.method == "POST" and (use := request.POST.get("use", "")):
        set_category_in_use(**who, is_active=use == "yes")
        messages.success(
            request, "恢复使用了。" if use == "yes" else "停用了，已经用它的诉求不受影响。"
        )
        return redirect(centre_reverse(request.centre, "voices:settings"))
    if request.method == "POST" and form.is_valid():
        try:
            rename_category(**who, name=form.cleaned_data["name"])
        except BadInput as error:
            form.add_error("name", error.sentence)
        else:
            messages.success(request, "改好了。")
            return redirect(centre_reverse(request.centre, "voices:settings"))
    below = Category.objects.of(request.centre).filter(path__startswith=f"{found.path}/").count()
    context = {"category": found, "form": form, "below": below}
    return render(request, "voices/desk/settings_category.html", context)


@for_staff("voices.oversee")
def category_import(request: CentreRequest) -> HttpResponse:
    """Take a tree of categories over from a sheet; a second time changes nothing."""
    form = CategorySheetForm(request.POST or None, request.FILES or None)
    report: ImportReport | None = None
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["table"]
        try:
            report = import_categories(
                centre=request.centre,
                actor=request.actor,
                at=timezone.now(),
                file=upload.file,
            )
        except BadInput as error:
            form.add_error("table", error.sentence)
    context = {
        "form": form,
        "report": report,
        "rejected": report.errors[:SHOWN_ROWS] if report else [],
    }
    return render(request, "voices/desk/settings_import.html", context)


@for_staff("voices.oversee")
def times(request: CentreRequest) -> HttpResponse:
    """Show the promised times in force, and those that begin later."""
    today = timezone.localdate()
    rows = ServiceLevel.objects.of(request.centre).filter(kind__in=TITLES)
    in_force: dict[Any, ServiceLevel] = {}
    later: list[ServiceLevel] = []
    for row in rows.select_related("category").order_by("valid_from"):
        if row.valid_from > today:
            later.append(row)
        else:
            in_force[row.kind, row.category_id, row.urgency] = row
    kinds_in_order = list(TITLES)
    now = sorted(
        in_force.values(),
        key=lambda row: (
            kinds_in_order.index(row.kind),
            row.category.path if row.category else "",
            row.urgency != Urgency.NORMAL,
        ),
    )
    context = {
        "rows": [_told(row) for row in now],
        "later": [_told(row) for row in later],
        "suggested": [_suggested(row) for row in _suggestions(request)],
        "show": "times",
    }
    return render(request, "voices/desk/settings_times.html", context)


def _suggestions(request: CentreRequest) -> Any:
    rows = SuggestedTimes.objects.of(request.centre).filter(kind__in=TITLES)
    return rows.order_by("kind", "urgency")


def _suggested(row: SuggestedTimes) -> dict[str, Any]:
    level = Level.model_validate(row.level)
    names = ("accept", "first_contact", "resolution", "call_back")
    return {
        "row": row,
        "kind": TITLES[row.kind],
        "urgency": Urgency(row.urgency).label,
        "spans": [span_words(getattr(level, name)) for name in names],
        "source": level.source,
    }


@for_staff("voices.oversee")
def times_suggested(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show times that came from another village; take them over from today, or leave them."""
    row = get_object_or_404(_suggestions(request), pk=pk)
    trouble, status = "", 200
    if request.method == "POST":
        is_taken = request.POST.get("verb") == "take"
        try:
            settle_suggested(
                centre=request.centre,
                actor=request.actor,
                at=timezone.now(),
                suggested_id=row.pk,
                is_taken=is_taken,
            )
        except BadInput as error:
            trouble, status = error.sentence, 409
        else:
            words = "用上了，新收到的诉求按新的算。" if is_taken else "拿掉了，时限照旧。"
            messages.success(request, words)
            return redirect(centre_reverse(request.centre, "voices:times"))
    context = {**_suggested(row), "trouble": trouble}
    return render(request, "voices/desk/settings_suggested.html", context, status=status)


def _told(level: ServiceLevel) -> dict[str, Any]:
    names = ("accept", "first_contact", "resolution", "call_back")
    return {
        "level": level,
        "kind": TITLES[level.kind],
        "spans": [span_words(level.span(name)) for name in names],
    }


@for_staff("voices.oversee")
def times_change(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Promise other times than these from a day on; the old promise stays readable."""
    level = get_object_or_404(
        ServiceLevel.objects.of(request.centre).select_related("category"), pk=pk
    )
    if level.kind not in TITLES:
        raise Http404
    form = LevelForm(
        request.POST or None,
        level=level,
        categories=categories(request.centre),
        initial={"valid_from": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            promise_times(
                centre=request.centre,
                actor=request.actor,
                at=timezone.now(),
                kind=level.kind,
                level=form.as_level(),
                category=form.chosen_category,
                valid_from=form.cleaned_data["valid_from"],
            )
        except BadInput as error:
            form.add_error("valid_from", error.sentence)
        else:
            messages.success(request, "时限改好了，新收到的诉求按新的算。")
            return redirect(centre_reverse(request.centre, "voices:times"))
    context = {"form": form, **_told(level)}
    return render(request, "voices/desk/settings_time.html", context)


@for_staff("voices.oversee")
def replies(request: CentreRequest) -> HttpResponse:
    """Show the prepared replies and write a new one."""
    form = ReplyTemplateForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _keep(request, form, None):
        return redirect(centre_reverse(request.centre, "voices:replies"))
    rows = ReplyTemplate.objects.of(request.centre).filter(family=FAMILY)
    context = {
        "form": form,
        "rows": [(row, TITLES.get(row.kind, "都可以用")) for row in rows],
        "show": "replies",
    }
    return render(request, "voices/desk/settings_replies.html", context)


@for_staff("voices.oversee")
def reply(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change a prepared reply, or put it away."""
    found = get_object_or_404(ReplyTemplate.objects.of(request.centre).filter(family=FAMILY), pk=pk)
    names = ("title", "text", "kind", "is_active")
    form = ReplyTemplateForm(
        request.POST or None, initial={name: getattr(found, name) for name in names}
    )
    if request.method == "POST" and form.is_valid() and _keep(request, form, found.pk):
        return redirect(centre_reverse(request.centre, "voices:replies"))
    return render(request, "voices/desk/settings_reply.html", {"reply": found, "form": form})


def _keep(request: CentreRequest, form: ReplyTemplateForm, pk: UUID | None) -> bool:
    try:
        keep_reply(
            centre=request.centre,
            actor=request.actor,
            at=timezone.now(),
            template_id=pk,
            **form.cleaned_data,
        )
    except BadInput as error:
        form.add_error("title" if "标题" in error.sentence else None, error.sentence)
        return False
    messages.success(request, "存好了。")
    return True
