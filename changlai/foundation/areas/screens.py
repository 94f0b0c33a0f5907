"""The workbench pages of areas, which the web door places and guards.

Areas stand below people, so they can name the power a page needs but not check it.
"""

from changlai.foundation.areas import views
from changlai.foundation.areas.policies import MANAGE
from changlai.kernel.pages.routes import Screen

SCREENS = [
    Screen("areas", "settings", "centre/", views.settings, MANAGE),
    Screen("areas", "parts", "centre/parts/", views.parts, MANAGE),
    Screen("areas", "hours", "centre/hours/", views.hours, MANAGE),
    Screen("areas", "exceptions", "centre/exceptions/", views.exceptions, MANAGE),
    Screen(
        "areas",
        "exception_drop",
        "centre/exceptions/<uuid:exception_id>/drop/",
        views.exception_drop,
        MANAGE,
    ),
    Screen("areas", "hamlets", "centre/hamlets/", views.hamlets, MANAGE),
    Screen("areas", "hamlet", "centre/hamlets/<uuid:hamlet_id>/", views.hamlet, MANAGE),
]
