"""Addresses of the voices hall: what residents use, and what the workbench uses."""

from changlai.halls.voices.urls_intake import intake_urlpatterns
from changlai.halls.voices.urls_resident import resident_urlpatterns
from changlai.halls.voices.urls_staff import staff_urlpatterns

app_name = "voices"
urlpatterns = [*resident_urlpatterns, *staff_urlpatterns, *intake_urlpatterns]
