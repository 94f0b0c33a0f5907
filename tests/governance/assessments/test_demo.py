"""The demo village: a guide that got shorter, two practices, one assessment out and one begun."""

from changlai.foundation.areas.stage import set_stage
from changlai.foundation.people.public import Role
from changlai.governance.assessments.demo import play as assess
from changlai.governance.assessments.models import Assessment
from changlai.governance.assessments.states import State
from changlai.governance.practices.demo import play as practise
from changlai.governance.practices.models import Practice
from changlai.halls.counter.demo.changes import play as change
from changlai.halls.counter.public import process_of, processes
from changlai.kernel.events.public import deliver
from changlai.kernel.registry.public import collect
from tests.cast import make_staff
from tests.halls.voices.test_demo import MORNING, UNTIL, people_of


def test_the_demo_village_learned_something_and_was_assessed(db: None) -> None:
    village = set_stage(seed=7, months=5, until=UNTIL, now=MORNING)
    people_of(village)
    area = village.centre.area_id[:9]
    make_staff("zhen", Role.TOWNSHIP, name="镇上小梁", area=area, starts_on=village.since)
    for pack in collect("pack"):
        pack.unpack(village.centre, village.moment(village.since, 8))
    for act in (change, practise, assess):
        act(village)
        deliver(village.centre.pk)
    item = processes(village.centre).get()
    before, after = process_of(village.centre, item.pk)
    assert before.taken.median is not None
    assert after.taken.median is not None
    assert before.taken.median > after.taken.median
    assert Practice.objects.of(village.centre).count() == 2
    assert Practice.objects.of(village.centre).public().count() == 1
    rows = Assessment.objects.of(village.centre)
    assert sorted(rows.values_list("state", flat=True)) == [State.NOTED, State.PUBLISHED]
