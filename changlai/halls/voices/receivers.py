"""Tell people what became of their voice, in plain words; each occasion once.

Whoever has no screen is put on the list of people to phone, and only where something is asked
of them or settled: nobody wants to be rung up to hear that a paper changed hands.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.urls import NoReverseMatch
from django.utils import timezone

from changlai.engines.cases.public import Case, CaseStep, Follower, Verb
from changlai.foundation.people.public import (
    Account,
    Person,
    known_now,
    phone_to_call,
    place_of,
    staff_of,
)
from changlai.halls.voices import metrics
from changlai.halls.voices.events import CallLogged, CallReturned
from changlai.halls.voices.kinds import FAMILY
from changlai.kernel.events.public import StoredEvent, projection, reaction
from changlai.kernel.metrics.public import add, forget
from changlai.kernel.outbox.public import tell
from changlai.kernel.pages.routes import centre_reverse

RESIDENT_PAGE: Final = "voices:case"
DESK_PAGE: Final = "voices:desk_case"
TEMPLATE: Final = "voices"
LONGEST_QUOTE: Final = 120
LONGEST_NAME: Final = 20
WEEKDAYS: Final = "一二三四五六日"


@dataclass(frozen=True)
class Notice:
    """What to say to the requester; `rings` has those without a screen rung up."""

    text: str
    rings: bool = False
    urgent: bool = False


def day_of(at: datetime | None) -> str:
    """Return a deadline as people say it: "3月18日(周三)"."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{local.month}月{local.day}日(周{WEEKDAYS[local.weekday()]})"


