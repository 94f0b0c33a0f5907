"""What the home keeps for a minute is true again after it changed here."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from changlai.halls.brands.actions.brands import untag_record
from tests.cast import NOW
from tests.halls.brands.conftest import DAY, Brands

pytestmark = pytest.mark.django_db


def test_the_home_asks_for_what_is_coming_once_a_minute_and_forgets_what_changed(
    brands: Brands,
) -> None:
    brands.presets()
    home = f"/c/{brands.centre.code}/"

    def seen() -> tuple[int, str]:
        client = Client()
        with CaptureQueriesContext(connection) as taken:
            html = client.get(home).content.decode()
        return len(taken), html

    with time_machine.travel(NOW, tick=False) as clock:
        brand = brands.brand()
        row: Any = brands.day(brand, title="晒场的一桌", starts=NOW + 2 * DAY)
        first, html = seen()
        assert "晒场的一桌" in html
        again, html = seen()
        assert again == first - 1
        assert "晒场的一桌" in html
        # What began and is over stands there no more, even while it is kept.
        clock.move_to(NOW + 2 * DAY + timedelta(hours=3))
        assert "晒场的一桌" not in seen()[1]
        clock.move_to(NOW)
        assert "晒场的一桌" in seen()[1]
        untag_record(**brands.who(), brand_id=brand.pk, record_id=row.pk)
        assert "晒场的一桌" not in seen()[1]
