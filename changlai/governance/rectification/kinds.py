"""The issue as a kind of case: claimed, mended, looked at by somebody else, closed or returned."""

from typing import Final

from changlai.engines.cases.public import KindDefinition, Level, Span, StateType, Verb
from changlai.governance.rectification.states import USUAL_DAYS
from changlai.kernel.workflow.public import State, Step, Workflow

FAMILY: Final = "issues"
ISSUE: Final = "issue"
SOURCE: Final = "平台默认，中心可以修改"

NEW: Final = "new"
TO_CHECK: Final = "to_check"
CLOSED: Final = "closed"
MENDING: Final = ("in_hand", "returned", "extended")
_MENDING = " ".join(MENDING)
_ALL = f"new {_MENDING} to_check closed dropped"


def _step(verb: Verb, label: str, states: str, to: str | None, who: str, **more: bool) -> Step:
    return Step(
        code=verb.value,
        label=label,
        from_states=tuple(states.split()),
        to_state=to,
        who=tuple(who.split()),
        **more,
    )


def issue_workflow() -> Workflow:
    """Return the way of an issue; nobody closes what they mended themselves.

    While it waits to be looked at the clock stands still: the owner has done their part.
    """
    open_, waiting = StateType.OPEN.value, StateType.WAITING.value
    return Workflow(
        first_state=NEW,
        end_types=(StateType.RESOLVED.value, StateType.CLOSED.value),
        states=(
            State(code=NEW, label="待认领", type=open_),
            State(code="in_hand", label="整改中", type=open_),
            State(code=TO_CHECK, label="待验收", type=waiting),
            State(code="returned", label="退回再改", type=open_),
            State(code="extended", label="延期整改", type=open_),
            State(code=CLOSED, label="已销号", type=StateType.RESOLVED.value),
            State(code="dropped", label="不用改", type=StateType.CLOSED.value),
        ),
        steps=(
            _step(Verb.ACCEPT, "认领", "new", "in_hand", "handle"),
            _step(Verb.ASSIGN, "交给谁改", "new", "in_hand", "oversee"),
            # Not while it is looked at: whoever mended it could then look at their own work.
            _step(Verb.ASSIGN, "换人改", _MENDING, None, "oversee"),
            _step(Verb.ANSWER, "改好了，请验收", _MENDING, TO_CHECK, "handler", needs_note=True),
            _step(
                Verb.EXTEND,
                "延期",
                "in_hand returned",
                "extended",
                "handler oversee",
                needs_note=True,
            ),
            _step(Verb.CALL_BACK, "验收", TO_CHECK, None, "not_handler requester"),
            _step(Verb.REDO, "退回再改", TO_CHECK, "returned", "not_handler requester"),
            _step(Verb.CLOSE, "销号", TO_CHECK, CLOSED, "system"),
            _step(Verb.REFUSE, "不用改", f"new {_MENDING}", "dropped", "oversee", needs_note=True),
            _step(Verb.NOTE, "记一笔", _ALL, None, "handle oversee", needs_note=True),
            _step(Verb.ESCALATE, "督办", f"new {_MENDING} to_check", None, "system"),
        ),
    )


KIND: Final = KindDefinition(
    code=ISSUE,
    title="问题",
    hint="查出来要改的事",
    family=FAMILY,
    order=400,
    workflow=issue_workflow(),
    levels=(Level(resolution=Span(working_days=USUAL_DAYS), source=SOURCE),),
    url_name="rectification:desk_issue",
    may_rate=False,
    needs_call_back=False,
    may_publish=False,
    extension_days=60,
    reopen_days=0,
)
