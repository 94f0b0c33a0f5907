"""Addresses of the web door, and of the kernel's pages that need a door for their access."""

from django.urls import URLPattern, URLResolver, include, path

from changlai.doors.web.views import calendar, home, mine, site, today
from changlai.foundation.people.public import for_residents, for_staff
from changlai.kernel.outbox import views as outbox
from changlai.kernel.pages.routes import centre_path, desk_path, site_path
from changlai.kernel.registers import views as registers
from changlai.kernel.registry.public import collect

web = [
    site_path("", home.entrance, "entrance"),
    site_path("elder/", site.elder, "elder"),
    site_path("guides/", site.guides, "guides"),
    site_path("offline/", site.offline, "offline"),
    site_path("manifest.webmanifest", site.manifest, "manifest"),
    site_path("sw.js", site.service_worker, "service_worker"),
    site_path("healthz", site.healthz, "healthz"),
    site_path("docs/pieces/", site.pieces, "pieces"),
    site_path("docs/pieces/desk/", site.pieces_of_the_desk, "pieces_desk"),
    site_path("docs/pieces/paper/", site.pieces_on_paper, "pieces_paper"),
    centre_path("", home.home, "home"),
    centre_path("about/", home.about, "about"),
    centre_path("mine/", mine.mine, "mine"),
    desk_path("", today.today, "today"),
    desk_path("today/print/", today.today_on_paper, "today_print"),
    desk_path("calendar/", calendar.calendar, "calendar"),
]

register_pages = [
    desk_path("registers/", for_staff("registers.see")(registers.index), "index"),
    desk_path("registers/<slug:register>/", for_staff("registers.see")(registers.show), "show"),
    desk_path(
        "registers/<slug:register>/xlsx/", for_staff("registers.see")(registers.xlsx), "xlsx"
    ),
    desk_path(
        "registers/<slug:register>/print/", for_staff("registers.see")(registers.paper), "print"
    ),
]

outbox_pages = [
    desk_path("phone-list/", for_staff("outbox.phone")(outbox.phone_list), "phone_list"),
    desk_path(
        "phone-list/print/",
        for_staff("outbox.phone")(outbox.phone_list_on_paper),
        "phone_list_print",
    ),
    desk_path("phone-list/made/", for_staff("outbox.phone")(outbox.call_made), "call_made"),
    centre_path("messages/", for_residents(outbox.messages), "messages"),
    centre_path("messages/read/", for_residents(outbox.messages_read), "messages_read"),
]


def _screens() -> list[URLResolver]:
    """Place the pages of apps that stand below people, each under its own name space."""
    spaces: dict[str, list[URLPattern]] = {}
    for screen in collect("screens"):
        guarded = for_staff(screen.power)(screen.view)
        spaces.setdefault(screen.space, []).append(desk_path(screen.route, guarded, screen.name))
    return [path("", include((patterns, space))) for space, patterns in spaces.items()]


# No app_name here: the door gives addresses to name spaces of the kernel and of areas as well.
urlpatterns = [
    path("", include((web, "web"))),
    path("", include((register_pages, "registers"))),
    path("", include((outbox_pages, "outbox"))),
    *_screens(),
]
