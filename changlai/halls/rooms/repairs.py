"""The repair as a kind of case: reported, taken on, mended, finished; promised times of its own."""

from typing import Final

from changlai.engines.cases.public import KindDefinition, Level, Span, StateType, Urgency, Verb
from changlai.kernel.workflow.public import State, Step, Workflow

FAMILY: Final = "rooms"
REPAIR: Final = "repair"
SOURCE: Final = "平台默认，中心可以修改"

_ALL = "new accepted in_hand answered finished refused withdrawn"


def _step(verb: Verb, label: str, states: str, to: str | None, who: str, **more: bool) -> Step:
    return Step(
        code=verb.value,
        label=label,
        from_states=tuple(states.split()),
        to_state=to,
        who=tuple(who.split()),
        **more,
    )


def repair_workflow() -> Workflow:
    """Return the short way of a repair: no call-back and no rating, since one sees if it works."""
    open_, done = StateType.OPEN.value, StateType.RESOLVED.value
    closed = StateType.CLOSED.value
    return Workflow(
        first_state="new",
        end_types=(done, closed),
        states=(
            State(code="new", label="待接修", type=open_),
            State(code="accepted", label="已接修", type=open_),
            State(code="in_hand", label="在修", type=open_),
            State(code="answered", label="已修好", type=done),
            State(code="finished", label="已了结", type=done),
            State(code="refused", label="不修了", type=closed),
            State(code="withdrawn", label="已撤回", type=closed),
        ),
        steps=(
            _step(Verb.ACCEPT, "接修", "new", "accepted", "handle"),
            _step(Verb.ASSIGN, "指派", "new", "accepted", "oversee"),
            _step(Verb.ASSIGN, "指派", "accepted in_hand", None, "oversee"),
            _step(Verb.START, "开始修", "accepted", "in_hand", "handler"),
            _step(
                Verb.ANSWER,
                "修好了",
                "accepted in_hand",
                "answered",
                "handler",
                needs_note=True,
                told=True,
            ),
            _step(
                Verb.EXTEND,
                "要晚几天",
                "accepted in_hand",
                None,
                "handler oversee",
                needs_note=True,
                told=True,
            ),
            _step(
                Verb.REFUSE,
                "不修了",
                "new accepted",
                "refused",
                "handle",
                needs_note=True,
                told=True,
            ),
            _step(
                Verb.WITHDRAW, "撤回", "new accepted in_hand", "withdrawn", "requester", told=True
            ),
            _step(Verb.CLOSE, "了结", "answered", "finished", "handle system"),
            _step(Verb.NOTE, "记一笔", _ALL, None, "handle oversee", needs_note=True),
            _step(Verb.ESCALATE, "督办", "new accepted in_hand answered", None, "system"),
        ),
    )


KIND: Final = KindDefinition(
    code=REPAIR,
    title="报修",
    hint="场所里有东西坏了",
    family=FAMILY,
    order=200,
    workflow=repair_workflow(),
    levels=(
        Level(resolution=Span(working_days=5), source=SOURCE),
        Level(
            urgency=Urgency.URGENT,
            accept=Span(minutes=120),
            first_contact=Span(minutes=120),
            resolution=Span(minutes=24 * 60),
            source=SOURCE,
        ),
    ),
    url_name="rooms:repair",
    may_rate=False,
    needs_call_back=False,
    may_publish=False,
)
