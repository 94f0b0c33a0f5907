"""The roll where there is no network: two phones keep scans, send them, and each is one line."""

import json
import subprocess
import sys
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.site import ROOT, Site
from tests.browser.visitors import DESK, PHONE

ACTS = """
import json, sys, django
django.setup()
from datetime import timedelta
from django.utils import timezone
from changlai.engines.activities.public import *
from changlai.foundation.areas.public import Centre
from changlai.foundation.people.public import actor_of, residents, staff_of
centre = Centre.objects.get(code="qingshiling")
now = timezone.now()
staff = actor_of(account=staff_of(centre, "activities.plan", at=now)[0], centre=centre, at=now)
if sys.argv[1] == "make":
    by = {"centre": centre, "actor": staff, "at": now}
    begins = now - timedelta(minutes=10)
    seats = QuotaPlan("座位", 20)
    activity = make_activity(
        preset=put_preset(title="院坝讲堂", code="yard_talk", **by),
        title="院坝讲堂：防汛常识",
        sessions=[SessionPlan(begins, begins + timedelta(hours=2), place_text="桥头院坝")],
        sign_up=SignUpPlan(rule=SignUpRule.FIRST, quotas=(seats,)),
        **by,
    )
    announce_activity(activity_id=activity.pk, **by)
    ticket = TicketKind.objects.of(centre).get(activity=activity)
    people = list(residents(centre)[:3])
    for person in people:
        wish = {"ticket_id": ticket.pk, "person": person, "channel": "counter"}
        sign_up(activity_id=activity.pk, **wish, **by)
    session = Session.objects.of(centre).get(activity=activity)
    rows = SignUp.objects.of(centre).filter(activity=activity).select_related("person")
    told = {"session": str(session.pk), "code": session.code, "activity": str(activity.pk)}
    told["sign_ups"] = [[row.person.name, row.code] for row in rows]
else:
    rows = Mark.objects.of(centre).filter(session_id=sys.argv[2]).order_by("at")
    told = [[row.source, row.outcome, row.device_at is not None] for row in rows]
print(json.dumps(told))
"""


def acted(site: Site, *words: str) -> Any:
    """Do something in the village by its own actions; return what was told."""
    done = subprocess.run(
        [sys.executable, "-c", ACTS, *words],
        cwd=ROOT,
        env=site.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def evening(site: Site) -> Any:
    """An evening that began ten minutes ago, with three people expected."""
    return acted(site, "make")


IN_CONTROL = """new Promise(done => {
  const worker = navigator.serviceWorker;
  worker.addEventListener("controllerchange", done);
  if (worker.controller) done();
}).then(() => true)"""


def keep(page: Page, what: str) -> None:
    """Write down on the phone that somebody came."""
    count = page.locator("[data-roll-count]")
    before = int(count.text_content() or 0)
    page.get_by_label("报名码，或者名字").fill(what)
    page.get_by_role("button", name="到了", exact=True).click()
    # What the page says of it goes over to how the upload went; the line on the phone stays.
    expect(count).to_have_text(str(before + 1))


def test_two_phones_without_a_network_send_each_scan_once(
    window: Visit, site: Site, evening: Any
) -> None:
    phones = [window(PHONE, "duty", service_workers="allow") for _ in range(2)]
    first, second = (phone.new_page() for phone in phones)
    first.goto(f"{DESK}sessions/{evening['session']}/roll/")
    first.evaluate(IN_CONTROL)
    first.get_by_role("link", name="没有网也能记").click()
    expect(first.get_by_text("院坝讲堂：防汛常识")).to_be_visible()
    phones[0].set_offline(True)
    first.reload()
    expect(first.get_by_text("院坝讲堂：防汛常识")).to_be_visible()
    (name, _), (_, code), _ = evening["sign_ups"]
    for what in (name, code, "路过的老吴"):
        keep(first, what)
    expect(first.locator("[data-roll-count]")).to_have_text("3")
    assert acted(site, "marks", evening["session"]) == []

    # The second phone holds the very same scans, as after a restored backup.
    kept = first.evaluate("JSON.stringify(localStorage)")
    second.goto("/roll/offline/")
    second.evaluate("kept => Object.assign(localStorage, JSON.parse(kept))", kept)
    for phone in phones:
        phone.set_offline(False)
    second.reload()
    for page in (first, second):
        expect(page.get_by_text("都上传好了。")).to_be_visible()
        assert page.evaluate("localStorage.getItem('roll:queue')") == "[]"
    lines = acted(site, "marks", evening["session"])
    assert lines == [["offline", "taken", True]] * 3


def test_scans_stay_on_the_phone_until_a_colleague_signs_in(
    window: Visit, site: Site, evening: Any
) -> None:
    page = window(PHONE).new_page()
    page.goto(f"/roll/offline/#qingshiling/{evening['session']}/讲堂")
    keep(page, evening["sign_ups"][0][1])
    expect(page.get_by_text("请先登录工作台")).to_be_visible()
    expect(page.locator("[data-roll-count]")).to_have_text("1")
    assert acted(site, "marks", evening["session"]) == []
