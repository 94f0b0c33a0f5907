"""The suite: fast hashing, inline delivery, no throttling that a test did not ask for."""

import os

from changlai.config.settings.base import *  # noqa: F403 -- settings are layered by name
from changlai.config.settings.base import DATABASES, INSTALLED_APPS, STORAGES, VAR_DIR

DEBUG = False
SECRET_KEY = "for the test run only, made of words"  # noqa: S105 -- guards nothing outside the suite
FIELD_KEYS = ["t1:for the test run only"]
INDEX_KEY = "for the test run only too"
SEAL_KEY = "for the seals of the test run only"
ALLOWED_HOSTS = ["*"]
EVENTS_DELIVERY = "inline"
BOOK_MAINTENANCE = True  # lets the suite empty append-only tables between tests
INSTALLED_APPS = [*INSTALLED_APPS, "tests.kernel.tenancy.villageapp"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = VAR_DIR / "test-files" / os.environ.get("PYTEST_XDIST_WORKER", "main")
# Its own folder: what make run collected has no part in the suite.
STATIC_ROOT = VAR_DIR / "test-static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATABASES["default"].pop("CONN_MAX_AGE", None)
