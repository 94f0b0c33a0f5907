"""What can go wrong, by rule or below us, with the one plain sentence that the screen shows."""

import errno
from dataclasses import dataclass
from typing import Final

from django.db import InterfaceError, OperationalError, ProgrammingError


class RuleBroken(Exception):
    """A rule of the house says no; nothing was written.

    `sentence` is one plain Chinese sentence for the person at the screen; it sits with
    the rule, so that every door (page, API, import) says the same.
    """

    sentence = "这一步现在不能做。"

    def __init__(self, sentence: str | None = None) -> None:
        if sentence is not None:
            self.sentence = sentence
        super().__init__(self.sentence)


class NotAllowed(RuleBroken):
    """The actor may see the thing, but this verb is not theirs."""

    sentence = "您没有办理这一步的权限。"


class WrongStep(RuleBroken):
    """The thing is not in a state from which this step leads."""

    sentence = "这件事的状态已经变了，请刷新后再看。"


class BadInput(RuleBroken):
    """What was typed, sent or uploaded cannot be taken; the sentence says what to change."""

    sentence = "填写的内容有误，请检查后再提交。"


@dataclass(frozen=True)
class Trouble:
    """Something below us that broke, as it is told to whoever sits before it."""

    title: str
    sentence: str
    advice: str


FULL: Final = Trouble(
    "没有保存成功",
    "服务器的存储空间满了，这次提交的内容没有保存。",
    "请先不要附照片再提交一次，或者打电话告诉工作人员。",
)
BEHIND: Final = Trouble(
    "系统正在维护",
    "数据库还没有更新到这个版本的程序。请管理员运行 changlai migrate。",
    "急事请直接打中心的电话。",
)
AWAY: Final = Trouble(
    "系统正在维护",
    "数据库暂时没有回应。请过一分钟再试。",
    "急事请直接打中心的电话。",
)
_FULL_DISK = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
_FULL_DATABASE = ("database or disk is full", "disk I/O error", "No space left on device")
_MISSING = ("no such table", "no such column", "has no column")


def trouble_of(error: BaseException | None) -> Trouble | None:
    """Tell a full disk, a database behind the code and one that is away apart; None for a fault.

    What is none of these is a fault of ours, and no waiting helps.
    """
    if isinstance(error, OSError):
        return FULL if error.errno in _FULL_DISK else None
    if not isinstance(error, OperationalError | ProgrammingError | InterfaceError):
        return None
    said = str(error)
    if any(mark in said for mark in _FULL_DATABASE):
        return FULL
    is_missing = isinstance(error, ProgrammingError) and "does not exist" in said
    if is_missing or any(mark in said for mark in _MISSING):
        return BEHIND
    return None if isinstance(error, ProgrammingError) else AWAY
