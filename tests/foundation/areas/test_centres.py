"""A centre is opened with all it needs, and managed only by its own people."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from changlai.foundation.areas.models import Area, Centre, Hamlet, OpeningException, OpeningHours
from changlai.foundation.areas.public import (
    add_hamlet,
    areas_under,
    centre_by_code,
    centres_under,
    change_hamlet,
    describe_centre,
    drop_exception,
    hamlets,
    open_centre,
    open_week,
    opening,
    set_exception,
    set_week,
)
from changlai.kernel.errors import BadInput, NotAllowed
from changlai.kernel.events.models import Entry
from changlai.kernel.workcalendar.clocks import OpenWeek
from tests.cast import NOW, Village, make_areas

pytestmark = pytest.mark.django_db

VILLAGE_AREA = "990102103201"


def area() -> Area:
    make_areas()
    return Area.objects.get(pk=VILLAGE_AREA)


def test_a_new_centre_has_hours_hamlets_and_a_fact_in_the_book() -> None:
    centre = open_centre(
        area=area(), code="Xin-Cun", name="新村党群服务中心", hamlets=["上屋", "下屋"], at=NOW
    )
    assert (centre.code, centre.short_name) == ("xin-cun", "云溪村")
    assert open_week(centre).hours == OpenWeek.usual().hours
    assert [row.name for row in hamlets(centre)] == ["上屋", "下屋"]
    assert Entry.objects.of(centre).filter(name="areas.centre.opened").exists()
    assert centre_by_code("xin-cun") == centre


@pytest.mark.parametrize("code", ["", "新村", "-a", "a_b", "a b", "x" * 41])
def test_a_code_that_cannot_stand_in_an_address_is_refused(code: str) -> None:
    with pytest.raises(BadInput):
        open_centre(area=area(), code=code, name="新村党群服务中心", at=NOW)
    assert not Centre.objects.exists()


def test_a_taken_code_is_refused_with_its_name() -> None:
    open_centre(area=area(), code="xincun", name="新村", at=NOW)
    with pytest.raises(BadInput, match="xincun"):
        open_centre(area=area(), code="xincun", name="新村", at=NOW)


def test_a_centre_out_of_use_is_not_found() -> None:
    centre = open_centre(area=area(), code="xincun", name="新村", at=NOW)
    Centre.objects.filter(pk=centre.pk).update(is_active=False)
    assert centre_by_code("xincun") is None


def test_a_prefix_is_a_subtree() -> None:
    make_areas()
    assert [row.code for row in areas_under("990102103")] == [
        "990102103",
        "990102103201",
        "990102103202",
    ]
    open_centre(area=area(), code="xincun", name="新村", at=NOW)
    assert [row.code for row in centres_under("9901")] == ["xincun"]
    assert not centres_under("9902").exists()


def test_the_secretary_sets_the_week_and_clocks_follow(village: Village) -> None:
    week = OpenWeek({1: ((time(9), time(11)),), 6: ((time(9), time(17)),)})
    secretary = village.actor(village.secretary)
    set_week(centre=village.centre, actor=secretary, at=NOW, week=week)
    set_week(centre=village.centre, actor=secretary, at=NOW, week=week)
    assert open_week(village.centre).hours == week.hours
    assert OpeningHours.objects.of(village.other_centre).count() == 0


def test_a_week_without_hours_is_refused_and_the_old_one_stays(village: Village) -> None:
    secretary = village.actor(village.secretary)
    set_week(centre=village.centre, actor=secretary, at=NOW, week=OpenWeek.usual())
    with pytest.raises(BadInput):
        set_week(centre=village.centre, actor=secretary, at=NOW, week=OpenWeek({}))
    assert open_week(village.centre).hours == OpenWeek.usual().hours


@pytest.mark.parametrize("who", ["handler", "duty", "resident", "other_secretary", "township"])
def test_others_do_not_manage_the_centre(village: Village, who: str) -> None:
    actor = village.actor(village.accounts()[who])
    with pytest.raises(NotAllowed):
        set_week(centre=village.centre, actor=actor, at=NOW, week=OpenWeek.usual())
    with pytest.raises(NotAllowed):
        add_hamlet(centre=village.centre, actor=actor, at=NOW, name="新屋")
    with pytest.raises(NotAllowed):
        set_exception(centre=village.centre, actor=actor, at=NOW, day=NOW.date())
    with pytest.raises(NotAllowed):
        describe_centre(centre=village.centre, actor=actor, at=NOW, name="x", short_name="x")


def test_a_secretary_at_home_is_a_stranger_next_door(village: Village) -> None:
    actor = village.actor(village.other_secretary, centre=village.other_centre)
    with pytest.raises(NotAllowed):
        add_hamlet(centre=village.centre, actor=actor, at=NOW, name="新屋")


def test_a_special_day_is_announced_changed_and_taken_back(village: Village) -> None:
    secretary = village.actor(village.secretary)
    day = NOW.date()
    first = set_exception(centre=village.centre, actor=secretary, at=NOW, day=day, note="修电路")
    assert not opening(village.centre, NOW).is_open
    again = set_exception(
        centre=village.centre, actor=secretary, at=NOW, day=day, opens=time(9), closes=time(12)
    )
    assert again.pk == first.pk
    assert opening(village.centre, NOW).sentence == "现在开放，12:00 关门"
    for _ in range(2):
        drop_exception(centre=village.centre, actor=secretary, at=NOW, exception_id=first.pk)
    assert not OpeningException.objects.of(village.centre).exists()


@pytest.mark.parametrize(
    ("day", "opens", "closes"),
    [(-1, None, None), (1, time(9), None), (1, None, time(9)), (1, time(9), time(9))],
)
def test_a_special_day_that_makes_no_sense_is_refused(
    village: Village, day: int, opens: time | None, closes: time | None
) -> None:
    with pytest.raises(BadInput):
        set_exception(
            centre=village.centre,
            actor=village.actor(village.secretary),
            at=NOW,
            day=NOW.date() + timedelta(days=day),
            opens=opens,
            closes=closes,
        )


def test_the_database_refuses_a_half_special_day(village: Village) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        OpeningException.objects.create(
            centre=village.centre, day=date(2026, 5, 1), opens=time(9), closes=None
        )


def test_hamlets_are_added_renamed_and_retired(village: Village) -> None:
    secretary = village.actor(village.secretary)
    new = add_hamlet(centre=village.centre, actor=secretary, at=NOW, name=" 新屋 ")
    assert new.order == village.hamlet.order + 1
    for taken in ("新屋", "榕树头"):
        with pytest.raises(BadInput):
            add_hamlet(centre=village.centre, actor=secretary, at=NOW, name=taken)
    change_hamlet(
        centre=village.centre,
        actor=secretary,
        at=NOW,
        hamlet_id=new.pk,
        name="新屋里",
        is_active=False,
    )
    assert [row.name for row in hamlets(village.centre)] == ["榕树头"]
    assert Hamlet.objects.of(village.centre).get(pk=new.pk).name == "新屋里"


def test_a_hamlet_of_next_door_does_not_exist_here(village: Village) -> None:
    other: UUID = Hamlet.objects.create(centre=village.other_centre, name="湾头").pk
    with pytest.raises(Hamlet.DoesNotExist):
        change_hamlet(
            centre=village.centre,
            actor=village.actor(village.secretary),
            at=NOW,
            hamlet_id=other,
            name="抢来的",
            is_active=True,
        )


def test_a_centre_says_what_it_is(village: Village) -> None:
    secretary = village.actor(village.secretary)
    describe_centre(
        centre=village.centre,
        actor=secretary,
        at=NOW,
        name=" 云溪村党群服务中心 ",
        short_name="云溪",
        phone="0000-5550100",
        host_name="云溪村民委员会",
        filing_number="备0001",
    )
    centre = Centre.objects.get(pk=village.centre.pk)
    assert (centre.name, centre.short_name) == ("云溪村党群服务中心", "云溪")
    with pytest.raises(BadInput):
        describe_centre(centre=centre, actor=secretary, at=NOW, name=" ", short_name="云溪")
