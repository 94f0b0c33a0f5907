"""Staff at the desk: the list, a walk-in, the paper list, approving, the draw, the file."""

import hashlib
import re
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client

from changlai.engines.activities.public import (
    KeptFor,
    KeptPlan,
    SignUp,
    SignUpRule,
    cancel_activity,
    draw,
    order_of,
    reduce_party,
)
from changlai.kernel.events.models import Entry
from changlai.kernel.outbox.public import Message
from tests.cast import NOW, make_person, phone
from tests.halls.gatherings.signups.conftest import CLOSES, HOUR, Hall

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def words(response: Any) -> str:
    return str(response.content.decode())


def test_the_list_shows_seats_states_and_people(hall: Hall) -> None:
    activity = hall.stage.plan(2)
    for n in range(4):
        hall.stage.come(activity, hall.stage.person(), now=NOW - (9 - n) * HOUR)
    desk = hall.client(hall.village.duty)
    page = words(desk.get(hall.page("desk_signups", pk=activity.pk)))
    assert "在内的 4" in page
    assert "报上名 2" in page
    assert "候补 2" in page
    assert all(one.name in page for one in hall.stage.people)
    waiting = words(desk.get(hall.page("desk_signups", pk=activity.pk) + "?state=waiting"))
    assert hall.stage.people[0].name not in waiting
    assert hall.stage.people[3].name in waiting
    assert (
        desk.get(hall.page("desk_signups", pk=activity.pk) + "?state=nonsense").status_code == 200
    )


def test_the_list_asks_no_more_for_thirty_than_for_three(
    hall: Hall, django_assert_max_num_queries: Any
) -> None:
    activity = hall.stage.plan(40)
    desk, address = hall.client(hall.village.duty), hall.page("desk_signups", pk=activity.pk)
    for n in range(30):
        hall.stage.come(activity, None, alias=f"来人{n}", channel="counter")
    desk.get(address)
    with django_assert_max_num_queries(15):
        desk.get(address)


def test_a_villager_is_found_and_signed_up_and_gets_a_slip(hall: Hall) -> None:
    activity = hall.stage.plan(2)
    desk, address = hall.client(hall.village.duty), hall.page("desk_sign_up", pk=activity.pk)
    found = words(desk.get(address + "?q=郑"))
    person = hall.village.phoneless_person
    assert f"?person={person.pk}" in found
    assert f"记在 <strong>{person.name}</strong>" in words(
        desk.get(f"{address}?person={person.pk}")
    )
    done = desk.post(
        address, hall.wish(activity, person=str(person.pk), channel="phone"), follow=True
    )
    assert "登记好了" in words(done)
    row = SignUp.objects.get()
    assert (row.person_id, row.channel, row.entered_by_id) == (
        person.pk,
        "phone",
        hall.village.duty.pk,
    )
    assert row.code in words(desk.get(hall.page("signup_slip", pk=row.pk)))
    assert words(desk.get(hall.page("desk_signup_of", number=row.code.lower()), follow=True)).count(
        person.name
    )
    assert desk.get(hall.page("desk_signup_of", number="NOSUCHCODE")).status_code == 404


def test_a_walk_in_without_a_name_or_with_a_wrong_number_is_told(hall: Hall) -> None:
    activity = hall.stage.plan(2)
    desk, address = hall.client(hall.village.duty), hall.page("desk_sign_up", pk=activity.pk)
    assert "怎么称呼" in words(desk.post(address, hall.wish(activity, channel="counter")))
    wrong = desk.post(address, hall.wish(activity, channel="counter", alias="嫂子", phone="12"))
    assert "电话号码不对" in words(wrong)
    assert "嫂子" in words(wrong)
    assert not SignUp.objects.exists()
    # Somebody of another village is nobody here.
    stranger = hall.village.neighbour_person
    answer = desk.post(address, hall.wish(activity, channel="counter", person=str(stranger.pk)))
    assert "怎么称呼" in words(answer)


