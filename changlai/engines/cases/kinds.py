"""What a kind of case is, as data: states, steps, who may take them, limits and promised times.

A hall writes a KindDefinition in its pack; a centre keeps it in versions and a case keeps
the version it was opened under, so that changing the rules never rewrites what was promised.
"""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from changlai.engines.cases.states import POWERS, Secrecy, StateType, Urgency, Verb, Who
from changlai.kernel.workflow.public import State, Step, Workflow


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(_Frozen):
    """A promised length of time: working days of the centre, or minutes by the wall clock.

    `same_day` cuts wall minutes at midnight: something urgent at 23:00 is not a thing for tomorrow.
    """

    working_days: Annotated[int, Field(ge=1, le=250)] | None = None
    minutes: Annotated[int, Field(ge=5, le=60 * 24 * 30)] | None = None
    same_day: bool = False

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if (self.working_days is None) == (self.minutes is None):
            raise ValueError("a span is either working days or minutes")
        return self


class Level(_Frozen):
    """Promised times of a kind for one urgency, with the source of the numbers."""

    urgency: Urgency = Urgency.NORMAL
    accept: Span = Span(working_days=1)
    first_contact: Span = Span(working_days=1)
    resolution: Span
    call_back: Span = Span(working_days=3)
    warn_percent: Annotated[int, Field(ge=1, le=99)] = 80
    township_after: Annotated[int, Field(ge=1, le=60)] = 3
    """Working days after an overdue deadline until the township is told a number."""
    source: str = "平台默认，可由中心修改"


KindCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,29}$")]


class KindDefinition(_Frozen):
    """A kind of case. Raises pydantic.ValidationError when states, steps or limits make no sense.

    `family` groups the kinds of one hall and names its powers ("voices" → "voices.handle").
    """

    code: KindCode
    title: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    hint: str = ""
    family: KindCode
    order: int = 0
    workflow: Workflow
    levels: tuple[Level, ...] = Field(min_length=1)
    secrecy: Secrecy = Secrecy.ORDINARY
    url_name: str = ""
    """URL name of a case's page, for links made by the kernel's records."""
    may_rate: bool = True
    needs_call_back: bool = True
    may_publish: bool = True
    bounce_cap: Annotated[int, Field(ge=0, le=20)] = 3
    extension_days: Annotated[int, Field(ge=0, le=60)] = 10
    reopen_days: Annotated[int, Field(ge=0, le=180)] = 10
    """Calendar days after the answer in which the requester may say once: it is not solved."""

    @model_validator(mode="after")
    def _is_known_to_the_engine(self) -> Self:
        self.workflow.check_types(StateType.values)
        self.workflow.check_steps(Verb.values)
        names = POWERS | set(Who.values)
        for step in self.workflow.steps:
            if unknown := set(step.who) - names:
                raise ValueError(f"step {step.code} is open to nobody known: {sorted(unknown)}")
        urgencies = [level.urgency for level in self.levels]
        if Urgency.NORMAL not in urgencies or len(set(urgencies)) != len(urgencies):
            raise ValueError(
                "a kind needs one level for normal urgency and at most one for each other"
            )
        return self

    def power(self, name: str) -> str:
        """Return the full power of a short name, e.g. "voices.handle"."""
        return f"{self.family}.{name}"


def _step(verb: Verb, states: str, to: str | None, who: str, **more: bool) -> Step:
    return Step(
        code=verb.value,
        label=str(verb.label),
        from_states=tuple(states.split()),
        to_state=to,
        who=tuple(who.split()),
        **more,
    )


_RUNNING = "new accepted in_hand waiting sent_up"
_IN_HAND = "accepted in_hand sent_up"
_ANSWERED = "answered finished"
_ALL = f"{_RUNNING} {_ANSWERED} refused routed_out duplicate withdrawn"


