"""The request as a kind of case: entrusted, accepted, done, handed over, filed, asked after.

The chain is 委托 受理 办理 送达 归档 回访 (帮办代办的七步法, with 上报 as a note of the handler).
"""

from typing import Final

from changlai.engines.cases.public import KindDefinition, Level, Span, StateType, Urgency, Verb
from changlai.kernel.workflow.public import State, Step, Workflow

FAMILY: Final = "services"
"""Named as the scope that lets a delegate act in it, and as its powers."""
REQUEST: Final = "request"
ITEM: Final = "service_item"
"""The kind under which items are found by words."""
SOURCE: Final = "平台默认，每个事项写自己的时限"

_RUNNING = "new accepted in_hand waiting"
_DONE = "answered delivered"
_ALL = f"{_RUNNING} {_DONE} finished refused withdrawn"


def _step(verb: Verb, label: str, states: str, to: str | None, who: str, **more: bool) -> Step:
    return Step(
        code=verb.value,
        label=label,
        from_states=tuple(states.split()),
        to_state=to,
        who=tuple(who.split()),
        **more,
    )


def request_workflow() -> Workflow:
    """Return the way of a request; what is done still waits to be in the person's hands."""
    open_, done = StateType.OPEN.value, StateType.RESOLVED.value
    closed = StateType.CLOSED.value
    told = {"needs_note": True, "told": True}
    return Workflow(
        first_state="new",
        end_types=(done, closed),
        states=(
            State(code="new", label="已委托", type=open_),
            State(code="accepted", label="已受理", type=open_),
            State(code="in_hand", label="办理中", type=open_),
            State(code="waiting", label="待补材料", type=StateType.WAITING.value),
            State(code="answered", label="办好了，待取", type=done),
            State(code="delivered", label="已送达", type=done),
            State(code="finished", label="已归档", type=done),
            State(code="refused", label="办不了", type=closed),
            State(code="withdrawn", label="已撤回", type=closed),
        ),
        steps=(
            _step(Verb.ACCEPT, "受理", "new", "accepted", "handle"),
            _step(Verb.ASSIGN, "指派", "new", "accepted", "oversee"),
            _step(Verb.ASSIGN, "指派", "accepted in_hand waiting", None, "oversee"),
            _step(Verb.START, "开始办", "accepted", "in_hand", "handler"),
            _step(Verb.ASK, "缺材料，一次告知", "accepted in_hand", "waiting", "handler", **told),
            _step(Verb.RESUME, "材料齐了", "waiting", "in_hand", "requester handler", told=True),
            _step(Verb.EXTEND, "要晚几天", "accepted in_hand", None, "handler oversee", **told),
            _step(Verb.ANSWER, "办好了", "accepted in_hand", "answered", "handler", **told),
            _step(Verb.DELIVER, "送达", "answered", "delivered", "handle", told=True),
            _step(Verb.CALL_BACK, "回访", "delivered finished", None, "not_handler"),
            _step(Verb.CLOSE, "归档", "delivered", "finished", "handle system"),
            _step(Verb.REFUSE, "办不了", "new accepted in_hand", "refused", "handle", **told),
            _step(Verb.WITHDRAW, "撤回", _RUNNING, "withdrawn", "requester", told=True),
            _step(Verb.NOTE, "记一笔", _ALL, None, "handle oversee", needs_note=True),
            _step(Verb.ESCALATE, "督办", _RUNNING, None, "system"),
        ),
    )


KIND: Final = KindDefinition(
    code=REQUEST,
    title="帮办代办",
    hint="托中心办的一件事",
    family=FAMILY,
    order=300,
    workflow=request_workflow(),
    levels=(
        Level(resolution=Span(working_days=5), source=SOURCE),
        Level(urgency=Urgency.URGENT, resolution=Span(working_days=1), source=SOURCE),
    ),
    url_name="counter:request",
    needs_call_back=False,
    may_publish=False,
)
