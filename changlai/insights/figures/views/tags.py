"""The reporting tree in the browser: put into the village's words, and say what counts where."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.activities.public import Preset
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.insights.figures.actions.tags import put_tag, put_uses
from changlai.insights.figures.forms import NewTagForm, TagForm
from changlai.insights.figures.models import Tag
from changlai.insights.figures.policies import ARRANGE
from changlai.insights.figures.queries.coming import sources
from changlai.insights.figures.queries.tags import tree
from changlai.kernel.errors import BadInput
from changlai.kernel.pages.routes import centre_reverse


@for_staff(ARRANGE)
def tags(request: CentreRequest) -> HttpResponse:
    """Show the tree with what counts where, and add a heading."""
    branches = tree(request.centre, with_closed=True)
    parents = [(str(one.tag.pk), f"{'　' * one.depth}{one.tag.title}") for one in branches]
    posted = request.POST if request.method == "POST" else None
    form = NewTagForm(posted, parents=parents)
    if request.method == "POST" and form.is_valid():
        parent = form.cleaned_data["parent"]
        try:
            row = put_tag(
                centre=request.centre,
                actor=request.actor,
                at=timezone.now(),
                title=form.cleaned_data["title"],
                parent_id=UUID(parent) if parent else None,
            )
        except BadInput as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, f"加上了“{row.title}”，接着说说什么算在这里。")
            return redirect(centre_reverse(request.centre, "figures:tag", pk=row.pk))
    titles = {source.code: source.title for source in sources()}
    lines = [(one, [titles[code] for code in titles if code in one.sources]) for one in branches]
    return render(request, "figures/tags.html", {"form": form, "lines": lines})


@for_staff(ARRANGE)
def tag(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change a heading and what counts under it."""
    centre = request.centre
    row = get_object_or_404(Tag.objects.of(centre), pk=pk)
    presets = list(Preset.objects.of(centre))
    form = TagForm(
        request.POST if request.method == "POST" else None,
        presets=[(one.code, one.title) for one in presets if one.is_active or row.code in one.tags],
        sources=[(source.code, source.title) for source in sources()],
        initial={
            "title": row.title,
            "order": row.order,
            "is_active": row.is_active,
            "presets": [one.code for one in presets if row.code in one.tags],
            "sources": list(row.sources.values_list("source", flat=True)),
        },
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        facts = {"centre": centre, "actor": request.actor, "at": timezone.now(), "tag_id": row.pk}
        try:
            put_tag(**facts, title=said["title"], order=said["order"], is_active=said["is_active"])
            put_uses(**facts, presets=said["presets"], source_codes=said["sources"])
        except BadInput as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "记下了。")
            return redirect(centre_reverse(centre, "figures:tags"))
    return render(request, "figures/tag.html", {"form": form, "tag": row})
