"""Addresses of what an activity leaves: on the workbench, and for everyone."""

from changlai.halls.gatherings.views.resident import afterwards
from changlai.halls.gatherings.views.staff import after, certificates, opinions, photos, works
from changlai.kernel.pages.routes import centre_path, desk_path

urlpatterns = [
    centre_path("activities/<uuid:pk>/after/", afterwards.afterwards, "afterwards"),
    centre_path("activities/<uuid:pk>/feedback/", afterwards.feedback, "feedback"),
    centre_path(
        "activities/<uuid:pk>/certificate/<slug:kind>/", afterwards.certificate, "own_certificate"
    ),
    desk_path("activities/<uuid:pk>/after/", after.page, "after"),
    desk_path("activities/<uuid:pk>/after/minutes/", after.minutes, "after_minutes"),
    desk_path("activities/<uuid:pk>/after/opinion/", after.opinion, "after_opinion"),
    desk_path("activities/<uuid:pk>/after/face/", after.paper_face, "after_face"),
    desk_path("activities/<uuid:pk>/after/photo/", photos.add, "after_photo"),
    desk_path("activities/<uuid:pk>/after/certificate/", certificates.issue, "certify"),
    centre_path("works/<uuid:pk>/withdraw/", afterwards.withdraw, "withdraw_work"),
    desk_path("activities/<uuid:pk>/works/", works.listing, "works"),
    desk_path("works/<uuid:pk>/", works.one, "work"),
    desk_path("works/<uuid:pk>/remove/", works.remove, "remove_work"),
    desk_path("opinions/<uuid:pk>/", opinions.one, "opinion"),
    desk_path("opinions/<uuid:pk>/change/", opinions.change, "change_opinion"),
    desk_path("opinions/<uuid:pk>/remove/", opinions.remove, "remove_opinion"),
    desk_path("photos/<uuid:pk>/", photos.one, "photo"),
    desk_path("photos/<uuid:pk>/remove/", photos.remove, "remove_photo"),
    desk_path("certificates/<uuid:pk>/<slug:kind>/", certificates.certificate, "certificate"),
    desk_path("follow-ups/", certificates.follow_ups, "follow_ups"),
    desk_path("follow-ups/<uuid:pk>/", certificates.follow_up, "follow_up"),
]
