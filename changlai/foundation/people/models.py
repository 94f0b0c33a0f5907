"""Who is known: accounts of the platform, persons and households of a centre, what they hold."""

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from changlai.foundation.people.names import first_name
from changlai.foundation.people.states import (
    ActForReason,
    Channel,
    DayPart,
    DutyKind,
    FactorKind,
    Matter,
    NumberKind,
    Role,
)
from changlai.kernel.crypto.fields import BlindIndexField, EncryptedTextField
from changlai.kernel.crypto.phones import masked, normalise_cn
from changlai.kernel.ids import uuid7
from changlai.kernel.tenancy.models import (
    SHARED,
    CentreKey,
    Local,
    Owned,
    OwnedQuerySet,
    SameCentreFK,
    Shared,
)


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; a password is never made up here."""

    def create_user(
        self, username: str | None = None, password: str | None = None, **fields: Any
    ) -> "Account":
        """Make an account; without a password it can only sign in by phone and code."""
        account = self.model(username=username or None, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """One human at the keys, the same in every centre: by phone, and by user name as staff."""

    placement: ClassVar[str] = SHARED

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField("用户名", max_length=40, unique=True, null=True, blank=True)
    name = models.CharField("显示名", max_length=40, blank=True)
    phone = EncryptedTextField("手机号", blank=True)
    phone_index = BlindIndexField(source="phone", normalise=normalise_cn, unique=True)
    is_active = models.BooleanField("有效", default=True)
    must_change_password = models.BooleanField(default=False)
    # Raised to end every session of this account at once.
    session_round = models.PositiveIntegerField(default=0)
    joined_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = AccountManager()
    USERNAME_FIELD = "username"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(username=""), name="people_account_username_said"),
        ]

    def get_session_auth_hash(self) -> str:
        """Tie a session to password and round: raising the round signs out everywhere."""
        return salted_hmac(
            "people.session", f"{self.password}.{self.session_round}", algorithm="sha256"
        ).hexdigest()

    @property
    def shown_name(self) -> str:
        """The name to greet with; the masked phone when no name was given."""
        return self.name or masked(self.phone) or self.username or ""


class Household(Owned):
    """Who lives together under one number of the village register."""

    centre = CentreKey()
    number = models.CharField("户号", max_length=40)
    address = models.CharField("住址", max_length=120, blank=True)
    hamlet = SameCentreFK(
        "areas.Hamlet", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["centre", "number"], name="people_household_number"),
        ]


class PersonQuerySet(OwnedQuerySet):
    """Words of the residents' list."""

    def active(self) -> Self:
        """Keep those who are neither merged away nor erased."""
        return self.filter(is_active=True)


class Person(Owned):
    """Someone this village serves: with a phone or without, with an account or without."""

    centre = CentreKey()
    name = models.CharField("姓名", max_length=40)
    phone = EncryptedTextField("手机号", blank=True)
    phone_index = BlindIndexField(source="phone", normalise=normalise_cn)
    # An elder without a phone is reached through the family; several may share this number.
    contact_phone = EncryptedTextField("家人电话", blank=True)
    hamlet = SameCentreFK(
        "areas.Hamlet", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    household = SameCentreFK(
        Household, models.PROTECT, null=True, blank=True, related_name="persons", db_index=False
    )
    birth_year = models.PositiveSmallIntegerField("出生年份", null=True, blank=True)
    id_number = EncryptedTextField("身份证号", blank=True)
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(default=True)
    merged_into = SameCentreFK("self", models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager[Any]] = PersonQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "phone_index"],
                condition=Q(is_active=True, phone_index__isnull=False),
                name="people_person_phone",
            ),
            models.UniqueConstraint(
                fields=["centre", "account"],
                condition=Q(account__isnull=False),
                name="people_person_account",
            ),
            models.CheckConstraint(
                condition=Q(birth_year__isnull=True) | Q(birth_year__range=(1880, 2200)),
                name="people_person_birth_year",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "is_active", "name"], name="people_person_name"),
            models.Index(fields=["centre", "hamlet", "name"], name="people_person_hamlet"),
            models.Index(fields=["centre", "household"], name="people_person_household"),
            models.Index(fields=["account"], name="people_person_account_x"),
        ]

    @property
    def masked_phone(self) -> str:
        """The phone as lists show it."""
        return masked(self.phone)


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    """Words of role grants."""

    def effective(self, at: datetime) -> Self:
        """Keep the grants in force at a moment: begun, within their term, not ended."""
        day = timezone.localdate(at)
        return self.filter(starts_on__lte=day, ends_on__gte=day).filter(
            Q(ended_at__isnull=True) | Q(ended_at__gt=at)
        )


