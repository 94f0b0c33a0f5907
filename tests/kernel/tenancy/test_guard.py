"""The guard sees what leaves the centre, and lets pass what stays in it."""

from typing import Any

import pytest
from django.db import transaction
from django.db.models import Exists, OuterRef

from changlai.kernel.tenancy import guard
from tests.kernel.tenancy.villageapp.models import Villager, Visit, Well


@pytest.fixture
def inside_one_centre() -> None:
    """Stand aside: the statements here leave their centre on purpose."""


def loose() -> Any:
    return Visit.objects.filter(well_id=OuterRef("pk"))


def tied() -> Any:
    return loose().filter(centre_id=OuterRef("centre_id"))


def test_a_sub_select_that_is_not_tied_is_reported(here: Any) -> None:
    with pytest.raises(AssertionError, match="villageapp_visit that is not tied"), guard.watch():
        Well.objects.of(here).filter(Exists(loose())).exists()


def test_a_sub_select_tied_to_the_centre_passes(here: Any) -> None:
    with guard.watch():
        assert not Well.objects.of(here).filter(Exists(tied())).exists()
        assert not Well.objects.of(here).filter(~Exists(tied())).exists()
        names = Villager.objects.of(here).filter(name="x")
        assert not Well.objects.of(here).filter(villager__in=names).exists()


def test_exclude_over_many_is_reported(here: Any) -> None:
    with pytest.raises(AssertionError, match="not tied"), guard.watch():
        Well.objects.of(here).exclude(visits__note="x").exists()


def test_ordinary_work_passes(here: Any) -> None:
    with guard.watch():
        villager = Villager.objects.create(centre=here, name="阿妹")
        well = Well.objects.create(centre=here, villager=villager, number="1")
        Well.objects.of(here).select_related("villager").get()
        well.save()
        villager.delete()


@pytest.mark.postgres
def test_a_lock_without_a_centre_is_reported(here: Any) -> None:
    with pytest.raises(AssertionError, match="lock without a centre"), guard.watch():
        list(Well.objects.filter(number="1").select_for_update())


@pytest.mark.postgres
def test_a_lock_inside_a_centre_passes(here: Any) -> None:
    with guard.watch(), transaction.atomic():
        list(Well.objects.of(here).order_by("id").select_for_update())


def test_statements_are_read_without_a_database() -> None:
    seen = guard.Guard(lambda what, sql: None)
    lock = 'SELECT "villageapp_well"."id" FROM "villageapp_well" WHERE {} FOR UPDATE'

    assert seen.faults(lock.format('"villageapp_well"."number" = %s'))
    assert not seen.faults(lock.format('"villageapp_well"."centre_id" = %s'))
    assert not seen.faults('SELECT 1 FROM "django_session" FOR UPDATE')
    assert not seen.faults('CREATE INDEX x ON "villageapp_well" ("id")')
