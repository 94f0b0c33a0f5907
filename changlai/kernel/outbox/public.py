"""Front door of the outbox: tell people, and see who is still to be phoned."""

from changlai.kernel.outbox.actions import (
    drop_call,
    forget_person,
    hand_over,
    mark_called,
    mark_read,
    send_code,
    tell,
)
from changlai.kernel.outbox.channels import (
    CannotSend,
    Channel,
    CodeSender,
    Letter,
    register,
    unregister,
)
from changlai.kernel.outbox.models import Message, Sending
from changlai.kernel.outbox.queries import (
    Call,
    calls_made,
    calls_to_make,
    calls_waiting,
    messages_of,
    to_tell,
    unread,
)

__all__ = [
    "Call",
    "CannotSend",
    "Channel",
    "CodeSender",
    "Letter",
    "Message",
    "Sending",
    "calls_made",
    "calls_to_make",
    "calls_waiting",
    "drop_call",
    "forget_person",
    "hand_over",
    "mark_called",
    "mark_read",
    "messages_of",
    "register",
    "send_code",
    "tell",
    "to_tell",
    "unread",
    "unregister",
]
