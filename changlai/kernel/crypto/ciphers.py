"""Encrypt short texts; each ciphertext names its algorithm and key, and fits one column only.

A ciphertext reads `a1:k1:<base64>`: a1 is AES-256-GCM, s1 is SM4-GCM; k1 is the name of the key in
FIELD_KEYS. The associated data says where the text belongs (table and column), so a ciphertext
copied into another column cannot be read there.
"""

import base64
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NONCE = 12
TAG = 16
_KEY_NAME = re.compile(r"[a-z0-9_-]{1,16}")


class CannotDecrypt(Exception):
    """A stored ciphertext cannot be read: its key is not configured, or it was altered or moved."""


@dataclass(frozen=True)
class Algorithm:
    """One way to seal a text: its mark in the ciphertext, key length in bytes, its two verbs."""

    mark: str
    key_length: int
    hash: Callable[[], hashes.HashAlgorithm]
    seal: Callable[[bytes, bytes, bytes, bytes], bytes]
    open: Callable[[bytes, bytes, bytes, bytes], bytes]


def _aes_seal(key: bytes, nonce: bytes, text: bytes, place: bytes) -> bytes:
    return AESGCM(key).encrypt(nonce, text, place)


def _aes_open(key: bytes, nonce: bytes, sealed: bytes, place: bytes) -> bytes:
    return AESGCM(key).decrypt(nonce, sealed, place)


def _sm4_seal(key: bytes, nonce: bytes, text: bytes, place: bytes) -> bytes:
    sealer = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    sealer.authenticate_additional_data(place)
    return sealer.update(text) + sealer.finalize() + sealer.tag


def _sm4_open(key: bytes, nonce: bytes, sealed: bytes, place: bytes) -> bytes:
    opener = Cipher(algorithms.SM4(key), modes.GCM(nonce, sealed[-TAG:])).decryptor()
    opener.authenticate_additional_data(place)
    return opener.update(sealed[:-TAG]) + opener.finalize()


ALGORITHMS = {
    "aes": Algorithm("a1", 32, hashes.SHA256, _aes_seal, _aes_open),
    "sm4": Algorithm("s1", 16, hashes.SM3, _sm4_seal, _sm4_open),
}
_BY_MARK = {algorithm.mark: algorithm for algorithm in ALGORITHMS.values()}


@lru_cache
def _works(name: str) -> bool:
    """Say whether this machine's OpenSSL has the algorithm (older builds lack SM4-GCM)."""
    algorithm = ALGORITHMS[name]
    try:
        algorithm.seal(bytes(algorithm.key_length), bytes(NONCE), b"", b"")
        hmac.HMAC(b"k", algorithm.hash()).finalize()
    except UnsupportedAlgorithm:
        return False
    return True


def algorithm_in_use() -> Algorithm:
    """Return the algorithm that encrypts new texts, by FIELD_CIPHER ("aes" when unset).

    Raises ImproperlyConfigured for an unknown name, or one this machine's OpenSSL lacks.
    """
    name = settings.FIELD_CIPHER
    if name not in ALGORITHMS:
        raise ImproperlyConfigured(f"FIELD_CIPHER 应是 aes 或 sm4，现在是 {name!r}。")
    if not _works(name):
        raise ImproperlyConfigured(
            "这台机器的 OpenSSL 不支持国密 SM4-GCM，请把 FIELD_CIPHER 改为 aes。"
        )
    return ALGORITHMS[name]


def _secrets() -> dict[str, str]:
    """Return FIELD_KEYS as name → secret; the first one encrypts."""
    secrets = {}
    for pair in settings.FIELD_KEYS:
        name, _, secret = pair.partition(":")
        if not (_KEY_NAME.fullmatch(name) and secret):
            raise ImproperlyConfigured(
                "FIELD_KEYS 的每一项应写成“名称:密钥”，名称用小写字母和数字。"
            )
        secrets[name] = secret
    if not secrets:
        raise ImproperlyConfigured("请设置 FIELD_KEYS，否则电话等内容不能加密保存。")
    return secrets


@lru_cache(maxsize=64)
def _derive(
    secret: str,
    purpose: str,
    length: int,
    hash_type: Callable[[], hashes.HashAlgorithm],
) -> bytes:
    kdf = HKDF(hash_type(), length, salt=None, info=f"changlai {purpose}".encode())
    return kdf.derive(secret.encode())


def prefix_in_use() -> str:
    """Return how a ciphertext made now begins (`a1:k1:`); rows with another await rotation."""
    return f"{algorithm_in_use().mark}:{next(iter(_secrets()))}:"


def encrypt(text: str, place: str) -> str:
    """Encrypt a text for one place ("table.column") with the first key of FIELD_KEYS."""
    algorithm = algorithm_in_use()
    name, secret = next(iter(_secrets().items()))
    key = _derive(secret, f"field {algorithm.mark}", algorithm.key_length, algorithm.hash)
    nonce = os.urandom(NONCE)
    sealed = nonce + algorithm.seal(key, nonce, text.encode(), place.encode())
    return f"{algorithm.mark}:{name}:{base64.b64encode(sealed).decode()}"


def decrypt(ciphertext: str, place: str) -> str:
    """Read a ciphertext made for this place.

    Raises CannotDecrypt if its key is not in FIELD_KEYS, if the key is another one of the same
    name, or if the text was altered or comes from another column.
    """
    mark, _, rest = ciphertext.partition(":")
    name, _, body = rest.partition(":")
    if mark not in _BY_MARK or not body:
        raise CannotDecrypt(f"{place} 中有一段内容不是本系统的密文。")
    secret = _secrets().get(name)
    if secret is None:
        raise CannotDecrypt(f"{place} 中的内容用密钥 {name} 加密，而 FIELD_KEYS 里没有它。")
    algorithm = _BY_MARK[mark]
    key = _derive(secret, f"field {mark}", algorithm.key_length, algorithm.hash)
    try:
        sealed = base64.b64decode(body, validate=True)
        return algorithm.open(key, sealed[:NONCE], sealed[NONCE:], place.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise CannotDecrypt(
            f"{place} 中的内容读不出：密钥 {name} 不对，或密文被改动、挪用。"
        ) from error


def index_prefix() -> str:
    """Return how a blind index made now begins: the algorithm and a fingerprint of the key."""
    algorithm = algorithm_in_use()
    fingerprint = _derive(settings.INDEX_KEY, "index fingerprint", 3, algorithm.hash).hex()
    return f"{'h1' if algorithm.mark == 'a1' else 'm1'}.{fingerprint}:"


def blind_index(value: str, purpose: str) -> str:
    """Return a keyed fingerprint of a value, by which equal values are found without being stored.

    `purpose` ("phone") keeps fingerprints of different matters apart. HMAC-SHA-256 with AES,
    HMAC-SM3 with SM4; 54 characters.
    """
    algorithm = algorithm_in_use()
    key = _derive(settings.INDEX_KEY, f"index {purpose}", 32, algorithm.hash)
    mac = hmac.HMAC(key, algorithm.hash())
    mac.update(value.encode())
    return index_prefix() + base64.urlsafe_b64encode(mac.finalize()).decode().rstrip("=")
