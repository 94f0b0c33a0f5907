"""Frozen values of a workflow that is kept as data; a wrong one cannot be built.

The kernel knows no domain word: what a state type means and who "handler" is, the engine
that uses the workflow decides. Here only the shape is guarded, so that nothing can be
stored that would later leave a record in a state without a way out.
"""

from collections.abc import Collection
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class State(_Frozen):
    """One state: a stable code, the words people read, and the type that all counts work on."""

    code: Code
    label: Label
    type: Code


class Step(_Frozen):
    """One way on: from which states, to which (None stays), and who may take it.

    `who` holds names that the engine understands (a power, "handler", "requester" …); any
    of them is enough. A step code may stand in several rows as long as no state has it twice.
    """

    code: Code
    label: Label
    from_states: tuple[Code, ...] = Field(min_length=1)
    to_state: Code | None = None
    who: tuple[Code, ...] = Field(min_length=1)
    needs_note: bool = False
    told: bool = False
    """Whether the note is shown to the person who asked."""


class Workflow(_Frozen):
    """States and steps that belong together, refused when a record could get lost in them.

    Holds: codes are unique and known, the first state exists, every state is reachable from
    it, and from every state an end (a state whose type is in `end_types`) can be reached.
    Raises pydantic.ValidationError otherwise.
    """

    first_state: Code
    states: tuple[State, ...] = Field(min_length=1)
    steps: tuple[Step, ...]
    end_types: tuple[Code, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        codes = [state.code for state in self.states]
        if len(set(codes)) != len(codes):
            raise ValueError("a state code is used twice")
        known = set(codes)
        if self.first_state not in known:
            raise ValueError(f"the first state {self.first_state} is not among the states")
        taken: set[tuple[str, str]] = set()
        for step in self.steps:
            for code in (*step.from_states, *([step.to_state] if step.to_state else [])):
                if code not in known:
                    raise ValueError(f"step {step.code} names the unknown state {code}")
            for code in step.from_states:
                if (step.code, code) in taken:
                    raise ValueError(f"step {step.code} leaves state {code} twice")
                taken.add((step.code, code))
        if lost := known - self._reachable({self.first_state}, forward=True):
            raise ValueError(f"states that cannot be reached: {', '.join(sorted(lost))}")
        ends = {state.code for state in self.states if state.type in self.end_types}
        if stuck := known - self._reachable(ends, forward=False):
            raise ValueError(f"states from which no end is reached: {', '.join(sorted(stuck))}")
        return self

    def check_types(self, known: Collection[str]) -> None:
        """Raise ValueError if a state has a type that the engine does not know."""
        for state in self.states:
            if state.type not in known:
                raise ValueError(f"state {state.code} has the unknown type {state.type}")

    def check_steps(self, known: Collection[str]) -> None:
        """Raise ValueError if a step has a code that the engine has no verb for."""
        for step in self.steps:
            if step.code not in known:
                raise ValueError(f"step {step.code} is no verb of this engine")

    def _reachable(self, start: set[str], *, forward: bool) -> set[str]:
        pairs = {(a, step.to_state or a) for step in self.steps for a in step.from_states}
        if not forward:
            pairs = {(b, a) for a, b in pairs}
        found, edge = set(start), set(start)
        while edge:
            edge = {b for a, b in pairs if a in edge} - found
            found |= edge
        return found

    def state(self, code: str) -> State:
        """Return a state by its code; KeyError if there is none."""
        for state in self.states:
            if state.code == code:
                return state
        raise KeyError(code)

    def step(self, code: str, state: str) -> Step | None:
        """Return the step of this code that leaves `state`, or None if there is none."""
        for step in self.steps:
            if step.code == code and state in step.from_states:
                return step
        return None

    def has_step(self, code: str) -> bool:
        """Say whether the workflow knows this step from any state."""
        return any(step.code == code for step in self.steps)

    def next_steps(self, state: str) -> tuple[Step, ...]:
        """Return the steps that lead from a state, in the order they are written."""
        return tuple(step for step in self.steps if state in step.from_states)

    def who(self, code: str) -> frozenset[str]:
        """Return everyone who may take a step from at least one state."""
        return frozenset(name for step in self.steps if step.code == code for name in step.who)
