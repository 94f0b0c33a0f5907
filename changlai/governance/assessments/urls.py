"""Addresses of assessments."""

from changlai.governance.assessments.views import above, desk, resident, sets
from changlai.kernel.pages.routes import centre_path, desk_path

app_name = "assessments"
urlpatterns = [
    centre_path("assessments/", resident.listing, "all"),
    centre_path("assessments/<uuid:pk>/", resident.one, "one"),
    desk_path("assessments/", desk.listing, "desk"),
    desk_path("assessments/start/", desk.start, "desk_start"),
    desk_path("assessments/sets/", sets.listing, "desk_sets"),
    desk_path("assessments/sets/<uuid:pk>/", sets.one, "desk_set"),
    desk_path("assessments/above/", above.listing, "above"),
    desk_path("assessments/above/<uuid:pk>/", above.one, "above_one"),
    desk_path("assessments/<uuid:pk>/", desk.one, "desk_one"),
    desk_path("assessments/<uuid:pk>/notes/", desk.notes, "desk_notes"),
]
