"""Wiring of people: accounts, persons, roles and how one signs in."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The foundation part that knows who someone is and what they may do at a centre."""

    name = "changlai.foundation.people"
    label = "people"

    def ready(self) -> None:
        """Note at sign-in which sessions are staff's: only they end after half an hour's rest."""
        from django.contrib.auth.signals import user_logged_in

        from changlai.foundation.people.sessions import remember_kind

        user_logged_in.connect(remember_kind, dispatch_uid="people.remember_kind")