def standard_workflow() -> Workflow:
    """Return the way of an ordinary voice: heard, accepted, handled, answered, finished.

    The state names follow the loop of the national hotline rules (国办发〔2020〕53号: 受理 派单
    办理 答复 督办 办结 回访 评价). A hall may take it as it is, or build its own.
    """
    open_, done = StateType.OPEN.value, StateType.RESOLVED.value
    closed = StateType.CLOSED.value
    return Workflow(
        first_state="new",
        end_types=(done, closed),
        states=(
            State(code="new", label="待受理", type=open_),
            State(code="accepted", label="已受理", type=open_),
            State(code="in_hand", label="办理中", type=open_),
            State(code="waiting", label="等您补充", type=StateType.WAITING.value),
            State(code="sent_up", label="已报上级", type=open_),
            State(code="answered", label="已答复", type=done),
            State(code="finished", label="已办结", type=done),
            State(code="refused", label="不予受理", type=closed),
            State(code="routed_out", label="已转出", type=closed),
            State(code="duplicate", label="已并案", type=closed),
            State(code="withdrawn", label="已撤回", type=closed),
        ),
        steps=(
            _step(Verb.ACCEPT, "new", "accepted", "handle"),
            _step(Verb.ASSIGN, "new", "accepted", "oversee"),
            # Not once it is answered: whoever answered could then ask after their own work.
            _step(Verb.ASSIGN, "accepted in_hand waiting sent_up", None, "oversee"),
            _step(Verb.CONTACT, "new", None, "handle intake"),
            _step(Verb.CONTACT, "accepted", "in_hand", "handler co_handler oversee"),
            _step(Verb.CONTACT, "in_hand waiting sent_up", None, "handler co_handler oversee"),
            _step(Verb.START, "accepted", "in_hand", "handler"),
            _step(Verb.ANSWER, _IN_HAND, "answered", "handler", needs_note=True, told=True),
            _step(Verb.ASK, "accepted in_hand", "waiting", "handler", needs_note=True, told=True),
            _step(Verb.RESUME, "waiting", "in_hand", "requester handler oversee", told=True),
            _step(
                Verb.TRANSFER, "accepted in_hand", "accepted", "handler oversee", needs_note=True
            ),
            _step(Verb.CO_HANDLE, _IN_HAND, None, "handler oversee"),
            _step(Verb.EXTEND, _IN_HAND, None, "handler oversee", needs_note=True, told=True),
            _step(
                Verb.SEND_UP, "accepted in_hand", "sent_up", "oversee", needs_note=True, told=True
            ),
            _step(Verb.TAKE_BACK, "sent_up", "in_hand", "handler oversee", needs_note=True),
            _step(Verb.REFUSE, "new accepted", "refused", "handle", needs_note=True, told=True),
            _step(
                Verb.ROUTE_OUT,
                "new accepted in_hand",
                "routed_out",
                "handle",
                needs_note=True,
                told=True,
            ),
            _step(Verb.MERGE, "new accepted in_hand", "duplicate", "handle"),
            _step(Verb.WITHDRAW, _RUNNING, "withdrawn", "requester", told=True),
            _step(
                Verb.BRING_ANSWER, "new", "answered", "intake system", needs_note=True, told=True
            ),
            _step(Verb.CALL_BACK, "answered", None, "not_handler"),
            _step(Verb.REDO, "answered", "in_hand", "not_handler", needs_note=True),
            _step(Verb.CLOSE, "answered", "finished", "handle system"),
            _step(Verb.RATE, _ANSWERED, None, "requester", told=True),
            _step(Verb.REOPEN, _ANSWERED, "in_hand", "requester", needs_note=True, told=True),
            _step(Verb.FOLLOW, _RUNNING, None, "resident see intake"),
            _step(Verb.REDACT, _ALL, None, "handle oversee", needs_note=True),
            _step(Verb.PUBLISH, _ANSWERED, None, "oversee"),
            _step(Verb.UNPUBLISH, _ANSWERED, None, "oversee handle", needs_note=True),
            _step(Verb.NOTE, _ALL, None, "handle oversee", needs_note=True),
            _step(Verb.SORT, _ALL, None, "handle oversee"),
            _step(Verb.ESCALATE, f"{_RUNNING} answered", None, "system"),
        ),
    )
