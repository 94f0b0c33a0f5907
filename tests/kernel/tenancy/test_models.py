"""How Django behaves over links inside the centre: regression suite of semi-private hooks."""

import pickle
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import (
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Sum,
)
from django.test.utils import CaptureQueriesContext

from tests.kernel.tenancy.villageapp.models import Tag, Villager, Visit, Well, WellTag


@pytest.fixture
def villager(here: Any) -> Villager:
    return Villager.objects.create(centre=here, name="阿妹")


@pytest.fixture
def well(here: Any, villager: Villager) -> Well:
    return Well.objects.create(centre=here, villager=villager, number="1", depth=3)


@pytest.fixture
def visit(here: Any, well: Well) -> Visit:
    return Visit.objects.create(centre=here, well=well, note="来看过")


def statements(capture: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in capture.captured_queries]


def joined(sql: str) -> bool:
    return '"villageapp_well"."centre_id" = ("villageapp_villager"."centre_id")' in sql or (
        '"villageapp_villager"."centre_id" = ("villageapp_well"."centre_id")' in sql
    )


def test_a_join_carries_the_centre(here: Any, well: Well) -> None:
    rows = Well.objects.of(here).filter(villager__name="阿妹")

    assert joined(str(rows.query))
    assert rows.get() == well


def test_a_reverse_join_carries_the_centre(here: Any, well: Well) -> None:
    rows = Villager.objects.of(here).filter(wells__number="1")

    assert joined(str(rows.query))
    assert rows.get() == well.villager


def test_select_related_carries_the_centre_and_spares_the_second_query(
    here: Any, well: Well
) -> None:
    rows = Well.objects.of(here).select_related("villager", "minder")

    assert joined(str(rows.query))
    with CaptureQueriesContext(connection) as capture:
        found = rows.get()
        assert found.villager.name == "阿妹"
        assert found.minder is None
    assert len(capture) == 1


def test_following_a_link_says_the_centre(well: Well, here: Any) -> None:
    fresh = Well.objects.of(here).get()
    with CaptureQueriesContext(connection) as capture:
        assert fresh.villager.name == "阿妹"

    assert '"centre_id" =' in statements(capture)[0].split("WHERE")[1]


def test_related_managers_say_the_centre(well: Well, villager: Villager) -> None:
    with CaptureQueriesContext(connection) as capture:
        assert list(villager.wells.all()) == [well]

    assert '"centre_id" IN' in statements(capture)[0].split("WHERE")[1]


def test_filter_by_row_says_the_centre_of_the_row(villager: Villager, well: Well) -> None:
    for rows in (
        Well.objects.filter(villager=villager),
        Well.objects.filter(villager__in=[villager]),
    ):
        assert '"centre_id" IN' in str(rows.query).split("WHERE")[1]
        assert rows.get() == well


def test_filter_by_bare_id_stays_possible(villager: Villager, well: Well) -> None:
    assert Well.objects.filter(villager=villager.pk).get() == well
    assert Well.objects.filter(villager_id=villager.pk).get() == well
    assert Well.objects.filter(villager__in=[villager.pk]).get() == well


def test_filter_by_rows_of_several_centres_names_them_all(
    here: Any, there: Any, villager: Villager, well: Well
) -> None:
    other = Villager.objects.create(centre=there, name="阿弟")
    Well.objects.create(centre=there, villager=other, number="1")

    rows = Well.objects.filter(villager__in=[villager, other])

    assert rows.count() == 2
    assert Well.objects.filter(Q(villager=villager) | Q(villager=other)).count() == 2


def test_exclude_by_row_keeps_the_rows_of_others(here: Any, villager: Villager, well: Well) -> None:
    other = Villager.objects.create(centre=here, name="阿弟")
    second = Well.objects.create(centre=here, villager=other, number="2")

    assert list(Well.objects.of(here).exclude(villager=villager)) == [second]


def test_filter_by_sub_query_tied_to_the_centre(here: Any, villager: Villager, well: Well) -> None:
    names = Villager.objects.of(here).filter(name="阿妹")

    assert Well.objects.of(here).filter(villager__in=names).get() == well