def test_staff_approve_refuse_and_cancel_each_once(hall: Hall) -> None:
    activity = hall.stage.plan(1, rule=SignUpRule.APPROVE)
    rows = [hall.stage.come(activity, hall.stage.person()) for _ in range(3)]
    desk = hall.client(hall.village.handler)
    page = words(desk.get(hall.page("desk_signup", pk=rows[0].pk)))
    assert "给名额" in page
    approve = [hall.page("desk_signup_step", pk=row.pk, verb="approve") for row in rows]
    assert "给了名额" in words(desk.post(approve[0], follow=True))
    assert "状态已经变了" in words(desk.post(approve[0], follow=True))
    assert "名额已经满了" in words(desk.post(approve[1], follow=True))
    assert desk.get(hall.page("desk_signup_step", pk=rows[0].pk, verb="dance")).status_code == 404
    cancel = hall.page("desk_signup_step", pk=rows[0].pk, verb="cancel")
    assert "取消报名" in words(desk.get(cancel))
    desk.post(cancel, {"reason": "本人来电话说不来了"})
    assert "给了名额" in words(desk.post(approve[1], follow=True))
    # Who only calls the roll does not decide.
    duty = hall.client(hall.village.duty)
    assert "给名额" not in words(duty.get(hall.page("desk_signup", pk=rows[2].pk)))
    duty.post(approve[2])
    rows[2].refresh_from_db()
    assert rows[2].state == "applied"


def test_what_is_full_is_put_in_the_line_and_a_party_made_smaller(
    hall: Hall, django_capture_on_commit_callbacks: Any
) -> None:
    activity = hall.stage.plan(2, rule=SignUpRule.APPROVE, party_limit=2, offer_hours=0)
    rows = [
        hall.stage.come(activity, hall.stage.person(), heads=heads, now=NOW - (9 - n) * HOUR)
        for n, heads in enumerate((2, 1))
    ]
    desk = hall.client(hall.village.handler)

    def step(row: SignUp, verb: str) -> str:
        return hall.page("desk_signup_step", pk=row.pk, verb=verb)

    desk.post(step(rows[0], "approve"))
    assert "放进候补" in words(desk.get(hall.page("desk_signup", pk=rows[1].pk)))
    assert "放进候补" in words(desk.get(step(rows[1], "queue")))
    with django_capture_on_commit_callbacks(execute=True):
        assert "放进候补了" in words(desk.post(step(rows[1], "queue"), follow=True))
    (told,) = Message.objects.filter(person_id=rows[1].person_id)
    assert "名额满了，给您排了候补，现在第1位" in told.text
    assert "请填还来几个人" in words(desk.post(step(rows[0], "reduce"), {"heads": ""}))
    assert "比它小的数" in words(desk.post(step(rows[0], "reduce"), {"heads": "2"}))
    with django_capture_on_commit_callbacks(execute=True):
        assert "改好了" in words(desk.post(step(rows[0], "reduce"), {"heads": "1"}, follow=True))
    rows[1].refresh_from_db()
    assert rows[1].state == "confirmed"
    texts = Message.objects.filter(person_id=rows[0].person_id).values_list("text", flat=True)
    assert any("原来报2人，给您改成1人了" in text for text in texts)
    # One alone cannot be fewer, and what is off has no step.
    assert "少来几个" not in words(desk.get(hall.page("desk_signup", pk=rows[1].pk)))
    by: dict[str, Any] = {"centre": hall.centre, "actor": hall.stage.staff, "at": NOW}
    cancel_activity(activity_id=activity.pk, reason="下大雨", **by)
    assert "下一步" not in words(desk.get(hall.page("desk_signup", pk=rows[0].pk)))


def test_somebody_is_found_by_name_or_code_among_many(hall: Hall) -> None:
    activity = hall.stage.plan(200)
    row = hall.stage.come(activity, hall.stage.person("欧阳木兰"), now=NOW - HOUR)
    hall.stage.come(activity, None, alias="木匠老吴", channel="counter")
    for n in range(60):
        hall.stage.come(activity, None, alias=f"来人{n}", channel="counter")
    desk, address = hall.client(hall.village.duty), hall.page("desk_signups", pk=activity.pk)
    first = desk.get(address)
    assert (len(first.context["page"].object_list), first.context["page"].has_next()) == (50, True)
    found = desk.get(address, {"q": "木", "state": ""})
    assert [one.person.name if one.person else one.alias for one in found.context["page"]] == [
        "欧阳木兰",
        "木匠老吴",
    ]
    by_code = desk.get(address, {"q": row.code.lower()})
    assert [one.pk for one in by_code.context["page"]] == [row.pk]
    assert "没有找到" in words(desk.get(address, {"q": "没有这个人"}))
    assert desk.get(address, {"q": "\x00"}).status_code == 200


# ── paper ─────────────────────────────────────────────────────────────────────────────────────


