"""What is told of a register: that somebody took it out of the house."""

from dataclasses import dataclass
from typing import ClassVar

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class RegisterTaken(Event):
    """A register left the screen as a file or as paper; who took names away is known later."""

    name: ClassVar[str] = "registers.register.taken"

    register: str
    shape: str
    rows: int
