"""Addresses of the counter hall."""

from changlai.halls.counter.views.resident import guides, own, queue, times
from changlai.halls.counter.views.staff import items, numbers, requests
from changlai.halls.counter.views.staff import queue as desk
from changlai.kernel.pages.routes import centre_path, desk_path

app_name = "counter"
urlpatterns = [
    centre_path("services/", guides.items, "items"),
    centre_path("services/mine/", own.mine, "mine"),
    centre_path("services/progress/", own.progress, "progress"),
    centre_path("services/progress/<str:token>/", own.by_code, "by_code"),
    centre_path("services/receipt/<str:token>/", own.receipt, "receipt"),
    centre_path("services/requests/<uuid:pk>/", own.request, "request"),
    centre_path("services/come/", times.come, "come"),
    centre_path("services/come/<uuid:pk>/", times.time, "time"),
    centre_path("services/come/<uuid:pk>/move/", times.move, "time_move"),
    centre_path("services/queue/", queue.queue, "queue"),
    centre_path("services/queue/now.json", queue.now_json, "now"),
    centre_path("services/queue/screen/", queue.screen, "screen"),
    centre_path("services/queue/tablet/<str:token>/", queue.tablet, "tablet"),
    centre_path("services/queue/number/<str:token>/", queue.number, "number"),
    centre_path("services/queue/number/<str:token>/slip/", queue.slip, "slip"),
    centre_path("services/<uuid:pk>/", guides.item, "item"),
    centre_path("services/<uuid:pk>/ask/", guides.ask, "ask"),
    desk_path("services/", requests.listing, "desk_requests"),
    desk_path("services/take/", requests.take, "desk_take"),
    desk_path("services/requests/<uuid:pk>/", requests.one, "desk_request"),
    desk_path("services/requests/<uuid:pk>/papers/", requests.papers, "desk_papers"),
    desk_path("services/requests/<uuid:pk>/scan/", requests.scan, "desk_scan"),
    desk_path("services/requests/<uuid:pk>/sheet/", requests.sheet, "desk_sheet"),
    desk_path("services/requests/<uuid:pk>/step/<slug:verb>/", requests.step, "step"),
    desk_path("services/queue/", desk.queue, "desk_queue"),
    desk_path("services/queue/window/", desk.sit, "desk_sit"),
    desk_path("services/queue/call/", desk.call, "desk_call"),
    desk_path("services/queue/end/", desk.end, "desk_queue_end"),
    desk_path("services/queue/add/", numbers.add, "desk_queue_add"),
    desk_path("services/queue/waits/", numbers.waiting, "desk_waits"),
    desk_path("services/queue/windows/", numbers.windows, "desk_windows"),
    desk_path("services/queue/windows/<uuid:pk>/", numbers.window, "desk_window"),
    desk_path("services/queue/<uuid:pk>/", numbers.number, "desk_number"),
    desk_path("services/queue/<uuid:pk>/slip/", desk.slip, "desk_slip"),
    desk_path("services/queue/<uuid:pk>/move/", numbers.move, "desk_time_move"),
    desk_path("services/queue/<uuid:pk>/step/<slug:verb>/", desk.step, "desk_number_step"),
    desk_path("services/items/", items.listing, "desk_items"),
    desk_path("services/items/new/", items.new, "desk_item_new"),
    desk_path("services/items/<uuid:pk>/", items.change, "desk_item"),
]
