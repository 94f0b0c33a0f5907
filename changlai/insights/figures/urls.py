"""Addresses of the three figures: read alone; only the reporting tree is written."""

from changlai.insights.figures.views import above, behind, panel, tags
from changlai.kernel.pages.routes import desk_path

app_name = "figures"
urlpatterns = [
    desk_path("figures/", panel.panel, "panel"),
    desk_path("figures/rooms/<uuid:pk>/", behind.room, "room"),
    desk_path("figures/activities/", behind.activities, "activities"),
    desk_path("figures/encounters/", behind.encounters, "encounters"),
    desk_path("figures/tags/", tags.tags, "tags"),
    desk_path("figures/tags/<uuid:pk>/", tags.tag, "tag"),
    desk_path("figures/above/", above.above, "above"),
]
