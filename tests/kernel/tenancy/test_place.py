"""The database itself refuses a link out of the village, on SQLite and on PostgreSQL."""

from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from changlai.kernel.ids import uuid7
from changlai.kernel.tenancy import place
from changlai.kernel.tenancy.checks import guards_in_place
from changlai.kernel.tenancy.placement import append_only_models, links
from tests.kernel.tenancy.villageapp.models import StoneTablet, Villager, Visit, Well


def key(value: Any) -> str:
    """Spell an id as raw SQL of this database wants it."""
    value = UUID(str(getattr(value, "pk", value)))
    return value.hex if connection.vendor == "sqlite" else str(value)


def run(statement: str, *params: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)


def plant(centre: Any, villager: Any) -> None:
    run(
        "INSERT INTO villageapp_well (id, centre_id, villager_id, number, state, depth) "
        "VALUES (%s, %s, %s, 'w-1', 'new', 0)",
        key(uuid7()),
        key(centre),
        key(villager),
    )


def test_a_planted_link_to_another_village_is_refused(here: Any, there: Any) -> None:
    stranger = Villager.objects.create(centre=there, name="邻村人")

    with pytest.raises(IntegrityError):
        plant(here, stranger)


def test_a_planted_link_to_nobody_is_refused(here: Any) -> None:
    with pytest.raises(IntegrityError):
        plant(here, uuid7())


def test_a_link_inside_the_village_is_taken(here: Any) -> None:
    plant(here, Villager.objects.create(centre=here, name="本村人"))

    assert Well.objects.of(here).count() == 1


@pytest.mark.parametrize("column", ["villager_id", "minder_id", "centre_id"])
def test_a_row_cannot_be_bent_into_another_village_afterwards(
    here: Any, there: Any, column: str
) -> None:
    neighbour = Villager.objects.create(centre=there, name="邻村人")
    well = Well.objects.create(
        centre=here, villager=Villager.objects.create(centre=here, name="本村人"), number="1"
    )

    with pytest.raises(IntegrityError):
        run(
            f"UPDATE villageapp_well SET {column} = %s WHERE id = %s",
            key(there if column == "centre_id" else neighbour),
            key(well),
        )


def test_a_row_that_others_point_to_cannot_move_away_under_them(here: Any, there: Any) -> None:
    villager = Villager.objects.create(centre=here, name="本村人")
    well = Well.objects.create(centre=here, villager=villager, number="1")

    with pytest.raises(IntegrityError):
        run(
            "UPDATE villageapp_villager SET centre_id = %s WHERE id = %s", key(there), key(villager)
        )

    assert Well.objects.of(here).select_related("villager").get().pk == well.pk


def test_an_empty_link_is_no_link(here: Any) -> None:
    villager = Villager.objects.create(centre=here, name="本村人")
    well = Well.objects.create(centre=here, villager=villager, minder=villager, number="1")

    run("UPDATE villageapp_well SET minder_id = NULL WHERE id = %s", key(well))

    well.refresh_from_db()
    assert well.minder is None


def test_every_link_and_every_book_has_its_guard(db: None) -> None:
    assert place.missing_guards(connection) == []
    assert list(links())
    assert StoneTablet in append_only_models()


def test_placing_again_changes_nothing(here: Any, there: Any) -> None:
    place.ensure()
    place.ensure()

    assert place.missing_guards(connection) == []
    with pytest.raises(IntegrityError):
        plant(here, Villager.objects.create(centre=there, name="邻村人"))


def test_a_lost_guard_is_reported_and_put_back(db: None) -> None:
    link = next(place.Link(*one) for one in links() if one[0] is Visit)
    lose = {
        "sqlite": f'DROP TRIGGER "{link.name("sci")}"',
        "postgresql": f'ALTER TABLE villageapp_visit DROP CONSTRAINT "{link.name("sc")}"',
    }
    run(lose[connection.vendor])

    assert len(place.missing_guards(connection)) == 1
    assert [one.id for one in guards_in_place(databases=["default"])] == ["tenancy.W050"]
    place.ensure()
    assert place.missing_guards(connection) == []
    assert guards_in_place(databases=["default"]) == []


def test_each_link_has_an_index_that_starts_with_the_centre(db: None) -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "villageapp_visit")

    assert any(
        one["index"] and one["columns"] == ["centre_id", "well_id"] for one in found.values()
    )


def test_generated_names_keep_their_suffix_and_differ() -> None:
    long = place.short_name("a_table_with_quite_a_long_name", "column_one", "sc")
    other = place.short_name("a_table_with_quite_a_long_name", "column_two", "sc")

    assert len(long) <= 30
    assert long.endswith("_sc")
    assert long != other


@pytest.mark.django_db(transaction=True)
def test_the_guards_survive_a_migrate_that_rebuilds_tables() -> None:
    call_command("migrate", "villageapp", "zero", verbosity=0)
    call_command("migrate", "villageapp", verbosity=0)

    assert place.missing_guards(connection) == []


@pytest.mark.postgres
def test_a_constraint_that_no_link_wants_any_more_goes(db: None) -> None:
    run(
        "ALTER TABLE villageapp_visit ADD CONSTRAINT villageapp_visit_00000000_sc "
        "FOREIGN KEY (centre_id, well_id) REFERENCES villageapp_well (centre_id, id)"
    )

    place.ensure()

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_constraint WHERE conname = 'villageapp_visit_00000000_sc'")
        assert cursor.fetchone() is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE villageapp_stonetablet SET text = 'x' WHERE id = %s",
        "DELETE FROM villageapp_stonetablet WHERE id = %s",
    ],
)
def test_an_append_only_table_refuses_change(here: Any, statement: str) -> None:
    tablet = StoneTablet.objects.create(centre=here, text="carved")

    with pytest.raises(DatabaseError, match="append-only"):
        run(statement, key(tablet))

    tablet.refresh_from_db()
    assert tablet.text == "carved"


@pytest.mark.postgres
def test_an_append_only_table_refuses_to_be_emptied_at_once(here: Any) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        run("TRUNCATE villageapp_stonetablet")
