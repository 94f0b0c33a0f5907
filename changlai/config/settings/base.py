"""What holds on every machine; dev, test and prod add what differs."""

from datetime import timedelta

from changlai.config import env

BASE_DIR = env.BASE_DIR
VAR_DIR = env.var_dir()

KERNEL_APPS = [
    "changlai.kernel.tenancy",
    "changlai.kernel.registry",
    "changlai.kernel.crypto",
    "changlai.kernel.workcalendar",
    "changlai.kernel.events",
    "changlai.kernel.files",
    "changlai.kernel.search",
    "changlai.kernel.outbox",
    "changlai.kernel.records",
    "changlai.kernel.metrics",
    "changlai.kernel.tasks",
    "changlai.kernel.registers",
    "changlai.kernel.documents",
    "changlai.kernel.feeds",
    "changlai.kernel.schemas",
    "changlai.kernel.pages",
]
FOUNDATION_APPS = [
    "changlai.foundation.areas",
    "changlai.foundation.people",
    "changlai.foundation.places",
]
ENGINE_APPS = [
    "changlai.engines.cases",
    "changlai.engines.activities",
    "changlai.engines.appointments",
    "changlai.engines.faces",
    "changlai.engines.content",
    "changlai.engines.ledger",
]
HALL_APPS = [
    "changlai.halls.voices",
    "changlai.halls.rooms",
    "changlai.halls.gatherings",
    "changlai.halls.cells",
    "changlai.halls.counter",
    "changlai.halls.jobs",
    "changlai.halls.parcels",
    "changlai.halls.talents",
    "changlai.halls.canteen",
    "changlai.halls.publishing",
    "changlai.halls.disclosure",
    "changlai.halls.membercards",
    "changlai.halls.brands",
]
GOVERNANCE_APPS: list[str] = [
    "changlai.governance.checklists",
    "changlai.governance.rectification",
    "changlai.governance.workgroup",
    "changlai.governance.assessments",
    "changlai.governance.practices",
    "changlai.governance.funds",
]
INSIGHT_APPS = ["changlai.insights.figures"]
DOOR_APPS = ["changlai.doors.web", "changlai.doors.calendars"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_tasks",
    "django_tasks_db",
    *KERNEL_APPS,
    *FOUNDATION_APPS,
    *ENGINE_APPS,
    *HALL_APPS,
    *GOVERNANCE_APPS,
    *INSIGHT_APPS,
    *DOOR_APPS,
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "changlai.kernel.pages.middleware.PlainAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "changlai.kernel.pages.middleware.RuleMiddleware",
    "changlai.foundation.people.middleware.CentreMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "changlai.config.urls"
WSGI_APPLICATION = "changlai.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "changlai.kernel.pages.context.page",
            ],
        },
    },
]

DATABASES = {
    "default": env.database(env.text("DATABASE_URL", f"sqlite:///{VAR_DIR}/changlai.sqlite3"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CENTRE_MODEL = "areas.Centre"
AUTH_USER_MODEL = "people.Account"
# The staff door comes first: only force_login in tests picks the first one that loads users.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "changlai.foundation.people.backends.StaffBackend",
    "changlai.foundation.people.backends.ResidentBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "changlai.foundation.people.passwords.ThreeKinds"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/staff/sign-in"
# GB/T 22239: five wrong passwords lock a name for a quarter of an hour; an idle session of
# staff ends after half an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# By name alone: one wrong hand in the hall must not lock everyone behind the same address.
AXES_LOCKOUT_PARAMETERS = ["username"]
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "changlai.foundation.people.passwords.locked_out"
AXES_VERBOSE = False
STAFF_IDLE_MINUTES = 30
# Residents stay signed in on their own phone for a season.
SESSION_COOKIE_AGE = 90 * 24 * 3600
# Proxies of our own in front of the web server; none are believed unless said so here.
PROXIES = env.whole("PROXIES", 0)
# Until an SMS channel exists, a sign-in code is written to the log and kept for the operator.
SIGN_IN_CODES = "console"

# 国密 by setting: what encrypts columns ("aes" or "sm4"), what seals the book ("sha256" or "sm3").
FIELD_CIPHER = env.text("FIELD_CIPHER", "aes")
SEAL_ALGORITHM = env.text("SEAL_ALGORITHM", "sha256")

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# Scripts of others come from their npm package; without it the pages work without them.
_VENDOR = {
    "vendor/markdown-toolbar-element": "@github/markdown-toolbar-element/dist",
}
STATICFILES_DIRS = [
    (name, folder)
    for name, path in _VENDOR.items()
    if (folder := BASE_DIR / "node_modules" / path).is_dir()
]
MEDIA_ROOT = VAR_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "changlai.kernel.files.storage.LocalStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# Who delivers events: the request itself right after commit (inline), or tick (worker).
EVENTS_DELIVERY = "worker"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "media-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# The second one stops at the limit, and a full disk costs the file but not the words of the form.
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "changlai.kernel.files.uploads.CarefulUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"known_trouble": {"()": "changlai.config.logs.KnownTrouble"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["known_trouble"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"changlai": {"level": "INFO"}},
}
