"""Two versions of a way side by side: what was dropped, what came, how long it took."""

from collections.abc import Sequence
from dataclasses import dataclass

from changlai.halls.counter.public import DaysTaken, ProcessVersion
from changlai.kernel.metrics.public import FLOOR


@dataclass(frozen=True)
class Line:
    """One step or paper: kept, gone with the change, or come with it."""

    words: str
    tag: str = ""
    tone: str = "plain"


@dataclass(frozen=True)
class Change:
    """What a change did to a way."""

    before: ProcessVersion
    after: ProcessVersion

    @property
    def steps(self) -> tuple[list[Line], list[Line]]:
        """Return the steps before and after, with what differs marked."""
        return _laid(self.before.steps, self.after.steps)

    @property
    def papers(self) -> tuple[list[Line], list[Line]]:
        """Return the papers before and after, with what differs marked."""
        return _laid(self.before.papers, self.after.papers)

    @property
    def medians(self) -> tuple[str, str]:
        """Return the middle of the days really taken, in words."""
        return spoken(self.before.taken), spoken(self.after.taken)

    def told(self) -> tuple[str, str]:
        """Return (background, method) of a practice that tells of this change, to be edited."""
        before, after = self.before, self.after
        was, now = self.medians
        background = (
            f"原来要{len(before.papers)}样材料、{len(before.steps)}步，承诺{before.days}个工作日，"
            f"实际{was}。"
        )
        method = [f"现在要{len(after.papers)}样材料、{len(after.steps)}步。"]
        gone = [one.words for one in self.papers[0] if one.tag]
        if gone:
            method.append(f"不用再带：{'、'.join(gone)}。")
        method += [f"{number}. {step}" for number, step in enumerate(after.steps, 1)]
        method.append(f"承诺{after.days}个工作日，实际{now}。")
        return background, "\n".join(method)


def spoken(taken: DaysTaken) -> str:
    """Say how long requests really took; fewer than five say nothing, which would show one."""
    if taken.median is None:
        return f"不足{FLOOR}件，不显示" if taken.count else "还没有办完的"
    days = f"{taken.median:g}"
    return f"中间值{days}个工作日({taken.count}件)"


def _laid(before: Sequence[str], after: Sequence[str]) -> tuple[list[Line], list[Line]]:
    left = [Line(one) if one in after else Line(one, "去掉", "late") for one in before]
    right = [Line(one) if one in before else Line(one, "新加", "done") for one in after]
    return left, right
