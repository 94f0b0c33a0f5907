"""F01: the panel of the three figures, worked out from records and typed in nowhere."""

from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.forms import BaseForm, BaseModelForm
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

import changlai
from changlai.engines.cases.public import Case, open_case
from changlai.insights.figures.models import Card, Encounter, Tag
from changlai.insights.figures.pack import PACK
from changlai.kernel.metrics.public import hide_small
from tests.insights.figures.conftest import APRIL, Place, at

SignedIn = Callable[[Any], Client]


def html(client: Client, url: str) -> str:
    with time_machine.travel(APRIL, tick=False):
        response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def say(place: Place, number: int, when: str, **more: Any) -> None:
    for _ in range(number):
        open_case(
            centre=place.centre,
            kind="help",
            text="路灯不亮。",
            channel="counter",
            at=at(when),
            actor=place.staff,
            **more,
        )


def test_an_hour_shared_by_two_parts_is_one_hour(place: Place, signed_in: SignedIn) -> None:
    place.book("2026-03-02 10:00", "2026-03-02 12:00", "东半")
    place.activity("2026-03-02 11:00", "2026-03-02 14:00", "西半")
    shown = html(signed_in(place.village.secretary), f"{place.page('panel')}?span=2026-03")
    assert "4.0<small>%</small>" in shown
    assert "用了 4.0 小时，开放 100.0 小时" in shown
    for wrong in ("5.0<small>", "5.0%", "5.0 小时", ">5.0<"):
        assert wrong not in shown, wrong


def test_each_figure_leads_to_its_rows(place: Place, signed_in: SignedIn) -> None:
    place.book("2026-03-02 10:00", "2026-03-02 12:00", "东半", "西半")
    place.activity("2026-03-09 11:00", "2026-03-09 14:00", "西半", done="2026-03-09 15:00")
    say(place, 5, "2026-03-10 10:00", person=place.village.resident_person)
    place.deliver()
    client = signed_in(place.village.secretary)
    panel = html(client, f"{place.page('panel')}?span=2026-03")
    assert "1<small>场</small>" in panel
    assert "5<small>人次</small>" in panel
    for name, kwargs, words in (
        ("room", {"pk": place.hall.pk}, ("村民议事", "东半、西半", "坝坝电影")),
        ("activities", {}, ("坝坝电影", "1 场")),
        ("encounters", {}, ("路灯不亮", "说事求助")),
    ):
        url = place.page(name, **kwargs)
        assert f'href="{url}?span=2026-' in panel
        shown = html(client, f"{url}?span=2026-03")
        assert all(word in shown for word in words), name


def test_f01_months_kinds_and_headings_lead_to_their_own_rows(
    place: Place, signed_in: SignedIn
) -> None:
    for pack in PACK:
        pack.unpack(place.centre, APRIL)
    for month, day in (("02", "10"), ("03", "09")):
        place.activity(
            f"2026-{month}-{day} 11:00",
            f"2026-{month}-{day} 12:00",
            done=f"2026-{month}-{day} 13:00",
        )
    say(place, 6, "2026-03-10 10:00")
    place.deliver()
    client = signed_in(place.village.secretary)
    panel = html(client, f"{place.page('panel')}?span=2026-03")
    kind = f"&amp;kind={place.preset.code}"
    held, met = place.page("activities"), place.page("encounters")
    # One film in February and one in March: each month is a cell of its own with its own rows.
    for month in ("02", "03"):
        assert f'href="{held}?span=2026-{month}{kind}">1</a>' in panel
        shown = html(client, f"{held}?span=2026-{month}&kind={place.preset.code}")
        assert "1 场" in shown
    assert f'href="{met}?span=2026-03&amp;source=voices">6</a>' in panel
    # A new village has all that brings people here on its line, and the number leads to the rows.
    root = Tag.objects.of(place.centre).get(code="133")
    assert f'href="{met}?span=2026-03&amp;tag={root.pk}">6</a>' in panel
    shown = html(client, f"{met}?span=2026-03&tag={root.pk}")
    assert shown.count("路灯不亮") == 6
    leaf = Tag.objects.of(place.centre).get(title="心一")
    shown = html(client, f"{met}?span=2026-03&tag={leaf.pk}")
    assert "路灯不亮" not in shown
    # A use leads on to what stands behind it.
    place.book("2026-03-02 10:00", "2026-03-02 12:00", "东半")
    room = html(client, f"{place.page('room', pk=place.hall.pk)}?span=2026-03")
    assert "/desk/rooms/uses/booking/" in room


