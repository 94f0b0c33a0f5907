"""The roll for places without a network: a page without a name in it, kept on the phone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from changlai.foundation.people.public import open_to_all


@open_to_all
def offline_roll(request: HttpRequest) -> HttpResponse:
    """Give the empty page; which session it is for stands behind the # and never travels.

    What is written there stays on the phone until it is sent, and only colleagues can send it.
    """
    return render(request, "gatherings/resident/offline_roll.html")