def test_a_sheet_carries_its_number_and_leads_to_where_it_is_typed_in(hall: Hall) -> None:
    activity = hall.stage.plan(5)
    hall.stage.come(activity, hall.village.resident_person)
    desk = hall.client(hall.village.duty)
    page = words(desk.get(hall.page("signup_sheet", pk=activity.pk) + "?sheets=2"))
    assert f"编号 {activity.number}，第 1 张" in page
    assert f"编号 {activity.number}，第 2 张" in page
    assert hall.village.resident_person.name in page
    assert (
        desk.get(hall.page("signup_sheet", pk=activity.pk) + "?sheets=-1&from=x").status_code == 200
    )
    entry = desk.get(hall.page("signup_paper", pk=activity.pk) + "?sheet=2")
    assert entry.context["which"].initial["sheet"] == 2


def test_a_sheet_is_typed_in_line_by_line_and_each_line_once(hall: Hall) -> None:
    activity = hall.stage.plan(5, party_limit=3)
    known = make_person(hall.centre, "王桂兰", number=700)
    desk, address = hall.client(hall.village.duty), hall.page("signup_paper", pk=activity.pk)
    lines = {
        "sheet": "1",
        "line1-alias": "王桂兰",
        "line1-phone": phone(700),
        "line2-alias": "李大爷",
        "line2-heads": "2",
        "line4-alias": "赵嫂子",
        "line4-heads": "9",
        "line5-alias": "钱师傅",
        "line5-phone": "110",
    }
    answer = desk.post(address, lines)
    assert answer.status_code == 200
    assert "已经录好2行" in words(answer)
    assert "一次最多报3人。" in words(answer)
    assert "电话号码不对" in words(answer)
    assert {(row.person_id, row.alias, row.heads) for row in SignUp.objects.all()} == {
        (known.pk, "", 1),
        (None, "李大爷", 2),
    }
    again = desk.post(address, lines | {"line4-heads": "2", "line5-phone": ""}, follow=True)
    assert "录好了2行。" in words(again)
    twice = desk.post(address, lines | {"line4-heads": "2", "line5-phone": ""}, follow=True)
    assert "以前录过了" in words(twice)
    assert SignUp.objects.count() == 4
    assert set(SignUp.objects.values_list("channel", flat=True)) == {"paper"}
    assert "录过了：李大爷" in words(desk.get(address + "?sheet=1"))


def test_an_empty_or_numberless_sheet_is_told(hall: Hall) -> None:
    activity = hall.stage.plan(5)
    desk, address = hall.client(hall.village.duty), hall.page("signup_paper", pk=activity.pk)
    assert "一行也没有填" in words(desk.post(address, {"sheet": "1"}))
    answer = words(desk.post(address, {"sheet": "", "line1-alias": "李大爷"}))
    assert "请填第几张表。" in answer
    assert "李大爷" in answer


# ── the draw ──────────────────────────────────────────────────────────────────────────────────


def test_the_draw_is_bound_made_once_and_repeated_by_anyone(
    hall: Hall, clock: Any, django_capture_on_commit_callbacks: Any
) -> None:
    activity = hall.drawn_activity(2)
    people = [hall.stage.person() for _ in range(5)]
    rows = [hall.join(activity, person) for person in people]
    own = hall.page("signup", pk=rows[0].pk)
    before = words(hall.as_person(people[0]).get(own))
    public = hall.page("draw", pk=activity.pk)
    desk, address = hall.client(hall.village.handler), hall.page("desk_draw", pk=activity.pk)
    bound = desk.get(address).context["draw"]
    assert bound.seed_hash in before
    shown = words(hall.as_person(people[0]).get(public))
    assert bound.seed_hash in shown
    assert bound.seed not in shown
    assert bound.seed not in words(desk.get(address))
    early = desk.post(address)
    assert early.status_code == 409
    assert "报名截止以后才能抽签" in words(early)

    clock.move_to(CLOSES + HOUR)
    desk = hall.client(hall.village.handler)  # a sign-in of staff ends after some hours
    assert "该抽签了" in words(desk.get(f"/c/{hall.centre.code}/desk/"))
    with django_capture_on_commit_callbacks(execute=True):
        assert "抽好了" in words(desk.post(address, follow=True))
    assert desk.post(address).status_code == 409
    # Somebody who waits goes and one comes in late: the page of the draw stays the same.
    order = order_of(bound.seed, [row.code for row in rows])
    by_code = {row.code: row for row in rows}
    leaving = by_code[order[3]]
    hall.stage.village.centre.refresh_from_db()
    hall.as_person(next(one for one in people if one.pk == leaving.person_id)).post(
        hall.page("signup", pk=leaving.pk), {"verb": "cancel"}
    )
    late = hall.stage.come(
        activity, None, alias="现场来的", now=CLOSES + 2 * HOUR, channel="counter"
    )
    assert late.state == "waiting"  # after the draw nobody is left in the draw
    response = hall.as_person(people[0]).get(public)
    assert bound.seed in words(response)
    assert [line.code for line in response.context["shown"].lines] == order
    assert [line.has_seat for line in response.context["shown"].lines] == [True] * 2 + [False] * 3


