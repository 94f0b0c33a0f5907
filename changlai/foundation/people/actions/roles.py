"""Verbs of roles: make a staff account, give a role for a term, end it, say what a role needs."""

import re
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.foundation.areas.public import Area, Centre
from changlai.foundation.people import names, passwords, policies
from changlai.foundation.people.actor import Actor
from changlai.foundation.people.events import RoleEnded, RoleGranted, RoleSettingChanged
from changlai.foundation.people.models import Account, RoleGrant, RoleSetting
from changlai.foundation.people.states import Role
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require

# The committees of a village are elected for five years (村民委员会组织法, art. 11).
LONGEST_TERM = timedelta(days=5 * 366)
_USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,39}")


@transaction.atomic
def make_staff_account(
    *,
    username: str,
    name: str,
    actor: Actor,
    at: datetime,
    password: str | None = None,
    account: Account | None = None,
) -> tuple[Account, str]:
    """Make an account that signs in by name and password; return it and its first password.

    With `account` a resident's account becomes a staff one as well, one human one account. The
    password is random and must be changed at the first sign-in; `password` is for the demo, which
    tells its own. Raises BadInput for a name that is no user name or is taken.
    """
    if not (actor.is_system or actor.can(policies.PLATFORM) or actor.can(policies.CENTRE)):
        raise NotAllowed
    username = username.strip().lower()
    if not _USERNAME.fullmatch(username):
        raise BadInput("用户名用小写字母开头，只含小写字母、数字、点和短横线，3 到 40 位。")
    if Account.objects.filter(username=username).exists():
        raise BadInput("这个用户名已经有人用了，请换一个。")
    first = password or passwords.first_password()
    if account is None:
        account = Account(joined_at=at)
    elif account.username:
        raise WrongStep("这个账号已经有用户名了。")
    account.username, account.name = username, names.cleaned(name)
    account.must_change_password = password is None
    account.set_password(first)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:
        raise BadInput("这个用户名已经有人用了，请换一个。") from None
    return account, first


@transaction.atomic
def reset_password(
    *,
    centre: Centre | None,
    account_id: UUID,
    actor: Actor,
    at: datetime,
    with_factors: bool = False,
) -> tuple[Account, str]:
    """Give staff who forgot it a new first password, and end their sessions.

    `with_factors` takes the second proofs away too, as after a lost phone without a recovery code.
    At a centre only for its own staff, and never for someone who also serves above it:
    a village must not open a county's door.
    """
    account = Account.objects.select_for_update().get(pk=account_id)
    grants = list(RoleGrant.objects.effective(at).filter(account=account))
    if not (actor.is_system or actor.can(policies.PLATFORM)):
        if centre is None or actor.account_id == account.pk or not grants:
            raise NotAllowed
        for grant in grants:
            require(policies.may_grant, actor, grant.centre_id, grant.role)
    if not account.username:
        raise WrongStep("这个账号用手机验证码登录，没有密码。")
    password = passwords.first_password()
    if with_factors:
        account.factors.all().delete()
    account.set_password(password)
    account.must_change_password = True
    account.session_round += 1
    account.save(update_fields=["password", "must_change_password", "session_round"])
    return account, password


