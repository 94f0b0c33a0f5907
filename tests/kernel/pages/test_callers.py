"""The waits count callers, not the proxy before them, and believe nobody's own header."""

from typing import Any

import pytest
from django.test import RequestFactory

from changlai.kernel.pages.callers import address_of


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, None, "10.0.0.9"),
        (0, "203.0.113.7", "10.0.0.9"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7, 10.1.1.1", "203.0.113.7"),
        (2, "203.0.113.7", "10.0.0.9"),
        (1, None, "10.0.0.9"),
        (1, "", "10.0.0.9"),
    ],
)
def test_the_address_is_what_our_own_outermost_proxy_saw(
    settings: Any, proxies: int, header: str | None, address: str
) -> None:
    settings.PROXIES = proxies
    more = {} if header is None else {"HTTP_X_FORWARDED_FOR": header}
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.9", **more)

    assert address_of(request) == address
