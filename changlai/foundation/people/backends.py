"""The two ways to be someone: a member of staff by password, a resident by phone and code."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from changlai.foundation.people.models import Account


class StaffBackend(BaseBackend):
    """User name and password; a session that began here, and only such a one, carries roles."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Account | None:
        """Return the account whose password this is, or None."""
        if not username or password is None:
            return None
        account = Account.objects.filter(username=username).first()
        if account is None:
            # The same work as for a known name, so that time tells nothing.
            Account().set_password(password)
            return None
        if account.check_password(password) and account.is_active:
            return account
        return None

    def get_user(self, user_id: Any) -> Account | None:
        """Return the account of a session while it is active."""
        return Account.objects.filter(pk=user_id, is_active=True).first()


class ResidentBackend(BaseBackend):
    """Phone and code; the code is checked by actions.use_code before a session begins."""

    def get_user(self, user_id: Any) -> Account | None:
        """Return the account of a session while it is active."""
        return Account.objects.filter(pk=user_id, is_active=True).first()


STAFF = f"{StaffBackend.__module__}.{StaffBackend.__qualname__}"
RESIDENT = f"{ResidentBackend.__module__}.{ResidentBackend.__qualname__}"
