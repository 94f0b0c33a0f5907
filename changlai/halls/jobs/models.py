"""Employers, the work they offer, workers' cards, and who went to which work."""

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from changlai.halls.jobs.states import (
    LIVE,
    MATCH_NEXT,
    MATCH_TONES,
    POST_NEXT,
    POST_TONES,
    TAKEN,
    UNPAID,
    WEEKDAYS,
    Checked,
    EmployerKind,
    MatchState,
    PayUnit,
    PostState,
    Side,
    Wanted,
)
from changlai.kernel.crypto.public import EncryptedTextField
from changlai.kernel.errors import WrongStep
from changlai.kernel.tenancy.models import CentreKey, Owned, OwnedQuerySet, SameCentreFK

ACCOUNT = settings.AUTH_USER_MODEL


class Skill(Owned):
    """A word of the village's list of what people can do; cards and posts keep the word itself."""

    centre = CentreKey()
    name = models.CharField("会什么", max_length=12)
    order = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta(Owned.Meta):
        verbose_name = "技能"
        ordering = ["order", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "name"], name="jobs_skill_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Employer(Owned):
    """Who offers work: nothing of theirs is published before staff made sure who they are."""

    centre = CentreKey()
    name = models.CharField("名称", max_length=40)
    kind = models.CharField("哪一类", max_length=12, choices=EmployerKind.choices)
    person = SameCentreFK("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    contact_name = models.CharField("联系人", max_length=40)
    phone = EncryptedTextField("联系电话")
    checked_how = models.CharField(
        "怎么核实的", max_length=10, choices=Checked.choices, blank=True, default=""
    )
    checked_note = models.CharField("核实情况", max_length=120, blank=True)
    checked_at = models.DateTimeField("核实时间", null=True, blank=True)
    checked_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField("登记时间")

    class Meta(Owned.Meta):
        verbose_name = "用工方"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "person"],
                condition=Q(person__isnull=False),
                name="jobs_employer_person",
            ),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True, checked_how="")
                | (Q(checked_at__isnull=False) & ~Q(checked_how="")),
                name="jobs_employer_checked",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_checked(self) -> bool:
        """Whether staff made sure who this is."""
        return self.checked_at is not None


class JobPostQuerySet(OwnedQuerySet):
    """Words for reading posts."""

    def listed(self, day: date) -> Self:
        """Keep what everybody may read on a day: looking for people, and not past its time."""
        return self.filter(state=PostState.PUBLISHED, expires_on__gte=day)

    def live(self) -> Self:
        """Keep what was published and is not over."""
        return self.filter(state__in=LIVE)


class JobPost(Owned):
    """Work for some hands, on some days, for so much pay (用工, F24).

    `form_id` is the form's own number: sent twice it is one post.
    """

    centre = CentreKey()
    employer = SameCentreFK(Employer, models.PROTECT, related_name="posts")
    title = models.CharField("什么活", max_length=30)
    what = models.CharField("具体做什么", max_length=300, blank=True)
    skills = models.JSONField("要会什么", default=list, blank=True)
    hamlet = SameCentreFK("areas.Hamlet", models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField("在哪里", max_length=60)
    starts_on = models.DateField("从哪天")
    ends_on = models.DateField("到哪天")
    hours = models.CharField("几点到几点", max_length=40)
    headcount = models.PositiveSmallIntegerField("要几个人", default=1)
    pay = models.DecimalField("工钱", max_digits=8, decimal_places=2, null=True, blank=True)
    pay_unit = models.CharField("每", max_length=5, choices=PayUnit.choices, blank=True, default="")
    pay_how = models.CharField("怎么付、什么时候付", max_length=60, blank=True)
    safety = models.CharField("安全和保险", max_length=120, blank=True)
    meals = models.CharField("吃饭和接送", max_length=60, blank=True)
    state = models.CharField("状态", max_length=10, choices=PostState.choices)
    channel = models.CharField("怎么来的", max_length=10, default="online")
    entered_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    handed_in_at = models.DateTimeField("交来时间")
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    published_by = models.ForeignKey(
        ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+"
    )
    expires_on = models.DateField("挂到哪天")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    end_note = models.CharField("为什么结束", max_length=120, blank=True)
    form_id = models.UUIDField("表单编号")

    objects: ClassVar[Any] = JobPostQuerySet.as_manager()

    class Meta(Owned.Meta):
        verbose_name = "用工"
        constraints = [
            models.UniqueConstraint(fields=["centre", "form_id"], name="jobs_post_form"),
            models.CheckConstraint(
                condition=Q(state__in=UNPAID) | (Q(pay__gt=0) & ~Q(pay_unit="")),
                name="jobs_post_paid",
            ),
            models.CheckConstraint(condition=Q(headcount__gte=1), name="jobs_post_hands"),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on"), ends_on__lte=F("expires_on")),
                name="jobs_post_days",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "state", "starts_on", "id"], name="jobs_post_coming"),
            models.Index(
                fields=["expires_on", "centre"],
                condition=Q(state__in=LIVE),
                name="jobs_post_expiring_x",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tone(self) -> str:
        """Return the tone of the state's tag."""
        return POST_TONES[PostState(self.state)]

    @property
    def paid(self) -> str:
        """Return the pay in words, as 150元/天; a sentence where nothing was said."""
        if not self.pay or not self.pay_unit:
            return "还没写工钱"
        return f"{self.pay.normalize():f}元/{self.get_pay_unit_display()}"

    def move_to(self, state: str) -> None:
        """Take a step; the only writer of `state`. Raises WrongStep."""
        if state not in POST_NEXT[PostState(self.state)]:
            raise WrongStep("这份用工的状态已经变了，请刷新后再看。")
        self.state = state


class Worker(Owned):
    """Who would work: a person of the centre, or a name that staff wrote down."""

    person = SameCentreFK("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    alias = models.CharField("称呼", max_length=40, blank=True)

    class Meta(Owned.Meta):
        abstract = True

    @property
    def who(self) -> str:
        """Return the name for staff."""
        return str(self.person.name) if self.person_id and self.person else self.alias or "未留名"


class WorkerCard(Worker):
    """What somebody can do, where and when, for as long as they want it kept (求职).

    Nobody's year of birth is kept: that they are old enough was asked when the card was made.
    Deleted by its owner, or not renewed, the row itself goes.
    """

    centre = CentreKey()
    contact_phone = EncryptedTextField("联系电话", blank=True, default="")
    skills = models.JSONField("会什么", default=list, blank=True)
    more_skills = models.CharField("还会什么", max_length=60, blank=True)
    places = models.JSONField("愿意去哪里", default=list, blank=True)
    weekdays = models.JSONField("周几有空", default=list, blank=True)
    hours = models.CharField("什么时候方便", max_length=60, blank=True)
    channel = models.CharField("怎么登记的", max_length=10, default="online")
    entered_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("登记时间")
    expires_on = models.DateField("留到哪天")
    reminded_for = models.DateField("提醒过的到期日", null=True, blank=True)
    form_id = models.UUIDField("表单编号")

    class Meta(Owned.Meta):
        verbose_name = "求职卡"
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "form_id"], name="jobs_card_form"),
            models.UniqueConstraint(
                fields=["centre", "person"],
                condition=Q(person__isnull=False),
                name="jobs_card_person",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(alias=""), name="jobs_card_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["expires_on", "centre"], name="jobs_card_expiring_x"),
            models.Index(fields=["centre", "made_at", "id"], name="jobs_card_order"),
        ]

    def __str__(self) -> str:
        return "、".join(self.all_skills) or "求职卡"

    @property
    def all_skills(self) -> list[str]:
        """Return what they can do: the words of the list, then their own."""
        return [*self.skills, *([self.more_skills] if self.more_skills else [])]

    @property
    def free_days(self) -> str:
        """Return on which days of the week they are free, in words."""
        days = [word for number, word in WEEKDAYS if number in self.weekdays]
        return "每天" if len(days) in {0, 7} else "、".join(days)


