"""The games of a sports day at the desk: set down, given a result, taken off."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.activities.public import visible_activities
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.gatherings.actions.fixtures import put_fixture, remove_fixture
from changlai.halls.gatherings.forms.fixtures import FixtureForm, fixture_form_of
from changlai.halls.gatherings.models import Fixture
from changlai.halls.gatherings.queries.fixtures import fixtures_of
from changlai.halls.gatherings.views.staff.after import MANAGE, activity_or_404
from changlai.halls.gatherings.views.staff.asking import ask_again
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.routes import centre_reverse


def _fixture(request: CentreRequest, pk: UUID) -> Fixture:
    rows = Fixture.objects.of(request.centre).select_related("activity")
    return get_object_or_404(
        rows.filter(activity__in=visible_activities(request.actor, request.centre)), pk=pk
    )


def _put(request: CentreRequest, form: FixtureForm, activity_id: UUID, **more: Any) -> bool:
    """Keep what a form says of a game; say whether it could be."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        put_fixture(
            centre=request.centre,
            activity_id=activity_id,
            actor=request.actor,
            at=timezone.now(),
            game=form.game(),
            **more,
        )
    except RuleBroken as error:
        form.add_error(None, error.sentence)
        return False
    messages.success(request, "记好了，大家在活动页面上看得到。")
    return True


def _back(request: CentreRequest, activity_id: UUID) -> HttpResponse:
    return redirect(centre_reverse(request.centre, "gatherings:fixtures", pk=activity_id))


@for_staff(MANAGE)
def listing(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show the games of an activity and set down one more."""
    activity = activity_or_404(request, pk)
    form = FixtureForm(request.POST or None)
    if _put(request, form, activity.pk):
        return _back(request, activity.pk)
    context = {"activity": activity, "form": form, "rows": fixtures_of(activity)}
    return render(request, "gatherings/desk/fixtures.html", context)


@for_staff(MANAGE)
def one(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change a game, or say how it went."""
    row = _fixture(request, pk)
    form = FixtureForm(request.POST or None, initial=fixture_form_of(row))
    if _put(request, form, row.activity_id, fixture_id=row.pk):
        return _back(request, row.activity_id)
    context = {"row": row, "activity": row.activity, "form": form}
    return render(request, "gatherings/desk/fixture.html", context)


@for_staff(MANAGE)
def remove(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Ask once more, then take a game off the list."""
    row = _fixture(request, pk)
    if request.method == "POST":
        remove_fixture(
            centre=request.centre, fixture_id=row.pk, actor=request.actor, at=timezone.now()
        )
        messages.success(request, "拿掉了。")
        return _back(request, row.activity_id)
    return ask_again(
        request,
        question=f"拿掉“{row.name}”？",
        words="大家在活动页面上就看不到这一场了。",
        verb="拿掉",
        up=centre_reverse(request.centre, "gatherings:fixture", pk=row.pk),
    )
