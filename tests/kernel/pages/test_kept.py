"""What was typed is shown again when it could not be taken; secrets never are."""

from typing import Any

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, ProgrammingError
from django.http import HttpRequest
from django.test import RequestFactory

from changlai.kernel.errors import AWAY, BEHIND, FULL, trouble_of
from changlai.kernel.pages import views
from changlai.kernel.pages.kept import kept_form


def sent(**fields: Any) -> HttpRequest:
    request = RequestFactory().post("/c/yunxi/say/?about=app", fields)
    request._messages = []  # type: ignore[attr-defined]
    return request


def test_words_are_shown_and_the_rest_goes_along() -> None:
    kept = kept_form(sent(kind="help", text="路灯<b>坏了", form_id="f-1", csrfmiddlewaretoken="x"))
    assert kept is not None
    assert kept.url == "/c/yunxi/say/?about=app"
    assert kept.words == [("text", "路灯<b>坏了")]
    assert kept.others == [("kind", "help"), ("form_id", "f-1")]
    assert not kept.had_files


@pytest.mark.parametrize("secret", ["password", "code", "rate-otp"])
def test_a_form_with_a_secret_is_not_shown_again(secret: str) -> None:
    assert kept_form(sent(**{"text": "路灯坏了", secret: "Chang"})) is None


def test_nothing_is_kept_of_a_page_that_was_only_read() -> None:
    assert kept_form(RequestFactory().get("/", {"text": "路灯坏了"})) is None
    assert kept_form(sent(kind="help")) is None


def test_a_body_that_cannot_be_read_is_left(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    request = RequestFactory().post(
        "/", "text=" + "x" * 100, content_type="application/x-www-form-urlencoded"
    )
    assert kept_form(request) is None


def test_the_page_of_a_fault_holds_the_words_escaped() -> None:
    try:
        raise OperationalError("connection refused")
    except OperationalError:
        answer = views.server_error(sent(text="路灯<script>坏了"))
    html = answer.content.decode()
    assert answer.status_code == 503
    assert "路灯&lt;script&gt;坏了" in html
    assert "再提交一次" in html


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (OperationalError("no such table: areas_centre"), BEHIND),
        (OperationalError("table cases_case has no column named title"), BEHIND),
        (ProgrammingError('relation "areas_centre" does not exist'), BEHIND),
        (OperationalError("database or disk is full"), FULL),
        (OperationalError("could not extend file: No space left on device"), FULL),
        (OperationalError('database "changlai" does not exist'), AWAY),
        (OperationalError("database is locked"), AWAY),
        (InterfaceError("connection already closed"), AWAY),
        (ProgrammingError('syntax error at or near "SELECT"'), None),
        (IntegrityError("UNIQUE constraint failed"), None),
        (FileNotFoundError(2, "No such file"), None),
        (None, None),
    ],
)
def test_trouble_below_us_is_told_apart(error: Exception | None, trouble: Any) -> None:
    assert trouble_of(error) is trouble
