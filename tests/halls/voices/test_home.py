"""What stands on the centre's home of the village's own life."""

from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from changlai.engines.cases.models import PublicAnswer
from tests.halls.voices.conftest import Hall


def home(hall: Hall) -> str:
    answer = Client().get(f"/c/{hall.centre.code}/")
    assert answer.status_code == 200
    return answer.content.decode()


def publish(hall: Hall, question: str) -> PublicAnswer:
    now = timezone.now()
    return PublicAnswer.objects.create(
        centre=hall.centre,
        case=hall.voice(question),
        question=question,
        answer="周三上午有人。",
        post="便民服务岗",
        asked_on=timezone.localdate(now),
        published_at=now,
    )


def test_home_shows_the_newest_answers_and_the_way_to_all(hall: Hall) -> None:
    rows = [publish(hall, f"卫生室第{number}天有人吗？") for number in range(1, 5)]
    shown = home(hall)
    assert hall.page("answer", pk=rows[3].pk) in shown
    assert "便民服务岗答" in shown
    assert "卫生室第1天有人吗" not in shown
    assert "看全部问答" in shown


def test_home_with_answers_stays_cheap(
    hall: Hall, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        publish(hall, f"卫生室第{number}天有人吗？")
    home(hall)
    # The budget of a public page: four beyond the centre itself.
    with django_assert_max_num_queries(6):
        home(hall)


def test_home_without_answers_says_nothing_of_them(hall: Hall) -> None:
    assert "大家问的，中心答的" not in home(hall)


def test_another_villages_answers_stay_there(hall: Hall) -> None:
    publish(hall, "卫生室什么时候有人？")
    answer = Client().get(f"/c/{hall.village.other_centre.code}/")
    assert "卫生室什么时候有人" not in answer.content.decode()
