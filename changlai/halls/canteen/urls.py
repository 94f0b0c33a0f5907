"""Addresses of the canteen hall."""

from changlai.halls.canteen.views import money, resident, safety, serving, week
from changlai.kernel.pages.routes import centre_path, desk_path

app_name = "canteen"
urlpatterns = [
    centre_path("canteen/", resident.week, "week"),
    centre_path("canteen/print/", week.sheet, "sheet"),
    centre_path("canteen/donations/", resident.donations, "donations"),
    centre_path("canteen/mine/", resident.mine, "mine"),
    centre_path("canteen/standing/", resident.standing, "standing"),
    centre_path("canteen/diet/", resident.diet, "diet"),
    centre_path("canteen/meals/<uuid:pk>/", resident.order, "order"),
    centre_path("canteen/tickets/<uuid:pk>/", resident.ticket, "ticket"),
    desk_path("canteen/", week.week, "desk_week"),
    desk_path("canteen/copy/", week.copy, "desk_copy"),
    desk_path("canteen/publish/", week.publish, "desk_publish"),
    desk_path("canteen/dishes/", week.dishes, "desk_dishes"),
    desk_path("canteen/dishes/<uuid:pk>/", week.dish, "desk_dish"),
    desk_path("canteen/rules/", week.rules, "desk_rules"),
    desk_path("canteen/eater/", serving.eater, "desk_eater"),
    desk_path("canteen/scan/", serving.scan, "desk_scan"),
    desk_path("canteen/meals/add/", week.meal_add, "desk_meal_add"),
    desk_path("canteen/meals/<uuid:pk>/", serving.meal, "desk_meal"),
    desk_path("canteen/meals/<uuid:pk>/edit/", week.meal_edit, "desk_meal_edit"),
    desk_path("canteen/meals/<uuid:pk>/order/", serving.take_order, "desk_order"),
    desk_path("canteen/meals/<uuid:pk>/kitchen/", serving.kitchen, "desk_kitchen"),
    desk_path("canteen/meals/<uuid:pk>/deliveries/", serving.deliveries, "desk_deliveries"),
    desk_path("canteen/safety/", safety.day, "desk_safety"),
    desk_path("canteen/safety/morning/", safety.morning, "desk_morning"),
    desk_path("canteen/safety/hands/add/", safety.hand_add, "desk_hand_add"),
    desk_path("canteen/safety/hands/<uuid:pk>/", safety.hand, "desk_hand"),
    desk_path("canteen/safety/purchases/", safety.purchase, "desk_purchase"),
    desk_path("canteen/safety/samples/", safety.samples, "desk_samples"),
    desk_path("canteen/safety/log/<slug:kind>/", safety.log, "desk_log"),
    desk_path("canteen/donations/", safety.donations, "desk_donations"),
    desk_path("canteen/money/", money.month, "desk_month"),
    desk_path("canteen/money/print/", money.sheet, "desk_month_sheet"),
    desk_path("canteen/money/tiers/", money.tiers, "desk_tiers"),
    desk_path("canteen/money/tiers/<uuid:pk>/", money.tier, "desk_tier"),
    desk_path("canteen/money/eater/", money.eater_tier, "desk_eater_tier"),
]
