"""The card somebody left of themselves, and the notes of asking them to come."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from changlai.halls.talents.states import (
    INVITATION_NEXT,
    TONES,
    Field,
    InvitationState,
    Living,
    Reach,
    Wish,
)
from changlai.kernel.crypto.public import EncryptedTextField
from changlai.kernel.errors import WrongStep
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK

ACCOUNT = settings.AUTH_USER_MODEL


class TalentCard(Owned):
    """What somebody can do and would like, left of their own will for a year (乡村人才, F11).

    Read by staff alone, in the order of the days on which cards were left: there is no score and
    no place in a row. Taken back, or not renewed, the row itself goes. `fields` and `wishes` are
    codes with a blank on either side, found by a plain search on both databases.
    """

    centre = CentreKey()
    person = SameCentreFK("people.Person", models.PROTECT, related_name="+")
    skills = models.CharField("会什么", max_length=200)
    fields = models.CharField("哪方面", max_length=120, blank=True)
    wishes = models.CharField("想做什么", max_length=120, blank=True)
    wish_words = models.CharField("还想说的", max_length=200, blank=True)
    living = models.CharField(
        "现在住哪里", max_length=10, choices=Living.choices, default=Living.HERE
    )
    reach = models.CharField("怎么联系", max_length=10, choices=Reach.choices, default=Reach.CENTRE)
    contact_phone = EncryptedTextField("联系电话", blank=True, default="")
    channel = models.CharField("怎么登记的", max_length=10, default="online")
    entered_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("登记时间")
    changed_at = models.DateTimeField("改过的时间")
    seen_at = models.DateTimeField("看过的时间", null=True, blank=True)
    expires_on = models.DateField("留到哪天")
    reminded_for = models.DateField("提醒过的到期日", null=True, blank=True)
    form_id = models.UUIDField("表单编号")

    class Meta(Owned.Meta):
        verbose_name = "人才卡"
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "person"], name="talents_card_person"),
            models.UniqueConstraint(fields=["centre", "form_id"], name="talents_card_form"),
            models.CheckConstraint(condition=~Q(skills=""), name="talents_card_says_something"),
        ]
        indexes = [
            models.Index(fields=["centre", "made_at", "id"], name="talents_card_order"),
            models.Index(fields=["expires_on", "centre"], name="talents_card_expiring_x"),
        ]

    def __str__(self) -> str:
        return str(self.skills)

    @property
    def field_labels(self) -> list[str]:
        """Return in which parts of life, in words."""
        return [one.label for one in Field if f" {one.value} " in self.fields]

    @property
    def wish_labels(self) -> list[str]:
        """Return what they would like, in words."""
        return [one.label for one in Wish if f" {one.value} " in self.wishes]


class Invitation(Owned):
    """A note that somebody is to be asked to come, and what came of it (请来讲课)."""

    centre = CentreKey()
    card = SameCentreFK(TalentCard, models.CASCADE, related_name="invitations")
    about = models.CharField("请来做什么", max_length=80)
    state = models.CharField("情况", max_length=12, choices=InvitationState.choices)
    note = models.CharField("怎么说的", max_length=120, blank=True)
    asked_at = models.DateTimeField("记下的时间")
    asked_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    moved_at = models.DateTimeField("回音时间", null=True, blank=True)
    form_id = models.UUIDField("表单编号")

    class Meta(Owned.Meta):
        verbose_name = "请来一趟"
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "form_id"], name="talents_invitation_form"),
            models.CheckConstraint(
                condition=Q(state__in=InvitationState.values), name="talents_invitation_state"
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "card", "-asked_at"], name="talents_invited"),
            models.Index(fields=["centre", "state", "asked_at"], name="talents_to_ask"),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.get_state_display()}"

    @property
    def tone(self) -> str:
        """Return the tone of the state's tag."""
        return TONES[InvitationState(self.state)]

    def move_to(self, state: str, at: datetime) -> None:
        """Take a step; the only writer of `state`. Raises WrongStep."""
        if state not in INVITATION_NEXT[InvitationState(self.state)]:
            raise WrongStep("这次请人的事已经有结果了，要再请就另记一次。")
        self.state, self.moved_at = state, at
