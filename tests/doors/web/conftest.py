"""The cast stands at the web door."""

from collections.abc import Callable

import pytest
from django.test import Client

from changlai.foundation.people.backends import RESIDENT, STAFF
from changlai.foundation.people.models import Account
from tests.cast import village

__all__ = ["village"]

SignedIn = Callable[[Account, str], Client]


@pytest.fixture
def as_staff() -> Callable[[Account], Client]:
    def sign_in(account: Account) -> Client:
        client = Client()
        client.force_login(account, backend=STAFF)
        return client

    return sign_in


@pytest.fixture
def as_resident() -> Callable[[Account], Client]:
    def sign_in(account: Account) -> Client:
        client = Client()
        client.force_login(account, backend=RESIDENT)
        return client

    return sign_in
