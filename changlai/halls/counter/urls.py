"""Addresses of the counter hall."""

from changlai.halls.counter.views.resident import guides, own
from changlai.halls.counter.views.staff import items, requests
from changlai.kernel.pages.routes import centre_path, desk_path

app_name = "counter"
urlpatterns = [
    centre_path("services/", guides.items, "items"),
    centre_path("services/mine/", own.mine, "mine"),
    centre_path("services/progress/", own.progress, "progress"),
    centre_path("services/progress/<str:token>/", own.by_code, "by_code"),
    centre_path("services/receipt/<str:token>/", own.receipt, "receipt"),
    centre_path("services/requests/<uuid:pk>/", own.request, "request"),
    centre_path("services/<uuid:pk>/", guides.item, "item"),
    centre_path("services/<uuid:pk>/ask/", guides.ask, "ask"),
    desk_path("services/", requests.listing, "desk_requests"),
    desk_path("services/take/", requests.take, "desk_take"),
    desk_path("services/requests/<uuid:pk>/", requests.one, "desk_request"),
    desk_path("services/requests/<uuid:pk>/papers/", requests.papers, "desk_papers"),
    desk_path("services/requests/<uuid:pk>/scan/", requests.scan, "desk_scan"),
    desk_path("services/requests/<uuid:pk>/sheet/", requests.sheet, "desk_sheet"),
    desk_path("services/requests/<uuid:pk>/step/<slug:verb>/", requests.step, "step"),
    desk_path("services/items/", items.listing, "desk_items"),
    desk_path("services/items/new/", items.new, "desk_item_new"),
    desk_path("services/items/<uuid:pk>/", items.change, "desk_item"),
]
