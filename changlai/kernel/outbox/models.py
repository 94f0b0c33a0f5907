"""Messages to people of a centre, and each way by which one of them goes out.

The message itself is what its person reads on the screen. A sending is the same message going
out another way: a name on the list of people to phone, later a short message.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from changlai.kernel.crypto.fields import EncryptedTextField
from changlai.kernel.errors import WrongStep
from changlai.kernel.outbox.channels import VISIT
from changlai.kernel.outbox.states import NEXT, OPEN, SendingState
from changlai.kernel.tenancy.models import CentreKey, Local, Owned, OwnedQuerySet, SameCentreFK

DONE_ALREADY = "这条已经有人处理过了。"


class MessageQuerySet(OwnedQuerySet):
    """Words for reading messages."""

    def to(self, person_id: object) -> "MessageQuerySet":
        """Keep the messages of one person."""
        return self.filter(person_id=person_id)

    def within(self, scopes: Collection[str] | None) -> "MessageQuerySet":
        """Keep what a delegate may read: messages whose template is a scope; None keeps all."""
        return self if scopes is None else self.filter(template__in=sorted(scopes))

    def unread(self) -> "MessageQuerySet":
        """Keep what its person has not opened."""
        return self.filter(read_at__isnull=True)


class Message(Owned):
    """What one person is told; `dedupe` names the occasion, so that they are not told it twice."""

    centre = CentreKey()
    person_id = models.UUIDField("收件人")
    account_id = models.UUIDField("账号", null=True, blank=True)
    template = models.CharField("模板", max_length=64, blank=True)
    text = EncryptedTextField("内容")
    url = models.CharField("链接", max_length=300, blank=True)
    dedupe = models.CharField("事由", max_length=160)
    urgent = models.BooleanField("紧急", default=False)
    record_id = models.UUIDField("相关记录", null=True, blank=True)
    at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = MessageQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = verbose_name_plural = "消息"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "person_id", "dedupe"], name="message_told_once"
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "person_id", "-at"], name="message_of_person"),
            models.Index(
                fields=["centre", "person_id"],
                name="message_unread",
                condition=Q(read_at__isnull=True),
            ),
        ]


class SendingQuerySet(OwnedQuerySet):
    """Words for reading sendings."""

    def waiting(self) -> "SendingQuerySet":
        """Keep what has not gone out."""
        return self.filter(state__in=OPEN)

    def due(self, at: datetime) -> "SendingQuerySet":
        """Keep what may go out now, quiet hours being over."""
        return self.waiting().filter(due_at__lte=at)


class Sending(Owned):
    """One message going out one way; name and number are kept as they were told, encrypted."""

    centre = CentreKey()
    message = SameCentreFK(Message, models.CASCADE, related_name="sendings", db_index=False)
    channel = models.CharField("渠道", max_length=20)
    state = models.CharField(
        "状态", max_length=10, choices=SendingState.choices, default=SendingState.WAITING
    )
    name = EncryptedTextField("姓名", blank=True, default="")
    phone = EncryptedTextField("电话", blank=True, default="")
    place = models.CharField("住处", max_length=160, blank=True, default="")
    urgent = models.BooleanField("紧急", default=False)
    due_at = models.DateTimeField("最早时间")
    tries = models.PositiveSmallIntegerField("次数", default=0)
    tried_at = models.DateTimeField("最近一次", null=True, blank=True)
    done_at = models.DateTimeField("完成时间", null=True, blank=True)
    done_by = models.UUIDField("经办账号", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    objects: ClassVar[models.Manager[Any]] = SendingQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = verbose_name_plural = "发送"
        ordering = ["-urgent", "due_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "message", "channel"], name="sending_once_a_channel"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SendingState.values), name="sending_state_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "channel", "due_at"],
                name="sending_waiting",
                condition=Q(state="waiting"),
            ),
            models.Index(fields=["due_at"], name="sending_due_x", condition=Q(state="waiting")),
        ]

    @property
    def outcome(self) -> str:
        """What became of it, in words: who was visited was not phoned."""
        if self.channel == VISIT and self.state == SendingState.CALLED:
            return "已当面告知"
        return str(self.get_state_display())

    def move_to(self, state: SendingState) -> None:
        """Step to `state`; raises WrongStep once it is done, as when two people phone at once."""
        if state not in NEXT.get(SendingState(self.state), frozenset()):
            raise WrongStep(DONE_ALREADY)
        self.state = state

    def require_waiting(self) -> None:
        """Raise WrongStep once it is done."""
        if self.state not in OPEN:
            raise WrongStep(DONE_ALREADY)


class CodeNotice(Local):
    """A sign-in code that went to the console, for a few minutes, for whoever runs the server.

    It has no centre, since nobody has signed in yet, and no page: staff who could read codes
    could sign in as anyone.
    """

    phone = EncryptedTextField("电话")
    code = EncryptedTextField("验证码")
    at = models.DateTimeField("时间", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "登录验证码"
        ordering = ["-at", "-id"]
