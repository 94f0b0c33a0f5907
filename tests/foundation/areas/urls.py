"""The pages of areas as a door places them."""

from django.urls import include, path

from changlai.config.urls import urlpatterns as real
from changlai.foundation.areas import views
from changlai.foundation.people.public import for_staff
from changlai.kernel.pages.routes import desk_path

manage = for_staff("centre.manage")
pages = [
    desk_path("centre/", manage(views.settings), "settings"),
    desk_path("centre/hours/", manage(views.hours), "hours"),
    desk_path("centre/exceptions/", manage(views.exceptions), "exceptions"),
    desk_path(
        "centre/exceptions/<uuid:exception_id>/drop/",
        manage(views.exception_drop),
        "exception_drop",
    ),
    desk_path("centre/hamlets/", manage(views.hamlets), "hamlets"),
    desk_path("centre/hamlets/<uuid:hamlet_id>/", manage(views.hamlet), "hamlet"),
]
urlpatterns = [path("", include((pages, "areas"))), *real]
