"""Addresses of the voices hall on the workbench: the list, a voice, its steps."""

from changlai.halls.voices.views import above
from changlai.halls.voices.views.staff import case, cases, steps
from changlai.kernel.pages.routes import desk_path

staff_urlpatterns = [
    desk_path("voices/", cases.cases, "cases"),
    desk_path("voices/xlsx/", cases.cases_xlsx, "cases_xlsx"),
    desk_path("voices/views/", cases.keep_view, "keep_view"),
    desk_path("voices/views/<uuid:pk>/drop/", cases.forget_view, "forget_view"),
    desk_path("voices/exclusions/<uuid:pk>/", steps.decide, "decide"),
    desk_path("voices/sent-up/", above.sent_up, "sent_up"),
    desk_path("voices/sent-up/<uuid:pk>/", above.sent_up_case, "sent_up_case"),
    desk_path("voices/<uuid:pk>/", case.case, "desk_case"),
    desk_path("voices/<uuid:pk>/grants/<uuid:grant_id>/end/", above.close_grant, "end_grant"),
    desk_path("voices/<uuid:pk>/sheet/", case.sheet, "sheet"),
    desk_path("voices/<uuid:pk>/slip/", case.slip, "slip"),
    desk_path("voices/<uuid:pk>/original/", case.original, "original"),
    desk_path("voices/<uuid:pk>/rating/", steps.paper_rating, "paper_rating"),
    desk_path("voices/<uuid:pk>/exclude/", steps.exclude, "exclude"),
    desk_path("voices/<uuid:pk>/step/<slug:verb>/", steps.step, "step"),
]
