"""The one file a small village keeps everything in: full, or held by another."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from tests.flows.at_once import shared_rows
from tests.flows.desk import SAID, Desk, hidden, seen
from tests.kernel.files.uploads import full_disk

pytestmark = pytest.mark.django_db(transaction=True)


@contextlib.contextmanager
def held_elsewhere() -> Iterator[None]:
    """Let somebody else write for longer than we wait."""
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@pytest.mark.parametrize(
    ("trouble", "code", "told"),
    [
        (lambda: full_disk(after=1), 507, "存储空间满了"),
        (held_elsewhere, 503, "数据库暂时没有回应"),
    ],
    ids=["full", "held"],
)
def test_a_voice_that_cannot_be_written_is_kept_on_the_page(
    desk: Desk, settings: Any, tmp_path: Path, trouble: Any, code: int, told: str
) -> None:
    settings.EVENTS_DELIVERY = "worker"
    page = desk.page("voices:say")
    said = {"step": "3", "kind": "help", "text": SAID, "place_text": "", "category": ""}
    said |= {"name": "王大妈", "phone": "19900000042", "form_id": str(uuid4())}
    client = Client(raise_request_exception=False)
    with shared_rows(tmp_path):
        connection.settings_dict["OPTIONS"] |= {"timeout": 0.2}
        try:
            assert client.get(page).status_code == 200
            with trouble():
                answer = client.post(page, said)
        finally:
            connection.settings_dict["OPTIONS"] |= {"timeout": 20}
        assert answer.status_code == code
        assert told in seen(answer)
        assert "Traceback" not in seen(answer)
        assert SAID in seen(answer)
        assert hidden(answer, "form_id") == said["form_id"]
        assert desk.cases().count() == 0
        connection.close()
        assert client.post(page, said).status_code == 302
        assert desk.cases().count() == 1
