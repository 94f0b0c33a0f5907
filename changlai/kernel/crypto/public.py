"""Front door of crypto: encrypted columns, the blind index, and the two verbs beneath them."""

from changlai.kernel.crypto.ciphers import CannotDecrypt, blind_index, decrypt, encrypt
from changlai.kernel.crypto.fields import BlindIndexField, EncryptedTextField

__all__ = [
    "BlindIndexField",
    "CannotDecrypt",
    "EncryptedTextField",
    "blind_index",
    "decrypt",
    "encrypt",
]
