"""A database behind the code: every page and every verb says so, and what to do; no traceback."""

import socket
import subprocess
import time
import urllib.error
import urllib.request

import pytest

from tests.flows.installations import Installation

BEHIND = "数据库还没有更新到这个版本的程序。请管理员运行 changlai migrate。"


def test_a_server_started_before_migrate_says_what_to_do(empty_place: Installation) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    empty_place.verb("collectstatic", "--noinput", "--verbosity", "0")
    server = empty_place.serve(port)
    try:
        for path in ("/", "/c/yunxi/", "/c/yunxi/say/", "/c/yunxi/progress/", "/c/yunxi/desk/"):
            code, page = asked(server, f"http://127.0.0.1:{port}{path}")
            assert (code, BEHIND in page) == (503, True), path
            assert "Traceback" not in page, path
            assert "areas_centre" not in page, path
        assert asked(server, f"http://127.0.0.1:{port}/healthz")[0] == 503
    finally:
        server.terminate()
        server.wait(timeout=60)
    told = empty_place.log.read_text()
    assert BEHIND in told
    assert "Traceback" not in told


def asked(server: "subprocess.Popen[str]", address: str) -> tuple[int, str]:
    """Ask until there is an answer: how long a start takes is the machine's affair."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + 300
    while True:
        try:
            with opener.open(address, timeout=120) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            if time.monotonic() > until or server.poll() is not None:
                raise
            time.sleep(0.1)


@pytest.mark.parametrize(
    "verb", [("tick",), ("import-voices", "x.xlsx", "--centre", "yunxi"), ("demo",), ("rebuild",)]
)
def test_a_verb_before_migrate_says_what_to_do(
    empty_place: Installation, verb: tuple[str, ...]
) -> None:
    code, said = empty_place.try_verb(*verb)
    assert code == 1
    assert said.strip().endswith(BEHIND)
    assert "Traceback" not in said


def test_a_verb_without_a_database_says_so(empty_place: Installation) -> None:
    nowhere = Installation(empty_place.folder, "postgres://a:b@127.0.0.1:9/none")
    code, said = nowhere.try_verb("tick")
    assert code == 1
    assert said.strip() == "数据库暂时没有回应。请过一分钟再试。"


def test_a_wrong_setting_stops_the_start_with_its_sentence(empty_place: Installation) -> None:
    code, said = Installation(empty_place.folder, "mysql://x").try_verb("check")
    assert code == 1
    assert said.strip() == "DATABASE_URL 应以 sqlite:/// 或 postgres:// 开头。"
