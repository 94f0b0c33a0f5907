"""How many statements signing up costs; the ratio to a bare insert is measured by the bench."""

from typing import Any

import pytest

from tests.halls.gatherings.signups.conftest import Hall

STATEMENTS = 17
"""Five for who it is and where; activity, form, ticket and seats looked at; the sign-up written,
its seat counted, the fact published; two savepoints, the outer being the transaction itself; and
on PostgreSQL a lock that lets nobody cancel the activity meanwhile.
"""

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_posting_a_sign_up_stays_lean(
    hall: Hall, settings: Any, django_assert_max_num_queries: Any
) -> None:
    settings.EVENTS_DELIVERY = "worker"
    activity = hall.stage.plan(500)
    client = hall.as_person(hall.village.resident_person)
    address, wish = hall.page("sign_up", pk=activity.pk), hall.wish(activity)
    with django_assert_max_num_queries(STATEMENTS):
        assert client.post(address, wish).status_code == 302
