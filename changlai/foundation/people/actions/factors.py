"""Verbs of the second proof: set up a TOTP app, passkeys and recovery codes, check each."""

import base64
import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import transaction
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from changlai.foundation.people.models import Account, SecondFactor
from changlai.foundation.people.states import FactorKind
from changlai.kernel.crypto.public import blind_index
from changlai.kernel.errors import BadInput

STEP_SECONDS = 30
RECOVERY_CODES = 10
WRONG_TOTP = "动态口令不对。请看手机上最新的 6 位数字；还不对时，检查手机时间是否准确。"
WRONG_KEY = "通行密钥没有通过验证，请再试一次，或改用动态口令。"


def new_totp_secret() -> str:
    """Return a fresh secret in the letters that authenticator apps take (160 bits, base32)."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def totp_address(secret: str, account: Account, issuer: str) -> str:
    """Return the otpauth address that an authenticator app reads from a QR code."""
    return _totp(secret).get_provisioning_uri(account.username or account.shown_name, issuer)


def totp_code(secret: str, at: datetime) -> str:
    """Return the six digits of a moment (RFC 6238), as the app on the phone shows them."""
    return _totp(secret).generate(int(at.timestamp())).decode()


def _totp(secret: str) -> TOTP:
    # Every authenticator app knows SHA-1; the construction does not lean on its collisions.
    return TOTP(base64.b32decode(secret), 6, SHA1(), STEP_SECONDS)  # noqa: S303


def _step_of(secret: str, code: str, at: datetime) -> int | None:
    """Return the time step of a code: now, one before or one after; None for a wrong one."""
    typed = "".join(character for character in code if character.isdecimal())
    now = int(at.timestamp()) // STEP_SECONDS
    for step in (now, now - 1, now + 1):
        right = _totp(secret).generate(step * STEP_SECONDS).decode()
        if secrets.compare_digest(right, typed):
            return step
    return None


@transaction.atomic
def set_up_totp(*, account: Account, secret: str, code: str, at: datetime) -> list[str]:
    """Bind an authenticator app that has shown a right code; return the recovery codes to be kept.

    An earlier app and earlier recovery codes are no longer good. Raises BadInput for a wrong code.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    step = _step_of(secret, code, at)
    if step is None:
        raise BadInput(WRONG_TOTP)
    account.factors.filter(kind=FactorKind.TOTP).delete()
    SecondFactor.objects.create(
        account=account,
        kind=FactorKind.TOTP,
        label="手机上的口令应用",
        secret=secret,
        last_step=step,
        added_at=at,
    )
    return new_recovery_codes(account=account, at=at)


@transaction.atomic
def new_recovery_codes(*, account: Account, at: datetime) -> list[str]:
    """Return ten fresh recovery codes, each good once; earlier ones are no longer good."""
    account.factors.filter(kind=FactorKind.RECOVERY).delete()
    codes = [f"{secrets.token_hex(2)}-{secrets.token_hex(2)}" for _ in range(RECOVERY_CODES)]
    for code in codes:
        SecondFactor.objects.create(
            account=account,
            kind=FactorKind.RECOVERY,
            secret=_recovery_hash(account.pk, code),
            added_at=at,
        )
    return codes


def _recovery_hash(account_id: UUID, code: str) -> str:
    plain = "".join(character for character in code.lower() if character.isalnum())
    return blind_index(f"{account_id}:{plain}", "recovery code")


@transaction.atomic
def check_code(*, account: Account, code: str, at: datetime) -> bool:
    """Say whether a TOTP code or a recovery code is right, and use it up.

    A TOTP code is good once; a recovery code is deleted.
    """
    factors = list(
        SecondFactor.objects.select_for_update()
        .filter(account=account, kind__in=[FactorKind.TOTP, FactorKind.RECOVERY])
        .order_by("id")
    )
    for factor in factors:
        if factor.kind == FactorKind.TOTP:
            step = _step_of(factor.secret, code, at)
            if step is not None and step > factor.last_step:
                factor.last_step, factor.used_at = step, at
                factor.save(update_fields=["last_step", "used_at"])
                return True
        elif secrets.compare_digest(factor.secret, _recovery_hash(account.pk, code)):
            factor.delete()
            return True
    return False


def kinds_of(account: Account) -> set[str]:
    """Return which second proofs an account has set up; recovery codes alone are none."""
    held = set(account.factors.values_list("kind", flat=True))
    return held - {FactorKind.RECOVERY}


def _server(host: str) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(name="常来", id=host))


def _credentials(account: Account) -> list[tuple[SecondFactor, AttestedCredentialData]]:
    rows = account.factors.filter(kind=FactorKind.PASSKEY).order_by("added_at", "id")
    return [(row, AttestedCredentialData(base64.b64decode(row.secret))) for row in rows]


def begin_passkey(*, account: Account, host: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the browser needs to make a passkey, and the state to keep in the session."""
    options, state = _server(host).register_begin(
        PublicKeyCredentialUserEntity(
            id=account.pk.bytes,
            name=account.username or account.shown_name,
            display_name=account.shown_name,
        ),
        credentials=[credential for _, credential in _credentials(account)],
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return dict(options), state


@transaction.atomic
def add_passkey(
    *, account: Account, host: str, state: Any, response: str, label: str, at: datetime
) -> SecondFactor:
    """Keep the passkey a browser has made; raises BadInput if it does not answer our challenge."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    try:
        made = _server(host).register_complete(state, _parsed(response))
        credential = made.credential_data
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(WRONG_KEY) from error
    if credential is None:
        raise BadInput(WRONG_KEY)
    return SecondFactor.objects.create(
        account=account,
        kind=FactorKind.PASSKEY,
        label=label.strip()[:40] or "通行密钥",
        secret=base64.b64encode(bytes(credential)).decode(),
        added_at=at,
    )


def ask_passkey(*, account: Account, host: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Return what the browser needs to prove a passkey, and the state to keep; None without one."""
    known = [credential for _, credential in _credentials(account)]
    if not known:
        return None
    options, state = _server(host).authenticate_begin(
        known, user_verification=UserVerificationRequirement.PREFERRED
    )
    return dict(options), state


@transaction.atomic
def check_passkey(*, account: Account, host: str, state: Any, response: str, at: datetime) -> bool:
    """Say whether a browser's answer proves one of the account's passkeys."""
    known = _credentials(account)
    try:
        used = _server(host).authenticate_complete(
            state, [credential for _, credential in known], _parsed(response)
        )
    except Exception:
        return False
    for row, credential in known:
        if credential.credential_id == used.credential_id:
            row.used_at = at
            row.save(update_fields=["used_at"])
    return True


def _parsed(response: str) -> Mapping[str, Any]:
    value = json.loads(response)
    if not isinstance(value, dict):
        raise ValueError("no credential")
    return value


def as_json(options: Mapping[str, Any]) -> str:
    """Return passkey options as the page's script reads them (bytes as base64url)."""
    return json.dumps(options, default=lambda value: websafe_encode(bytes(value)))


@transaction.atomic
def remove_factor(*, account: Account, factor_id: UUID, at: datetime) -> None:
    """Take one second proof away; with the last one the recovery codes go too."""
    SecondFactor.objects.filter(account=account, pk=factor_id).exclude(
        kind=FactorKind.RECOVERY
    ).delete()
    if not kinds_of(account):
        account.factors.all().delete()