def shown_on(page: str) -> tuple[str, dict[str, int], list[list[str]]]:
    """Read a draw off its public page as a villager would: seed, seats to give, table."""
    seed = re.search(r"种子</h2><p[^>]*>([0-9a-f]+)</p>", page)
    free = re.findall(r"抽签的时候有名额(?:（(.+?)）)?：<span[^>]*>(\d+)</span>", page)
    body = page.split("<tbody>")[1].split("</tbody>")[0]
    lines = [
        [
            " ".join(re.sub(r"<[^>]+>", " ", cell).split())
            for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
        ]
        for row in body.split("</tr>")
        if "<td" in row
    ]
    assert seed is not None
    return seed[1], {name: int(seats) for name, seats in free}, lines


def test_a_villager_repeats_the_draw_with_parties_and_kept_seats_from_the_page_alone(
    hall: Hall, clock: Any
) -> None:
    kept = (KeptPlan(KeptFor.ELDERS, 2, CLOSES + 9 * HOUR),)
    activity = hall.drawn_activity(7, kept=kept, party_limit=3)
    before = words(Client().get(hall.page("draw", pk=activity.pk)))
    bound = re.search(r"[0-9a-f]{64}", before)
    assert bound is not None
    for n in range(12):
        old = {"birth_year": 1950} if n % 3 == 0 else {}
        hall.stage.come(activity, hall.stage.person(f"来人{n}", **old), heads=1 + n % 3)
    clock.move_to(CLOSES + HOUR)
    draw(centre=hall.centre, activity_id=activity.pk, actor=hall.stage.staff, at=CLOSES + HOUR)
    # Seats and parties that change afterwards change nothing of what was drawn.
    winner = SignUp.objects.filter(activity=activity, state="confirmed", heads__gt=1).first()
    assert winner is not None
    by: dict[str, Any] = {"centre": hall.centre, "actor": hall.stage.staff, "at": CLOSES + HOUR}
    reduce_party(sign_up_id=winner.pk, heads=1, **by)
    seed, free, lines = shown_on(words(Client().get(hall.page("draw", pk=activity.pk))))

    assert hashlib.sha256(seed.encode()).hexdigest() == bound[0]
    assert free == {"大家的": 5, "老年人的": 2}
    codes = [line[1] for line in lines]
    assert len(codes) == 12
    ranked = sorted(codes, key=lambda code: hashlib.sha256(f"{seed}:{code}".encode()).hexdigest())
    assert codes == ranked
    for _, _, heads, may, result in lines:
        got = next((name for name in may.split("、") if free[name] >= int(heads)), "")
        if got:
            free[got] -= int(heads)
        assert result == (f"抽中 {got}" if got else "候补")
    assert min(free.values()) >= 0


def test_an_activity_without_a_draw_has_no_page_of_one(hall: Hall) -> None:
    activity = hall.stage.plan(1)
    desk = hall.client(hall.village.handler)
    assert desk.get(hall.page("desk_draw", pk=activity.pk)).status_code == 404
    assert desk.get(hall.page("draw", pk=activity.pk)).status_code == 404


def test_a_draw_without_anybody_is_a_draw(hall: Hall, clock: Any) -> None:
    activity = hall.drawn_activity(2)
    clock.move_to(CLOSES + HOUR)
    draw(centre=hall.centre, activity_id=activity.pk, actor=hall.stage.staff, at=CLOSES + HOUR)
    page = words(hall.client(hall.village.handler).get(hall.page("desk_draw", pk=activity.pk)))
    assert "没有人报名。" in page


# ── files ─────────────────────────────────────────────────────────────────────────────────────


def test_the_file_holds_masked_names_and_the_taking_is_noted(hall: Hall) -> None:
    activity = hall.stage.plan(1)
    hall.stage.come(activity, hall.village.resident_person)
    desk = hall.client(hall.village.secretary)
    response = desk.get(hall.page("desk_signups_xlsx", pk=activity.pk))
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][2:6] == (activity.title, "周**", "报名", 1)
    assert not any(hall.village.resident_person.name in str(cell) for row in rows for cell in row)
    assert Entry.objects.filter(name="registers.register.taken").count() == 1
    register = words(desk.get(f"/c/{hall.centre.code}/desk/registers/sign_ups/"))
    assert activity.title in register
