"""Addresses of the funds."""

from changlai.governance.funds.views import desk, importing, public, vouchers
from changlai.kernel.pages.routes import centre_path, desk_path

app_name = "funds"
urlpatterns = [
    centre_path("funds/", public.months, "months"),
    centre_path("funds/print/", public.month_print, "month_print"),
    centre_path("funds/projects/", public.projects, "projects"),
    centre_path("funds/projects/<uuid:pk>/", public.project, "project"),
    centre_path("funds/lines/<uuid:pk>/", public.line, "line"),
    centre_path("funds/lines/<uuid:pk>/ask/", public.ask, "ask"),
    desk_path("funds/", desk.overview, "desk"),
    desk_path("funds/lines/", desk.lines, "desk_lines"),
    desk_path("funds/lines/<uuid:pk>/", vouchers.line, "desk_line"),
    desk_path("funds/lines/<uuid:pk>/reverse/", vouchers.reverse_line, "desk_reverse"),
    desk_path("funds/vouchers/", vouchers.vouchers, "desk_vouchers"),
    desk_path("funds/vouchers/add/", vouchers.voucher_add, "desk_voucher_add"),
    desk_path("funds/vouchers/<uuid:pk>/", vouchers.voucher, "desk_voucher"),
    desk_path("funds/vouchers/<uuid:pk>/change/", vouchers.voucher_change, "desk_voucher_change"),
    desk_path("funds/waiting/", vouchers.waiting, "desk_waiting"),
    desk_path("funds/months/", desk.months, "desk_months"),
    desk_path("funds/import/", importing.importing, "desk_import"),
    desk_path("funds/import/template/", importing.template, "desk_import_template"),
    desk_path("funds/sources/add/", desk.source_add, "desk_source_add"),
    desk_path("funds/sources/<uuid:pk>/", desk.source, "desk_source"),
    desk_path("funds/sources/<uuid:pk>/change/", desk.source_change, "desk_source_change"),
    desk_path("funds/projects/add/", desk.project_add, "desk_project_add"),
    desk_path("funds/projects/<uuid:pk>/", desk.project, "desk_project"),
    desk_path("funds/projects/<uuid:pk>/change/", desk.project_change, "desk_project_change"),
]
