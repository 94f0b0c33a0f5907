"""Pages of this hall that the phone keeps, so that they open without a network."""

from changlai.kernel.registry.contributions import OfflinePage

OFFLINE = [OfflinePage("gatherings:offline_roll", files=("gatherings/roll.js",))]
