"""Verbs of the outbox: tell, read, phone, send what is due, and carry a sign-in code."""

import logging
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.kernel.errors import BadInput
from changlai.kernel.outbox import policies
from changlai.kernel.outbox.channels import (
    BY_HAND,
    PHONE,
    CannotSend,
    Channel,
    Console,
    Letter,
    channel_of,
    channels,
    code_sender,
)
from changlai.kernel.outbox.models import CodeNotice, Message, Sending
from changlai.kernel.outbox.quiet import not_before
from changlai.kernel.outbox.states import SendingState
from changlai.kernel.policies import require

log = logging.getLogger(__name__)

MOST_TRIES = 5
FIRST_WAIT = timedelta(minutes=2)
CALL_AGAIN_AFTER = timedelta(hours=2)
SENT_AT_ONCE = 200
CODE_KEPT = timedelta(minutes=10)


@transaction.atomic
def tell(
    *,
    centre: Any,
    person_id: UUID,
    text: str,
    at: datetime,
    dedupe: str,
    urgent: bool = False,
    url: str = "",
    name_for_list: str = "",
    phone_for_list: str | None = None,
    visit_at: str | None = None,
    account_id: UUID | None = None,
    record_id: UUID | None = None,
    template: str = "",
) -> Message:
    """Tell one person something, once for each occasion named by `dedupe`.

    Reactions call this; actions never send. Everyone finds the message on the screen. Whoever is
    given with `phone_for_list`, because no screen reaches them, is also put on the list of people
    to phone, from eight in the morning unless `urgent`. Who has no number at all is given with
    `visit_at`, where they live ("" when nobody knows), and stands on the same list, to be told
    face to face. The same occasion again returns the first message and tells nobody. `centre` is
    a centre or its key, `url` an address of this site; `template` names the scope in which a
    delegate may read it.
    """
    centre_id = getattr(centre, "pk", centre)
    message, is_new = Message.objects.get_or_create(
        centre_id=centre_id,
        person_id=person_id,
        dedupe=dedupe,
        defaults={
            "account_id": account_id,
            "template": template,
            "text": text,
            "url": url,
            "urgent": urgent,
            "record_id": record_id,
            "at": at,
        },
    )
    if not is_new:
        return message
    letter = Letter(
        centre_id=centre_id,
        person_id=person_id,
        account_id=account_id,
        name=name_for_list,
        phone=phone_for_list or "",
        text=text,
        url=url,
        urgent=urgent,
        place=(visit_at or "")[:160],
        in_person=visit_at is not None,
    )
    for channel in channels():
        if channel.takes(letter):
            _add_sending(message, channel.code, letter, at)
    return message


@transaction.atomic
def mark_read(
    *,
    centre: Any,
    person_id: UUID,
    at: datetime,
    message_ids: Iterable[UUID] | None = None,
    within: Collection[str] | None = None,
) -> int:
    """Note that a person has read their messages (all, or those given); return how many were new.

    Whoever has read it need not be phoned about it any more. `within` are the scopes of a
    delegate, who can have read no others.
    """
    rows = Message.objects.of(centre).to(person_id).unread().within(within)
    if message_ids is not None:
        rows = rows.filter(pk__in=list(message_ids))
    keys = list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    if not keys:
        return 0
    Message.objects.of(centre).filter(pk__in=keys).update(read_at=at)
    waiting = Sending.objects.of(centre).filter(message_id__in=keys, channel__in=BY_HAND).waiting()
    for sending in waiting.select_for_update().order_by("pk"):
        sending.move_to(SendingState.DROPPED)
        sending.done_at, sending.note = at, "已在手机上看过"
        sending.save(update_fields=["state", "done_at", "note"])
    return len(keys)


@transaction.atomic
def mark_called(
    *,
    centre: Any,
    sending_ids: Iterable[UUID],
    actor: policies.Doer,
    at: datetime,
    reached: bool,
    note: str = "",
) -> list[Sending]:
    """Note a call or a visit: who was reached is told, who was not stands there in two hours again.

    One call may tell several things, so it takes the sendings that were on the list when it was
    made. Raises NotAllowed without the power to phone people here; WrongStep when a colleague
    has just ticked the same line; BadInput for an empty call.
    """
    centre_id = getattr(centre, "pk", centre)
    rows = Sending.objects.of(centre_id).filter(pk__in=list(sending_ids), channel__in=BY_HAND)
    sendings = list(rows.select_for_update().order_by("pk"))
    require(policies.may_phone, actor, centre_id)
    if not sendings:
        raise BadInput("没有找到要登记的这一条，请刷新后再看。")
    for sending in sendings:
        sending.tries, sending.tried_at, sending.note = sending.tries + 1, at, note.strip()[:200]
        if reached:
            sending.move_to(SendingState.CALLED)
            sending.done_at, sending.done_by = at, actor.account_id
        else:
            sending.require_waiting()
            sending.due_at = not_before(at + CALL_AGAIN_AFTER, urgent=sending.urgent)
        sending.save(
            update_fields=["state", "tries", "tried_at", "note", "done_at", "done_by", "due_at"]
        )
    if reached:
        told = Message.objects.of(centre_id).filter(pk__in=[row.message_id for row in sendings])
        told.filter(read_at__isnull=True).update(read_at=at)
    return sendings


