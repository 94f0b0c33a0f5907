"""The dev settings with the bare twins' addresses beside our own; used by `make bench` alone."""

from changlai.config.settings.dev import *  # noqa: F403 -- settings are layered by name

ROOT_URLCONF = "tools.bench.urls"
EVENTS_DELIVERY = "worker"
