"""A try on one machine: SQLite under var/, secrets made once and kept there."""

from changlai.config import env
from changlai.config.settings.base import *  # noqa: F403 -- settings are layered by name
from changlai.config.settings.base import VAR_DIR

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.kept_secret("SECRET_KEY", VAR_DIR / "secret-key")
# Keys of the encrypted columns: name:secret pairs, the first one encrypts, all decrypt.
FIELD_KEYS = env.words("FIELD_KEYS") or [
    "k1:" + env.kept_secret("FIELD_KEY", VAR_DIR / "field-key")
]
INDEX_KEY = env.kept_secret("INDEX_KEY", VAR_DIR / "index-key")
SEAL_KEY = env.kept_secret("SEAL_KEY", VAR_DIR / "seal-key")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]") + env.words("HOST")
if {"0.0.0.0", "::"} & set(ALLOWED_HOSTS):  # noqa: S104 -- whoever listens everywhere has said so
    # Phones in the room come by whatever address this machine has today.
    ALLOWED_HOSTS = ["*"]