class RoleGrant(Shared):
    """A role of an account for a term: at a centre, over an area's subtree, or everywhere."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="grants")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    centre = models.ForeignKey(
        settings.CENTRE_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    area = models.ForeignKey("areas.Area", models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField("任期起")
    ends_on = models.DateField("任期止")
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.CharField("结束原因", max_length=120, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")), name="people_grant_term"
            ),
            models.CheckConstraint(
                condition=Q(centre__isnull=True) | Q(area__isnull=True),
                name="people_grant_one_scope",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "ends_on"], name="people_grant_account_x"),
            models.Index(fields=["centre", "role"], name="people_grant_centre"),
        ]

    def is_effective(self, day: date) -> bool:
        """Say whether the grant is in force on a day."""
        return self.ended_at is None and self.starts_on <= day <= self.ends_on


class RoleSetting(Shared):
    """What holders of a role need: the platform's row (centre null) is the least, a centre adds."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    role = models.CharField(max_length=20, choices=Role.choices)
    centre = models.ForeignKey(
        settings.CENTRE_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    needs_second_factor = models.BooleanField("需要第二重验证", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "role"],
                condition=Q(centre__isnull=False),
                name="people_rolesetting_centre",
            ),
            models.UniqueConstraint(
                fields=["role"],
                condition=Q(centre__isnull=True),
                name="people_rolesetting_platform",
            ),
        ]


class SecondFactor(Shared):
    """A second proof of one account: a TOTP secret, a passkey, or a recovery code (hashed)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=10, choices=FactorKind.choices)
    label = models.CharField("名称", max_length=40, blank=True)
    secret = EncryptedTextField()
    # The time step last taken for: a code seen over a shoulder works no second time.
    last_step = models.BigIntegerField(default=0)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(kind=FactorKind.TOTP),
                name="people_factor_one_totp",
            ),
        ]


class Delegation(Owned):
    """A resident's leave for another account to act in their name, within scopes, until a day."""

    centre = CentreKey()
    principal = SameCentreFK(Person, models.PROTECT, related_name="+", db_index=False)
    delegate = models.ForeignKey(Account, models.PROTECT, related_name="+")
    scopes = models.JSONField("可代办事项", default=list)
    evidence = models.CharField("同意凭据", max_length=200)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    expires_on = models.DateField("有效期至")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["centre", "delegate"], name="people_delegation_delegate"),
            models.Index(fields=["centre", "principal"], name="people_delegation_principal"),
        ]


class ActForSession(Owned):
    """Half an hour in which someone acts in a resident's place, with the reason said beforehand."""

    centre = CentreKey()
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    person = SameCentreFK(Person, models.PROTECT, related_name="+", db_index=False)
    delegation = SameCentreFK(
        Delegation, models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    channel = models.CharField("来办方式", max_length=10, choices=Channel.choices)
    reason = models.CharField("原因", max_length=10, choices=ActForReason.choices)
    note = models.CharField("说明", max_length=120, blank=True)
    started_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["centre", "person", "started_at"], name="people_actfor_person"),
            models.Index(fields=["centre", "account", "started_at"], name="people_actfor_account"),
        ]


class Consent(Owned):
    """One matter a person agreed to, with the version of the words read; revocable any time."""

    centre = CentreKey()
    person = SameCentreFK(Person, models.PROTECT, related_name="consents", db_index=False)
    matter = models.CharField(max_length=20, choices=Matter.choices)
    version = models.CharField("说明版本", max_length=20)
    note = models.CharField(max_length=200, blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "person", "matter"],
                condition=Q(withdrawn_at__isnull=True),
                name="people_consent_live",
            ),
        ]


class NumberLook(Owned):
    """Somebody read one of a person's numbers in full: what the person finds in their corner.

    The book has the same fact for whoever audits; this row goes when the person is erased.
    """

    centre = CentreKey()
    person = SameCentreFK(Person, models.PROTECT, related_name="+", db_index=False)
    field = models.CharField("看了什么", max_length=20, choices=NumberKind.choices)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["centre", "person", "at"], name="people_look_person")]


class DutyTurn(Owned):
    """Who answers the telephone or is here, on one part of one day."""

    centre = CentreKey()
    day = models.DateField("日期")
    part = models.CharField("时段", max_length=10, choices=DayPart.choices)
    kind = models.CharField("值班内容", max_length=10, choices=DutyKind.choices)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "day", "part", "kind", "account"], name="people_duty_once"
            ),
        ]

    @property
    def called(self) -> str:
        """Return how villagers read of them: by first name."""
        return first_name(self.account.shown_name)


class StaffCard(Owned):
    """What a colleague helps with, in words that everybody reads beside their first name (F10)."""

    centre = CentreKey()
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    helps = models.CharField("能帮什么", max_length=40, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["centre", "account"], name="people_staff_card_once"),
        ]


class SignInCode(Local):
    """A six-digit code asked for a phone; it works once, for five minutes, with five tries.

    Neither the phone, the address nor the code is readable here; kernel.outbox carries the code.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    phone_index = models.CharField(max_length=64)
    address_index = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["phone_index", "asked_at"], name="people_code_phone"),
            models.Index(fields=["address_index", "asked_at"], name="people_code_address"),
        ]
