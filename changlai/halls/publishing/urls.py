"""Addresses of publishing."""

from changlai.halls.publishing.desks import DESKS
from changlai.halls.publishing.policies import WRITE
from changlai.halls.publishing.views import clips, own, public
from changlai.kernel.pages.routes import centre_path, desk_path

app_name = "publishing"
urlpatterns = [
    centre_path("read/", public.look, "look"),
    centre_path("read/all/", public.all_pieces, "list"),
    centre_path("read/feed.atom", public.feed, "feed"),
    centre_path("read/<uuid:pk>/", public.read, "read"),
    centre_path("read/<uuid:pk>/print/", public.read_print, "print"),
    centre_path("wall/", public.wall, "wall"),
    centre_path("wall/screen/", public.wall_screen, "wall_screen"),
    centre_path("wall/<uuid:pk>/", public.wall_section, "wall_section"),
    centre_path("agreed/", own.agreed, "agreed"),
    centre_path("visit/", public.window, "window"),
    centre_path("visit/<uuid:pk>/", public.window_section, "window_section"),
    *(pattern for desk in DESKS for pattern in desk.urls(WRITE)),
    desk_path("stories/<uuid:pk>/kit.docx", clips.press_kit, "press_kit"),
    desk_path("clips/", clips.clips, "desk_clips"),
    desk_path("clips/new/", clips.clip_add, "desk_clip_add"),
    desk_path("clips/<uuid:pk>/", clips.clip, "desk_clip"),
]
