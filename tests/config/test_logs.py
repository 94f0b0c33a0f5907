"""Known trouble is one line of the log; a fault of ours keeps its traceback."""

import logging
import sys

from django.db import OperationalError

from changlai.config.logs import KnownTrouble


def _written(error: Exception) -> str:
    try:
        raise error
    except type(error):
        facts = ("x", logging.ERROR, __file__, 1, "Service Unavailable: %s", ("/",))
        record = logging.LogRecord(*facts, sys.exc_info())
    assert KnownTrouble().filter(record) is True
    return logging.Formatter("{message}", style="{").format(record)


def test_a_database_that_is_away_is_told_in_one_line_with_its_own_words() -> None:
    said = _written(OperationalError("connection refused\nIs the server running?"))
    assert said == (
        "Service Unavailable: /: 数据库暂时没有回应。请过一分钟再试。"
        " (connection refused Is the server running?)"
    )


def test_a_fault_of_ours_keeps_its_traceback() -> None:
    said = _written(ValueError("100 %s"))
    assert said.startswith("Service Unavailable: /\nTraceback")


def test_words_of_the_database_are_never_taken_for_a_pattern() -> None:
    assert "no such table: 100%s" in _written(OperationalError("no such table: 100%s"))