@transaction.atomic
def drop_call(
    *, centre: Any, sending_ids: Iterable[UUID], actor: policies.Doer, at: datetime, note: str
) -> list[Sending]:
    """Take people off the list without a call, with the reason (told at the door, number gone).

    Raises NotAllowed without the power to phone people here; BadInput without a reason.
    """
    centre_id = getattr(centre, "pk", centre)
    rows = Sending.objects.of(centre_id).filter(pk__in=list(sending_ids), channel__in=BY_HAND)
    sendings = list(rows.select_for_update().order_by("pk"))
    require(policies.may_phone, actor, centre_id)
    if not note.strip():
        raise BadInput("请写明为什么不用告诉了。")
    for sending in sendings:
        sending.move_to(SendingState.DROPPED)
        sending.done_at, sending.done_by, sending.note = at, actor.account_id, note.strip()[:200]
        sending.save(update_fields=["state", "done_at", "done_by", "note"])
    return sendings


@transaction.atomic
def hand_over(*, centre: Any, from_id: UUID, to_id: UUID) -> None:
    """Give one person's messages to another, when two entries turned out to be one human.

    An occasion of which both were told is kept once, so that nobody is phoned twice about it.
    """
    told = list(Message.objects.of(centre).to(to_id).values_list("dedupe", flat=True))
    rows = Message.objects.of(centre).to(from_id)
    rows.filter(dedupe__in=told).delete()
    rows.update(person_id=to_id)


@transaction.atomic
def forget_person(*, centre: Any, person_id: UUID) -> None:
    """Delete what a person was told, and name and number on the list, when they are forgotten."""
    Message.objects.of(centre).to(person_id).delete()


def send_due(at: datetime) -> int:
    """Send what is due by the channels that work by themselves; return how many went out.

    A sending is claimed before it goes, so that a crash repeats it later and two workers do not
    both send it. After the last try it goes to the phone list, if there is a number to phone.
    """
    automatic = [channel.code for channel in channels() if not channel.by_hand]
    if not automatic:
        return 0
    due = Sending.objects.due(at).filter(channel__in=automatic).order_by("due_at", "pk")
    sent = 0
    for centre_id, key in list(due.values_list("centre_id", "pk")[:SENT_AT_ONCE]):
        sending = _claim(centre_id, key, at)
        channel = channel_of(sending.channel) if sending else None
        if sending is not None and channel is not None:
            sent += _send(sending, channel, at)
    return sent


def send_code(*, phone: str, code: str, at: datetime) -> None:
    """Carry a sign-in code to a telephone: by short message where that is set up, else the console.

    On the console's way it is also kept, encrypted, for ten minutes (`changlai codes` shows it).
    """
    sender = code_sender()
    sender.send_code(phone, code, at)
    if isinstance(sender, Console):
        CodeNotice.objects.create(phone=phone, code=code, at=at)


def forget_codes(at: datetime) -> int:
    """Delete codes that are of no use any more."""
    return CodeNotice.objects.filter(at__lt=at - CODE_KEPT).delete()[0]


def _add_sending(message: Message, channel: str, letter: Letter, at: datetime) -> None:
    Sending.objects.get_or_create(
        centre_id=message.centre_id,
        message=message,
        channel=channel,
        defaults={
            "name": letter.name,
            "phone": letter.phone,
            "place": letter.place,
            "urgent": letter.urgent,
            "due_at": not_before(at, urgent=letter.urgent),
        },
    )


@transaction.atomic
def _claim(centre_id: UUID, key: UUID, at: datetime) -> Sending | None:
    rows = Sending.objects.of(centre_id).due(at).filter(pk=key)
    sending = rows.select_related("message").select_for_update(of=("self",)).first()
    if sending is None:
        return None
    sending.tries, sending.tried_at = sending.tries + 1, at
    sending.due_at = at + FIRST_WAIT * 2 ** (sending.tries - 1)
    sending.save(update_fields=["tries", "tried_at", "due_at"])
    return sending


def _send(sending: Sending, channel: Channel, at: datetime) -> bool:
    letter = _letter(sending)
    try:
        channel.send(letter, at)
    except CannotSend as error:
        _give_up(sending, letter, str(error), at)
        return False
    except Exception:
        # The text of the error may hold the number; the log names the row alone.
        log.warning("Sending %s by %s failed, try %d", sending.pk, channel.code, sending.tries)
        if sending.tries >= MOST_TRIES:
            _give_up(sending, letter, "多次发送没有成功", at)
        return False
    _settle(sending, SendingState.SENT, "", at)
    return True


@transaction.atomic
def _give_up(sending: Sending, letter: Letter, reason: str, at: datetime) -> None:
    _settle(sending, SendingState.FAILED, reason, at)
    if letter.phone:
        _add_sending(sending.message, PHONE, letter, at)


@transaction.atomic
def _settle(sending: Sending, state: SendingState, note: str, at: datetime) -> None:
    row = Sending.objects.of(sending.centre_id).select_for_update().get(pk=sending.pk)
    row.move_to(state)
    row.note, row.done_at = note[:200], at
    row.save(update_fields=["state", "note", "done_at"])


def _letter(sending: Sending) -> Letter:
    message = sending.message
    return Letter(
        centre_id=sending.centre_id,
        person_id=message.person_id,
        account_id=message.account_id,
        name=sending.name,
        phone=sending.phone,
        text=message.text,
        url=message.url,
        urgent=sending.urgent,
        place=sending.place,
    )
