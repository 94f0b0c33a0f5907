"""Ciphertexts name their algorithm and key, fit one column, and are never read by a wrong key."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from changlai.kernel.crypto.ciphers import CannotDecrypt, blind_index, decrypt, encrypt

PLACE = "people_person.phone"
BOTH = pytest.mark.parametrize(("cipher", "mark"), [("aes", "a1"), ("sm4", "s1")])


@BOTH
def test_what_was_encrypted_is_read_again(settings, cipher: str, mark: str) -> None:
    settings.FIELD_CIPHER = cipher
    sealed = encrypt("13800000001", PLACE)
    assert sealed.startswith(f"{mark}:t1:")
    assert "13800000001" not in sealed
    assert decrypt(sealed, PLACE) == "13800000001"


@given(st.text())
def test_any_text_is_read_again(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    assert decrypt(encrypt(text, PLACE), PLACE) == text


def test_the_same_text_never_looks_the_same() -> None:
    assert encrypt("13800000001", PLACE) != encrypt("13800000001", PLACE)


@BOTH
def test_a_ciphertext_moved_to_another_column_is_not_read(settings, cipher: str, mark: str) -> None:
    settings.FIELD_CIPHER = cipher
    with pytest.raises(CannotDecrypt, match="挪用"):
        decrypt(encrypt("13800000001", PLACE), "people_person.id_number")


def test_a_wrong_key_of_the_same_name_is_told(settings) -> None:
    sealed = encrypt("13800000001", PLACE)
    settings.FIELD_KEYS = ["t1:another secret"]
    with pytest.raises(CannotDecrypt, match="密钥 t1 不对"):
        decrypt(sealed, PLACE)


def test_a_missing_key_is_told_by_name(settings) -> None:
    sealed = encrypt("13800000001", PLACE)
    settings.FIELD_KEYS = ["t2:another secret"]
    with pytest.raises(CannotDecrypt, match="FIELD_KEYS 里没有它"):
        decrypt(sealed, PLACE)


@pytest.mark.parametrize(
    "damage",
    [
        lambda s: s[:-6] + "AAAA==",
        lambda s: s[:20],
        lambda s: s + "!",
        lambda s: "a1:t1:",
        lambda s: "x",
    ],
)
def test_an_altered_ciphertext_is_not_read(damage) -> None:
    with pytest.raises(CannotDecrypt):
        decrypt(damage(encrypt("13800000001", PLACE)), PLACE)


def test_older_keys_and_the_other_algorithm_are_still_read(settings) -> None:
    settings.FIELD_KEYS = ["k1:old"]
    old = encrypt("甲", PLACE)
    settings.FIELD_KEYS = ["k2:new", "k1:old"]
    settings.FIELD_CIPHER = "sm4"
    assert decrypt(old, PLACE) == "甲"
    assert encrypt("甲", PLACE).startswith("s1:k2:")


@pytest.mark.parametrize("keys", [[], ["no secret"], ["K1:upper"], ["k1:"]])
def test_unusable_keys_stop_with_a_sentence(settings, keys: list[str]) -> None:
    settings.FIELD_KEYS = keys
    with pytest.raises(ImproperlyConfigured, match="FIELD_KEYS"):
        encrypt("甲", PLACE)


def test_an_unknown_cipher_stops_with_a_sentence(settings) -> None:
    settings.FIELD_CIPHER = "rot13"
    with pytest.raises(ImproperlyConfigured, match="aes 或 sm4"):
        encrypt("甲", PLACE)


@pytest.mark.parametrize("cipher", ["aes", "sm4"])
def test_a_blind_index_is_the_same_for_the_same_value_only(settings, cipher: str) -> None:
    settings.FIELD_CIPHER = cipher
    index = blind_index("13800000001", "phone")
    assert index == blind_index("13800000001", "phone")
    assert index != blind_index("13800000002", "phone")
    assert index != blind_index("13800000001", "id_number")
    assert len(index) <= 64
    settings.INDEX_KEY = "another"
    assert index != blind_index("13800000001", "phone")