def test_exists_and_subquery_tied_to_the_centre(here: Any, well: Well, visit: Visit) -> None:
    visits = Visit.objects.filter(centre_id=OuterRef("centre_id"), well_id=OuterRef("pk"))

    assert Well.objects.of(here).filter(Exists(visits)).get() == well
    assert not Well.objects.of(here).filter(~Exists(visits)).exists()
    assert (
        Well.objects.of(here).annotate(note=Subquery(visits.values("note")[:1])).get().note
        == "来看过"
    )


def test_prefetch_both_ways_and_chained(
    here: Any, visit: Visit, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):
        found = Villager.objects.of(here).prefetch_related("wells__visits").get()
        assert found.wells.all()[0].visits.all()[0] == visit
    with django_assert_num_queries(3):
        again = Visit.objects.of(here).prefetch_related("well__villager").get()
        assert again.well.villager.name == "阿妹"
    visits = Prefetch("visits", Visit.objects.filter(note="来看过"), to_attr="seen")
    assert Well.objects.of(here).prefetch_related(visits).get().seen == [visit]


def test_values_aggregates_and_annotations_over_links(here: Any, visit: Visit) -> None:
    assert list(Visit.objects.of(here).values_list("well__villager__name", flat=True)) == ["阿妹"]
    assert list(Villager.objects.of(here).values("wells__number")) == [{"wells__number": "1"}]
    assert Villager.objects.of(here).annotate(n=Count("wells__visits")).get().n == 1
    assert Villager.objects.of(here).aggregate(depth=Sum("wells__depth")) == {"depth": 3}
    counted = Visit.objects.of(here).values("well__villager_id").annotate(n=Count("id"))
    assert [row["n"] for row in counted] == [1]


def test_order_and_distinct_over_links(here: Any, visit: Visit) -> None:
    assert Visit.objects.of(here).order_by("well__villager__name").get() == visit
    assert (
        Villager.objects.of(here).filter(wells__visits__note__contains="看").distinct().count() == 1
    )


def test_save_changes_by_centre_and_id_and_never_sets_the_centre(well: Well) -> None:
    well.state = "done"
    with CaptureQueriesContext(connection) as capture:
        well.save()

    (sql,) = statements(capture)
    assert '"centre_id" = ' in sql.split("WHERE")[1]
    assert '"centre_id"' not in sql.split("WHERE")[0]


def test_save_of_some_fields_changes_by_centre_and_id(well: Well) -> None:
    well.depth = 9
    with CaptureQueriesContext(connection) as capture:
        well.save(update_fields=["depth"])

    assert '"centre_id" = ' in statements(capture)[0].split("WHERE")[1]
    well.refresh_from_db()
    assert well.depth == 9


def test_the_centre_of_a_row_never_changes(well: Well, here: Any, there: Any) -> None:
    fresh = Well.objects.of(here).get()
    fresh.centre = there

    with pytest.raises(ValidationError, match="不能更改"):
        fresh.save()


def test_the_centre_of_a_row_just_made_never_changes_either(well: Well, there: Any) -> None:
    well.centre = there

    with pytest.raises(ValidationError, match="不能更改"):
        well.save()


def test_refresh_reads_by_centre_and_id(well: Well) -> None:
    with CaptureQueriesContext(connection) as capture:
        well.refresh_from_db()
        well.refresh_from_db(fields=["depth"])

    assert all('"centre_id" = ' in sql.split("WHERE")[1] for sql in statements(capture))


def test_deferred_fields_are_read_by_centre_and_id(here: Any, well: Well) -> None:
    partial = Well.objects.of(here).only("id", "centre").get()
    with CaptureQueriesContext(connection) as capture:
        assert partial.depth == 3

    assert '"centre_id" = ' in statements(capture)[0].split("WHERE")[1]


def test_a_row_read_without_its_centre_can_still_be_read(here: Any, well: Well) -> None:
    partial = Well.objects.of(here).only("id").get()

    assert partial.depth == 3
    assert partial.centre_id == here.pk


