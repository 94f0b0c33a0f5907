"""Every registered page in a real browser: axe finds nothing, nothing is cut, nothing complains."""

import json
from collections import defaultdict
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import FOUND, Visit
from tests.browser.look import Look
from tests.browser.visitors import HOME, PHONE, press
from tests.browser.walk import Found
from tests.resolver import ADDRESSES

CHUNKS = 12

NO_PAGE = {
    "files:show": "a stored file, by signed address",
    "web:elder": "sets a cookie and goes back",
    "web:healthz": "JSON for a watchman",
    "web:manifest": "JSON for the phone that installs",
    "web:service_worker": "a script",
    "registers:xlsx": "a download",
    "voices:cases_xlsx": "a download",
    "voices:import_template": "a download",
    "voices:import_rejected": "a download, after an import with bad rows",
    "people:import_template": "a download",
    "people:import_errors": "a download, after an import with bad rows",
    "funds:desk_import_template": "a download",
    "people:my_data": "a download of one's own data",
    "areas:exception_drop": "takes a form only",
    "outbox:call_made": "takes a form only",
    "outbox:messages_read": "takes a form only",
    "parcels:desk_tell": "takes a form only",
    "canteen:desk_copy": "takes a form only",
    "canteen:desk_publish": "takes a form only",
    "canteen:order": "takes a form only, and leads to the week",
    "brands:desk_piece_step": "takes a form only",
    "counter:desk_call": "takes a form only",
    "counter:desk_number_step": "takes a form only",
    "counter:desk_sit": "takes a form only",
    "counter:desk_slip": "leads from a number to its slip",
    "counter:now": "JSON for the hall's screen",
    "people:act_by_delegation": "takes a form only",
    "people:role_settings": "takes a form only",
    "rectification:desk_issues_docx": "a download",
    "practices:desk_docx": "a download",
    "practices:give_file": "a download",
    "rooms:desk_sign_mark": "takes a form only",
    "voices:forget_view": "takes a form only",
    "voices:keep_view": "takes a form only",
    "voices:new_code": "takes a form only",
    "voices:no_answer": "takes a form only",
    "rooms:here": "takes a form only",
    "rooms:use": "leads from a use in a calendar to what stands behind it",
    "rooms:use_booking": "leads from a date to its booking",
    "gatherings:use_session": "leads from a session to its activity",
    "calendars:activities_ics": "a calendar for programs",
    "calendars:activities_rss": "news for programs",
    "calendars:mine_ics": "a calendar for programs",
    "calendars:room_ics": "a calendar for programs",
    "gatherings:calendar_file": "a download for the telephone's calendar",
    "gatherings:certificate": "a download",
    "gatherings:desk_signups_xlsx": "a download",
    "gatherings:own_certificate": "a download, asked for by a form",
    "gatherings:poster_file": "a download",
    "gatherings:roll_sync": "JSON for the phone that kept scans",
    "gatherings:desk_signup_of": "leads from a scanned code to its sign-up",
    "gatherings:after_face": "takes a form only",
    "gatherings:after_minutes": "takes a form only",
    "gatherings:after_opinion": "takes a form only",
    "gatherings:after_photo": "takes a form only",
    "gatherings:certify": "takes a form only",
    "gatherings:decision_done": "takes a form only",
    "gatherings:desk_appointment_step": "takes a form only",
    "gatherings:desk_call_next": "takes a form only",
    "gatherings:follow_up": "takes a form only",
    "gatherings:roll_add": "takes a form only",
    "gatherings:roll_held": "takes a form only",
    "gatherings:roll_scan": "takes a form only",
    "gatherings:roll_take_back": "takes a form only",
    "gatherings:roll_tick": "takes a form only",
    "gatherings:theme_drop": "takes a form only",
    "gatherings:withdraw_work": "takes a form only",
    "disclosure:blank": "a download",
    "membercards:photo": "a picture, while its person agrees",
    "membercards:desk_photo": "a picture, while its person agrees",
    "publishing:feed": "news for programs",
    "publishing:press_kit": "a download",
    "people:go_on": "leads on in the middle of signing in, shows nothing itself",
}
"""Names of the resolver behind which there is no page to look at, each with the reason."""


SEASONAL = {
    "brands:desk_stop": "a stop of a route, when the walk takes that brand",
    "gatherings:signup": "one's own sign-up, when the month had something to sign up for",
    "practices:arrival": "after a pack was brought, which its own tests do",
    "practices:one": "a practice for everybody, once a guide was shortened and used",
    "practices:process": "a service before and after, once both were used",
    "rectification:desk_issue_look": "a month after an issue was closed",
    "rectification:issue": "an issue that the resident raised, which its own tests do",
    "voices:times_suggested": "times that came in a pack, which its own tests bring",
    "workgroup:desk_task_finish": "a task without a number that is being done on that day",
}
"""Pages that a village of one month has on some days and not on others, each with the reason.

They are looked at whenever they are reached; their own tests render them on every day.
"""


def test_every_registered_page_was_reached_or_is_explained(original: Path) -> None:
    reached = {one.page.split()[0] for one in _found(original)}
    names = {address.full_name for address in ADDRESSES}
    assert names - reached - NO_PAGE.keys() - SEASONAL.keys() == set()
    assert not (reached & NO_PAGE.keys()), "explained away, yet there is a page"
    assert not ((NO_PAGE.keys() | SEASONAL.keys()) - names), "explained, yet not in the resolver"


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_axe_finds_nothing_and_nothing_is_cut(chunk: int, original: Path, window: Visit) -> None:
    of_roles: dict[str, list[Found]] = defaultdict(list)
    for one in _to_look_at(original)[chunk::CHUNKS]:
        of_roles[one.role].append(one)
    trouble: list[str] = []
    for role, pages in of_roles.items():
        for is_elder in (False, True):
            look = Look(window(PHONE, role, elder=is_elder).new_page(), trouble)
            for one in pages:
                look.at(one.path, f"{one.page} as {role}, {'elder' if is_elder else 'normal'}")
                if not is_elder:
                    look.wide()
    assert not trouble, "\n".join(trouble)


def test_the_steps_of_saying_hold_in_both_sizes_and_modes(window: Visit) -> None:
    trouble: list[str] = []
    for is_elder in (False, True):
        look = Look(window(PHONE, elder=is_elder).new_page(), trouble)
        page = look.page
        look.at(f"{HOME}say/", "say, step 1")
        press(page, "下一步")
        expect(page.locator(".errors")).to_be_visible()
        look.here("say, step 1 with errors")
        page.locator("input[name=kind]").first.check()
        page.get_by_label("您想说什么").fill("家里的煤气味很大,二组水井旁边的水管也漏水。")
        press(page, "下一步")
        _arrive(page, "在哪里")
        look.here("say, step 2")
        look.wide()
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        press(page, "下一步")
        _arrive(page, "怎么告诉您答复")
        look.here("say, step 3")
        look.wide()
    assert not trouble, "\n".join(trouble)


def _arrive(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    page.wait_for_load_state()


def _found(original: Path) -> list[Found]:
    return [Found(**one) for one in json.loads((original / FOUND).read_text())]


def _to_look_at(original: Path) -> list[Found]:
    """Return one address of each page, and what is seen while acting for somebody."""
    seen: dict[str, Found] = {}
    for one in _found(original):
        seen.setdefault(f"{one.page} acting" if one.role == "colleague" else one.page, one)
    return list(seen.values())
