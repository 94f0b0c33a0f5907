"""What is said of an item, as a value: the words of the form, the pack or a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from changlai.halls.counter.states import How
from changlai.kernel.errors import BadInput
from changlai.kernel.schemas.public import Schema

LONGEST_TITLE = 60
MOST = 20


@dataclass(frozen=True)
class Paper:
    """One paper to bring: what, what the centre does with it, whether it must be there."""

    title: str
    how: How = How.SEE
    is_needed: bool = True

    def dump(self) -> dict[str, Any]:
        """Return it as a version keeps it."""
        return {"title": self.title, "how": self.how.value, "is_needed": self.is_needed}

    @classmethod
    def parse(cls, said: Mapping[str, Any]) -> Self:
        """Return a paper from what a version keeps."""
        return cls(str(said["title"]), How(said["how"]), bool(said["is_needed"]))


@dataclass(frozen=True)
class ItemWish:
    """Everything a service item says; `code` is given where it changes one that is there."""

    title: str
    can_i: str
    days: int
    level: str = "agent"
    domain: str = "other"
    code: str = ""
    audience: tuple[str, ...] = ()
    daily_words: str = ""
    whom: str = ""
    at_home: str = ""
    fee: str = ""
    basis: str = ""
    steps: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()
    schema: Schema = field(default_factory=Schema)
    launched_on: date | None = None
    is_active: bool = True

    def __post_init__(self) -> None:
        if not self.title.strip() or len(self.title) > 40:
            raise BadInput("请填写事项名称，最多40个字。")
        if not self.can_i.strip():
            raise BadInput("请写明谁能办、能不能办，群众先看这一句。")
        if not 1 <= self.days <= 250:
            raise BadInput("几个工作日请填1到250。")
        if len(self.papers) > MOST or len(self.steps) > MOST:
            raise BadInput(f"材料和步骤最多各{MOST}条。")
        titles = [paper.title for paper in self.papers]
        if any(not one.strip() or len(one) > LONGEST_TITLE for one in titles):
            raise BadInput(f"每样材料都要有名称，最多{LONGEST_TITLE}个字。")
        if len(set(titles)) < len(titles):
            raise BadInput("有两样材料名称相同，请改一个。")

    def version(self) -> dict[str, Any]:
        """Return what a version keeps of it."""
        return {
            "can_i": self.can_i.strip()[:600],
            "days": self.days,
            "whom": self.whom.strip()[:120],
            "at_home": self.at_home.strip()[:200],
            "fee": self.fee.strip()[:60],
            "basis": self.basis.strip()[:200],
            "steps": [line.strip()[:200] for line in self.steps if line.strip()],
            "materials": [paper.dump() for paper in self.papers],
            "schema": self.schema.dump() if len(self.schema) else {},
        }
