"""Service items made and changed in the browser: words, papers, questions; no code."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.counter.actions.items import put_item
from changlai.halls.counter.actions.requests import version_now
from changlai.halls.counter.forms.items import ItemForm, PaperRows, said_of
from changlai.halls.counter.models import ItemVersion, ServiceItem
from changlai.halls.counter.queries import finding
from changlai.halls.counter.wishes import Paper
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.office_words import plainer
from changlai.kernel.pages.paging import page_of, words_of
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.schemas.public import Schema, SchemaEditor


@for_staff("services.manage")
def listing(request: CentreRequest) -> HttpResponse:
    """List the items with what they promise and how often they were asked for."""
    rows: Any = ServiceItem.objects.of(request.centre)
    words = words_of(request)
    if words:
        rows = finding.found_items(request.centre, rows, words, "")
    rows = finding.with_counts(finding.with_days(rows)).order_by("-is_active", "order", "title")
    context = {"page": page_of(request, rows), "words": words}
    return render(request, "counter/desk/items.html", context)


@for_staff("services.manage")
def new(request: CentreRequest) -> HttpResponse:
    """Make an item with a form of its own."""
    return _edit(request, None)


@for_staff("services.manage")
def change(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change an item; requests that run keep what it said when they were made."""
    return _edit(request, get_object_or_404(ServiceItem.objects.of(request.centre), pk=pk))


def _edit(request: CentreRequest, item: ServiceItem | None) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    version = version_now(item) if item else None
    initial: dict[str, Any] = said_of(item, version) if item and version else {"days": 3}
    form = ItemForm(sent, initial=initial)
    papers = PaperRows([Paper.parse(one) for one in version.materials] if version else [], sent)
    editor = SchemaEditor(
        Schema.parse(version.schema if version else None),
        sent,
        used_codes=_used_codes(item) if item else (),
        with_id_numbers=True,
    )
    status = 200
    if sent is not None and "more" not in sent:
        is_sound, schema = form.is_valid(), editor.read()
        try:
            said = papers.read()
            if is_sound and schema is not None and said is not None:
                saved = put_item(
                    centre=request.centre,
                    actor=request.actor,
                    at=timezone.now(),
                    wish=form.wish(said, schema),
                    item_id=item.pk if item else None,
                )
                messages.success(request, f"“{saved.title}”存好了，群众那边马上看得到。")
                if hint := plainer(_what_people_read(form, said, schema)):
                    messages.warning(request, hint)
                return redirect(centre_reverse(request.centre, "counter:desk_items"))
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
    context = {
        "form": form,
        "papers": papers,
        "editor": editor,
        "item": item,
        "versions": list(item.versions.all()[:10]) if item else [],
    }
    return render(request, "counter/desk/item.html", context, status=status)


def _what_people_read(form: ItemForm, papers: list[Paper], schema: Schema) -> str:
    """Return all words of an item that stand on residents' pages."""
    typed = [str(value) for name, value in form.cleaned_data.items() if name != "basis"]
    asked = [f"{one.label} {one.hint} {' '.join(one.options)}" for one in schema]
    return "\n".join([*typed, *(paper.title for paper in papers), *asked])


def _used_codes(item: ServiceItem) -> set[str]:
    """Return the codes of every question this item ever asked: an answer keeps its question."""
    rows = ItemVersion.objects.of(item.centre_id).filter(item=item)
    return {one.code for row in rows for one in Schema.parse(row.schema)}
