"""Clips on the workbench, and the press kit of a story."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.content.public import Version, VersionState, live_version, visible_pieces
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.publishing import actions
from changlai.halls.publishing.forms import ClipForm
from changlai.halls.publishing.models import MediaClip
from changlai.halls.publishing.policies import WRITE, visible_clips
from changlai.halls.publishing.states import STORY
from changlai.kernel.documents.public import Paper, as_docx, document_answer
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.files.public import file_url, keep_file
from changlai.kernel.pages.paging import page_of, words_of
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.richtext import plain


def _save(request: CentreRequest, form: ClipForm, clip: MediaClip | None) -> MediaClip:
    at, scan = timezone.now(), None
    if form.cleaned_data["scan"]:
        scan = keep_file(
            centre=request.centre,
            upload=form.cleaned_data["scan"],
            purpose="clip",
            actor_id=request.actor.account_id,
            at=at,
        )
    return actions.keep_clip(
        centre=request.centre,
        clip=form.clip(),
        actor=request.actor,
        at=at,
        form_id=form.once,
        clip_id=clip.pk if clip else None,
        scan=scan,
    )


def _edit(request: CentreRequest, clip: MediaClip | None) -> HttpResponse:
    form = ClipForm(request.POST or None, request.FILES or None, clip=clip)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, form, clip)
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "记下了。" if clip is None else "改好了。")
            return redirect(centre_reverse(request.centre, "publishing:desk_clips"))
    context = {
        "form": form,
        "clip": clip,
        "scan_url": file_url(clip.scan) if clip is not None and clip.scan else "",
        "confirm": request.GET.get("confirm", ""),
    }
    return render(request, "publishing/desk/clip.html", context, status=status)


@for_staff(WRITE)
def clips(request: CentreRequest) -> HttpResponse:
    """List what others told of the village, the newest first."""
    words = words_of(request)
    rows = visible_clips(request.actor)
    for word in words.split()[:5]:
        rows = rows.filter(title__icontains=word) | rows.filter(outlet_name__icontains=word)
    context = {"page": page_of(request, rows.order_by("-told_on", "-id")), "words": words}
    return render(request, "publishing/desk/clips.html", context)


@for_staff(WRITE)
def clip_add(request: CentreRequest) -> HttpResponse:
    """Note a report about the village."""
    return _edit(request, None)


@for_staff(WRITE)
def clip(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change a report that was noted, or take it out."""
    rows = visible_clips(request.actor).select_related("scan")
    row = get_object_or_404(rows, pk=pk)
    if request.method == "POST" and request.POST.get("verb") == "drop":
        actions.drop_clip(centre=request.centre, clip_id=pk, actor=request.actor, at=timezone.now())
        messages.success(request, "拿掉了。")
        return redirect(centre_reverse(request.centre, "publishing:desk_clips"))
    return _edit(request, row)


@for_staff(WRITE)
def press_kit(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Give a published story as docx for a paper or a station, with whom to ask."""
    piece = get_object_or_404(visible_pieces(request.actor, STORY), pk=pk)
    version = live_version(request.centre, piece.pk)
    if version is None:
        # What nobody reviewed, or somebody no longer agrees to, is given to no paper.
        raise Http404
    return document_answer(as_docx(_kit(request, version)), version.title, "docx")


def _kit(request: CentreRequest, version: Version) -> Paper:
    body: list[Any] = [
        line for line in (version.summary, *plain(version.body).splitlines()) if line
    ]
    pictures = version.pictures.all()
    if pictures:
        body += ["一、配图", *(f"图：{one.alt}（{one.rights or '中心提供'}）" for one in pictures)]
    agreed = version.piece.agreements.filter(withdrawn_at=None, left_out_at=None)
    names = "、".join(one.name for one in agreed if one.stands)
    if names:
        body.append(f"文中人物({names})已同意公开。")
    assert version.state == VersionState.PUBLISHED  # noqa: S101 -- live_version gives no other
    day = timezone.localdate(version.published_at)
    note = f"联系：{request.centre.name}"
    if request.centre.phone:
        note += f"，电话{request.centre.phone}"
    return Paper(
        title=version.title,
        number="",
        issuer=request.centre.name,
        made_on=day,
        body=body,
        note=note,
    )
