"""A workflow that could lose a record cannot be built."""

import pytest
from pydantic import ValidationError

from changlai.kernel.workflow.public import State, Step, Workflow, drawn

NEW = State(code="new", label="新", type="open")
DOING = State(code="doing", label="办", type="open")
DONE = State(code="done", label="完", type="done")
BEGIN = Step(code="begin", label="开始", from_states=("new",), to_state="doing", who=("handle",))
END = Step(code="end", label="结束", from_states=("doing",), to_state="done", who=("handle",))
NOTE = Step(code="note", label="记", from_states=("new", "doing"), who=("handle",))


def build(
    *steps: Step, states: tuple[State, ...] = (NEW, DOING, DONE), first: str = "new"
) -> Workflow:
    return Workflow(first_state=first, states=states, steps=steps, end_types=("done",))


def test_a_sound_workflow_answers_what_leads_where() -> None:
    flow = build(BEGIN, END, NOTE)
    assert [step.code for step in flow.next_steps("new")] == ["begin", "note"]
    assert flow.step("end", "doing") == END
    assert flow.step("end", "new") is None
    assert flow.who("begin") == {"handle"}
    assert flow.state("done").type == "done"
    with pytest.raises(KeyError):
        flow.state("lost")


def test_a_state_nobody_reaches_is_refused() -> None:
    lost = State(code="lost", label="丢", type="done")
    with pytest.raises(ValidationError, match="cannot be reached: lost"):
        build(BEGIN, END, states=(NEW, DOING, DONE, lost))


def test_a_state_without_a_way_to_an_end_is_refused() -> None:
    trap = Step(code="trap", label="困", from_states=("new",), to_state="trapped", who=("handle",))
    with pytest.raises(ValidationError, match="no end is reached: trapped"):
        build(
            BEGIN,
            END,
            trap,
            states=(NEW, DOING, DONE, State(code="trapped", label="困", type="open")),
        )


def test_unknown_states_are_refused() -> None:
    astray = Step(
        code="astray", label="迷", from_states=("new",), to_state="nowhere", who=("handle",)
    )
    with pytest.raises(ValidationError, match="unknown state nowhere"):
        build(BEGIN, END, astray)
    with pytest.raises(ValidationError, match="first state"):
        build(BEGIN, END, first="nowhere")


def test_one_step_leaves_a_state_once() -> None:
    with pytest.raises(ValidationError, match="leaves state new twice"):
        build(BEGIN, END, BEGIN)
    with pytest.raises(ValidationError, match="used twice"):
        build(BEGIN, END, states=(NEW, NEW, DOING, DONE))


def test_an_engine_refuses_types_and_steps_it_does_not_know() -> None:
    flow = build(BEGIN, END)
    flow.check_types({"open", "done"})
    flow.check_steps({"begin", "end"})
    with pytest.raises(ValueError, match="unknown type done"):
        flow.check_types({"open"})
    with pytest.raises(ValueError, match="no verb"):
        flow.check_steps({"begin"})


def test_it_is_drawn_without_steps_that_stay() -> None:
    text = drawn(build(BEGIN, END, NOTE))
    assert text.startswith("stateDiagram-v2\n    [*] --> new\n")
    assert "    new --> doing : 开始\n" in text
    assert "    done --> [*]\n" in text
    assert "记" not in text


def test_it_survives_the_way_through_json() -> None:
    flow = build(BEGIN, END, NOTE)
    assert Workflow.model_validate_json(flow.model_dump_json()) == flow
