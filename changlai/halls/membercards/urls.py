"""Addresses of the member cards."""

from changlai.halls.membercards.views import desk, shown
from changlai.kernel.pages.routes import centre_path, desk_path

app_name = "membercards"
urlpatterns = [
    centre_path("members/", shown.cards, "shown"),
    centre_path("members/<uuid:pk>/", shown.card, "card"),
    centre_path("members/<uuid:pk>/photo/", shown.photo, "photo"),
    centre_path("members/<uuid:pk>/contact/", shown.contact, "contact"),
    desk_path("members/", desk.cards, "desk_cards"),
    desk_path("members/add/", desk.card_add, "desk_add"),
    desk_path("members/wall/", desk.wall, "desk_wall"),
    desk_path("members/sheets/<uuid:pk>/", desk.sheet, "desk_sheet"),
    desk_path("members/<uuid:pk>/", desk.card, "desk_card"),
    desk_path("members/<uuid:pk>/photo/", desk.photo, "desk_photo"),
    desk_path("members/<uuid:pk>/change/", desk.card_change, "desk_change"),
    desk_path("members/<uuid:pk>/consents/", desk.consent_sheet, "desk_consents"),
]
