"""Addresses of checklists."""

from changlai.governance.checklists import views
from changlai.kernel.pages.routes import desk_path

app_name = "checklists"
urlpatterns = [
    desk_path("checklists/", views.checklists, "desk_checklists"),
    desk_path("checklists/<uuid:pk>/", views.checklist, "desk_checklist"),
    desk_path("checklists/<uuid:pk>/change/", views.change, "desk_checklist_change"),
    desk_path("checklists/runs/<uuid:pk>/", views.run, "desk_run"),
    desk_path("checklists/runs/<uuid:pk>/print/", views.sheet, "desk_run_sheet"),
]
