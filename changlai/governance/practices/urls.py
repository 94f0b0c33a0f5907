"""Addresses of practices, packs and the comparison of processes."""

from changlai.governance.practices.views import desk, packs, processes, resident
from changlai.kernel.pages.routes import centre_path, desk_path

app_name = "practices"
urlpatterns = [
    centre_path("practices/", resident.listing, "all"),
    centre_path("practices/<uuid:pk>/", resident.one, "one"),
    desk_path("practices/", desk.listing, "desk"),
    desk_path("practices/new/", desk.new, "desk_new"),
    desk_path("practices/<uuid:pk>/", desk.one, "desk_one"),
    desk_path("practices/<uuid:pk>/change/", desk.change, "desk_change"),
    desk_path("practices/<uuid:pk>/docx/", desk.docx, "desk_docx"),
    desk_path("packs/", packs.listing, "packs"),
    desk_path("packs/give/", packs.give, "give"),
    desk_path("packs/give/file/", packs.give_file, "give_file"),
    desk_path("packs/bring/", packs.bring, "bring"),
    desk_path("packs/<uuid:pk>/", packs.arrival, "arrival"),
    desk_path("processes/", processes.listing, "processes"),
    desk_path("processes/<uuid:pk>/", processes.compare, "process"),
]
