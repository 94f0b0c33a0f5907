"""What can become of one sending of a message."""

from django.db import models


class SendingState(models.TextChoices):
    """Where a sending stands; only a waiting one may change."""

    WAITING = "waiting", "待发送"
    SENT = "sent", "已发送"
    CALLED = "called", "已电话告知"
    FAILED = "failed", "没有送达"
    DROPPED = "dropped", "不必再告知"


OPEN = frozenset({SendingState.WAITING})
NEXT = {
    SendingState.WAITING: frozenset(
        {SendingState.SENT, SendingState.CALLED, SendingState.FAILED, SendingState.DROPPED}
    ),
}
