"""Encrypted columns: plain in memory, ciphertext in the database, and rotated to a new key."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import connection, models
from django.test.utils import isolate_apps

from changlai.kernel.crypto.phones import normalise_cn
from changlai.kernel.crypto.public import BlindIndexField, EncryptedTextField, blind_index
from changlai.kernel.crypto.rotation import Counts, rotate_model
from changlai.kernel.errors import BadInput

pytestmark = pytest.mark.django_db
PHONE, OTHER = "13800000001", "13800000002"

with isolate_apps("changlai.kernel.crypto"):

    class Neighbour(models.Model):
        """A table of the tests alone."""

        id = models.UUIDField(primary_key=True, default=uuid4)
        centre_id = models.UUIDField()
        phone = EncryptedTextField(blank=True, default="")
        note = EncryptedTextField(null=True)
        phone_index = BlindIndexField(source="phone", normalise=normalise_cn)

        class Meta:
            app_label = "crypto"
            db_table = "crypto_neighbour"


@pytest.fixture(autouse=True)
def _table(db: None) -> None:
    uuid = "uuid" if connection.vendor == "postgresql" else "char(32)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE crypto_neighbour (id {uuid} PRIMARY KEY, centre_id {uuid} NOT NULL,"
            " phone text NOT NULL, note text, phone_index varchar(64))"
        )


def stored(column: str = "phone") -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM crypto_neighbour ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def make(phone: str = PHONE, centre_id: UUID | None = None, **fields: Any) -> Neighbour:
    return Neighbour.objects.create(centre_id=centre_id or uuid4(), phone=phone, **fields)


def test_the_database_holds_ciphertext_and_memory_the_text() -> None:
    row = make(note="怕狗")
    assert stored()[0].startswith("a1:t1:")
    assert PHONE not in stored()[0]
    fresh = Neighbour.objects.get(pk=row.pk)
    assert (fresh.phone, fresh.note) == (PHONE, "怕狗")
    assert list(Neighbour.objects.values_list("phone", flat=True)) == [PHONE]


def test_empty_and_null_stay_what_they_are() -> None:
    row = make(phone="", note=None)
    assert stored() == [""]
    fresh = Neighbour.objects.get(pk=row.pk)
    assert (fresh.phone, fresh.note, fresh.phone_index) == ("", None, None)
    assert Neighbour.objects.filter(note__isnull=True).count() == 1


def test_bulk_writes_encrypt_too() -> None:
    Neighbour.objects.bulk_create([Neighbour(centre_id=uuid4(), phone=PHONE) for _ in range(2)])
    rows = list(Neighbour.objects.all())
    for row in rows:
        row.phone = OTHER
    Neighbour.objects.bulk_update(rows, ["phone"])
    Neighbour.objects.update(note="换号")
    assert all(text.startswith("a1:t1:") for text in [*stored(), *stored("note")])
    assert {row.phone for row in Neighbour.objects.all()} == {OTHER}


def test_a_row_is_found_by_its_blind_index_however_the_number_is_typed() -> None:
    make(phone="138-0000-0001")
    make(phone=OTHER)
    found = Neighbour.objects.get(phone_index=blind_index(normalise_cn("+86 13800000001"), "phone"))
    assert found.phone == "138-0000-0001"


def test_the_index_follows_a_changed_number() -> None:
    row = make()
    row.phone = OTHER
    row.save(update_fields=["phone", "phone_index"])
    assert Neighbour.objects.filter(phone_index=blind_index(OTHER, "phone")).exists()


def test_a_number_that_cannot_be_normalised_is_not_saved() -> None:
    with pytest.raises(BadInput):
        make(phone="12")


@pytest.mark.parametrize("lookup", ["phone", "phone__icontains", "phone__in", "phone__gt"])
def test_an_encrypted_column_cannot_be_searched(lookup: str) -> None:
    with pytest.raises(FieldError, match="blind index"):
        Neighbour.objects.filter(**{lookup: PHONE}).exists()


def test_a_ciphertext_copied_into_another_column_is_not_read() -> None:
    make()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE crypto_neighbour SET note = phone")
    with pytest.raises(Exception, match="挪用"):
        Neighbour.objects.get()


def test_dumps_reprs_and_forms_show_no_text() -> None:
    row = make(note="怕狗")
    for text in (serializers.serialize("json", [row]), repr(row), str(row)):
        assert PHONE not in text
        assert "怕狗" not in text
    assert not any(Neighbour._meta.get_field(name).editable for name in ("phone", "phone_index"))


def test_migrations_can_rebuild_the_fields() -> None:
    for name in ("phone", "phone_index"):
        field = Neighbour._meta.get_field(name)
        _, _, args, kwargs = field.deconstruct()
        again = type(field)(*args, **kwargs)
        assert again.deconstruct()[1:] == field.deconstruct()[1:]


@pytest.mark.parametrize("change", ["key", "cipher", "index"])
def test_rotation_brings_all_rows_under_the_first_key(settings, change: str) -> None:
    centre_a, centre_b = uuid4(), uuid4()
    make(centre_id=centre_a, note="一")
    make(centre_id=centre_b, phone="")
    make(centre_id=centre_b)
    if change == "key":
        settings.FIELD_KEYS = ["t2:a new secret", *settings.FIELD_KEYS]
    elif change == "cipher":
        settings.FIELD_CIPHER = "sm4"
    else:
        settings.INDEX_KEY = "a new index key"
    counts, told = Counts(), []
    rotate_model(Neighbour, [centre_a, centre_b], counts, told.append)
    assert (counts.read, counts.updated, counts.unchanged) == (3, 2, 1)
    assert told == [1, 2]
    if change == "key":
        settings.FIELD_KEYS = ["t2:a new secret"]
    assert sorted(row.phone for row in Neighbour.objects.all()) == ["", PHONE, PHONE]
    assert Neighbour.objects.filter(phone_index=blind_index(PHONE, "phone")).count() == 2
    again = Counts()
    rotate_model(Neighbour, [centre_a, centre_b], again)
    assert (again.updated, again.unchanged) == (0, 3)


def test_rotation_leaves_what_it_cannot_read_and_counts_it(settings) -> None:
    make()
    before = stored()
    settings.FIELD_KEYS = ["t2:a new secret"]
    counts = Counts()
    rotate_model(Neighbour, None, counts)
    assert (counts.read, counts.rejected) == (1, 1)
    assert stored() == before


def test_rotation_goes_on_in_batches(monkeypatch, settings) -> None:
    monkeypatch.setattr("changlai.kernel.crypto.rotation.BATCH", 2)
    for _ in range(5):
        make()
    settings.FIELD_KEYS = ["t2:a new secret", *settings.FIELD_KEYS]
    counts, told = Counts(), []
    rotate_model(Neighbour, None, counts, told.append)
    assert counts.updated == 5
    assert told == [2, 2, 1]


def test_a_rotation_cut_off_goes_on_where_it_stopped(monkeypatch, settings) -> None:
    monkeypatch.setattr("changlai.kernel.crypto.rotation.BATCH", 2)
    for _ in range(5):
        make()
    settings.FIELD_KEYS = ["t2:a new secret", *settings.FIELD_KEYS]

    def pulled(rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate_model(Neighbour, None, Counts(), pulled)
    # Half old and half new, everything is read all the same.
    assert len({row.phone for row in Neighbour.objects.all()}) == 1
    counts = Counts()
    rotate_model(Neighbour, None, counts)
    assert (counts.updated, counts.unchanged, counts.rejected) == (3, 2, 0)


def test_the_command_ends_with_its_counts(capsys) -> None:
    call_command("rotate-keys", "--json")
    counts = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert counts["rejected"] == 0
    assert set(counts) == {"read", "created", "updated", "unchanged", "rejected"}