@transaction.atomic
def change_password(*, account: Account, password: str, at: datetime) -> Account:
    """Set the password its holder chose; every other session of the account ends.

    The form has validated the password; the rule of three kinds is asked again here.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    try:
        passwords.ThreeKinds().validate(password, account)
    except ValidationError as error:
        raise BadInput(error.messages[0]) from None
    account.set_password(password)
    account.must_change_password = False
    account.session_round += 1
    account.save(update_fields=["password", "must_change_password", "session_round"])
    return account


@transaction.atomic
def grant_role(
    *,
    account: Account,
    role: str,
    starts_on: date,
    ends_on: date,
    actor: Actor,
    at: datetime,
    centre: Centre | None = None,
    area: Area | None = None,
) -> RoleGrant:
    """Give an account a role for a term: at a centre, over an area, or for the platform.

    A role ends by itself, so that nobody keeps a key they forgot they had. Raises BadInput for
    a term that is none or over five years, a role out of its place, or one already held then;
    NotAllowed if the actor may not name this role, or names itself.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    if role not in Role.values or not policies.scope_fits(
        role, has_centre=centre is not None, has_area=area is not None
    ):
        raise BadInput("这个角色不能放在这里。")
    require(policies.may_grant, actor, centre.pk if centre else None, role)
    if actor.account_id == account.pk:
        raise NotAllowed("不能给自己授予角色。")
    if not account.is_active:
        raise WrongStep("这个账号已停用。")
    if not starts_on <= ends_on <= starts_on + LONGEST_TERM:
        raise BadInput("任期要有起止日期，最长五年。")
    if ends_on < timezone.localdate(at):
        raise BadInput("任期的结束日期已经过去。")
    same = RoleGrant.objects.filter(
        account=account, role=role, centre=centre, area=area, ended_at__isnull=True
    )
    if same.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise BadInput("这段时间里已经有这个角色了。")
    grant = RoleGrant(
        account=account,
        role=role,
        centre=centre,
        area=area,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_at=at,
        granted_by_id=actor.account_id,
    )
    grant.save(force_insert=True)
    if centre is not None:
        publish(
            RoleGranted(
                centre_id=centre.pk,
                at=at,
                actor_id=actor.account_id,
                subject_id=grant.pk,
                account_id=account.pk,
                role=role,
            )
        )
    return grant


@transaction.atomic
def end_role(
    *, grant_id: UUID, actor: Actor, at: datetime, reason: str, centre: Centre | None = None
) -> RoleGrant:
    """End a role before its term; the row stays and says who ended it and why."""
    grants = RoleGrant.objects.select_for_update()
    grant = grants.get(pk=grant_id, centre=centre) if centre else grants.get(pk=grant_id)
    require(policies.may_grant, actor, grant.centre_id, grant.role)
    if grant.ended_at is not None:
        raise WrongStep("这个角色已经结束了。")
    if not reason.strip():
        raise BadInput("请写明结束角色的原因。")
    grant.ended_at, grant.ended_by_id, grant.end_reason = at, actor.account_id, reason.strip()[:120]
    grant.save(update_fields=["ended_at", "ended_by", "end_reason"])
    if grant.centre_id is not None:
        publish(
            RoleEnded(
                centre_id=grant.centre_id,
                at=at,
                actor_id=actor.account_id,
                subject_id=grant.pk,
                account_id=grant.account_id,
                role=grant.role,
            )
        )
    return grant


@transaction.atomic
def set_role_setting(
    *, centre: Centre | None, role: str, needs_second_factor: bool, actor: Actor, at: datetime
) -> RoleSetting:
    """Say whether holders of a role need a second proof at sign-in, from their next sign-in on."""
    centre_id = centre.pk if centre else None
    require(policies.may_set_roles, actor, centre_id)
    if role not in Role.values:
        raise BadInput
    setting, _ = RoleSetting.objects.update_or_create(
        role=role, centre=centre, defaults={"needs_second_factor": needs_second_factor}
    )
    if centre_id is not None:
        publish(
            RoleSettingChanged(
                centre_id=centre_id,
                at=at,
                actor_id=actor.account_id,
                role=role,
                needs_second_factor=needs_second_factor,
            )
        )
    return setting


@transaction.atomic
def make_staff_with_role(
    *,
    centre: Centre,
    username: str,
    name: str,
    role: str,
    starts_on: date,
    ends_on: date,
    actor: Actor,
    at: datetime,
) -> tuple[Account, str]:
    """Make a staff account with its first role: an account without a role is no use."""
    account, password = make_staff_account(username=username, name=name, actor=actor, at=at)
    grant_role(
        account=account,
        role=role,
        centre=centre,
        starts_on=starts_on,
        ends_on=ends_on,
        actor=actor,
        at=at,
    )
    return account, password
