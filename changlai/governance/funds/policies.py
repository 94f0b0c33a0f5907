"""Who keeps the village's money, who signs, who publishes, and who reads of it."""

from typing import Any
from uuid import UUID

from changlai.foundation.people.public import Actor
from changlai.governance.funds.models import (
    FundEntry,
    FundProject,
    FundSource,
    PublishedMonth,
    Voucher,
)
from changlai.governance.funds.states import OPEN, VoucherState
from changlai.kernel.errors import NotAllowed

SEE = "funds.see"
ENTER = "funds.enter"
SIGN = "funds.sign"
PUBLISH = "funds.publish"


class OwnVoucher(NotAllowed):
    """Who prepared a voucher may not sign it as well."""

    sentence = "这一笔是您自己记的，要请另一位来复核。"


def hand_of(actor: Actor) -> UUID:
    """Return the account that answers for a signature; raises NotAllowed where nobody does."""
    if actor.account_id is None:
        raise NotAllowed
    return actor.account_id


def _here(actor: Actor, centre: Any) -> bool:
    return actor.centre_id == getattr(centre, "pk", centre)


def may_see(actor: Actor, centre: Any) -> bool:
    """Say whether an actor reads of the centre's money before it is published."""
    return _here(actor, centre) and actor.can(SEE)


def may_enter(actor: Actor, centre: Any) -> bool:
    """Say whether an actor writes vouchers, sources and projects."""
    return _here(actor, centre) and actor.can(ENTER)


def may_sign(actor: Actor, voucher: Voucher) -> bool:
    """Say whether an actor may sign a voucher: with the power, and not one of their own.

    Raises OwnVoucher for the second, since whoever prepared it should be told why.
    """
    if not (_here(actor, voucher.centre_id) and actor.can(SIGN)):
        return False
    if actor.account_id == voucher.prepared_by_id:
        raise OwnVoucher
    return True


def could_sign(actor: Actor, voucher: Voucher) -> bool:
    """Say whether the page offers to sign: the same without a sentence."""
    others = actor.account_id != voucher.prepared_by_id
    return voucher.state == VoucherState.DRAFTED and actor.can(SIGN) and others


def may_change(actor: Actor, voucher: Voucher) -> bool:
    """Say whether an actor may change or drop a voucher, as long as nobody signed it."""
    return may_enter(actor, voucher.centre_id)


def could_change(actor: Actor, voucher: Voucher) -> bool:
    """Say whether the page offers to change it."""
    return voucher.state in OPEN and may_enter(actor, voucher.centre_id)


def may_publish(actor: Actor, centre: Any) -> bool:
    """Say whether an actor publishes a month."""
    return _here(actor, centre) and actor.can(PUBLISH)


def _rows(model: Any, actor: Actor) -> Any:
    rows = model.objects.of(actor.centre_id)
    return rows if actor.can(SEE) else rows.none()


def visible_sources(actor: Actor) -> Any:
    """Return the sources an actor may read."""
    return _rows(FundSource, actor)


def visible_projects(actor: Actor) -> Any:
    """Return the projects an actor may read on the workbench."""
    return _rows(FundProject, actor)


def visible_vouchers(actor: Actor) -> Any:
    """Return the vouchers an actor may read, with the true names."""
    return _rows(Voucher, actor)


def visible_entries(actor: Actor) -> Any:
    """Return the lines an actor may read before they are published."""
    return _rows(FundEntry, actor)


def published_months(centre: Any) -> Any:
    """Return the months everyone may read, newest first."""
    return PublishedMonth.objects.of(centre).order_by("-month")


def public_projects(centre: Any) -> Any:
    """Return the projects everyone may read."""
    return FundProject.objects.of(centre).filter(is_public=True)
