"""The outbox's pages as a door places them."""

from django.urls import include, path

from changlai.config.urls import urlpatterns as real
from changlai.foundation.people.public import for_residents, for_staff
from changlai.kernel.outbox import views
from changlai.kernel.pages.routes import centre_path, desk_path

pages = [
    desk_path("calls/", for_staff("outbox.phone")(views.phone_list), "phone_list"),
    desk_path(
        "calls/print/", for_staff("outbox.phone")(views.phone_list_on_paper), "phone_list_print"
    ),
    desk_path("calls/made/", for_staff("outbox.phone")(views.call_made), "call_made"),
    centre_path("messages/", for_residents(views.messages), "messages"),
    centre_path("messages/read/", for_residents(views.messages_read), "messages_read"),
]
urlpatterns = [path("", include((pages, "outbox"))), *real]
