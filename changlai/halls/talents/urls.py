"""Addresses of the talents hall."""

from changlai.halls.talents.views import desk, resident
from changlai.kernel.pages.routes import centre_path, desk_path

app_name = "talents"
urlpatterns = [
    centre_path("talents/", resident.card, "card"),
    desk_path("talents/", desk.cards, "desk_cards"),
    desk_path("talents/add/", desk.card_add, "desk_card_add"),
    desk_path("talents/<uuid:pk>/", desk.card, "desk_card"),
    desk_path("talents/<uuid:pk>/change/", desk.card_change, "desk_card_change"),
]
