"""Addresses of disclosure."""

from changlai.halls.disclosure.views import desk_due, desk_one, desk_write, shown
from changlai.kernel.pages.routes import centre_path, desk_path

app_name = "disclosure"
urlpatterns = [
    centre_path("disclosure/", shown.shown, "shown"),
    centre_path("disclosure/board/", shown.board, "board"),
    centre_path("disclosure/<uuid:pk>/", shown.one, "one"),
    centre_path("disclosure/<uuid:pk>/paper/", shown.paper, "paper"),
    centre_path("disclosure/<uuid:pk>/ask/", shown.ask, "ask"),
    desk_path("disclosure/", desk_due.due, "due"),
    desk_path("disclosure/all/", desk_due.desk_list, "list"),
    desk_path("disclosure/items/", desk_due.items, "items"),
    desk_path("disclosure/items/add/", desk_due.item_add, "item_add"),
    desk_path("disclosure/items/<uuid:pk>/", desk_due.item, "item"),
    desk_path("disclosure/declaration/", desk_due.declaration, "declaration"),
    desk_path("disclosure/new/", desk_write.new, "new"),
    desk_path("disclosure/lines/", desk_write.blank, "blank"),
    desk_path("disclosure/<uuid:pk>/", desk_one.desk_one, "desk_one"),
    desk_path("disclosure/<uuid:pk>/edit/", desk_write.edit, "edit"),
    desk_path("disclosure/<uuid:pk>/lines/", desk_write.lines_in, "lines_in"),
    desk_path("disclosure/<uuid:pk>/ask/", desk_one.desk_ask, "desk_ask"),
]
