"""The whole now × next table of the standard way, and that only a workflow step changes a state."""

import pytest
from pydantic import ValidationError

from changlai.engines.cases.kinds import KindDefinition, standard_workflow
from changlai.engines.cases.models import Case
from changlai.engines.cases.public import StateType, Verb
from changlai.kernel.errors import WrongStep
from tests.engines.cases.conftest import Desk, kind

STAYS = ""
RUNNING_STAYS = {"withdraw": "withdrawn", "follow": STAYS, "escalate": STAYS}
ALWAYS = {"redact": STAYS, "note": STAYS, "sort": STAYS}
AFTER = {"rate": STAYS, "reopen": "in_hand", "publish": STAYS, "unpublish": STAYS}
IN_HAND = {
    "answer": "answered",
    "co_handle": STAYS,
    "extend": STAYS,
    "assign": STAYS,
    "contact": STAYS,
}
NEXT = {
    "new": {
        "accept": "accepted",
        "assign": "accepted",
        "contact": STAYS,
        "refuse": "refused",
        "route_out": "routed_out",
        "merge": "duplicate",
        "bring_answer": "answered",
        **RUNNING_STAYS,
    },
    "accepted": {
        **IN_HAND,
        "contact": "in_hand",
        "start": "in_hand",
        "ask": "waiting",
        "transfer": "accepted",
        "send_up": "sent_up",
        "refuse": "refused",
        "route_out": "routed_out",
        "merge": "duplicate",
        **RUNNING_STAYS,
    },
    "in_hand": {
        **IN_HAND,
        "ask": "waiting",
        "transfer": "accepted",
        "send_up": "sent_up",
        "route_out": "routed_out",
        "merge": "duplicate",
        **RUNNING_STAYS,
    },
    "waiting": {"assign": STAYS, "contact": STAYS, "resume": "in_hand", **RUNNING_STAYS},
    "sent_up": {**IN_HAND, "take_back": "in_hand", **RUNNING_STAYS},
    "answered": {
        "call_back": STAYS,
        "redo": "in_hand",
        "close": "finished",
        "escalate": STAYS,
        **AFTER,
    },
    "finished": AFTER,
    "refused": {},
    "routed_out": {},
    "duplicate": {},
    "withdrawn": {},
}
STATES = [state.code for state in standard_workflow().states]


@pytest.mark.parametrize("now", STATES)
@pytest.mark.parametrize("verb", Verb.values)
def test_each_step_leads_where_the_table_says_and_nowhere_else(now: str, verb: str) -> None:
    definition = kind()
    table = NEXT[now] | ALWAYS
    step = definition.workflow.step(verb, now)
    if verb not in table:
        assert step is None
    else:
        assert step is not None
        assert (step.to_state or "") == table[verb]


@pytest.mark.parametrize("now", STATES)
def test_f34_move_to_takes_what_the_table_has_and_refuses_the_rest(desk: Desk, now: str) -> None:
    template = desk.case()
    workflow = standard_workflow()
    for verb in Verb.values:
        case = Case.objects.get(pk=template.pk)
        case.state, case.state_type = now, workflow.state(now).type
        if verb in NEXT[now] | ALWAYS:
            case.move_to(verb)
            assert case.state == ((NEXT[now] | ALWAYS)[verb] or now)
            assert case.state_type == workflow.state(case.state).type
        else:
            with pytest.raises(WrongStep):
                case.move_to(verb)
            assert case.state == now


def test_duplicate_not_ours_refused_and_withdrawn_are_not_resolved() -> None:
    types = {state.code: state.type for state in standard_workflow().states}
    for code in ("duplicate", "routed_out", "refused", "withdrawn"):
        assert types[code] == StateType.CLOSED
    for code in ("answered", "finished"):
        assert types[code] == StateType.RESOLVED


def test_every_verb_of_the_engine_is_used_by_the_standard_way_but_handing_over() -> None:
    """A voice ends in words; only kinds that end in something to hand over have that step."""
    assert {step.code for step in standard_workflow().steps} == set(Verb.values) - {Verb.DELIVER}


def test_handing_over_comes_between_done_and_filed() -> None:
    """A kind made of data hands over once what was done lies ready, and files it after that."""
    data = kind().model_dump(mode="json")
    workflow = data["workflow"]
    workflow["states"].append({"code": "delivered", "label": "已送达", "type": "resolved"})
    workflow["steps"].append(
        {
            "code": "deliver",
            "label": "送达",
            "from_states": ["answered"],
            "to_state": "delivered",
            "who": ["handle"],
        }
    )
    made = KindDefinition.model_validate(data)
    assert made.workflow.step(Verb.DELIVER, "answered") is not None
    assert made.workflow.step(Verb.DELIVER, "in_hand") is None


def test_a_kind_with_a_step_for_nobody_known_is_refused() -> None:
    data = kind().model_dump(mode="json")
    data["workflow"]["steps"][0]["who"] = ["the_mayor"]
    with pytest.raises(ValidationError, match="nobody known"):
        KindDefinition.model_validate(data)


def test_a_kind_without_normal_times_is_refused() -> None:
    data = kind().model_dump(mode="json")
    data["levels"] = [data["levels"][1]]
    with pytest.raises(ValidationError, match="normal urgency"):
        KindDefinition.model_validate(data)
