"""The kinds of voice as data for the cases engine: one way to go, five promises of time.

The numbers are the village defaults of domain text 3.3; a centre changes them as data.
"""

from collections.abc import Mapping
from typing import Final

from changlai.engines.cases.public import KindDefinition, Level, Span, Urgency, standard_workflow
from changlai.kernel.workflow.public import Workflow

FAMILY: Final = "voices"
CONSULT: Final = "consult"
HELP: Final = "help"
COMPLAINT: Final = "complaint"
SUGGESTION: Final = "suggestion"
APP_FEEDBACK: Final = "app_feedback"
OBJECTION: Final = "objection"

SOURCE: Final = "平台默认(参照国办发〔2020〕53号的办理环节)，中心可以修改"

TEN_DAYS: Final = Span(minutes=10 * 24 * 60)
TEN_DAYS_SOURCE: Final = "各地村务公开的通行做法：有疑问的十天内答复，按日历天算，不能延期"
"""Whoever asks about something disclosed is answered within ten calendar days (domain 3.2)."""

# The engine's words are right for staff; these are what a villager would say.
LABELS: Final[Mapping[str, str]] = {
    "sent_up": "已上报",
    "duplicate": "已合并",
    "routed_out": "已转告",
}


def in_plain_words(workflow: Workflow) -> Workflow:
    """Return the workflow with the labels a villager understands; codes and types stay."""
    states = tuple(
        state.model_copy(update={"label": LABELS.get(state.code, state.label)})
        for state in workflow.states
    )
    return workflow.model_copy(update={"states": states})


def levels(working_days: int) -> tuple[Level, Level]:
    """Return the promises of a kind: answered within `working_days`, and by midnight when urgent.

    Urgent voices are contacted within two hours by the wall clock, since a burst pipe does not
    wait for office hours.
    """
    two_hours = Span(minutes=120)
    return (
        Level(resolution=Span(working_days=working_days), source=SOURCE),
        Level(
            urgency=Urgency.URGENT,
            accept=two_hours,
            first_contact=two_hours,
            resolution=Span(minutes=24 * 60, same_day=True),
            source=SOURCE,
        ),
    )


def _kind(code: str, title: str, hint: str, order: int, working_days: int) -> KindDefinition:
    return KindDefinition(
        code=code,
        title=title,
        hint=hint,
        family=FAMILY,
        order=order,
        workflow=in_plain_words(standard_workflow()),
        levels=levels(working_days),
        url_name="voices:case",
    )


KINDS: Final[tuple[KindDefinition, ...]] = (
    _kind(CONSULT, "咨询", "想问一件事：怎么办、带什么、找谁", 10, 1),
    _kind(HELP, "求助", "家里或身边有难处，想请中心帮忙", 20, 3),
    _kind(COMPLAINT, "投诉", "有件事做得不对，请中心管一管", 30, 7),
    _kind(SUGGESTION, "建议", "有个好主意，说给村里听", 40, 7),
    _kind(APP_FEEDBACK, "对本应用的意见", "哪里不好用、看不懂，告诉我们", 50, 7),
    KindDefinition(
        code=OBJECTION,
        title="问公开的内容",
        hint="党务、村务、财务公开的哪一条看不懂、有疑问",
        family=FAMILY,
        order=60,
        workflow=in_plain_words(standard_workflow()),
        levels=(Level(resolution=TEN_DAYS, source=TEN_DAYS_SOURCE),),
        url_name="voices:case",
        extension_days=0,
    ),
)

VOICE_KINDS: Final = frozenset(kind.code for kind in KINDS)
SAYABLE: Final = (CONSULT, HELP, COMPLAINT, SUGGESTION)
"""Kinds offered under 我要说, in this order.

app_feedback has its own door on the about page, an objection beside each line of a disclosure.
"""
