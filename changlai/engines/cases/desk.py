"""How a case stands on a workbench: its steps as buttons, one small page and one action for each.

Every hall that handles cases shows the same things in its own words: what usually comes next, what
else may be done, the way so far. Here is what they share; a hall brings its forms and its page.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib import messages

from changlai.engines.cases.models import Case
from changlai.engines.cases.policies import steps_for
from changlai.engines.cases.queries import TimelineItem
from changlai.foundation.people.public import CentreRequest
from changlai.kernel.errors import BadInput, RuleBroken

CANNOT: Final = "这一步现在不能做：可能同事刚办过，或者不归您办。"
Who = dict[str, Any]
Said = dict[str, Any]


@dataclass(frozen=True)
class StepPage:
    """How a step is asked for: its form, the action it calls, and what is said about it.

    `act` gets centre, case_id, actor and at, and what the form says. `done` is told once it is
    taken, `hint` stands above the form, `button` on it where the label of the step does not fit.
    """

    form: type[Any]
    act: Callable[[Who, Said], Any]
    done: str
    hint: str = ""
    button: str = ""


@dataclass
class Asked:
    """A step that was asked for: taken, or shown (again) with what is in the way."""

    form: Any
    is_taken: bool = False
    status: int = 200
    trouble: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the form may be sent; not where the step cannot be taken at all."""
        return not self.trouble


def calls(action: Callable[..., Any], *names: str) -> Callable[[Who, Said], Any]:
    """Return an act that gives an action those fields of the form that it wants."""

    def act(who: Who, said: Said) -> Any:
        return action(**who, **{name: said[name] for name in names})

    return act


def take_step(
    request: CentreRequest, case: Case, verb: str, page: StepPage, form: Any, *, at: datetime
) -> Asked:
    """Take a step with what the form says, or return why not; what was typed stays in the form.

    Wrong input answers 200, what the rules or a colleague forbid 409. Somebody who only opens the
    page of a step that is not theirs is told so.
    """
    asked = Asked(form)
    if request.method != "POST":
        if verb not in steps_for(request.actor, case):
            asked.trouble, asked.status = CANNOT, 409
        return asked
    if not form.is_valid():
        return asked
    who: Who = {
        "centre": request.centre,
        "case_id": case.pk,
        "actor": request.actor,
        "at": at,
    }
    try:
        page.act(who, form.cleaned_data)
    except RuleBroken as error:
        form.add_error(None, error.sentence)
        asked.status = 200 if isinstance(error, BadInput) else 409
        case.refresh_from_db()
    else:
        messages.success(request, page.done)
        asked.is_taken = True
    return asked


def labels_of(case: Case) -> Mapping[str, str]:
    """Return what the steps of a case are called, by its own kind."""
    return {step.code: step.label for step in case.rules.workflow.steps}


@dataclass(frozen=True)
class Buttons:
    """The steps an actor may take now: the one that usually comes next, and the others."""

    first: dict[str, str] | None
    others: list[dict[str, str]]


def buttons(actor: Any, case: Case, pages: Collection[str], usual: Sequence[str]) -> Buttons:
    """Return the steps that have a page here; `usual` are those that come next, likeliest first."""
    labels = labels_of(case)
    verbs = [verb for verb in dict.fromkeys(steps_for(actor, case)) if verb in pages]
    first = next((verb for verb in usual if verb in verbs), None)
    shown = [{"code": str(verb), "label": labels[verb]} for verb in verbs]
    return Buttons(
        next((one for one in shown if one["code"] == first), None),
        [one for one in shown if one["code"] != first],
    )


def way_so_far(case: Case, lines: Iterable[TimelineItem]) -> list[dict[str, Any]]:
    """Return the history as the timeline shows it, in the words of the case's kind."""
    labels = labels_of(case)
    return [
        {
            "title": labels.get(line.verb, line.title),
            "at": line.at,
            "who": line.who,
            "text": line.note,
            "tone": "late" if line.in_time is False else "",
        }
        for line in lines
    ]


def phone_of(case: Case) -> str:
    """Return the number to ring: the one left with this matter, else the person's own."""
    if case.contact_phone or case.person is None:
        return case.contact_phone
    return case.person.phone or case.person.contact_phone
