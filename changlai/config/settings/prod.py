"""A hosted platform: no default secret, no default host, HTTPS in front."""

from django.core.exceptions import ImproperlyConfigured

from changlai.config import env
from changlai.config.settings.base import *  # noqa: F403 -- settings are layered by name

DEBUG = False
SECRET_KEY = env.text("SECRET_KEY")
FIELD_KEYS = env.words("FIELD_KEYS")
INDEX_KEY = env.text("INDEX_KEY")
SEAL_KEY = env.text("SEAL_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
if not (ALLOWED_HOSTS and FIELD_KEYS):
    raise ImproperlyConfigured("生产环境须设置 ALLOWED_HOSTS 和 FIELD_KEYS。")
CSRF_TRUSTED_ORIGINS = [
    f"https://*{host}" if host.startswith(".") else f"https://{host}"
    for host in ALLOWED_HOSTS
    if host != "*"
]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.whole("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
