"""The owner's switch over append-only tables opens for one transaction, never in production."""

import os
import subprocess
import sys
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from changlai.kernel.tenancy.append_only import MaintenanceRefused, maintenance
from tests.kernel.tenancy.villageapp.models import StoneTablet


def test_maintenance_lets_a_lawful_purge_through(here: Any) -> None:
    StoneTablet.objects.create(centre=here, text="carved")

    with maintenance():
        StoneTablet.objects.of(here).update(text="recarved")
        StoneTablet.objects.of(here).delete()

    assert not StoneTablet.objects.of(here).exists()


def test_the_switch_goes_back_by_itself(here: Any) -> None:
    StoneTablet.objects.create(centre=here, text="carved")
    with maintenance():
        pass

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        StoneTablet.objects.of(here).update(text="recarved")


def test_the_switch_goes_back_after_an_error_too(here: Any) -> None:
    StoneTablet.objects.create(centre=here, text="carved")
    with pytest.raises(ZeroDivisionError), maintenance():
        raise ZeroDivisionError

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        StoneTablet.objects.of(here).update(text="recarved")


def test_a_switch_inside_a_switch_does_not_close_the_outer_one(here: Any) -> None:
    StoneTablet.objects.create(centre=here, text="carved")

    with maintenance():
        with maintenance():
            pass
        StoneTablet.objects.of(here).update(text="recarved")

    assert StoneTablet.objects.of(here).get().text == "recarved"


def test_settings_that_do_not_allow_it_refuse(here: Any, settings: Any) -> None:
    del settings.BOOK_MAINTENANCE

    with pytest.raises(MaintenanceRefused), maintenance():
        pass


def test_flush_is_refused_where_maintenance_is(db: None, settings: Any) -> None:
    settings.BOOK_MAINTENANCE = False

    with pytest.raises(CommandError, match="不能清空"):
        call_command("flush", interactive=False, verbosity=0)


@pytest.mark.parametrize("name", ["prod", "dev"])
def test_no_settings_but_the_suite_allow_it(name: str, tmp_path: Any) -> None:
    program = (
        f"from changlai.config.settings import {name}\n"
        f"print(getattr({name}, 'BOOK_MAINTENANCE', False))"
    )
    environment = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": "s",
        "FIELD_KEYS": "k:s",
        "INDEX_KEY": "i",
        "SEAL_KEY": "s",
        "ALLOWED_HOSTS": "example.invalid",
        "BOOK_MAINTENANCE": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


@pytest.mark.postgres
def test_a_session_that_does_not_own_the_table_cannot_open_it(here: Any) -> None:
    StoneTablet.objects.create(centre=here, text="carved")
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE changlai_guest")
        cursor.execute("GRANT SELECT, UPDATE ON villageapp_stonetablet TO changlai_guest")
        cursor.execute("SET LOCAL SESSION AUTHORIZATION changlai_guest")
        cursor.execute("SET LOCAL changlai.maintenance = 'on'")

        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute("UPDATE villageapp_stonetablet SET text = 'x'")

        cursor.execute("RESET SESSION AUTHORIZATION")


@pytest.mark.django_db(transaction=True)
def test_the_suite_can_empty_the_books_between_tests() -> None:
    from tests.kernel.tenancy.centres import make_centre

    StoneTablet.objects.create(centre=make_centre("here"), text="carved")
    call_command("flush", interactive=False, verbosity=0)

    assert not StoneTablet.objects.exists()
