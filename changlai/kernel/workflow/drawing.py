"""Draw a workflow as mermaid text, for the mechanism page and for people who change a kind."""

from changlai.kernel.workflow.values import Workflow


def drawn(workflow: Workflow) -> str:
    """Return a mermaid state diagram.

    Steps that stay in their state are left out of the picture.
    """
    lines = ["stateDiagram-v2", f"    [*] --> {workflow.first_state}"]
    lines += [f"    {state.code} : {state.label}" for state in workflow.states]
    for step in workflow.steps:
        for code in step.from_states:
            if step.to_state and step.to_state != code:
                lines.append(f"    {code} --> {step.to_state} : {step.label}")
    leaving = {
        code
        for step in workflow.steps
        for code in step.from_states
        if step.to_state not in (None, code)
    }
    for state in workflow.states:
        if state.type in workflow.end_types and state.code not in leaving:
            lines.append(f"    {state.code} --> [*]")
    return "\n".join(lines) + "\n"
