"""PostgreSQL stops in the middle of a press: one sentence, the words kept, whole again after."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import close_old_connections, connection
from django.test import Client

from changlai.kernel.events.models import Entry
from changlai.kernel.records.public import Record
from tests.flows.desk import SAID, Desk, hidden, seen

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


class Line:
    """The wire between us and the database, which can be cut, also at a given statement."""

    def __init__(self, host: str, port: str) -> None:
        self.host, self.port_behind = host, port
        self.ear = socket.create_server(("127.0.0.1", 0))
        self.port = self.ear.getsockname()[1]
        self.is_up, self.cut_at = True, b""
        self.ends: list[socket.socket] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """End every connection and take no more, as a server that was stopped."""
        self.is_up = False
        for end in self.ends:
            # Shut down first: a close alone does not wake who waits for an answer.
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self.ends.clear()

    def mend(self) -> None:
        """Take connections again."""
        self.is_up, self.cut_at = True, b""

    def _listen(self) -> None:
        while True:
            try:
                near, _ = self.ear.accept()
            except OSError:
                return
            if not self.is_up:
                near.close()
                continue
            if self.host.startswith("/"):
                far = socket.socket(socket.AF_UNIX)
                far.connect(str(Path(self.host) / f".s.PGSQL.{self.port_behind}"))
            else:
                far = socket.create_connection((self.host, int(self.port_behind)))
            self.ends += [near, far]
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(source, target), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if self.cut_at and self.cut_at in data:
                    self.cut()
                    return
                target.sendall(data)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def line(desk: Desk) -> Iterator[Line]:
    """Lead this process's connection over a wire that the test can cut."""
    kept = {name: connection.settings_dict[name] for name in ("HOST", "PORT")}
    line = Line(kept["HOST"], str(kept["PORT"] or 5432))
    connection.close()
    connection.settings_dict |= {"HOST": "127.0.0.1", "PORT": str(line.port)}
    try:
        yield line
    finally:
        line.mend()
        connection.close()
        connection.settings_dict |= kept
        line.ear.close()


def post(page: str, said: dict[str, Any]) -> Any:
    """Send a form as a server takes it: a broken connection is let go between two requests."""
    close_old_connections()
    answer = Client(raise_request_exception=False).post(page, said)
    close_old_connections()
    return answer


@pytest.mark.parametrize(
    "statement", [b'INSERT INTO "cases_case"', b'INSERT INTO "events_event"', b"COMMIT", b""]
)
def test_a_voice_is_whole_or_not_there_and_its_words_stay(
    desk: Desk, line: Line, statement: bytes
) -> None:
    page = desk.page("voices:say")
    said = {"step": "3", "kind": "help", "text": SAID, "place_text": "", "category": ""}
    said |= {"name": "王大妈", "phone": "19900000042", "form_id": str(uuid4())}
    line.cut_at = statement
    if not statement:
        line.cut()
    answer = post(page, said)
    assert answer.status_code == 503
    assert "数据库暂时没有回应" in seen(answer)
    assert "Traceback" not in seen(answer)
    assert SAID in seen(answer)
    assert hidden(answer, "form_id") == said["form_id"]
    line.mend()
    # The button of that page sends the same form again.
    again = post(page, said)
    assert again.status_code == 302
    assert desk.cases().count() == 1
    assert Entry.objects.filter(name="cases.case.opened").count() == 1
    assert Record.objects.of(desk.centre).count() == 1


def test_a_connection_ended_by_the_server_is_replaced(desk: Desk) -> None:
    client = desk.staff(desk.village.handler)
    assert client.get(desk.page("voices:cases")).status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        mine = cursor.fetchone()[0]
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [mine])
    other.close()
    answer = client.get(desk.page("voices:cases"))
    assert answer.status_code == 503
    assert "数据库暂时没有回应" in seen(answer)
    close_old_connections()
    assert client.get(desk.page("voices:cases")).status_code == 200


def test_a_table_of_the_next_version_is_missed_in_words(desk: Desk) -> None:
    desk.opened()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_case RENAME COLUMN number TO old_number")
    try:
        answer = desk.staff(desk.village.handler).get(desk.page("voices:cases"))
    finally:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE cases_case RENAME COLUMN old_number TO number")
    assert answer.status_code == 503
    assert "changlai migrate" in seen(answer)
    assert "cases_case" not in seen(answer)
