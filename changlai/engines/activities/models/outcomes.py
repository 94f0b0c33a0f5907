"""What an activity leaves: opinions, pictures, judgements, certificates, follow-ups."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from changlai.engines.activities.models.activity import Activity
from changlai.engines.activities.models.signups import SignUp
from changlai.engines.activities.states import Face, FollowUpOutcome, OpinionOutcome
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK


class Opinion(Owned):
    """One thing said at a forum; it gets an outcome, and may become a voice of its own."""

    centre = CentreKey()
    activity = SameCentreFK(Activity, models.PROTECT, related_name="opinions")
    person = SameCentreFK("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    alias = models.CharField("称呼", max_length=40, blank=True)
    text = models.TextField("意见", max_length=1000)
    outcome = models.CharField("结果", max_length=10, blank=True, choices=OpinionOutcome.choices)
    reply = models.TextField("答复", max_length=1000, blank=True)
    voice_record = SameCentreFK(
        "records.Record", models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField("时间")
    decided_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(reply=""), name="activities_opinion_reply"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Photo(Owned):
    """A picture of an activity; shown to others only while every person in it agrees."""

    centre = CentreKey()
    activity = SameCentreFK(Activity, models.PROTECT, related_name="photos")
    file = SameCentreFK("files.StoredFile", models.PROTECT, related_name="+")
    caption = models.CharField("说明", max_length=80, blank=True)
    shows_people = models.BooleanField("认得出人", default=True)
    published_at = models.DateTimeField("公开时间", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")

    class Meta(Owned.Meta):
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.caption or str(self.file_id)


class PhotoPerson(Owned):
    """Someone who can be recognised in a picture."""

    centre = CentreKey()
    photo = SameCentreFK(Photo, models.CASCADE, related_name="persons")
    person = SameCentreFK("people.Person", models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "photo", "person"], name="activities_photo_person"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class Feedback(Owned):
    """What one participant thought, by one tap and words if they like."""

    centre = CentreKey()
    activity = SameCentreFK(Activity, models.PROTECT, related_name="feedback")
    sign_up = SameCentreFK(SignUp, models.PROTECT, null=True, blank=True, related_name="+")
    face = models.CharField("评价", max_length=20, choices=Face.choices)
    words = models.TextField("想说的话", max_length=500, blank=True)
    channel = models.CharField("渠道", max_length=10)
    at = models.DateTimeField("时间")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "activity", "sign_up"],
                condition=Q(sign_up__isnull=False),
                name="activities_feedback_once",
            ),
        ]

    def __str__(self) -> str:
        return self.face


class Certificate(Owned):
    """A certificate of hours attended; the hours are those of the log when it was handed out.

    It is of whoever is in the log: a person, a colleague from elsewhere, somebody who signed up
    without a record, or a name that was called out; a sign-up is not needed.
    """

    centre = CentreKey()
    activity = SameCentreFK(Activity, models.PROTECT, related_name="certificates")
    sign_up = SameCentreFK(SignUp, models.PROTECT, null=True, blank=True, related_name="+")
    person = SameCentreFK("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    alias = models.CharField("称呼", max_length=40, blank=True)
    number = models.CharField("编号", max_length=20)
    minutes = models.PositiveIntegerField("参加时长(分钟)")
    sessions = models.PositiveSmallIntegerField("参加场次")
    issued_at = models.DateTimeField("开具时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "number"], name="activities_certificate_no"),
            models.UniqueConstraint(
                fields=["centre", "activity", "sign_up"], name="activities_certificate_one"
            ),
            models.UniqueConstraint(
                fields=["centre", "activity", "person"], name="activities_certificate_person"
            ),
            models.UniqueConstraint(
                fields=["centre", "activity", "account"], name="activities_certificate_staff"
            ),
            models.UniqueConstraint(
                fields=["centre", "activity", "alias"],
                condition=~Q(alias=""),
                name="activities_certificate_alias",
            ),
            models.CheckConstraint(
                condition=Q(sign_up__isnull=False)
                | Q(person__isnull=False)
                | Q(account__isnull=False)
                | ~Q(alias=""),
                name="activities_certificate_who",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def name(self) -> str:
        """Whose hours it certifies."""
        if self.person is not None:
            return str(self.person.name)
        if self.account is not None:
            return str(self.account.shown_name)
        return self.alias or (self.sign_up.alias if self.sign_up else "")


class FollowUp(Owned):
    """A question to a trainee some days after the last session; answering is up to them."""

    centre = CentreKey()
    activity = SameCentreFK(Activity, models.PROTECT, related_name="follow_ups")
    sign_up = SameCentreFK(SignUp, models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField("几天后")
    due_on = models.DateField("该问的日子")
    outcome = models.CharField("近况", max_length=15, blank=True, choices=FollowUpOutcome.choices)
    noted_at = models.DateTimeField("登记时间", null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "sign_up", "days"], name="activities_followup_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "due_on"],
                condition=Q(noted_at__isnull=True),
                name="activities_followup_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days} {self.due_on}"
