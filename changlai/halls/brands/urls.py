"""Addresses of the brands hall."""

from changlai.halls.brands.desks import DESKS
from changlai.halls.brands.policies import WRITE
from changlai.halls.brands.views import desk, own, plots, public
from changlai.kernel.pages.routes import centre_path, desk_path

app_name = "brands"
urlpatterns = [
    centre_path("brands/", public.brands, "list"),
    centre_path("brands/read/<uuid:pk>/", public.piece, "piece"),
    centre_path("brands/plot/<uuid:pk>/", public.plot, "plot"),
    centre_path("brands/plot/<uuid:pk>/adopt/", own.adopt, "adopt"),
    centre_path("brands/adopted/", own.adopted, "adopted"),
    centre_path("brands/adoption/<uuid:pk>/", own.adoption, "adoption"),
    centre_path("brands/month/", own.month, "month"),
    centre_path("brands/<slug:slug>/", public.brand, "brand"),
    centre_path("brands/<slug:slug>/print/", public.brand_print, "brand_print"),
    centre_path("brands/<slug:slug>/things/", public.things, "things"),
    centre_path("brands/<slug:slug>/pieces/", public.pieces, "pieces"),
    centre_path("brands/<slug:slug>/plots/", public.plots, "plots"),
    centre_path("brands/<slug:slug>/route/", public.route, "route"),
    centre_path("brands/<slug:slug>/route/print/", public.route_print, "route_print"),
    centre_path("brands/<slug:slug>/route/<int:number>/", public.stop, "stop"),
    desk_path("brands/", desk.brands, "desk_brands"),
    desk_path("brands/new/", desk.brand_add, "desk_brand_add"),
    desk_path("brands/months/", desk.months, "desk_months"),
    *(pattern for one in DESKS for pattern in one.urls(WRITE)),
    desk_path("brands/pieces/<uuid:pk>/", desk.piece_step, "desk_piece_step"),
    desk_path("brands/stops/<uuid:pk>/", desk.stop, "desk_stop"),
    desk_path("brands/plots/<uuid:pk>/", plots.plot, "desk_plot"),
    desk_path("brands/plots/<uuid:pk>/edit/", plots.plot_edit, "desk_plot_edit"),
    desk_path("brands/<uuid:pk>/", desk.brand, "desk_brand"),
    desk_path("brands/<uuid:pk>/edit/", desk.brand_edit, "desk_brand_edit"),
    desk_path("brands/<uuid:pk>/route/", desk.route, "desk_route"),
    desk_path("brands/<uuid:pk>/plots/", plots.plots, "desk_plots"),
    desk_path("brands/<uuid:pk>/day/", desk.day, "desk_day"),
]
