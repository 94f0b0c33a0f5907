"""Front door of the counter: how an item went before and after its way was changed."""

from changlai.halls.counter.queries.processes import (
    DaysTaken,
    ProcessVersion,
    process_of,
    processes,
    words_about,
)

__all__ = [
    "DaysTaken",
    "ProcessVersion",
    "process_of",
    "processes",
    "words_about",
]
