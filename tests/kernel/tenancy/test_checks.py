"""A model that could leave its centre is refused before there is a database."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.test.utils import isolate_apps

from changlai.kernel.tenancy.checks import findings, rules_of_tenancy
from changlai.kernel.tenancy.models import CentreKey, Local, Owned, SameCentreFK, Shared
from changlai.kernel.tenancy.placement import placement_of
from tests.kernel.tenancy.villageapp.models import Tag, Villager


def faults(model: type[models.Model]) -> set[int]:
    return {number for number, _, _ in findings(model)}


def owned(name: str, **members: Any) -> type[models.Model]:
    """Make an owned model with these members, as a class statement would."""
    members.setdefault("centre", CentreKey())
    return type(name, (Owned,), {"__module__": "tests.kernel.tenancy.villageapp.models", **members})


def meta(**options: Any) -> type:
    return type("Meta", (Owned.Meta,), options)


def test_the_house_itself_obeys() -> None:
    assert rules_of_tenancy() == []


@isolate_apps("tests.kernel.tenancy.villageapp")
def test_a_table_says_whose_it_is() -> None:
    class Stray(models.Model):
        class Meta:
            app_label = "villageapp"

    assert faults(Stray) == {1}


@isolate_apps("tests.kernel.tenancy.villageapp")
def test_shared_and_local_tables_never_point_into_a_centre() -> None:
    class Notice(Shared):
        villager = models.ForeignKey(Villager, models.CASCADE)

        class Meta:
            app_label = "villageapp"

    class Cache(Local):
        villager = models.ForeignKey(Villager, models.CASCADE)

        class Meta:
            app_label = "villageapp"

    assert faults(Notice) == faults(Cache) == {2}


@isolate_apps("tests.kernel.tenancy.villageapp")
def test_a_shared_table_has_no_constraint_to_a_local_one() -> None:
    class Kind(Shared):
        content_type = models.ForeignKey(ContentType, models.CASCADE)

        class Meta:
            app_label = "villageapp"

    assert faults(Kind) == {3}


@isolate_apps("tests.kernel.tenancy.villageapp")
def test_an_owned_table_is_owned_through_and_through() -> None:
    class Half(models.Model):
        id = models.UUIDField(primary_key=True, default=str)
        centre = CentreKey()

        class Meta:
            app_label = "villageapp"

    class Ownerless(Owned):
        class Meta(Owned.Meta):
            app_label = "villageapp"

    assert 4 in faults(Half)
    assert faults(Ownerless) == {6}


@isolate_apps("tests.kernel.tenancy.villageapp")
def test_the_centre_key_is_one_and_never_empty() -> None:
    assert faults(owned("Loose", centre=CentreKey(null=True))) == {6}
    assert faults(owned("Renamed", centre=CentreKey(db_column="village"))) == {6}
    assert faults(owned("Twice", other=CentreKey())) == {6}


@isolate_apps("tests.kernel.tenancy.villageapp")
def test_the_key_is_a_uuid_of_the_application() -> None:
    assert faults(owned("Numbered", id=models.AutoField(primary_key=True))) == {7}
    assert faults(owned("Unfilled", id=models.UUIDField(primary_key=True))) == {7}


@isolate_apps("tests.kernel.tenancy.villageapp")
@pytest.mark.parametrize(
    "members",
    [
        {"number": models.CharField(max_length=9, unique=True)},
        {"twin": models.OneToOneField(Tag, models.PROTECT)},
        {
            "number": models.CharField(max_length=9),
            "Meta": meta(constraints=[models.UniqueConstraint(fields=["number"], name="u")]),
        },
        {
            "number": models.CharField(max_length=9),
            "Meta": meta(
                constraints=[models.UniqueConstraint(fields=["number", "centre"], name="u")]
            ),
        },
        {
            "number": models.CharField(max_length=9),
            "Meta": meta(
                constraints=[models.UniqueConstraint(models.functions.Lower("number"), name="u")]
            ),
        },
        {
            "number": models.CharField(max_length=9),
            "Meta": meta(unique_together=[("number", "id")]),
        },
        {
            "day": models.DateField(),
            "number": models.CharField(max_length=9, unique_for_date="day"),
        },
    ],
)
def test_whatever_is_unique_is_unique_in_its_centre(members: dict[str, Any]) -> None:
    assert faults(owned("Unique", **members)) == {8}


@isolate_apps("tests.kernel.tenancy.villageapp")
def test_links_inside_the_centre_are_made_for_it() -> None:
    assert faults(owned("Plain", villager=models.ForeignKey(Villager, models.CASCADE))) == {9}
    assert faults(owned("Tagged", tag=SameCentreFK(Tag, models.CASCADE))) == {11}
    assert faults(owned("Good", villager=SameCentreFK(Villager, models.CASCADE))) == set()


@isolate_apps("tests.kernel.tenancy.villageapp")
def test_links_to_local_tables_have_no_constraint() -> None:
    tied = models.ForeignKey(ContentType, models.CASCADE)
    loose = models.ForeignKey(ContentType, models.CASCADE, db_constraint=False, related_name="+")

    assert faults(owned("Tied", kind=tied)) == {10}
    assert faults(owned("Loose", kind=loose)) == set()


@isolate_apps("tests.kernel.tenancy.villageapp")
def test_many_to_many_needs_a_written_through_table() -> None:
    assert faults(owned("Many", tags=models.ManyToManyField(Tag))) == {13}


@isolate_apps("tests.kernel.tenancy.villageapp")
def test_an_exclusion_names_the_centre() -> None:
    from django.contrib.postgres.constraints import ExclusionConstraint

    def exclusion(*expressions: tuple[str, str]) -> ExclusionConstraint:
        return ExclusionConstraint(name="e", expressions=list(expressions))

    without = owned("Without", Meta=meta(constraints=[exclusion(("id", "="))]))
    with_centre = owned("With", Meta=meta(constraints=[exclusion(("centre", "="), ("id", "="))]))

    assert faults(without) == {12}
    assert faults(with_centre) == set()


@isolate_apps("tests.kernel.tenancy.villageapp")
@pytest.mark.parametrize(
    ("name", "fields", "expected"),
    [
        ("i_number", ["number"], {14}),
        ("i_number_x", ["number"], set()),
        ("i_centre_number", ["centre", "-number"], set()),
        ("i_number_with_a_name_far_too_long_x", ["number"], {15}),
    ],
)
def test_indexes_start_with_the_centre_and_have_short_names(
    name: str, fields: list[str], expected: set[int]
) -> None:
    class Index(models.Index):
        max_name_length = 60

    index = Index(fields=fields, name=name)
    model = owned("Indexed", number=models.IntegerField(), Meta=meta(indexes=[index]))

    assert faults(model) == expected


@isolate_apps("tests.kernel.tenancy.villageapp")
def test_a_column_is_not_indexed_without_its_centre() -> None:
    assert faults(owned("Column", number=models.IntegerField(db_index=True))) == {14}


@isolate_apps("tests.kernel.tenancy.villageapp")
def test_one_row_lies_in_one_table() -> None:
    child = type("Child", (Villager,), {"__module__": Villager.__module__})

    assert 5 in faults(child) or 4 in faults(child)


def test_every_table_of_this_installation_has_a_place() -> None:
    from django.apps import apps

    homeless = [
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if placement_of(model) not in {"owned", "shared", "local"}
    ]
    assert homeless == []
    assert placement_of(apps.get_model(settings.CENTRE_MODEL)) == "shared"