class JobMatch(Worker):
    """A worker and a post brought together, up to the work done and paid (推荐).

    `card` goes when the card goes; who was met stays with the match itself. `voice_record` is
    the matter that a quarrel about wages became.
    """

    centre = CentreKey()
    post = SameCentreFK(JobPost, models.PROTECT, related_name="matches")
    card = SameCentreFK(WorkerCard, models.PROTECT, null=True, blank=True, related_name="matches")
    state = models.CharField("状态", max_length=12, choices=MatchState.choices)
    wanted_by = models.CharField("怎么来的", max_length=6, choices=Wanted.choices)
    reason = models.CharField("为什么推荐", max_length=160, blank=True)
    channel = models.CharField("怎么提的", max_length=10, default="online")
    made_at = models.DateTimeField("提出时间")
    agreed_at = models.DateTimeField("说好的时间", null=True, blank=True)
    ended_at = models.DateTimeField("了结时间", null=True, blank=True)
    end_note = models.CharField("为什么没成", max_length=120, blank=True)
    voice_record = SameCentreFK(
        "records.Record", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        verbose_name = "推荐"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "post", "person"],
                condition=Q(person__isnull=False) & ~Q(state=MatchState.FELL),
                name="jobs_match_person",
            ),
            models.UniqueConstraint(
                fields=["centre", "post", "card"],
                condition=Q(card__isnull=False) & ~Q(state=MatchState.FELL),
                name="jobs_match_card",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(alias=""), name="jobs_match_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=TAKEN) | Q(agreed_at__isnull=False),
                name="jobs_match_agreed",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "post", "made_at"], name="jobs_match_of_post"),
            models.Index(fields=["centre", "person", "-made_at"], name="jobs_match_person_ix"),
            models.Index(fields=["centre", "-made_at", "-id"], name="jobs_match_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.get_state_display()}"

    @property
    def tone(self) -> str:
        """Return the tone of the state's tag."""
        return MATCH_TONES[MatchState(self.state)]

    @property
    def is_taken(self) -> bool:
        """Whether it was agreed and not called off."""
        return self.state in TAKEN

    def move_to(self, state: str) -> None:
        """Take a step; the only writer of `state`. Raises WrongStep."""
        if state not in MATCH_NEXT[MatchState(self.state)]:
            raise WrongStep("这件事的状态已经变了，请刷新后再看。")
        self.state = state


class ClosingWord(Owned):
    """What one side said afterwards; for staff alone, and for some weeks only."""

    centre = CentreKey()
    match = SameCentreFK(JobMatch, models.CASCADE, related_name="words")
    side = models.CharField("哪一方", max_length=8, choices=Side.choices)
    did_work = models.BooleanField("活干了没有")
    was_paid = models.BooleanField("工钱付清没有")
    text = models.CharField("一句话", max_length=200, blank=True)
    channel = models.CharField("怎么说的", max_length=10, default="online")
    at = models.DateTimeField("时间")

    class Meta(Owned.Meta):
        verbose_name = "干完以后的话"
        constraints = [
            models.UniqueConstraint(fields=["centre", "match", "side"], name="jobs_word_of_side"),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}的话"
