"""Addresses of rectification."""

from changlai.governance.rectification.views import desk, resident
from changlai.kernel.pages.routes import centre_path, desk_path

app_name = "rectification"
urlpatterns = [
    centre_path("issues/<uuid:pk>/", resident.issue, "issue"),
    desk_path("issues/", desk.issues, "desk_issues"),
    desk_path("issues/add/", desk.add, "desk_issue_add"),
    desk_path("issues/paper.docx", desk.paper, "desk_issues_docx"),
    desk_path("issues/<uuid:pk>/", desk.issue, "desk_issue"),
    desk_path("issues/<uuid:pk>/look/", desk.look, "desk_issue_look"),
    desk_path("issues/<uuid:pk>/plan/", desk.plan, "desk_issue_plan"),
    desk_path("issues/<uuid:pk>/<slug:verb>/", desk.step, "desk_issue_step"),
]
