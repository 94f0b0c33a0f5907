"""Pictures of an activity: kept, people in them named, shown while everyone agrees."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from changlai.engines.activities.public import (
    Photo,
    add_photo,
    change_photo,
    photos_of,
    remove_photo,
    visible_activities,
)
from changlai.foundation.people.public import CentreRequest, for_staff, residents
from changlai.halls.gatherings.forms.after import PhotoChangeForm, PhotoForm
from changlai.halls.gatherings.views.staff.after import (
    MANAGE,
    MINUTES_OF_A_PICTURE,
    activity_or_404,
    back_to,
)
from changlai.halls.gatherings.views.staff.asking import ask_again
from changlai.kernel.errors import RuleBroken
from changlai.kernel.files.public import IMAGES, file_url, keep_file
from changlai.kernel.pages.routes import centre_reverse

MOST_FOUND = 12


@for_staff(MANAGE)
@require_POST
def add(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Keep a picture; nobody else sees it before it is published."""
    activity = activity_or_404(request, pk)
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.warning(request, "请选一张照片。")
        return back_to(request, activity.pk, "photos")
    now = timezone.now()
    try:
        file = keep_file(
            centre=request.centre,
            upload=form.cleaned_data["photo"],
            purpose="gallery",
            actor_id=request.actor.account_id,
            at=now,
            allowed=IMAGES,
        )
        add_photo(
            centre=request.centre,
            activity_id=activity.pk,
            actor=request.actor,
            at=now,
            file=file,
            caption=form.cleaned_data["caption"],
            shows_people=form.cleaned_data["shows_people"],
        )
    except RuleBroken as error:
        messages.warning(request, error.sentence)
    else:
        messages.success(request, "照片存好了，还没有公开。点照片写明里面有谁、要不要公开。")
    return back_to(request, activity.pk, "photos")


def _photo(request: CentreRequest, pk: UUID) -> Photo:
    rows = Photo.objects.of(request.centre).select_related("activity", "file")
    return get_object_or_404(
        rows.filter(activity__in=visible_activities(request.actor, request.centre)), pk=pk
    )


@for_staff(MANAGE)
def remove(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Ask once more, then delete a picture with its file."""
    photo = _photo(request, pk)
    if request.method == "POST":
        activity_id = remove_photo(
            centre=request.centre, photo_id=photo.pk, actor=request.actor, at=timezone.now()
        )
        messages.success(request, "照片删掉了，原图也没有留。")
        return back_to(request, activity_id, "photos")
    return ask_again(
        request,
        question="删掉这张照片？",
        words="照片和原图一起删，删了找不回来。只是不想给别人看的，取消“公开”就行。",
        verb="删掉",
        up=centre_reverse(request.centre, "gatherings:photo", pk=photo.pk),
        picture=file_url(photo.file, MINUTES_OF_A_PICTURE),
    )


@for_staff(MANAGE)
def one(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Say who is in a picture and whether it is public."""
    photo = _photo(request, pk)
    view = next(one for one in photos_of(photo.activity) if one.photo.pk == photo.pk)
    words = request.GET.get("words", "").strip()[:40]
    chosen = {str(person.pk): person.name for person in view.people}
    found = dict(chosen)
    if words:
        found |= {str(row.pk): row.name for row in residents(request.centre, words)[:MOST_FOUND]}
    # Whoever was ticked in the form stands in it again, also when the search has changed since.
    ticked = set(request.POST.getlist("people")) - set(found)
    if ticked:
        found |= {
            str(row.pk): row.name
            for row in residents(request.centre).filter(pk__in=[k for k in ticked if _is_key(k)])
        }
    form = PhotoChangeForm(
        request.POST or None,
        people=sorted(found.items(), key=lambda item: item[1]),
        initial={
            "caption": photo.caption,
            "shows_people": photo.shows_people,
            "published": photo.published_at is not None,
            "people": list(chosen),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_photo(
                centre=request.centre,
                photo_id=photo.pk,
                actor=request.actor,
                at=timezone.now(),
                published=form.cleaned_data["published"],
                shows_people=form.cleaned_data["shows_people"],
                person_ids=[UUID(key) for key in form.cleaned_data["people"]],
                caption=form.cleaned_data["caption"],
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "照片的设置存好了。")
            return back_to(request, photo.activity_id, "photos")
    context = {
        "view": view,
        "photo": photo,
        "activity": photo.activity,
        "form": form,
        "words": words,
        "picture": file_url(photo.file, MINUTES_OF_A_PICTURE),
    }
    return render(request, "gatherings/desk/photo.html", context)


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
