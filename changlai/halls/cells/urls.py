"""Addresses of the cells hall."""

from changlai.halls.cells.views import resident, staff
from changlai.kernel.pages.routes import centre_path, desk_path

app_name = "cells"
urlpatterns = [
    centre_path("cells/", resident.catalogue, "list"),
    centre_path("cells/ask/", resident.ask, "ask"),
    centre_path("cells/wishes/<uuid:pk>/", resident.wish, "wish"),
    centre_path("cells/mine/<uuid:pk>/", resident.allocation, "allocation"),
    desk_path("cells/", staff.cells, "desk_cells"),
    desk_path("cells/add/", staff.add, "desk_add"),
    desk_path("cells/counter/", staff.counter, "desk_counter"),
    desk_path("cells/wishes/<uuid:pk>/", staff.wish, "desk_wish"),
    desk_path("cells/allocations/<uuid:pk>/", staff.allocation, "desk_allocation"),
    desk_path("cells/allocations/<uuid:pk>/slip/", staff.slip, "desk_slip"),
    desk_path("cells/<uuid:pk>/", staff.cell, "desk_cell"),
    desk_path("cells/<uuid:pk>/change/", staff.change, "desk_change"),
    desk_path("cells/<uuid:pk>/give/", staff.give, "desk_give"),
]