def test_bulk_verbs(here: Any, villager: Villager) -> None:
    Well.objects.bulk_create(
        [Well(centre=here, villager=villager, number=str(n)) for n in range(5)]
    )
    rows = list(Well.objects.of(here).order_by("number"))
    for row in rows:
        row.depth = 7
    Well.objects.of(here).bulk_update(rows, ["depth"])
    assert Well.objects.of(here).filter(depth=7).count() == 5
    assert Well.objects.of(here).update(depth=F("depth") + 1) == 5
    assert Well.objects.of(here).filter(villager__name="阿妹").update(state="done") == 5
    assert Well.objects.of(here).filter(villager__name="阿妹").delete()[0] == 5


def test_get_or_create_and_update_or_create(here: Any, villager: Villager) -> None:
    defaults = {"villager": villager}
    first, made = Well.objects.get_or_create(centre=here, number="1", defaults=defaults)
    again, made_again = Well.objects.get_or_create(centre=here, number="1", defaults=defaults)
    changed, _ = Well.objects.update_or_create(centre=here, number="1", defaults={"depth": 4})

    assert (made, made_again) == (True, False)
    assert first == again == changed
    assert changed.depth == 4


def test_delete_takes_what_hangs_on_the_row(here: Any, visit: Visit, villager: Villager) -> None:
    villager.delete()

    assert not Well.objects.of(here).exists()
    assert not Visit.objects.of(here).exists()


def test_set_null_on_delete(here: Any, well: Well) -> None:
    minder = Villager.objects.create(centre=here, name="阿公")
    Well.objects.of(here).update(minder=minder)

    minder.delete()

    well.refresh_from_db()
    assert well.minder_id is None


def test_many_to_many_by_a_written_through_table(here: Any, well: Well) -> None:
    tag = Tag.objects.create(code="deep")
    well.tags.add(tag, through_defaults={"centre_id": here.pk})

    assert list(well.tags.all()) == [tag]
    assert Well.objects.of(here).filter(tags__code="deep").get() == well
    assert WellTag.objects.of(here).count() == 1
    well.tags.clear()
    assert not WellTag.objects.of(here).exists()


def test_related_manager_makes_rows_when_told_the_centre(here: Any, well: Well) -> None:
    made = well.visits.create(centre=here, note="又来")

    assert made.centre_id == here.pk


def test_the_same_number_lives_in_two_villages(here: Any, there: Any, well: Well) -> None:
    other = Villager.objects.create(centre=there, name="阿弟")
    Well.objects.create(centre=there, villager=other, number="1")

    assert Well.objects.of(here).get() == well
    assert Well.objects.of(there.pk).get().villager == other


def test_iteration_pages_and_existence(here: Any, villager: Villager) -> None:
    Well.objects.bulk_create(
        [Well(centre=here, villager=villager, number=f"{n:02}") for n in range(12)]
    )
    rows = Well.objects.of(here).order_by("-number")

    assert len(list(rows.iterator(chunk_size=5))) == 12
    assert [row.number for row in rows[3:5]] == ["08", "07"]
    assert rows.exists()
    assert (rows.filter(number="01") | rows.filter(number="02")).count() == 2
    one, two = (Well.objects.of(here).filter(number=number) for number in ("01", "02"))
    assert one.union(two).count() == 2
    assert Well.objects.in_bulk([row.pk for row in rows[:2]]).keys() == {row.pk for row in rows[:2]}


def test_an_extra_join_written_as_a_filtered_relation(here: Any, visit: Visit) -> None:
    rows = Well.objects.of(here).annotate(
        seen=FilteredRelation("visits", condition=Q(visits__note="来看过"))
    )

    assert rows.filter(seen__isnull=False).count() == 1


def test_a_row_locked_for_change_is_named_by_its_centre(here: Any, well: Well) -> None:
    with transaction.atomic():
        assert Well.objects.of(here).select_for_update().get(pk=well.pk) == well


def test_pickled_rows_come_back_and_keep_their_centre(well: Well, there: Any, here: Any) -> None:
    back = pickle.loads(pickle.dumps(Well.objects.of(here).get()))  # noqa: S301 -- its own bytes
    back.depth = 5
    back.save()
    back.centre = there
    with pytest.raises(ValidationError):
        back.save()
