"""Addresses of people: signing in and out, one's own corner, the workbench's lists."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern

from changlai.foundation.people.views import (
    acting,
    desk,
    held,
    here,
    importing,
    mine,
    signing_in,
    staff,
)
from changlai.foundation.people.views import staff_sign_in as door
from changlai.kernel.pages.routes import centre_path, desk_path, site_path

app_name = "people"


def _both(route: str, view: Callable[..., Any], name: str) -> list[URLPattern]:
    """Place a page of signing in on the site and at each centre, to stand under its name."""
    return [site_path(route, view, name), centre_path(route, view, name)]


urlpatterns = [
    *_both("sign-in", signing_in.sign_in, "sign_in"),
    *_both("sign-in/code", signing_in.sign_in_code, "sign_in_code"),
    *_both("sign-out", signing_in.sign_out, "sign_out"),
    *_both("staff/sign-in", door.staff_sign_in, "staff_sign_in"),
    *_both("staff/second", door.second, "second"),
    *_both("staff/second/set-up", door.second_set_up, "second_set_up"),
    *_both("staff/second/passkey", door.passkey_set_up, "passkey_set_up"),
    *_both("staff/password", door.first_password, "first_password"),
    *_both("staff/go-on", door.go_on, "go_on"),
    site_path("account/security", door.security, "security"),
    site_path("account/security/<uuid:pk>/remove", door.factor_remove, "factor_remove"),
    site_path("account/sign-out-everywhere", signing_in.sign_out_everywhere, "sign_out_everywhere"),
    centre_path("join", signing_in.join, "join"),
    centre_path("privacy", signing_in.privacy, "privacy"),
    centre_path("me", mine.me, "me"),
    centre_path("me/held", held.held, "held"),
    centre_path("me/data", mine.my_data, "my_data"),
    centre_path("me/delegates", mine.delegates, "delegates"),
    centre_path("me/delegates/<uuid:pk>/end", mine.delegation_end, "delegation_end"),
    centre_path("me/delegates/<uuid:pk>/act", acting.act_by_delegation, "act_by_delegation"),
    centre_path("me/consents", mine.consents, "consents"),
    centre_path("me/close", mine.close_account, "close_account"),
    centre_path("act-for/end", acting.act_for_end, "act_for_end"),
    centre_path("who", here.who, "who"),
    centre_path("who/paper", here.who_paper, "who_paper"),
    desk_path("helps", here.helps, "helps"),
    desk_path("helps/<uuid:pk>", here.helps_of_one, "helps_of_one"),
    desk_path("people", desk.people, "people"),
    desk_path("people/add", desk.person_add, "person_add"),
    desk_path("people/import", importing.import_people, "import"),
    desk_path("people/import/template", importing.import_template, "import_template"),
    desk_path("people/import/errors", importing.import_errors, "import_errors"),
    desk_path("people/<uuid:pk>", desk.person, "person"),
    desk_path("people/<uuid:pk>/edit", desk.person_edit, "person_edit"),
    desk_path("people/<uuid:pk>/merge", desk.person_merge, "person_merge"),
    desk_path("people/<uuid:pk>/delegate", desk.person_delegate, "person_delegate"),
    desk_path("people/<uuid:pk>/act-for", acting.act_for, "act_for"),
    desk_path("act-for/<uuid:pk>", acting.act_for_slip, "act_for_slip"),
    desk_path("households", desk.households, "households"),
    desk_path("households/add", desk.household_add, "household_add"),
    desk_path("households/<uuid:pk>", desk.household, "household"),
    desk_path("households/<uuid:pk>/edit", desk.household_edit, "household_edit"),
    desk_path("roles", staff.roles, "roles"),
    desk_path("roles/add", staff.staff_add, "staff_add"),
    desk_path("roles/<uuid:pk>/grant", staff.role_grant, "role_grant"),
    desk_path("roles/<uuid:pk>/end", staff.role_end, "role_end"),
    desk_path("roles/<uuid:pk>/password", staff.staff_reset, "staff_reset"),
    desk_path("roles/settings", staff.role_settings, "role_settings"),
    desk_path("duty", staff.duty, "duty"),
    desk_path("duty/<str:day>/<slug:part>", staff.duty_set, "duty_set"),
]
