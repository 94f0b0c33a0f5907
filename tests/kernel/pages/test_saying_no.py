"""Pages that say no: a sentence, a next step, never a traceback; also when nothing else works."""

import errno
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.pages import views
from changlai.kernel.pages.middleware import PlainAddressMiddleware, RuleMiddleware


def asked(path: str = "/x/") -> HttpRequest:
    request = RequestFactory().get(path)
    request._messages = []  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize("rule", [BadInput("请写清楚。"), NotAllowed(), WrongStep()])
def test_a_broken_rule_is_a_page_with_its_sentence(rule: Any) -> None:
    answer = RuleMiddleware(lambda request: HttpResponse()).process_exception(asked(), rule)
    assert answer is not None
    assert answer.status_code == 409
    assert rule.sentence in answer.content.decode()


def test_other_faults_are_left_to_the_server() -> None:
    middleware = RuleMiddleware(lambda request: HttpResponse())
    assert middleware.process_exception(asked(), ValueError()) is None


def test_a_zero_in_the_address_is_not_asked_for() -> None:
    heard: list[str] = []

    def hear(request: HttpRequest) -> HttpResponse:
        heard.append(request.GET["words"])
        return HttpResponse()

    PlainAddressMiddleware(hear)(RequestFactory().get("/x/", {"words": "水\0管"}))
    assert heard == ["水管"]


def test_what_is_not_there_is_404_without_centre_or_actor() -> None:
    answer = views.not_found(asked(), Exception())
    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.content.decode()


def test_too_much_text_is_named() -> None:
    answer = views.bad_request(asked(), RequestDataTooBig())
    assert answer.status_code == 400
    assert "太长" in answer.content.decode()


def server_error_after(error: Exception) -> HttpResponse:
    try:
        raise error
    except type(error):
        return views.server_error(asked())


def test_a_full_disk_is_named() -> None:
    answer = server_error_after(OSError(errno.ENOSPC, "No space left on device"))
    assert answer.status_code == 507
    assert "存储空间满了" in answer.content.decode()


def test_a_database_behind_the_code_is_named() -> None:
    answer = server_error_after(OperationalError("no such table: cases_case"))
    assert answer.status_code == 503
    assert "数据库还没有更新" in answer.content.decode()
    assert "cases_case" not in answer.content.decode()


def test_any_other_fault_is_ours() -> None:
    answer = server_error_after(RuntimeError("secret"))
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()


def test_if_even_the_frame_fails_the_words_remain() -> None:
    class Broken:
        def __getattr__(self, name: str) -> Any:
            raise OperationalError("no such table: django_session")

    request = asked()
    request.centre = None  # type: ignore[attr-defined]
    request.actor = Broken()  # type: ignore[attr-defined]
    answer = views.not_found(request, Exception())
    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.content.decode()