def quoted(words: str) -> str:
    """Return the beginning of a longer text."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_QUOTE else line[:LONGEST_QUOTE] + "…"


def name_of(case: Case) -> str:
    """Return what a voice is called in a message: its title, or how it begins."""
    line = case.title or " ".join(case.text.split())
    return line if len(line) <= LONGEST_NAME else line[:LONGEST_NAME] + "…"


def _opened(case: Case, note: str) -> Notice:
    by = f"，{day_of(case.accept_due)}前有人受理" if case.accept_due else ""
    return Notice(f"您说的“{name_of(case)}”已收到，编号 {case.number}{by}。")


def _accepted(case: Case, note: str) -> Notice:
    by = f"，{day_of(case.resolution_due)}前答复您" if case.resolution_due else ""
    return Notice(f"您说的“{name_of(case)}”已受理{by}。")


def _paused(case: Case, note: str) -> Notice:
    return Notice(f"办“{name_of(case)}”要请您补充一下：{quoted(note)}", rings=True)


def _sent_up(case: Case, note: str) -> Notice:
    return Notice(f"您说的“{name_of(case)}”村里请上级一起办了：{quoted(note)}")


def _extended(case: Case, note: str) -> Notice:
    by = f"要到{day_of(case.resolution_due)}前答复" if case.resolution_due else "要晚几天答复"
    return Notice(f"您说的“{name_of(case)}”{by}，原因：{quoted(note)}")


def _answered(case: Case, note: str) -> Notice:
    return Notice(
        f"您说的“{name_of(case)}”有答复了：{quoted(note)} 满不满意，请您说一声。", rings=True
    )


def _redone(case: Case, note: str) -> Notice:
    return Notice(f"您说“{name_of(case)}”还没解决，我们接着办。")


def _reopened(case: Case, note: str) -> Notice:
    return Notice(f"您再次提出的“{name_of(case)}”收到了，我们接着办。")


def _refused(case: Case, note: str) -> Notice:
    return Notice(f"您说的“{name_of(case)}”村里不能受理：{quoted(note)}", rings=True)


def _routed_out(case: Case, note: str) -> Notice:
    return Notice(f"您说的“{name_of(case)}”要找别处办：{quoted(note)}", rings=True)


def _merged(case: Case, note: str) -> Notice:
    into = case.merged_into
    other = f"({into.number})" if into else ""
    return Notice(f"您说的“{name_of(case)}”与另一件同样的事{other}一起办，有答复照样告诉您。")


def _closed(case: Case, note: str) -> Notice:
    return Notice(f"您说的“{name_of(case)}”已办结。谢谢您！")


def _withdrawn(case: Case, note: str) -> Notice:
    return Notice(f"“{name_of(case)}”已按您的意思撤回。")


NOTICES: Final[Mapping[str, tuple[tuple[Verb, ...], Callable[[Case, str], Notice]]]] = {
    "cases.case.opened": ((), _opened),
    "cases.case.accepted": ((), _accepted),
    "cases.case.paused": ((Verb.ASK,), _paused),
    "cases.case.sent_up": ((Verb.SEND_UP,), _sent_up),
    "cases.case.extended": ((Verb.EXTEND,), _extended),
    "cases.case.answered": ((Verb.ANSWER, Verb.BRING_ANSWER), _answered),
    "cases.case.redone": ((), _redone),
    "cases.case.reopened": ((), _reopened),
    "cases.case.refused": ((Verb.REFUSE,), _refused),
    "cases.case.routed_out": ((Verb.ROUTE_OUT,), _routed_out),
    "cases.case.merged": ((), _merged),
    "cases.case.closed": ((), _closed),
    "cases.case.withdrawn": ((), _withdrawn),
}
"""Event → (steps whose note is quoted, what is said)."""


def _case_of(event: StoredEvent) -> Case | None:
    if event.payload.get("family") != FAMILY or event.subject_id is None:
        return None
    # No further joins: a case is wide, and centre or target are needed by few of its facts.
    rows = Case.objects.of(event.centre_id).select_related("person")
    return rows.filter(pk=event.subject_id).first()


def _note_of(case: Case, verbs: tuple[Verb, ...], event: StoredEvent) -> str:
    if not verbs:
        return ""
    rows = CaseStep.objects.of(case.centre_id).filter(case=case, verb__in=verbs, at=event.at)
    step = rows.order_by("-id").first()
    return step.note if step else ""


def _address(case: Case, name: str) -> str:
    try:
        return centre_reverse(case.centre, name, pk=case.pk)
    except NoReverseMatch:
        return ""


@reaction("voices.tell_requester", events=list(NOTICES))
def tell_requester(event: StoredEvent) -> None:
    """Tell whoever spoke what happened to their voice; followers hear of the answer alone."""
    if not event.payload.get("person_id") and event.name == "cases.case.opened":
        return
    case = _case_of(event)
    if case is None:
        return
    verbs, words = NOTICES[event.name]
    notice = words(case, _note_of(case, verbs, event))
    moment = f"{event.at.timestamp():.0f}"
    _tell(case, event, notice, case.person, case.contact_phone, case.reporter_alias, moment)
    if event.name == "cases.case.answered":
        _tell_followers(case, event, moment)


def _tell_followers(case: Case, event: StoredEvent, moment: str) -> None:
    rows = Follower.objects.of(case.centre_id).filter(case=case).select_related("person")
    for one in rows:
        # A follower learns that there is an answer, and no word of who asked or what was written.
        where = "在互动平台或到中心可以看到" if case.public_title else "到中心可以问到"
        notice = Notice(f"您跟进的 {case.number} 有答复了，{where}。", rings=True)
        _tell(case, event, notice, one.person, one.phone, "", f"{moment}.{one.pk}", own=False)


def _tell(
    case: Case,
    event: StoredEvent,
    notice: Notice,
    person: Person | None,
    phone: str,
    alias: str,
    moment: str,
    *,
    own: bool = True,
) -> None:
    if person is not None:
        person = known_now(person)
        if person is None:
            # Whoever asked to be forgotten is told nothing any more.
            return
    rung = (phone_to_call(person) if person else phone) if notice.rings else None
    if person is None and not rung:
        return
    no_number = notice.rings and person is not None and person.account_id is None and not rung
    tell(
        centre=case.centre_id,
        # Someone known by a number alone has no page of messages: their line is on the phone list.
        person_id=person.pk if person else case.pk,
        account_id=person.account_id if person else None,
        text=notice.text,
        at=event.at,
        dedupe=f"{event.name}:{case.pk}:{moment}",
        urgent=notice.urgent or (notice.rings and case.urgency == "urgent"),
        url=_address(case, RESIDENT_PAGE) if own and person else "",
        name_for_list=person.name if person else alias or "来电人",
        phone_for_list=rung or None,
        visit_at=place_of(person) if person and no_number else None,
        record_id=case.pk,
        template=TEMPLATE,
    )


HANDED: Final[Mapping[str, str]] = {
    "cases.case.accepted": "“{0}”由您承办，{1}前答复。",
    "cases.case.assigned": "书记请您承办“{0}”，{1}前答复。",
    "cases.case.transferred": "同事把“{0}”转给您办，{1}前答复。",
    "cases.case.resumed": "“{0}”的诉求人补充了，请接着办。",
    "cases.case.redone": "回访说“{0}”没解决，请重新办。",
    "cases.case.reopened": "“{0}”的诉求人说没解决，请再看看。",
}


@reaction("voices.tell_handler", events=[*HANDED, "cases.case.co_handler_added"])
def tell_handler(event: StoredEvent) -> None:
    """Tell a colleague what has come into their hands, unless they took it themselves."""
    helps = event.name == "cases.case.co_handler_added"
    account_id = event.uuid("account_id" if helps else "handler_id")
    if account_id is None or account_id == event.actor_id:
        return
    case = _case_of(event)
    if case is None:
        return
    words = "请您帮着办“{0}”。" if helps else HANDED[event.name]
    text = words.format(name_of(case), day_of(case.resolution_due) or "尽早")
    _tell_staff(case, event, [account_id], text)


@reaction("voices.tell_late", events=["cases.case.escalated"])
def tell_late(event: StoredEvent) -> None:
    """Tell the handler that a promise is near; that it is overdue, the secretary too."""
    case = _case_of(event)
    if case is None or case.channel == "import":
        return
    handler_id = event.uuid("handler_id")
    near = event.payload.get("alarm") == "near"
    told = [handler_id] if handler_id else []
    if not near or not told:
        centre: Any = case.centre
        seers = staff_of(centre, "voices.oversee", at=event.at)
        told += [one.pk for one in seers if one.pk != handler_id]
    state = "快到期了" if near else "已经超过期限"
    _tell_staff(case, event, told, f"“{name_of(case)}”({case.number}){state}，请看一下。")


def _tell_staff(case: Case, event: StoredEvent, accounts: list[UUID], text: str) -> None:
    """Tell staff who are also known as persons here; the others find it on the 今日 sheet."""
    active = Account.objects.filter(pk__in=accounts, is_active=True)
    rows: Any = Person.objects.of(case.centre_id).active().filter(account__in=active)
    for person in rows:
        tell(
            centre=case.centre_id,
            person_id=person.pk,
            account_id=person.account_id,
            text=text,
            at=event.at,
            dedupe=f"staff:{event.name}:{case.pk}:{event.at.timestamp():.0f}:{person.account_id}",
            url=_address(case, DESK_PAGE),
            record_id=case.pk,
            template=TEMPLATE,
        )


def forget_calls(centre_id: UUID | None) -> None:
    """Empty the figures of the telephone before they are replayed."""
    forget(centre_id, *metrics.ALL)


@projection("voices.call_figures", events=[CallLogged, CallReturned], reset=forget_calls)
def keep_call_figures(event: StoredEvent) -> None:
    """Add one call to the figures of its day."""
    code = metrics.CALLS if event.name == CallLogged.name else metrics.RETURNED
    add(event.centre_id, code, timezone.localdate(event.at), state=event.payload["state"])
