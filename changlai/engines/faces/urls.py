"""Addresses of faces."""

from changlai.engines.faces import views
from changlai.kernel.pages.routes import centre_path, desk_path

app_name = "faces"
urlpatterns = [
    centre_path("faces/<str:token>/", views.one, "one"),
    desk_path("faces/", views.figures, "desk_faces"),
    desk_path("faces/service/<slug:kind>/", views.service, "desk_service"),
    desk_path("faces/asked/<uuid:pk>/", views.enter, "desk_asked"),
    desk_path("faces/asked/<uuid:pk>/slip/", views.slip, "desk_slip"),
]
