"""What follows an answer: asking after, rating, redaction, publication; and prepared replies."""

from django.db import models
from django.db.models import Q

from changlai.engines.cases.models.case import Case, account_key
from changlai.engines.cases.models.kinds import Category
from changlai.engines.cases.states import CallBackOutcome, Channel, Face
from changlai.kernel.crypto.public import EncryptedTextField
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK


class CallBack(Owned):
    """One attempt to ask the requester how it went, by someone who did not handle the case."""

    centre = CentreKey()
    case = SameCentreFK(Case, models.PROTECT, related_name="call_backs")
    round = models.PositiveSmallIntegerField("第几次答复")
    outcome = models.CharField("结果", max_length=20, choices=CallBackOutcome.choices)
    solved = models.BooleanField("已解决", null=True)
    was_contacted = models.BooleanField("有人联系过", null=True)
    note = models.TextField("说明", blank=True)
    by = account_key()
    handler = account_key()
    at = models.DateTimeField("时间")

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(by__isnull=True) | Q(handler__isnull=True) | ~Q(by=models.F("handler")),
                name="cases_back_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=CallBackOutcome.REACHED) | Q(solved__isnull=False),
                name="cases_back_says_solved",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=CallBackOutcome.LEFT_OUT) | ~Q(note=""),
                name="cases_back_left_out",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "case", "at"], name="cases_back_case"),
            models.Index(fields=["centre", "at"], name="cases_back_at"),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()


class Rating(Owned):
    """The requester's own word on one answer; one for each round of answering."""

    centre = CentreKey()
    case = SameCentreFK(Case, models.PROTECT, related_name="ratings")
    round = models.PositiveSmallIntegerField("第几次答复")
    face = models.CharField("评价", max_length=20, choices=Face.choices)
    words = models.TextField("想说的话", blank=True)
    solved = models.BooleanField("已解决", null=True)
    was_contacted = models.BooleanField("有人联系过", null=True)
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices)
    entered_by = account_key()
    at = models.DateTimeField("时间")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "case", "round"], name="cases_rating_once"),
        ]
        indexes = [models.Index(fields=["centre", "at"], name="cases_rating_at")]

    def __str__(self) -> str:
        return self.get_face_display()


class RedactionOriginal(Owned):
    """The words as they were before a redaction; read only on purpose, and each look is logged."""

    centre = CentreKey()
    case = SameCentreFK(Case, models.PROTECT, related_name="originals")
    field = models.CharField("栏目", max_length=20)
    words = EncryptedTextField("原文")
    by = account_key()
    at = models.DateTimeField("时间")

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["centre", "case", "at"], name="cases_original_case")]

    def __str__(self) -> str:
        return self.field


class ReplyTemplate(Owned):
    """A prepared reply that a handler may start from."""

    centre = CentreKey()
    family = models.CharField("所属", max_length=30)
    kind = models.CharField("种类", max_length=30, blank=True)
    title = models.CharField("标题", max_length=40)
    text = models.TextField("内容")
    order = models.IntegerField("顺序", default=0)
    is_active = models.BooleanField("使用中", default=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "family", "title"], name="cases_template_title"
            )
        ]
        ordering = ["order", "title"]

    def __str__(self) -> str:
        return self.title


class PublicAnswer(Owned):
    """What everyone may read of a case: question, answer, and the post that answers for it.

    A row of its own, so that its public address tells nothing about the case behind it.
    """

    centre = CentreKey()
    case = SameCentreFK(Case, models.PROTECT, related_name="+")
    category = SameCentreFK(Category, models.PROTECT, null=True, related_name="+")
    question = models.TextField("问")
    answer = models.TextField("答")
    post = models.CharField("答复岗位", max_length=60)
    asked_on = models.DateField("提问日期")
    published_at = models.DateTimeField("公开时间")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "case"], name="cases_public_once"),
            models.CheckConstraint(condition=~Q(post=""), name="cases_public_has_post"),
        ]
        indexes = [models.Index(fields=["centre", "-published_at"], name="cases_public_latest")]

    def __str__(self) -> str:
        return self.question[:40]