def test_a_running_month_is_held_against_as_many_days(place: Place, signed_in: SignedIn) -> None:
    say(place, 6, "2026-03-01 10:00")
    say(place, 9, "2026-03-20 10:00")
    say(place, 7, "2026-04-01 10:00")
    place.deliver()
    shown = html(signed_in(place.village.secretary), place.page("panel"))
    assert "7<small>人次</small>" in shown
    assert "上月同期 6 人次" in shown


def test_a_secret_row_is_counted_and_not_named(place: Place, signed_in: SignedIn) -> None:
    say(place, 5, "2026-03-10 10:00")
    secret = Case.objects.of(place.centre).first()
    assert secret is not None
    Case.objects.of(place.centre).filter(pk=secret.pk).update(
        secrecy="handlers_only", text="家里的事。"
    )
    place.deliver()
    url = f"{place.page('encounters')}?span=2026-03"
    shown = html(signed_in(place.village.handler), url)
    assert "只有经办的人看得到" in shown
    assert "家里的事" not in shown


def test_small_groups_are_hidden_also_from_subtraction(place: Place, signed_in: SignedIn) -> None:
    say(place, 3, "2026-03-10 10:00")
    say(place, 8, "2026-02-10 10:00")
    place.deliver()
    client = signed_in(place.village.secretary)
    march = html(client, f"{place.page('panel')}?span=2026-03")
    assert "&lt;5<small>人次</small>" in march
    quarter = html(client, f"{place.page('panel')}?span=2026-q1")
    # 11 less 8 would be 3.
    assert not ("11</td>" in quarter and "8</td>" in quarter)


def _patterns(entries: list[Any], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry.url_patterns, entry.namespace or space)
        else:
            yield space, entry


def test_no_address_takes_a_figure_in(place: Place, signed_in: SignedIn) -> None:
    say(place, 1, "2026-03-10 10:00")
    place.deliver()
    client = signed_in(place.village.secretary)
    before = list(Encounter.objects.values()), list(Card.objects.values())
    figures = [one for space, one in _patterns(get_resolver().url_patterns) if space == "figures"]
    assert len(figures) > 5
    typed = {
        "heads": 999,
        "persons": 999,
        "used_minutes": 999,
        "activities": 999,
        "day": "2026-03-01",
    }
    for pattern in figures:
        kwargs = {"pk": place.hall.pk} if "pk" in pattern.pattern.converters else {}
        response = client.post(place.page(pattern.name, **kwargs), typed)
        assert response.status_code in {200, 404, 405}, pattern.name
        if "tag" not in pattern.name:
            assert response.status_code in {404, 405}, pattern.name
    assert (list(Encounter.objects.values()), list(Card.objects.values())) == before


def _forms() -> Iterator[type[BaseForm]]:
    for module in walk_packages(changlai.__path__, "changlai."):
        if "forms" in module.name.split("."):
            for one in vars(import_module(module.name)).values():
                if isinstance(one, type) and issubclass(one, BaseForm):
                    yield one


def test_no_form_of_the_house_has_a_figure_in_it() -> None:
    found = set(_forms())
    assert len(found) > 20
    for form in found:
        if issubclass(form, BaseModelForm):
            assert form._meta.model not in {Encounter, Card}
        names = set(getattr(form, "base_fields", {}))
        assert not names & {"encounters", "persons", "used_minutes", "open_minutes", "used_hours"}


def test_statements_of_the_panel_do_not_grow(place: Place, signed_in: SignedIn) -> None:
    client = signed_in(place.village.secretary)

    def statements() -> int:
        place.deliver()
        counts = []
        for name in ("panel", "activities", "encounters"):
            html(client, f"{place.page(name)}?span=2026-03")
            with CaptureQueriesContext(
                connection,
            ) as caught:
                html(client, f"{place.page(name)}?span=2026-03")
            counts.append(len(caught))
        return tuple(counts)  # type: ignore[return-value]

    def live(days: range) -> None:
        for day in days:
            when = f"2026-03-{day:02d}"
            say(place, 1, f"{when} 09:00")
            place.activity(f"{when} 18:00", f"{when} 19:00", done=f"{when} 20:00")

    live(range(1, 4))
    few = statements()
    live(range(4, 25))
    assert statements() == few


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([[7], [9]], [[7, 7], [9, 9], [16, 16]]),
        ([[3], [9]], [["<5", "<5"], ["—", "—"], [12, 12]]),
        ([[3], [0]], [["<5", "<5"], [0, 0], ["<5", "<5"]]),
        ([[1], [2], [30]], [["<5"] * 2, ["<5"] * 2, ["—"] * 2, [33, 33]]),
        ([[4], [4], [30]], [["<5"] * 2, ["<5"] * 2, [30, 30], [38, 38]]),
    ],
)
def test_a_sum_gives_no_small_group_away(cells: Any, expected: Any) -> None:
    assert hide_small(cells) == expected
